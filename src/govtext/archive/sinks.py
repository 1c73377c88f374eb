"""Writing tables as JSONL, CSV or Parquet: first in parts, then joined to one file."""

from __future__ import annotations

import codecs
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from govtext.archive.values import escaped, flat, plain
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from govtext.archive.records import Quarantined

_ROW_GROUP = 1 << 16


@dataclass(frozen=True, slots=True)
class Shape:
    """What a writer must know of the tables.

    Attributes:
        schema: of every table.
        json_columns: columns whose strings are JSON texts of the values meant.
        escape_formulas: in CSV, disarm cells that a spreadsheet would run.
    """

    schema: pa.Schema
    json_columns: frozenset[str] = frozenset()
    escape_formulas: bool = False


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

    def __init__(self, file: IO[bytes], shape: Shape) -> None:
        self._file, self._columns, self._json = file, shape.schema.names, shape.json_columns

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
    """The rows of a CSV, without the header that `join_csv` puts in front.

    Comma, lists joined with a semicolon, missing values empty.
    """

    def __init__(self, file: IO[bytes], shape: Shape) -> None:
        self._file, self._escape = file, shape.escape_formulas

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        columns = [flat(column) for column in table.columns]
        if self._escape:
            columns = [escaped(column) for column in columns]
        cells = pa.Table.from_arrays(columns, names=table.schema.names)
        pacsv.write_csv(cells, self._file, pacsv.WriteOptions(include_header=False))

    def close(self) -> None:
        """Flush the file."""
        self._file.flush()


class ArrowSink:
    """An Arrow stream: the parts of a Parquet file, which can only be written in one go."""

    def __init__(self, file: IO[bytes], shape: Shape) -> None:
        self._writer = pa.ipc.new_stream(file, shape.schema, options=pa.ipc.IpcWriteOptions(compression="lz4"))

    def write(self, table: pa.Table) -> None:
        """Append the rows of ``table``."""
        self._writer.write_table(table)

    def close(self) -> None:
        """Write the end of the stream."""
        self._writer.close()


def join_bytes(parts: Iterable[Path], file: IO[bytes], shape: Shape) -> None:  # noqa: ARG001 - one signature for all
    """Append the parts as they are."""
    for part in parts:
        with part.open("rb") as source:
            shutil.copyfileobj(source, file, 1 << 20)


def join_csv(parts: Iterable[Path], file: IO[bytes], shape: Shape) -> None:
    """Write a byte-order mark, by which Excel knows UTF-8, the header, and the parts."""
    file.write(codecs.BOM_UTF8)
    names = pa.array(shape.schema.names)
    header = escaped(pa.chunked_array([names])) if shape.escape_formulas else names
    quoted = ['"' + name.replace('"', '""') + '"' for name in header.to_pylist()]
    file.write((",".join(quoted) + "\n").encode())
    join_bytes(parts, file, shape)


def join_parquet(parts: Iterable[Path], file: IO[bytes], shape: Shape) -> None:
    """Write the parts as row groups of a useful size, zstd-compressed."""
    held: list[pa.Table] = []
    with pq.ParquetWriter(file, shape.schema, compression="zstd") as writer:

        def flush() -> None:
            writer.write_table(pa.concat_tables(held), row_group_size=_ROW_GROUP)
            held.clear()

        for part in parts:
            with part.open("rb") as source, pa.ipc.open_stream(source) as stream:
                held.append(stream.read_all())
            if sum(table.num_rows for table in held) >= _ROW_GROUP:
                flush()
        if held:
            flush()


@dataclass(frozen=True, slots=True)
class Format:
    """How an output is written: in parts, which are then joined."""

    part: Callable[[IO[bytes], Shape], Sink]
    join: Callable[[Iterable[Path], IO[bytes], Shape], None]


FORMATS: dict[str, Format] = {
    ".jsonl": Format(JsonLinesSink, join_bytes),
    ".csv": Format(CsvSink, join_csv),
    ".parquet": Format(ArrowSink, join_parquet),
}


def check_output(path: Path) -> None:
    """Refuse an output that cannot be written, before any work is done."""
    if path.suffix.lower() not in FORMATS:
        raise InputError(
            f"the suffix of the output {path} is not one that can be written",
            got=path.suffix or "no suffix",
            allowed=FORMATS,
            fix="rename the output",
        )
    if path.is_dir():
        raise InputError(f"the output {path} is a folder", fix=f"name a file, for example {path / 'labelled.csv'}")
    if not Path(os.path.realpath(path)).parent.is_dir():
        raise InputError(f"the folder of the output {path} does not exist", fix=f"make it: mkdir -p {path.parent}")


def error_line(row: Quarantined) -> bytes:
    """Return the line of a row in the list of quarantined rows; it says how many are meant if it is not one."""
    shown: dict[str, Any] = asdict(row)
    if row.rows == 1:
        del shown["rows"]
    return (json.dumps(shown, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")
