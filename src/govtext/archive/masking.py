"""Masking personal data in columns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Callable

    Mask = Callable[[str], str]


def masked(column: pa.ChunkedArray, *, is_json: bool = False) -> pa.ChunkedArray:
    """Return the column with personal data masked in its texts, nested ones too; numbers and dates stay.

    Args:
        column: any column.
        is_json: its strings are JSON texts; only the strings in them are masked, so that they stay JSON.
    """
    kind = column.type
    mask: Mask = _json_mask(load_mask()) if is_json else load_mask()
    if _is_text(kind):
        distinct = {cell: None if cell is None else mask(cell) for cell in column.unique().to_pylist()}
        cells: list[Any] = [distinct[cell] for cell in column.to_pylist()]
    elif _holds_text(kind):
        cells = [_walk(cell, mask) for cell in column.to_pylist()]
    else:
        return column
    return pa.chunked_array([pa.array(cells, kind)])


def load_mask() -> Mask:
    """Return the function that masks personal data in a text."""
    from govtext.text import redact

    return lambda text: redact(text).text


def _json_mask(mask: Mask) -> Mask:
    return lambda text: json.dumps(_walk(json.loads(text), mask), ensure_ascii=False)


def _walk(value: Any, mask: Mask) -> Any:
    """Mask the strings in lists, mappings and pairs; keys are names, not data."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: _walk(inner, mask) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walk(inner, mask) for inner in value]
    if isinstance(value, tuple):  # an entry of an Arrow map
        return tuple(_walk(inner, mask) for inner in value)
    return value


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _holds_text(kind: pa.DataType) -> bool:
    return _is_text(kind) or any(_holds_text(kind.field(i).type) for i in range(kind.num_fields))
