"""Changes of the shape of a text: a greeting in front, a request made soft, a long sentence in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from govtext.rewriting.audience import is_grave
from govtext.rewriting.clauses import Part, is_clause, is_dependent, parts
from govtext.rewriting.facts import protected
from govtext.rewriting.letters import capitalize, uncapitalize
from govtext.rewriting.mending import Edit
from govtext.rewriting.shapes import settings_of, shape
from govtext.rewriting.view import MARKS, View, view, word_class
from govtext.types import Token

_COMPLETE = ".!?…"


def greeting(text: str, tone: str, address: str) -> tuple[Edit, ...]:
    """Return the edit that greets the reader, or nothing.

    A reader is greeted once; nobody is in the tone ``plain``, nor before news of death or danger in a cheerful one.

    Args:
        text: a message, see `govtext.rewriting.audience.is_message`.
        tone: one of `govtext.rewriting.rules.TONES`.
        address: how the reader is addressed; empty for nobody.
    """
    settings = settings_of("greeting")
    seen = view(text)
    if not seen.sentences or not address or tone not in settings or seen.tokens[0].kind in MARKS:
        return ()
    first = parts(seen)[0]
    if len(seen.sentences[0].firsts) > 1:  # a heading: "Undangan: …"
        return ()
    if (tone == "friendly" and (is_grave(text) or _is_stiff(seen, settings))) or _orders(
        [token.norm for token in _words(first.tokens)]
    ):
        return ()
    opening = f" {' '.join(token.norm for token in _words(first.tokens))} "
    spoken_to = any(f" {spoken} " in opening for spoken in (*settings["spoken_to"], address.lower()))
    if (
        spoken_to
        or _calls(first.tokens, settings["asks"])
        or "?" in first.text
        or any(opening.startswith(f" {begun} ") for begun in settings["begins"])
    ):
        return ()
    said = settings[tone].format(address=address)
    fixed = any(span.start == first.start and " " in span.text for span in protected(text))
    begun = first.text if fixed or said[-1] in _COMPLETE else uncapitalize(first.text)
    return (Edit(first.start, first.start + 1, text[first.start], f"{said} {begun[0]}", shape("greeting")),)


def _is_stiff(seen: View, settings: dict[str, Any]) -> bool:
    """Tell whether a text keeps words of the office, so that a cheerful greeting would mix two voices."""
    return any(
        token.norm in settings["stiff"] or (kind == "di" and token.norm not in settings["everyday"])
        for token, kind in zip(seen.tokens, seen.classes, strict=True)
    )


def softener(text: str, tone: str) -> tuple[Edit, ...]:
    """Return the edit that ends the last request, permission or ban with *ya*, unless the text has one already."""
    settings = settings_of("softener")
    seen = view(text)
    if tone not in settings or any(token.norm in settings["soft"] for token in seen.tokens):
        return ()
    for sentence in reversed(parts(seen)):
        words = _words(sentence.tokens)
        if not settings["stern"].isdisjoint(word.norm for word in words):
            continue
        plain = sentence.text[-1] == "." and sentence.tokens[-1].text == "." and not _has_pair(sentence.tokens)
        if (
            plain
            and _is_request([word.norm for word in words], settings)
            and len(words) <= settings["longest"]
            and words[-1].kind in {"word", "abbreviation"}
        ):
            return (Edit(sentence.end - 1, sentence.end, ".", settings[tone], shape("softener")),)
    return ()


def _is_request(words: Sequence[str], settings: dict[str, Any]) -> bool:
    """Tell whether a sentence ends with what is asked of people: not with a reason, nor with the head of a list."""
    asks = list(settings["asks"])
    if not settings["people"].isdisjoint(words):
        asks += settings["asks_people"]
    excuse = {place for place, pair in enumerate(pairwise(words)) if " ".join(pair) in settings["excuses"]}
    places = [place for place, word in enumerate(words) if word in asks and place not in excuse]
    reasons = [place for place, word in enumerate(words) if word in settings["reasons"]]
    return bool(places) and words[-1] not in settings["heads"] and not any(place > places[-1] for place in reasons)


def _has_pair(tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence holds a quotation, brackets or the heading of a list."""
    return any(token.text in {"(", ")", '"', "“", "”", "«", "»", ":"} for token in tokens)


def _calls(tokens: Sequence[Token], asks: Sequence[str]) -> bool:
    """Tell whether a sentence calls somebody by name: ``Para pedagang, mohon …``."""
    return any(before.text == "," and after.norm in asks for before, after in pairwise(tokens))


def _orders(words: Sequence[str]) -> bool:
    """Tell whether ``agar`` gives an order (*warga agar segera melapor*), not a purpose (*agar bantuan sampai*)."""
    after = (words[place + 1 :] for place, word in enumerate(words) if word == "agar")
    return any(word_class(next((word for word in rest if word != "segera"), "")) in {"me", "ber"} for rest in after)


def _words(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.kind not in MARKS]


def splits(text: str, tone: str) -> tuple[Edit, ...]:
    """Return the edits that cut sentences of more than about 15 words in two, at joints that bear it."""
    return tuple(edit for sentence in parts(view(text)) for edit in _cuts(text, sentence, tone))


def _cuts(text: str, sentence: Part, tone: str) -> Iterator[Edit]:
    settings, tokens = settings_of("split"), sentence.tokens
    counted = [0]
    for token in tokens:
        counted.append(counted[-1] + (token.kind not in MARKS))
    if counted[-1] <= settings["longest"]:
        return
    start = 0
    for place in range(1, len(tokens)):
        joints = settings["joints"].get(tokens[place].norm, ())
        joint = next((one for one in joints if _stands(tokens, place, one["words"])), None)
        if joint is None or place < start:
            continue
        end = place + len(joint["words"])
        lengths = counted[place] - counted[start], counted[-1] - counted[end]
        whole = not joint.get("clause", True) or (
            is_clause(tokens[end:]) and tokens[end].norm not in settings["dangling"]
        )
        if not whole or min(lengths) < settings["shortest"] or is_dependent(tokens[start:place]):
            continue
        rest, after = text[tokens[end - 1].end : sentence.end].lstrip(" "), joint[tone]
        if rest[0] in ":,":
            rest, after = rest[1:].lstrip(" "), after.rstrip(",") + rest[0]
        letter = capitalize(rest)[0] if after[-1] in _COMPLETE else rest[0]
        left, stop = tokens[place - 1].end, sentence.end - len(rest) + 1
        yield Edit(left, stop, text[left:stop], f"{after} {letter}", shape("split"))
        start = end


def _stands(tokens: Sequence[Token], place: int, words: Sequence[str]) -> bool:
    return [token.norm for token in tokens[place : place + len(words)]] == words
