"""Finds the formulas for an open end: ``sampai dengan pemberitahuan lebih lanjut``, ``nanti kami kabari lagi``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import words
from govtext.rewriting.guard.reading import Item

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Reading

_REACH = 3
_CONDITION_REACH = 5
_FILLERS = frozenset(("dengan", "ada", "adanya", "s.d.", "sampai", "hingga"))
_UNTIL = frozenset(("sampai", "hingga", "s.d.", "s.d", "s/d"))
_WHEN = frozenset(
    ("kalau", "jika", "bila", "apabila", "setelah", "begitu", "saat", "ketika", "sesudah", "nanti", "kemudian")
)


def find_notices(reading: Reading) -> tuple[list[Item], set[int]]:
    """Return a limit ``<= again`` for each formula, and the positions of the words that it explains."""
    found: list[Item] = []
    hidden: set[int] = set()
    telling, again = words("logic", "telling", "idiom"), words("logic", "again", "idiom")
    notice = words("logic", "notice", "idiom")
    if _UNTIL.isdisjoint(reading.words) and telling.isdisjoint(reading.words):
        return found, hidden
    for position, word in enumerate(reading.words):
        if word in _UNTIL and position not in hidden:
            end = position + 1
            while reading.word(end) in _FILLERS and end <= position + _REACH:
                end += 1
            if reading.word(end) in notice:
                while reading.word(end + 1) in words("logic", "until_again", "idiom"):
                    end += 1
                found.append(Item("bound", "<= again", position, end))
                hidden.update(range(position, end + 1))
        elif word in telling:
            near = [place for place in range(position - _REACH, position + _REACH + 1) if reading.word(place) in again]
            if near:
                found.append(Item("bound", "<= again", position, position))
                last = max(position, *near)
                hidden.update(p for p in range(last + 1, last + _CONDITION_REACH) if reading.word(p) in _WHEN)
    return found, hidden
