"""JSON lines: one object a line. Nested and mixed values pass through as JSON text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from govtext.archive.columns import EmptyArchiveError, check_columns
from govtext.archive.lines import Line, Lines
from govtext.archive.records import Chunk, Parsed, Quarantined, batched
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_MAX_INT = 1 << 63
_EXACT_FLOAT = 1 << 53
_KINDS = {str: "string", bool: "bool", float: "float", dict: "object", list: "list", type(None): "null"}
_ARROW = {
    frozenset[str](): pa.string(),
    frozenset({"string"}): pa.string(),
    frozenset({"bool"}): pa.bool_(),
    frozenset({"int"}): pa.int64(),
    frozenset({"int", "long"}): pa.int64(),
    frozenset({"long"}): pa.int64(),
    frozenset({"float"}): pa.float64(),
    frozenset({"int", "float"}): pa.float64(),
}


class JsonLinesSource:
    """A JSONL file, read twice: the first pass learns the columns and their types, so that no late key is lost."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        kinds: dict[str, set[str]] = {}
        lines_seen = 0
        first = ""
        with Lines(path, name) as lines:
            for line in lines:
                if not lines_seen and line.text.strip():
                    first = line.text.strip()
                lines_seen += bool(line.text.strip() or line.problem)
                row = _parse(line)
                if isinstance(row, dict):
                    for key, value in row.items():
                        kinds.setdefault(key, set()).add(_kind(value))
        if not lines_seen:
            raise EmptyArchiveError(f"{name} is empty", fix="give a file with one JSON object a line")
        if not kinds:
            array = first.startswith("[")
            raise InputError(
                f"{name} holds {'a JSON array' if array else 'no line that is a JSON object'}",
                allowed='one object a line, as {"text": "…"}',
                fix="convert it with: jq -c '.[]'" if array else "convert it with: jq -c . or check --input-format",
            )
        self.columns = tuple(kinds)
        check_columns(name, self.columns)
        self.text_like = tuple(key for key, seen in kinds.items() if "string" in seen or seen == {"null"})
        self._types = {key: _ARROW.get(frozenset(seen - {"null"})) for key, seen in kinds.items()}
        self.json_columns = frozenset(key for key, kind in self._types.items() if kind is None)

    def schema(self, text_column: str) -> pa.Schema:
        """Return the schema: strings, numbers and booleans keep their type, anything else is JSON text."""
        types = [(key, pa.string() if key == text_column else kind) for key, kind in self._types.items()]
        return pa.schema([(key, kind or pa.string()) for key, kind in types])

    def chunks(self, text_column: str, batch_rows: int) -> Iterator[Chunk]:
        """Read the file from its start."""
        schema = self.schema(text_column)
        as_json = [key in self.json_columns and key != text_column for key in self.columns]

        def build(rows: list[list[object]]) -> pa.Table:
            columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * len(self.columns)
            for i, nested in enumerate(as_json):
                if nested:
                    columns[i] = [None if cell is None else json.dumps(cell, ensure_ascii=False) for cell in columns[i]]
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)]
            return pa.Table.from_arrays(arrays, schema=schema)

        with Lines(self._path, self._name) as lines:
            yield from batched(self._rows(lines, text_column), build, batch_rows, lines)

    def _rows(self, lines: Iterable[Line], text_column: str) -> Iterator[Parsed | Quarantined]:
        for line in lines:
            row = _parse(line)
            if row is None:
                continue
            if isinstance(row, dict):
                text = row.get(text_column)
                if text is None or isinstance(text, str):
                    yield line.number, len(line.text), [row.get(key) for key in self.columns]
                    continue
                row = f"{text_column!r} is a JSON {_kind(text)}, not a string"
            yield Quarantined(self._name, line.number, row)


def _parse(line: Line) -> dict[str, Any] | str | None:
    """Return the object on the line, or what is wrong with it, or None for a blank line."""
    if line.problem is not None or not line.text.strip():
        return line.problem
    try:
        value = json.loads(line.text, object_pairs_hook=_object, parse_constant=_constant)
        if "\\u" in line.text:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} at column {error.colno}"
    except UnicodeEncodeError:
        reason = "the row holds half of a surrogate pair (\\ud800 to \\udfff), which no text file can store"
    except RecursionError:
        reason = "the JSON is nested too deeply"
    except ValueError as error:
        reason = f"not usable JSON: {error}"
    else:
        return value if isinstance(value, dict) else f"a JSON {_kind(value)}, not an object"
    return reason


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key occurs twice in one object")
    return value


def _constant(name: str) -> None:
    """Read NaN, which pandas and json.dumps write for a missing value, as null."""
    if name != "NaN":
        raise ValueError(f"{name} is not a JSON number")


def _kind(value: object) -> str:
    if type(value) is int:
        size = abs(value)
        return "int" if size <= _EXACT_FLOAT else "long" if size < _MAX_INT else "huge"
    return _KINDS[type(value)]
