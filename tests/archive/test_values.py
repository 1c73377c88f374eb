from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa
import pytest

from govtext.archive.values import flat, plain

NAN = float("nan")
DAY = dt.date(2024, 5, 1)


def column(values: list[Any], kind: pa.DataType) -> pa.ChunkedArray:
    """Two chunks, so that chunk borders are crossed."""
    middle = len(values) // 2
    return pa.chunked_array([pa.array(values[:middle], kind), pa.array(values[middle:], kind)])


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        (["a", None], pa.string(), ["a", None]),
        (["a", None], pa.large_string(), ["a", None]),
        ([True, None], pa.bool_(), [True, None]),
        ([2**63 - 1, -1], pa.int64(), [2**63 - 1, -1]),
        ([0.1, None, NAN], pa.float32(), [0.1, None, None]),
        ([0.1, 1e300, NAN], pa.float64(), [0.1, 1e300, None]),
        ([[0.1, 0.7], [], None], pa.list_(pa.float32()), [[0.1, 0.7], [], None]),
        ([["a"], [None]], pa.list_(pa.string()), [["a"], [None]]),
        ([DAY, None], pa.date32(), ["2024-05-01", None]),
        ([b"\xff", None], pa.binary(), ["/w==", None]),
        ([{"d": DAY}, None], pa.struct([("d", pa.date32())]), [{"d": "2024-05-01"}, None]),
        ([None, None], pa.null(), [None, None]),
    ],
)
def test_plain(values: list[Any], kind: pa.DataType, expected: list[Any]) -> None:
    assert plain(column(values, kind), is_json=False) == expected


def test_plain_parses_json_columns() -> None:
    given = column(['{"a": [1, null]}', None, '"teks"', "2"], pa.string())
    assert plain(given, is_json=True) == [{"a": [1, None]}, None, "teks", 2]


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([["health", "education"], [], None], pa.list_(pa.string()), ["health;education", "", None]),
        ([[0.1, 0.75], [1.0], []], pa.list_(pa.float32()), ["0.1;0.75", "1", ""]),
        ([[1, 2], [3]], pa.list_(pa.int64()), ["1;2", "3"]),
        ([["a", None], ["b"]], pa.list_(pa.string()), ['["a", null]', '["b"]']),
        ([[{"a": 1}], None], pa.list_(pa.struct([("a", pa.int64())])), ['[{"a": 1}]', None]),
        ([{"kota": "Solo"}, None], pa.struct([("kota", pa.string())]), ['{"kota": "Solo"}', None]),
        ([b"\xff", None], pa.binary(), ["/w==", None]),
        (["teks", None], pa.string(), ["teks", None]),
        ([1, None], pa.int8(), [1, None]),
    ],
)
def test_flat(values: list[Any], kind: pa.DataType, expected: list[Any]) -> None:
    assert flat(column(values, kind)).to_pylist() == expected
