"""Sentences and their parts, as changes of shape see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from govtext.rewriting.shapes import settings_of
from govtext.rewriting.view import VERBS, View, word_class
from govtext.types import Token

_OPENED = {"(": ")", "“": "”", "«": "»", "[": "]"}


@dataclass(frozen=True, slots=True)
class Part:
    """A sentence: its place, its text, its tokens."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]


def parts(seen: View) -> list[Part]:
    """Return the sentences of a text."""
    found = []
    for one in seen.sentences:
        tokens = seen.tokens[one.start : one.end]
        start, end = tokens[0].start, tokens[-1].end
        found.append(Part(start, end, seen.text[start:end], tokens))
    return found


def is_verb(word: str) -> bool:
    """Tell whether a word in small letters is a verb, or stands before one: *dapat*, *tidak*."""
    return word in settings_of("clause")["verbs"] or word_class(word) in VERBS


def is_clause(tokens: Sequence[Token]) -> bool:
    """Tell whether a part has a verb, and a subject, which stands before it."""
    words = [token.norm for token in tokens if token.kind in {"word", "abbreviation", "number", "amount"}]
    verbs = [index for index, word in enumerate(words) if is_verb(word)]
    return bool(verbs and verbs[0] > 0)


def is_dependent(tokens: Sequence[Token]) -> bool:
    """Tell whether the part cannot stand alone, or ends inside of brackets or quotation marks."""
    settings = settings_of("clause")
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
