"""Parquet files, read a row group at a time; types are kept, nested columns too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from govtext.archive.columns import EmptyArchiveError, check_columns
from govtext.archive.records import Chunk, Quarantined
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path


class ParquetSource:
    """A Parquet file. Dictionary-encoded columns are read as plain values."""

    json_columns: frozenset[str] = frozenset()

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        if path.stat().st_size == 0:
            raise EmptyArchiveError(f"{name} is empty", fix="give a Parquet file with one comment a row")
        try:
            with pq.ParquetFile(path) as file:
                stored, self._rows = file.schema_arrow, file.metadata.num_rows
        except (pa.ArrowException, OSError) as error:
            raise _unreadable(name, error) from error
        self.columns = tuple(stored.names)
        check_columns(name, self.columns)
        if self._rows == 0:
            raise EmptyArchiveError(f"{name} has columns but no rows", fix="add the comments or leave the file out")
        self._schema = pa.schema([(field.name, _plain_type(field.type)) for field in stored])
        self.text_like = tuple(field.name for field in self._schema if _is_text(field.type))

    def schema(self, text_column: str) -> pa.Schema:
        """Return the schema; the text column is a string whatever kind of string it was."""
        text = pa.field(text_column, pa.string())
        return pa.schema([text if field.name == text_column else field for field in self._schema])

    def chunks(self, text_column: str, batch_rows: int, only: Collection[str] | None = None) -> Iterator[Chunk]:
        """Read the file from its start; with ``only`` no other columns than these."""
        schema = self.schema(text_column)
        names = [name for name in schema.names if only is None or name in only]
        schema = pa.schema([schema.field(name) for name in names])
        done = 0
        with pq.ParquetFile(self._path) as file:
            for group in range(file.num_row_groups):
                end = done + file.metadata.row_group(group).num_rows
                try:
                    for batch in file.iter_batches(batch_size=batch_rows, row_groups=[group], columns=names):
                        table = pa.Table.from_batches([batch])
                        good, bad = self._checked(table, done)
                        numbers = [done + i + 1 for i in good]
                        whole = table if len(good) == table.num_rows else table.take(pa.array(good, pa.int64()))
                        done += table.num_rows
                        yield Chunk(whole.cast(schema), numbers, numbers, table.num_rows, tuple(bad), done / self._rows)
                except (pa.ArrowException, OSError) as error:
                    lost = Quarantined(self._name, done + 1, _damage(error), end - done)
                    yield Chunk(schema.empty_table(), [], [], lost.rows, (lost,), end / self._rows)
                done = end

    def _checked(self, table: pa.Table, done: int) -> tuple[list[int], list[Quarantined]]:
        """Return the positions of the sound rows and the others; only a faulty table is looked at row by row."""
        try:
            table.validate(full=True)
        except pa.ArrowException:
            pass
        else:
            return list(range(table.num_rows)), []
        good, bad = [], []
        for i in range(table.num_rows):
            try:
                table.slice(i, 1).combine_chunks().validate(full=True)
                good.append(i)
            except pa.ArrowException:
                bad.append(Quarantined(self._name, done + i + 1, "the row holds bytes that are not UTF-8"))
        return good, bad


def _plain_type(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _is_text(kind: pa.DataType) -> bool:
    types = pa.types
    text = types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)
    return bool(text or types.is_null(kind))


def _unreadable(name: str, error: Exception) -> InputError:
    return InputError(
        f"{name} cannot be read as Parquet ({_first(error)})", fix="write the file again; it may be cut short"
    )


def _damage(error: Exception) -> str:
    return f"this part of the Parquet file is damaged ({_first(error)}); write the file again"


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
