"""Offsets for languages whose strings are UTF-16: JavaScript, Java, C#."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

OFFSETS = CODEPOINT, UTF16 = "codepoint", "utf16"
_LAST_OF_ONE_UNIT = "\uffff"
_IN, _OUT = ("start", "end"), ("out_start", "out_end")


def to_utf16(result: Any, original: str) -> Any:
    """Return a result with its codepoint offsets into ``original`` as offsets in UTF-16 code units."""
    output = result.get("normalized", "") if isinstance(result, Mapping) else ""
    if all(char <= _LAST_OF_ONE_UNIT for char in original + output):
        return result
    return _converted(result, {**dict.fromkeys(_IN, _places(original)), **dict.fromkeys(_OUT, _places(output))})


def _places(text: str) -> Sequence[int]:
    """Return where each character begins, and where the last one ends."""
    return list(accumulate((1 + (char > _LAST_OF_ONE_UNIT) for char in text), initial=0))


def _converted(value: Any, places: Mapping[str, Sequence[int]]) -> Any:
    if isinstance(value, Mapping):
        return {
            name: places[name][one] if name in places and isinstance(one, int) else _converted(one, places)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [_converted(one, places) for one in value]
    return value
