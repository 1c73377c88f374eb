"""Finds alternatives, ``KTP atau SIM``, and those that became enumerations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import roots
from govtext.rewriting.guard.reading import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis
    from govtext.rewriting.guard.reading import Reading

_OR = frozenset(("atau", "ataupun"))
_AND = frozenset(("dan", "serta", "plus", "beserta"))
_PREPOSITIONS = frozenset(("di", "ke", "dari", "kepada", "untuk", "bagi", "pada", "dengan", "melalui", "lewat", "oleh"))
_NAMED = frozenset(("document", "programme", "name", "number", "amount", "date", "time", "phone", "link", "email"))
_MOST = 100


def find_alternatives(reading: Reading, loose: Counter[str]) -> Iterator[Item]:
    """Yield each ``atau`` between two facts; count in ``loose`` what says the same: a slash, ``pilih salah satu``."""
    words = reading.words
    if _OR.isdisjoint(words) and "/" not in words and "pilih" not in words and "salah" not in words:
        return
    starts = {item.first for item in reading.items if item.kind in _NAMED}
    ends = {item.last for item in reading.items if item.kind in _NAMED}
    for position, word in enumerate(words):
        if word in _OR:
            left, right = _sides(reading, position)
            if left in ends and right in starts:
                yield Item("scope", "or", position, position)
        elif word == "/":
            loose["choice"] += position - 1 in ends and position + 1 in starts
        elif word == "pilih" or (word == "salah" and reading.word(position + 1) == "satu"):
            loose["choice"] += 1


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
        joined, open_ = _joined(theirs.reading, _AND), _joined(theirs.reading, _OR)
        for pair in sorted(_joined(ours.reading, _OR) - open_):
            if _matches(pair, joined) and not _matches(pair, open_):
                yield "scope", change, " atau ".join(pair)


def _joined(reading: Reading, conjunctions: frozenset[str]) -> set[tuple[str, str]]:
    sides = (_sides(reading, position) for position, word in enumerate(reading.words) if word in conjunctions)
    pairs = ((reading.word(left), reading.word(right)) for left, right in sides)
    return {pair for pair in pairs if pair[0][:1].isalpha() and pair[1][:1].isalpha()}


def _matches(pair: tuple[str, str], others: set[tuple[str, str]]) -> bool:
    """Tell whether a pair, or one of the same roots, is among others; of very many, only the pair itself counts."""
    if pair in others or len(others) > _MOST:
        return pair in others
    left, right = map(roots, pair)
    return any(not (left.isdisjoint(roots(one)) or right.isdisjoint(roots(other))) for one, other in others)
