"""The rows of whatever a report is asked for: files, folders, patterns, tables."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import pyarrow as pa

from govtext.archive.columns import EmptyArchiveError
from govtext.archive.gathering import gather
from govtext.archive.inputs import Input
from govtext.errors import InputError, InputTypeError, suggest
from govtext.report.cells import is_text
from govtext.report.roles import find_roles

if TYPE_CHECKING:
    from collections.abc import Sequence

Source: TypeAlias = str | os.PathLike[str] | Input | pa.Table | pa.RecordBatch | Iterable[Any]
_BATCH_ROWS = 32_768


@dataclass(slots=True)
class Rows:
    """The rows, read once, a batch at a time.

    Attributes:
        given: the roles that the caller gave.
        roles: for each role found so far its column (that of the first input that has one).
        columns: all columns seen.
        names: the inputs.
        unreadable_rows: rows that could not be read.
        unreadable_files: files in folders that could not be read.
    """

    given: Mapping[str, str]
    roles: dict[str, str] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    unreadable_rows: int = 0
    unreadable_files: int = 0

    def batches(self, source: Source) -> Iterator[pa.Table]:
        """Yield tables whose columns are named by their roles; an input's table has those that it has."""
        if isinstance(source, pa.Table | pa.RecordBatch):
            source = [source]
        if isinstance(source, str | os.PathLike | Input):
            yield from self._archives([source])
        elif not isinstance(source, Iterable) or isinstance(source, Mapping | bytes):
            raise _no_source(source)
        else:
            rest = iter(source)
            first = next(rest, None)
            if isinstance(first, str | os.PathLike | Input):
                yield from self._archives([first, *rest])
            else:
                yield from self._tables(first, rest)
        self._check()

    def _tables(self, first: object, rest: Iterator[Any]) -> Iterator[pa.Table]:
        if first is None:
            return
        known: tuple[Sequence[str], dict[str, str]] = ((), {})
        for one in chain([first], rest):
            table = pa.Table.from_batches([one]) if isinstance(one, pa.RecordBatch) else one
            if not isinstance(table, pa.Table):
                raise _no_source(one)
            if tuple(table.column_names) != known[0]:
                known = (tuple(table.column_names), self._roles(table.schema, "table"))
            rows = max(table.num_rows, 1) if table.num_columns else 0
            for start in range(0, rows, _BATCH_ROWS):
                yield _by_roles(table.slice(start, _BATCH_ROWS), known[1])

    def _archives(self, paths: list[Any]) -> Iterator[pa.Table]:
        for opened in self._open(paths):
            roles = self._roles(opened.schema, opened.name)
            yield _by_roles(opened.schema.empty_table(), roles)  # its roles have columns, be there a chunk or not
            for chunk in opened.chunks(_BATCH_ROWS, only=frozenset(roles.values())):
                self.unreadable_rows += sum(bad.rows for bad in chunk.quarantined)
                yield _by_roles(chunk.table, roles)

    def _open(self, paths: list[Any]) -> list[Input]:
        text = self.given.get("text")
        try:
            gathered = gather(paths, text_column=text, needs_text=False)
        except EmptyArchiveError:
            # A report on nothing says so; beside others, an archive without rows adds nothing.
            return [opened for path in paths for opened in self._open([path])] if len(paths) > 1 else []
        self.unreadable_files += len(gathered.unreadable)
        return list(gathered.inputs)

    def _roles(self, schema: pa.Schema, name: str) -> dict[str, str]:
        columns = schema.names
        if name not in self.names:
            self.names.append(name)
        self.columns.update(dict.fromkeys(columns))
        text_like = {field.name for field in schema if is_text(_plain_type(field.type)) or pa.types.is_null(field.type)}
        found = find_roles(columns, self.given, text_like)
        for role, column in found.items():
            self.roles.setdefault(role, column)
        return found

    def _check(self) -> None:
        for role, column in self.given.items():
            if self.columns and column not in self.columns:
                raise InputError(
                    f"no input has the column given for {role}",
                    got=column,
                    allowed=list(self.columns)[:20],
                    fix=suggest(column, self.columns),
                )


def _by_roles(table: pa.Table, roles: Mapping[str, str]) -> pa.Table:
    places = [table.column_names.index(column) for column in roles.values()]  # a table may have two of one name
    columns = [_plain(table.column(place)) for place in places]
    if not columns:  # the number of rows is what can be told
        return pa.table({"": pa.nulls(table.num_rows)})
    return pa.Table.from_arrays(columns, names=list(roles))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(_plain_type(column.type))


def _plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _no_source(source: object) -> InputTypeError:
    return InputTypeError(
        "a report is built from archives or tables",
        got=source,
        allowed="a path, a list of paths, a pyarrow.Table, or an iterable of these tables",
        fix="pandas: pyarrow.Table.from_pandas(df)",
    )
