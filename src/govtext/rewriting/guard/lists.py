"""Tells whether a number only counts the items of the list it announces: ``Syaratnya dua: … dan …``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Item, Reading

_TO_COLON = 7  # words from the number to the colon: "3 berkas yang harus dibawa:"
_MOST_ITEMS = 20
_JOINING = frozenset(("dan", "serta"))
_SEPARATING = frozenset((",", ";"))
_LONGEST = 400


def counts_a_list(reading: Reading, item: Item) -> bool:
    """Tell whether ``item`` is the number of items after the colon that follows it."""
    count = item.value.partition(" ")[0]
    if not count.isdecimal() or len(count) > 2 or not 1 < int(count) <= _MOST_ITEMS:  # noqa: PLR2004
        return False
    colon = next((p for p in range(item.last + 1, item.last + 1 + _TO_COLON) if reading.word(p) == ":"), None)
    return colon is not None and int(count) in (_lines(reading, colon + 1), _members(reading, colon + 1))


def _lines(reading: Reading, start: int) -> int:
    """Return the number of lines from ``start`` that begin like the first one: with the same mark, or numbered."""
    starts = sorted(place for place in reading.lines if place >= start)
    if not starts or starts[0] != start:
        return 0
    kind = _marker(reading, start)
    count = 0
    for place in starts:
        if _marker(reading, place) != kind:
            break
        count += 1
    return count


def _marker(reading: Reading, place: int) -> str:
    word = reading.word(place)
    return "1" if word.isdecimal() else word if not word[:1].isalnum() else "a"


def _members(reading: Reading, start: int) -> int:
    """Return the number of members of the enumeration from ``start`` to the end of its sentence."""
    if start >= len(reading.words):
        return 0
    count, separated = 1, False
    for place in range(start, min(start + _LONGEST, reading.sentence_range(start).stop)):
        word = reading.words[place]
        if word in _SEPARATING or (word in _JOINING and not separated):
            count += 1
        separated = word in _SEPARATING
    return count
