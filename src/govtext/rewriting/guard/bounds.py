"""Finds limits and their direction: ``paling lambat 20 Desember``, ``minimal 3 lembar``, ``08.00 s.d. 12.00``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.dates import completed
from govtext.rewriting.guard.lexicon import table, words
from govtext.rewriting.guard.reading import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.reading import Phrase, Reading

_VALUES = frozenset(("number", "amount", "date", "time"))
_REACH = 6  # words between a limit and its value
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_WHOLE_DATE = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")
_MARKS_OF_RANGE = frozenset(("-", "–", "—"))


@cache
def _dated() -> frozenset[str]:
    return frozenset(table("logic")["bound_dated"]["words"])


def complete_ranges(reading: Reading) -> tuple[list[tuple[Item, Item]], set[int]]:
    """Find the ranges of a reading, give their first value the month, unit or zone of the second.

    Returns:
        The pairs of items, and the positions of the words between them, which limit nothing else.
    """
    items = reading.items
    pairs, joints = list(reading.ranges), set[int]()
    for index in range(len(items) - 1):
        low, high = items[index], items[index + 1]
        if not _may_span(low, high) or not _is_range(reading, low.last + 1, high.first):
            continue
        joints.update(range(low.last + 1, high.first))
        if index + 2 < len(items) and _is_weekday(high) and not _is_weekday(low) and items[index + 2].kind == low.kind:
            high = items[index + 2]
        low = _completed(low, high)
        items[index] = low
        pairs.append((low, high))
    return pairs, joints


def _may_span(low: Item, high: Item) -> bool:
    """Tell whether two values may be the ends of one range: ``Rp600.000 sampai 20 Desember`` are not."""
    if low.kind not in _VALUES or high.first <= low.last:
        return False
    if low.kind == high.kind:
        units = {item.value.partition(" ")[2] for item in (low, high)} - {""}
        return low.kind == "date" or len(units) <= 1
    return low.kind == "number" and high.kind in ("date", "amount") and " " not in low.value


def _is_range(reading: Reading, start: int, end: int) -> bool:
    if not start < end <= start + _REACH:
        return False
    fillers = words("values", "between")
    between = " ".join(word for word in reading.words[start:end] if word not in fillers or word == "dengan")
    if between in _MARKS_OF_RANGE and reading.lines.intersection(range(start, end + 1)):
        return False
    return between in words("values", "range")


def _is_weekday(item: Item) -> bool:
    return item.kind == "date" and item.value.isalpha()


def _completed(low: Item, high: Item) -> Item:
    if low.kind == "number" and high.kind == "date" and _DAY.fullmatch(low.value) and _WHOLE_DATE.fullmatch(high.value):
        low = low._replace(kind="date", value=f"---{int(low.value):02}")
    if low.kind == high.kind == "date" and not (_is_weekday(low) or _is_weekday(high)):
        return low._replace(value=completed(low.value, high.value))
    if low.kind == high.kind == "time" and " " not in low.value:
        return low._replace(value=" ".join((low.value, *high.value.split()[1:])))
    if low.kind == high.kind == "number" and " " not in low.value:
        return low._replace(value=" ".join((low.value, *high.value.split(" ", 1)[1:])))
    if low.kind == "number" and high.kind == "amount" and low.value.isdecimal():
        return low._replace(kind="amount", value=f"Rp{low.value}")
    return low


def find_bounds(reading: Reading, pairs: list[tuple[Item, Item]], joints: set[int], hidden: set[int]) -> Iterator[Item]:
    """Yield the limits of a reading. The same limit said twice (``dari 08.00 sampai``, ``08.00 -``) is one.

    Args:
        reading: the text with its values.
        pairs: the ranges.
        joints: positions of the words that join the ends of ranges.
        hidden: positions of words that were read as something else.
    """
    found: dict[tuple[str, str], Item] = {}
    for low, high in pairs:
        found[">=", low.value] = Item("bound", f">= {low.value}", low.first, low.last)
        found["<=", high.value] = Item("bound", f"<= {high.value}", high.first, high.last)
    starts = _by_first(reading.items)
    ends = {item.last: item for item in reading.items if item.kind in _VALUES}
    openings = {phrase.first for phrase in reading.phrases if phrase.role.kind == "bound"}
    pending: Phrase | None = None
    for phrase in reading.phrases:
        role, first, last = phrase
        if role.kind == "bound after" and first - 1 in ends and _closes(reading, phrase):
            value = ends[first - 1].value
            found[role.value, value] = Item("bound", f"{role.value} {value}", first, last)
        if role.kind != "bound" or first in joints or first in hidden or reading.taken[first]:
            continue
        operator, _, lone = role.value.partition(" ")
        if pending and pending.last + 1 == first:
            operator = "<" if "<" in (operator, pending.role.value.partition(" ")[0]) else operator
        item = _object(reading, starts, last + 1)
        pending = phrase
        if item is not None and _fits(reading, phrase, item):
            found[operator, item.value] = Item("bound", f"{operator} {item.value}", first, last)
        elif reading.word(last + 1) in table("logic")["bound_dated"]["until"] and lone:
            end = reading.words[last + 1]
            found[operator, end] = Item("bound", f"{operator} {end}", first, last + 1)
        elif lone and last + 1 not in openings:
            found[operator, str(first)] = Item("bound", operator, first, last)
    yield from found.values()


def _closes(reading: Reading, phrase: Phrase) -> bool:
    """Tell whether ``lebih`` belongs to the number before it: ``60 tahun lebih``, not ``3 orang lebih cepat``."""
    if reading.words[phrase.first] != "lebih":
        return True
    after = reading.word(phrase.last + 1)
    return not after or not after[0].isalnum()


def _by_first(items: list[Item]) -> dict[int, Item]:
    """Return values by first position; of several the first, as the limit of a range begins with its start."""
    found: dict[int, Item] = {}
    for item in items:
        if item.kind in _VALUES:
            found.setdefault(item.first, item)
    return found


def _object(reading: Reading, starts: dict[int, Item], position: int) -> Item | None:
    """Return the value that a limit before ``position`` belongs to: a date rather than the weekday before it."""
    fillers = words("values", "between")
    for place in range(position, position + _REACH):
        item = starts.get(place)
        if item is not None:
            following = starts.get(item.last + 1) or starts.get(item.last + 2)
            if _is_weekday(item) and following is not None and following.kind == "date":
                return following
            return item
        if reading.word(place) not in fillers or place in reading.lines:
            return None
    return None


def _fits(reading: Reading, phrase: Phrase, item: Item) -> bool:
    """Tell whether a limit can belong to the kind of value: some words limit only dates and times."""
    if " ".join(reading.words[phrase.first : phrase.last + 1]) in _dated():
        return item.kind in ("date", "time")
    return True
