"""Finds alternatives, ``KTP atau SIM``, and those that became enumerations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govtext.rewrite.guard.lexicon import roots
from govtext.rewrite.guard.reading import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewrite.guard.analysis import Analysis
    from govtext.rewrite.guard.reading import Reading

_OR = frozenset(("atau", "ataupun"))
_AND = frozenset(("dan", "serta", "plus", "beserta"))
_PREPOSITIONS = frozenset(("di", "ke", "dari", "kepada", "untuk", "bagi", "pada", "dengan", "melalui", "lewat", "oleh"))
_NAMED = frozenset(("document", "programme", "name", "number", "amount", "date", "time", "phone", "link", "email"))
_CHOICE = (("salah", "satu"), ("pilih",))


def find_alternatives(reading: Reading, loose: Counter[str]) -> Iterator[Item]:
    """Yield each ``atau`` between two facts; count in ``loose`` what says the same: a slash, ``pilih salah satu``."""
    words = reading.words
    if _OR.isdisjoint(words) and "/" not in words and "pilih" not in words and "salah" not in words:
        return
    starts = {item.first for item in reading.items if item.kind in _NAMED}
    ends = {item.last for item in reading.items if item.kind in _NAMED}
    for position, word in enumerate(words):
        left, right = _sides(reading, position)
        if word in _OR:
            if left in ends and right in starts:
                yield Item("scope", "or", position, position)
        elif word == "/":
            loose["choice"] += position - 1 in ends and position + 1 in starts
        else:
            loose["choice"] += any(tuple(words[position : position + len(phrase)]) == phrase for phrase in _CHOICE)


def _sides(reading: Reading, position: int) -> tuple[int, int]:
    """Return the positions on both sides of a conjunction, past a comma, ``dan/`` and a closing bracket."""
    left, right = position - 1, position + 1
    if reading.word(left) == "/" and reading.word(left - 1) in _AND:
        left -= 2
    left -= reading.word(left) in (",", ")")
    right += reading.word(right) in _PREPOSITIONS
    return left, right


def compare_alternatives(before: Analysis, after: Analysis) -> Iterator[tuple[str, str, str]]:
    """Yield the words that ``atau`` joined and ``dan`` joins now, or the other way round."""
    for ours, theirs, change in ((before, after, "lost"), (after, before, "added")):
        if _OR.isdisjoint(ours.reading.words):
            continue
        joined = list(_joined(theirs.reading, _AND))
        same = list(_joined(theirs.reading, _OR)) if joined else []
        for left, right in _joined(ours.reading, _OR):
            alike = any(_match(left, right, *pair) for pair in joined)
            if alike and not any(_match(left, right, *pair) for pair in same):
                yield "scope", change, f"{left} atau {right}"


def _joined(reading: Reading, conjunctions: frozenset[str]) -> Iterator[tuple[str, str]]:
    for position, word in enumerate(reading.words):
        if word in conjunctions:
            left, right = _sides(reading, position)
            if reading.word(left)[:1].isalpha() and reading.word(right)[:1].isalpha():
                yield reading.word(left), reading.word(right)


def _match(left: str, right: str, other_left: str, other_right: str) -> bool:
    if (left, right) == (other_left, other_right):
        return True
    return not (roots(left).isdisjoint(roots(other_left)) or roots(right).isdisjoint(roots(other_right)))
