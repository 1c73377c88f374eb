"""Changes of the shape of a text: a greeting in front, a long sentence in two, a list one item a line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from govtext.rewriting.audience import is_grave
from govtext.rewriting.facts import protected
from govtext.rewriting.letters import capitalize, uncapitalize
from govtext.rewriting.mending import Edit
from govtext.rewriting.view import MARKS, VERBS, View, view, word_class
from govtext.types import Token

_FILE = Path(__file__).parent / "data" / "structure.toml"
_ITEM = re.compile(r"(?P<gap>(?<=[:;,.])[ \t]+|(?<=[:;,.] dan)[ \t]+)(?P<mark>\(?(?:[a-z]|\d{1,2})[.)])(?=[ \t]\S)")
_COMPLETE = ".!?…"
_OPENED = {"(": ")", "“": "”", "«": "»", "[": "]"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A change of shape as the officer sees it: like a rule it has an id and says why."""

    id: str
    message: str


@cache
def _data() -> dict[str, Any]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for name in ("halves", "dependent", "verbs"):
        data["split"][name] = frozenset(data["split"][name])
    data["softener"]["people"] = frozenset(data["softener"]["people"])
    data["split"]["joints"] = {
        first: [one for one in data["split"]["joint"] if one["words"][0] == first]
        for first in {one["words"][0] for one in data["split"]["joint"]}
    }
    return data


@cache
def _shape(name: str) -> Shape:
    return Shape(_data()[name]["id"], _data()[name]["message"])


def greeting(text: str, tone: str, address: str) -> tuple[Edit, ...]:
    """Return the edit that greets the reader, or nothing.

    A reader is greeted once; nobody is in the tone ``plain``, nor before news of death or danger in a cheerful one.

    Args:
        text: a message, see `govtext.rewriting.audience.is_message`.
        tone: one of `govtext.rewriting.rules.TONES`.
        address: how the reader is addressed; empty for nobody.
    """
    settings = _data()["greeting"]
    seen = view(text)
    if not seen.sentences or not address or tone not in settings or seen.tokens[0].kind in MARKS:
        return ()
    first = _sentences(seen)[0]
    if (tone == "friendly" and is_grave(text)) or _orders([token.norm for token in _words(first.tokens)]):
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
    return (Edit(first.start, first.start + 1, text[first.start], f"{said} {begun[0]}", _shape("greeting")),)


def softener(text: str, tone: str) -> tuple[Edit, ...]:
    """Return the edit that ends the last request, permission or ban with *ya*, unless the text has one already."""
    settings = _data()["softener"]
    seen = view(text)
    if tone not in settings or any(token.norm in settings["soft"] for token in seen.tokens):
        return ()
    for sentence in reversed(_sentences(seen)):
        words = _words(sentence.tokens)
        plain = sentence.text[-1] == "." and sentence.tokens[-1].text == "." and not _has_pair(sentence.tokens)
        if (
            plain
            and _is_request([word.norm for word in words], settings)
            and len(words) <= settings["longest"]
            and words[-1].kind in {"word", "abbreviation"}
        ):
            return (Edit(sentence.end - 1, sentence.end, ".", settings[tone], _shape("softener")),)
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence: its place, its text, its tokens."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]


def _sentences(seen: View) -> list[_Part]:
    found = []
    for one in seen.sentences:
        tokens = seen.tokens[one.start : one.end]
        start, end = tokens[0].start, tokens[-1].end
        found.append(_Part(start, end, seen.text[start:end], tokens))
    return found


def splits(text: str, tone: str) -> tuple[Edit, ...]:
    """Return the edits that cut sentences of more than about 15 words in two, at joints that bear it."""
    return tuple(edit for sentence in _sentences(view(text)) for edit in _cuts(text, sentence, tone))


def _cuts(text: str, sentence: _Part, tone: str) -> Iterator[Edit]:
    settings, tokens = _data()["split"], sentence.tokens
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
        parts = counted[place] - counted[start], counted[-1] - counted[end]
        whole = not joint.get("clause", True) or _is_clause(tokens[end:])
        if not whole or min(parts) < settings["shortest"] or _is_dependent(tokens[start:place]):
            continue
        rest, after = text[tokens[end - 1].end : sentence.end].lstrip(" "), joint[tone]
        if rest[0] in ":,":
            rest, after = rest[1:].lstrip(" "), after.rstrip(",") + rest[0]
        letter = capitalize(rest)[0] if after[-1] in _COMPLETE else rest[0]
        left, stop = tokens[place - 1].end, sentence.end - len(rest) + 1
        yield Edit(left, stop, text[left:stop], f"{after} {letter}", _shape("split"))
        start = end


def _stands(tokens: Sequence[Token], place: int, words: Sequence[str]) -> bool:
    return [token.norm for token in tokens[place : place + len(words)]] == words


def _is_dependent(tokens: Sequence[Token]) -> bool:
    """Tell whether the part cannot stand alone, or ends inside of brackets or quotation marks."""
    settings = _data()["split"]
    words = [token.norm for token in tokens if token.kind == "word"]
    if (
        not words
        or words[0] in settings["dependent"]
        or not settings["halves"].isdisjoint(map(" ".join, pairwise(words)))
    ):
        return True
    marks = [token.text for token in tokens]
    opened = any(marks.count(opening) > marks.count(closing) for opening, closing in _OPENED.items())
    return opened or marks.count('"') % 2 == 1


def _is_clause(tokens: Sequence[Token]) -> bool:
    """Tell whether a part has a verb, and a subject, which stands before it."""
    words = [token.norm for token in tokens if token.kind in {"word", "abbreviation", "number", "amount"}]
    verbs = [index for index, word in enumerate(words) if _is_verb(word)]
    return bool(verbs and verbs[0] > 0)


def _is_verb(word: str) -> bool:
    return word in _data()["split"]["verbs"] or word_class(word) in VERBS


def lists(text: str) -> tuple[Edit, ...]:
    """Return the edits that put a list on lines: numbered items, documents to bring, the steps of a procedure."""
    return tuple(_numbered(text)) or tuple(_documents(text)) or tuple(_steps(text))


def _numbered(text: str) -> Iterator[Edit]:
    """Yield the edits for items ``a. … b. … c. …`` or ``1) … 2) … 3) …`` that follow each other in one line."""
    run: list[re.Match[str]] = []
    for match in _ITEM.finditer(text):
        if run and not _follows(run[-1]["mark"], match["mark"]):
            yield from _lines(run)
            run = []
        if run or match["mark"].strip("().") in {"a", "1"}:
            run.append(match)
    yield from _lines(run)


def _lines(run: Sequence[re.Match[str]]) -> Iterator[Edit]:
    if len(run) >= _data()["list"]["fewest"]:
        for match in run:
            yield Edit(match.start("gap"), match.end("gap"), match["gap"], "\n", _shape("list"))


def _follows(before: str, after: str) -> bool:
    one, two = before.strip("()."), after.strip("().")
    if one.isdigit() != two.isdigit() or before[-1] != after[-1]:
        return False
    return int(two) == int(one) + 1 if one.isdigit() else ord(two) == ord(one) + 1


def _documents(text: str) -> Iterator[Edit]:
    """Yield the edit for ``bawa A, B, dan C.`` at the end of a sentence, where every item is a document."""
    settings = _data()["list"]
    for sentence in _sentences(view(text)):
        tokens = sentence.tokens
        for place, token in enumerate(tokens):
            if token.norm in settings["after"] and sentence.text[-1] == ".":
                found = _items(tokens[place + 1 :], settings["documents"])
                if found and len(found) >= settings["fewest"]:
                    rest = text[sentence.end :]
                    start, end = token.end, sentence.end + len(rest) - len(rest.lstrip(" "))
                    items = "".join(f"\n- {text[first.start : last.end]}" for first, last in found)
                    yield Edit(start, end, text[start:end], f":{items}" + "\n" * bool(rest.strip()), _shape("list"))
                break


def _items(tokens: Sequence[Token], documents: Sequence[str]) -> list[tuple[Token, Token]]:
    """Return first and last token of each item of ``A, B, dan C.``; nothing if one of them is no document."""
    cuts = [index for index, token in enumerate(tokens) if token.text in {",", "."}]
    if not cuts or cuts[-1] != len(tokens) - 1:
        return []
    found: list[tuple[Token, Token]] = []
    for before, cut in pairwise([-1, *cuts]):
        item = list(tokens[before + 1 : cut])
        last = cut == cuts[-1]
        if last and (not item or item.pop(0).norm not in {"dan", "serta"}):
            return []
        if not item or item[0].norm not in documents or any(token.kind == "punctuation" for token in item):
            return []
        if not last and any(token.norm in {"dan", "serta"} for token in item[:1]):
            return []
        found.append((item[0], item[-1]))
    return found


def _steps(text: str) -> Iterator[Edit]:
    """Yield the edits for ``pemohon …, petugas …, kemudian kartu …``: a sentence whose every part is a clause."""
    settings = _data()["steps"]
    for sentence in _sentences(view(text)):
        cuts = [index for index, token in enumerate(sentence.tokens) if token.text == ","]
        parts = [sentence.tokens[first + 1 : last] for first, last in pairwise([-1, *cuts, len(sentence.tokens)])]
        heads = [_head(part, settings["links"]) for part in parts]
        if len(parts) < settings["fewest"] or _is_dependent(sentence.tokens):
            continue
        steps = [part[head:] for part, head in zip(parts, heads, strict=True)]
        if not all(_is_led(step, settings["agents"]) for step in steps):
            continue
        opening = f"{settings['opening']}\n1. {sentence.text[0].upper()}"
        yield Edit(sentence.start, sentence.start + 1, sentence.text[0], opening, _shape("steps"))
        for number, (part, head) in enumerate(zip(parts[1:], heads[1:], strict=True), start=2):
            before, first = sentence.tokens[cuts[number - 2]], part[head]
            after = f"\n{number}. {capitalize(text[first.start : sentence.end])[0]}"
            yield Edit(before.start, first.start + 1, text[before.start : first.start + 1], after, _shape("steps"))


def _head(part: Sequence[Token], links: Sequence[str]) -> int:
    """Return how many words at the beginning of a part only say that it comes next."""
    return next((index for index, token in enumerate(part) if token.norm not in links), 0)


def _is_led(part: Sequence[Token], agents: Sequence[str]) -> bool:
    return bool(part) and part[0].norm in agents and _is_clause(part)
