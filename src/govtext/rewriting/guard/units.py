"""Units of what is counted, and whether a word stands after a number."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import table

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Reading


@cache
def unit_forms() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return the words after the first and the canonical unit, by the first word of a unit, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for unit, forms in table("values")["units"].items():
        for form in forms:
            first, *rest = form.split()
            found.setdefault(first, []).append((tuple(rest), unit))
    return {first: tuple(sorted(pairs, key=lambda pair: -len(pair[0]))) for first, pairs in found.items()}


def unit_at(reading: Reading, position: int) -> tuple[str, int] | None:
    """Return the unit at ``position`` and the position after it."""
    for rest, unit in unit_forms().get(reading.word(position), ()):
        end = position + 1 + len(rest)
        if not rest or tuple(reading.words[position + 1 : end]) == rest:
            return unit, end
    return None


@cache
def _counting_words() -> frozenset[str]:
    values = table("values")
    return frozenset((*values["digits"], *values["multipliers"], *values["magnitudes"], *values["approximate"]))


def is_counted(reading: Reading, position: int) -> bool:
    """Tell whether a number stands right before ``position``: a card or an office there is counted (``150 KK``)."""
    if position and reading.words[position - 1] == ")":
        position -= 1
    if position == 0:
        return False
    before = reading.words[position - 1]
    return before in _counting_words() or reading.token(position - 1).kind in ("number", "amount")
