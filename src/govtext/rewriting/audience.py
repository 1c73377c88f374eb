"""Who a text is told to: a reader, whom one can greet and ask, or nobody in particular."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from govtext.rewriting.tokens import CACHED_TEXTS, LONGEST_CACHED
from govtext.rewriting.view import MARKS, VERBS, View, view, word_class
from govtext.types import Token

_FILE = Path(__file__).parent / "data" / "audience.toml"
_COMPLETE = ".!?…"
_QUOTES = frozenset('"“”«»')


def speaks_to_reader(text: str) -> bool:
    """Tell whether a text calls its reader by a pronoun or a name, invites, or softens with *ya*."""
    return not _data()["speaks"].isdisjoint(token.norm for token in view(text).tokens)


def is_message(text: str) -> bool:
    """Tell whether a text is told to its reader: it asks something of him, allows him something or announces it.

    Reports of what somebody said or did, law, definitions, letters between offices, fragments, and sentences that go on
    with an earlier one are not. The words that tell are in ``data/audience.toml``.

    Args:
        text: any string.
    """
    return _remembered(text) if len(text) <= LONGEST_CACHED else _is_message(view(text))


def leans(text: str) -> bool:
    """Tell whether the first sentence of a text goes on with one before it: *Hal itu …*, *Namun, …*."""
    seen = view(text)
    return bool(seen.sentences) and _leans(_norms(seen.tokens[seen.sentences[0].start : seen.sentences[0].end]))


def is_grave(text: str) -> bool:
    """Tell whether a text has news of death, danger or loss, before which a cheerful greeting is out of place."""
    return not _data()["grave"].isdisjoint(token.norm for token in view(text).tokens)


def is_law(text: str) -> bool:
    """Tell whether a text is one of law: an article, a definition, a paragraph that refers to another.

    It must stay: its words are chosen to mean one thing (UU 12/2011, Lampiran II); a friendlier one may order another.
    """
    seen = view(text)
    words = [token.norm for token in seen.tokens if token.kind not in MARKS]
    settings = _data()["law"]
    opening = f"{' '.join(words[: settings['within']])} "
    return _holds(words, settings["phrases"]) or any(opening.startswith(f"{begun} ") for begun in settings["begins"])


def applicants() -> frozenset[str]:
    """Return the words for who applies for a service: the reader of its procedure."""
    found: frozenset[str] = _data()["message"]["applicants"]
    return found


@lru_cache(maxsize=CACHED_TEXTS)
def _remembered(text: str) -> bool:
    return _is_message(view(text))


@cache
def _data() -> dict[str, Any]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    data["speaks"] = frozenset(data["speaks"])
    data["grave"] = frozenset(data["grave"]["words"])
    for name in ("asks", "personal", "letters", "applicants"):
        data["message"][name] = frozenset(data["message"][name])
    for name in ("words", "defines", "anaphora"):
        data["nobody"][name] = frozenset(data["nobody"][name])
    return data


def _is_message(seen: View) -> bool:
    parts = [seen.tokens[one.start : one.end] for one in seen.sentences]
    if not parts or not _is_whole(seen, parts[0]):
        return False
    sentences = [_norms(part) for part in parts]
    words = [word for sentence in sentences for word in sentence]
    personal = not _data()["message"]["personal"].isdisjoint(words)
    if _is_told_to_nobody(seen, words) or _is_letter(words) or (_leans(sentences[0]) and not personal):
        return False
    return personal or _is_procedure(sentences[0]) or any(_asks(sentence) for sentence in sentences)


def _is_procedure(first: Sequence[str]) -> bool:
    """Tell whether a text begins with what the applicant does: *Pemohon mengisi formulir*."""
    return (
        first[0] in applicants() and len(first) > 1 and (word_class(first[1]) in {"me", "ber"} or first[1] == "datang")
    )


def _norms(part: Sequence[Token]) -> list[str]:
    return [token.norm for token in part if token.kind not in MARKS]


def _is_whole(seen: View, first: Sequence[Token]) -> bool:
    """Tell whether a text begins with a whole sentence, not with a heading, a list item or a piece of one."""
    text = first[0].text
    item = len(first) > 1 and first[1].text in {".", ")"}
    last = first[-1].text[-1]
    complete = last in _COMPLETE or (last == ":" and "\n" in seen.text)
    return text[0].isupper() and not item and complete and len(seen.tokens) > _data()["nobody"]["fewest_words"]


def _is_told_to_nobody(seen: View, words: Sequence[str]) -> bool:
    settings = _data()["nobody"]
    verb = next((word for word in words if word in settings["defines"] or word_class(word) in VERBS), "")
    return (
        verb in settings["defines"]
        or not settings["words"].isdisjoint(words)
        or any(token.text in _QUOTES for token in seen.tokens)
        or _holds(words, settings["phrases"])
    )


def _leans(first: Sequence[str]) -> bool:
    """Tell whether the first sentence goes on with one before it."""
    settings = _data()["nobody"]
    opening = f"{' '.join(first)} "
    leaning = not settings["anaphora"].isdisjoint(first[: settings["within"]])
    return leaning or any(opening.startswith(f"{begun} ") for begun in settings["begins"])


def _is_letter(words: Sequence[str]) -> bool:
    settings = _data()["message"]
    return not settings["letters"].isdisjoint(words) or _holds(words, settings["letter_phrases"])


def _asks(words: Sequence[str]) -> bool:
    settings = _data()["message"]
    if not settings["asks"].isdisjoint(words):
        return True
    return _holds(words, settings["concerns"]) and _holds(words, settings["may"])


def _holds(words: Sequence[str], phrases: Sequence[str]) -> bool:
    """Tell whether one of ``phrases`` stands among ``words``."""
    told = f" {' '.join(words)} "
    return any(f" {phrase} " in told for phrase in phrases)
