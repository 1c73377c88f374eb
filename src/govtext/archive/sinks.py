"""Writing tables as JSONL, CSV or Parquet, so that a file is complete or not there."""

from __future__ import annotations

import codecs
import json
import os
import secrets
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from govtext.archive.values import flat, plain
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govtext.archive.records import Quarantined

_ROW_GROUP = 1 << 16


class Sink(Protocol):
    """Takes tables of one schema, one after the other."""

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        ...

    def close(self) -> None:
        """Write what is held back; the file itself stays open."""
        ...


class JsonLinesSink:
    """One JSON object a line, UTF-8; lists are lists, missing values null."""

    def __init__(self, file: IO[bytes], schema: pa.Schema, json_columns: frozenset[str]) -> None:
        self._file, self._columns, self._json = file, schema.names, json_columns

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        cells = [plain(table.column(name), is_json=name in self._json) for name in self._columns]
        dumps = json.JSONEncoder(ensure_ascii=False).encode
        lines = [dumps(dict(zip(self._columns, row, strict=True))) + "\n" for row in zip(*cells, strict=True)]
        self._file.write("".join(lines).encode())

    def close(self) -> None:
        """Flush the file."""
        self._file.flush()


class CsvSink:
    """CSV for Excel: UTF-8 with byte-order mark, comma, lists joined with a semicolon, missing values empty."""

    def __init__(self, file: IO[bytes], schema: pa.Schema, json_columns: frozenset[str]) -> None:  # noqa: ARG002
        file.write(codecs.BOM_UTF8)
        self._file = file
        self._writer: Any = None
        self._empty = schema.empty_table()

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        cells = pa.Table.from_arrays([flat(column) for column in table.columns], names=table.schema.names)
        if self._writer is None:
            self._writer = pacsv.CSVWriter(self._file, cells.schema)
        self._writer.write_table(cells)

    def close(self) -> None:
        """Write the header if there was no row, and flush."""
        if self._writer is None:
            self.write(self._empty)
        self._writer.close()


class ParquetSink:
    """Parquet, zstd-compressed; chunks are gathered to row groups of a useful size."""

    def __init__(self, file: IO[bytes], schema: pa.Schema, json_columns: frozenset[str]) -> None:  # noqa: ARG002
        self._schema = schema
        self._writer = pq.ParquetWriter(file, schema, compression="zstd")
        self._held: list[pa.Table] = []

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        self._held.append(table)
        if sum(held.num_rows for held in self._held) >= _ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Write the last row group and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._held:
            self._writer.write_table(pa.concat_tables(self._held), row_group_size=_ROW_GROUP)
            self._held.clear()


SINKS: dict[str, Callable[[IO[bytes], pa.Schema, frozenset[str]], Sink]] = {
    ".jsonl": JsonLinesSink,
    ".csv": CsvSink,
    ".parquet": ParquetSink,
}


class GuardedSink:
    """A sink to a file, opened on creation, whose failed writes become an `InputError` that names the file."""

    def __init__(self, make: Callable[[], Sink], path: Path) -> None:
        self._path = path
        with writing(path):
            self._sink = make()

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        with writing(self._path):
            self._sink.write(table)

    def close(self) -> None:
        """Write what is held back."""
        with writing(self._path):
            self._sink.close()


class AtomicFile:
    """A file that appears under its name only when it is complete; use it in a ``with`` block.

    It is written beside its final place and renamed at the end; an error or Ctrl-C removes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))  # a link stays a link
        self._part = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}.part")
        self._file: IO[bytes] | None = None

    @property
    def file(self) -> IO[bytes]:
        """The file to write to, made on first use; without a use nothing is written."""
        if self._file is None:
            with writing(self.path):
                self._file = self._part.open("xb")
        return self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            return
        try:
            with writing(self.path):
                self._file.close()
                if kind is None:
                    os.replace(self._part, self.path)  # noqa: PTH105 - the name of the promise
        finally:
            self._part.unlink(missing_ok=True)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a failed write (disk full, no permission) into an `InputError` that names the file."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{path} cannot be written ({error.strerror or error})",
            fix="check that there is space on the disk and that you may write to the folder",
        ) from error


def check_output(path: Path) -> None:
    """Refuse an output that cannot be written, before any work is done."""
    if path.suffix.lower() not in SINKS:
        raise InputError(
            f"the suffix of the output {path} is not one that can be written",
            got=path.suffix or "no suffix",
            allowed=SINKS,
            fix="rename the output",
        )
    if path.is_dir():
        raise InputError(f"the output {path} is a folder", fix=f"name a file, for example {path / 'labelled.csv'}")
    if not Path(os.path.realpath(path)).parent.is_dir():
        raise InputError(f"the folder of the output {path} does not exist", fix=f"make it: mkdir -p {path.parent}")


def error_line(row: Quarantined) -> bytes:
    """Return the line of a row in the list of quarantined rows; it says how many are meant if it is not one."""
    shown = asdict(row)
    if row.rows == 1:
        del shown["rows"]
    return (json.dumps(shown, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
