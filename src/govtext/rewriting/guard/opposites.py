"""Finds words that were replaced by their opposites: ``buka`` by ``tutup``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis

_NEAR = 4  # words of a condition that may hold an opposite without saying it
_DONE = "sudah"
_VERB = re.compile(r"(?:di|me|ter|ber)[a-z]{3,}")


@cache
def _pairs() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for one, other in rows("opposites", 2):
        for word, opposite in ((one, other), (other, one)):
            found[word] = found.get(word, frozenset()) | {opposite}
    return found


def compare_opposites(before: Analysis, after: Analysis) -> Iterator[tuple[str, str, str]]:
    """Yield the words that went and whose opposites came, unless a negation went or came with them."""
    known = _pairs()
    old = known.keys() & set(before.reading.words)
    if not old:
        return
    new = known.keys() & set(after.reading.words)
    if not any(known[word] & (new - old) for word in old - new):
        return
    new = {word for word in new if word in old or _is_stated(after, word)}
    for word in sorted(old - new):
        for opposite in sorted(known[word] & (new - old)):
            if not (_denied(before, word) or _denied(after, opposite)):
                yield "sense", "lost", word
                yield "sense", "added", opposite


def compare_aspect(before: Analysis, after: Analysis) -> Iterator[tuple[str, str, str]]:
    """Yield ``sudah`` where it came before a verb: what was planned or asked for is told as done."""
    if _DONE not in after.reading.words or _DONE in before.reading.words:
        return
    reading = after.reading
    done = (
        place for place, word in enumerate(reading.words) if word == _DONE and _VERB.fullmatch(reading.word(place + 1))
    )
    if any(_states_at(after, place) for place in done):
        yield "sense", "added", _DONE


def _is_stated(analysis: Analysis, word: str) -> bool:
    return any(found == word and _states_at(analysis, place) for place, found in enumerate(analysis.reading.words))


def _states_at(analysis: Analysis, place: int) -> bool:
    """Tell whether a place is outside questions and conditions: ``kalau sudah buka`` states nothing."""
    reading = analysis.reading
    if reading.asks[reading.sentence_of(place)]:
        return False
    return not any(
        item.last < place <= item.last + _NEAR
        for item in analysis.items
        if item.kind == "condition" or item.value == "<= again"
    )


def _denied(analysis: Analysis, word: str) -> bool:
    words = analysis.reading.words
    return any(
        word in (words[place] for place in negation.places) for negation in analysis.negations if not negation.weak
    )
