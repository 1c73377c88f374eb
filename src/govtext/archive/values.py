"""Column values as text formats want them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

# What Excel, LibreOffice and Google Sheets take as the start of a formula; a lone dash is how people say "nothing".
_FORMULA = r"\A[=+\-@\t\r\n＝＋－＠](?s:.)"
_PLAIN_NUMBER = r"\A[+-]?[0-9]+(?:[.,][0-9]+)*(?:[eE][+-]?[0-9]+)?%?\z"


def plain(column: pa.ChunkedArray, *, is_json: bool) -> list[Any]:
    """Return the column as JSON-ready values.

    32-bit floats get their shortest decimal form (0.1, not 0.10000000149011612); dates and decimals become text.

    Args:
        column: any column.
        is_json: the column's strings are JSON texts of the values meant.
    """
    kind = column.type
    if is_json:
        return [None if cell is None else json.loads(cell) for cell in column.to_pylist()]
    if pa.types.is_float32(kind):
        column = column.cast(pa.string()).cast(pa.float64())
    elif pa.types.is_list(kind) and pa.types.is_float32(kind.value_type):
        column = column.cast(pa.list_(pa.string())).cast(pa.list_(pa.float64()))
    elif pa.types.is_temporal(kind) or pa.types.is_decimal(kind):
        column = column.cast(pa.string())
    if pa.types.is_floating(kind):
        return [None if cell is None or cell != cell else cell for cell in column.to_pylist()]  # noqa: PLR0124 - NaN
    if _is_simple(kind):
        return list(column.to_pylist())
    return [json.loads(_json(cell)) for cell in column.to_pylist()]


def flat(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column as one value a cell: lists of strings or numbers joined with ``;``, the rest as JSON text."""
    kind = column.type
    if pa.types.is_list(kind) and not column.combine_chunks().flatten().null_count and _joins(kind.value_type):
        return pc.binary_join(column.cast(pa.list_(pa.string())), ";")
    if _is_simple(kind):
        return column
    cells = [
        None if cell is None else _default(cell) if isinstance(cell, bytes) else _json(cell)
        for cell in column.to_pylist()
    ]
    return pa.chunked_array([pa.array(cells, pa.string())])


def escaped(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Put an apostrophe before strings that a spreadsheet would run as a formula; numbers such as -5 stay."""
    if not pa.types.is_string(column.type):
        return column
    risky = pc.and_(
        pc.match_substring_regex(column, _FORMULA), pc.invert(pc.match_substring_regex(column, _PLAIN_NUMBER))
    )
    if not pc.any(risky).as_py():
        return column
    return pc.if_else(risky, pc.binary_join_element_wise("'", column, ""), column)


def _joins(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_floating(kind) or pa.types.is_integer(kind))


def _is_simple(kind: pa.DataType) -> bool:
    types = pa.types
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    number = types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    return bool(text or number or types.is_boolean(kind) or types.is_temporal(kind) or types.is_null(kind))


def _json(cell: object) -> str:
    return json.dumps(cell, ensure_ascii=False, default=_default)


def _default(value: object) -> str:
    return base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else str(value)
