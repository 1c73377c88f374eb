"""Opening an archive: its format, its columns, and standard input."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
import weakref
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from govtext.archive.columns import choose_id_column, choose_text_column
from govtext.archive.delimited import DelimitedSource
from govtext.archive.jsonlines import JsonLinesSource
from govtext.archive.parquet import ParquetSource
from govtext.archive.records import BATCH_ROWS, Chunk, Source
from govtext.archive.unpacked import PACKED_SUFFIXES, Unpacked
from govtext.archive.workbook import WorkbookSource
from govtext.errors import InputError, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

STANDARD_INPUT = "-"
FORMATS: dict[str, Callable[[Path, str], Source]] = {
    "csv": DelimitedSource,
    "tsv": lambda path, name: DelimitedSource(path, name, "\t"),
    "jsonl": JsonLinesSource,
    "parquet": ParquetSource,
    "xlsx": WorkbookSource,
}
SUFFIXES = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}
TEXT_FORMATS = ("csv", "tsv", "jsonl")  # those that are read packed, too


class Input:
    """One archive, open for reading. Iterate over it, or over ``chunks(batch_rows)``, as often as you like.

    Attributes:
        name: the archive as the caller named it.
        path: the file it is read from; for standard input a temporary copy.
        columns: the names of its columns.
        text_column: the column taken as the text.
        id_column: the column taken as the id, or None.
        schema: the schema of every chunk's table.
        json_columns: the columns that hold nested or mixed JSON values, as JSON text.
        spooled: ``path`` is a temporary copy of standard input or a pipe.
    """

    def __init__(
        self, path: Path, name: str, source: Source, text_column: str, id_column: str | None, *, spooled: bool = False
    ) -> None:
        self.path, self.name, self._source, self.spooled = path, name, source, spooled
        self.columns = source.columns
        self.text_column, self.id_column = text_column, id_column
        self.schema: pa.Schema = source.schema(text_column)
        self.json_columns = source.json_columns - {text_column}

    def __iter__(self) -> Iterator[Chunk]:
        return self.chunks()

    def chunks(self, batch_rows: int = BATCH_ROWS, only: Collection[str] | None = None) -> Iterator[Chunk]:
        """Read the archive from its start.

        Args:
            batch_rows: most rows in a chunk.
            only: the columns that the chunks' tables shall have; by default all. Parquet reads no others.
        """
        if batch_rows < 1:
            raise InputError("batch_rows is too small", got=batch_rows, allowed="1 or more", fix=f"try {BATCH_ROWS}")
        try:
            if isinstance(self._source, ParquetSource):
                yield from self._source.chunks(self.text_column, batch_rows, only)
            else:
                kept = [name for name in self.columns if only is None or name in only]
                for chunk in self._source.chunks(self.text_column, batch_rows):
                    yield chunk if only is None else replace(chunk, table=chunk.table.select(kept))
        except OSError as error:
            raise _unreadable(self.name, error) from error
        except pa.ArrowInvalid as error:
            raise InputError(
                f"{self.name} changed while it was being read ({error})", fix="run again when nobody writes to it"
            ) from error


def read(
    path: str | os.PathLike[str],
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    input_format: str | None = None,
    needs_text: bool = True,
) -> Input:
    """Open an archive of comments.

    Only the header is read here (of JSONL the whole file once, to learn its columns); rows are read in chunks,
    so memory does not grow with the file.

    Args:
        path: a file, or ``-`` for standard input, which is copied to a temporary file first.
        text_column: the column of the comments; by default the first known name (`columns.TEXT_COLUMNS`).
        id_column: the column of the ids; by default a column called ``id``, if there is one.
        input_format: one of `FORMATS`; by default the file's suffix says it, and standard input is looked at.
        needs_text: refuse an archive in which no column is known to hold the text; else any column stands in for it,
            or none (``""``).

    Raises:
        InputError: the archive cannot be used; the message names it and says what to do.
    """
    name = os.fspath(path)
    if input_format is not None and input_format not in FORMATS:
        raise InputError("unknown input format", got=input_format, allowed=FORMATS, fix=suggest(input_format, FORMATS))
    spooled: Path | None = None
    try:
        if name == STANDARD_INPUT:
            name = "standard input"
            spooled = _spool(sys.stdin.buffer)
            kind = input_format or _look(spooled)
        else:
            kind = input_format or _by_suffix(Path(path), name)
            if not stat.S_ISREG(_mode(Path(path), name)):
                with Path(path).open("rb") as pipe:
                    spooled = _spool(pipe)
        file = spooled or Path(path)
        source = FORMATS[kind](file, name)
        text = choose_text_column(name, source.columns, source.text_like, text_column, needed=needs_text)
        chosen_id = choose_id_column(name, source.columns, id_column)
        opened = Input(file, name, source, text, chosen_id, spooled=spooled is not None)
    except BaseException as error:
        if spooled is not None:
            spooled.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unreadable(name, error) from error
        raise
    if spooled is not None:
        weakref.finalize(opened, spooled.unlink, missing_ok=True)
    return opened


def format_of(path: Path) -> str | None:
    """Return the format that the suffix says, or None; text formats may be packed (``.csv.gz``)."""
    suffix = path.suffix.lower()
    if suffix not in PACKED_SUFFIXES:
        return SUFFIXES.get(suffix)
    kind = SUFFIXES.get(Path(path.stem).suffix.lower())
    return kind if kind in TEXT_FORMATS else None


def _by_suffix(path: Path, name: str) -> str:
    kind = format_of(path)
    if kind is not None:
        return kind
    _mode(path, name)  # a missing file is the more useful message
    packed = path.suffix.lower() in PACKED_SUFFIXES
    raise InputError(
        f"the suffix of {name} is not one that can be read",
        got="".join(path.suffixes[-2:] if packed else path.suffixes[-1:]).lower() or "no suffix",
        allowed=[*SUFFIXES, *(f".{kind}{suffix}" for kind in TEXT_FORMATS for suffix in PACKED_SUFFIXES)],
        fix=f"rename the file{', unpack it' * packed} or use --input-format ({', '.join(FORMATS)})",
    )


def _mode(path: Path, name: str) -> int:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        folder = path.parent
        near = suggest(path.name, [p.name for p in folder.iterdir()]) if folder.is_dir() else ""
        raise InputError(f"{name} does not exist", fix=near or "check the path") from None
    except ValueError as error:  # a NUL in the path
        raise InputError(f"{name!r} is not a path ({error})", fix="check the path") from None
    if stat.S_ISDIR(mode):
        raise InputError(f"{name} is a folder", fix=f"name the files in it, for example {name.rstrip('/')}/*.csv")
    return mode


def _spool(stream: IO[bytes]) -> Path:
    handle, name = tempfile.mkstemp(prefix="govtext-stdin-")
    try:
        with os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _look(path: Path) -> str:
    with Unpacked(path) as file:
        head = file.read(4096)
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        return "xlsx"
    return "jsonl" if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else "csv"


def _unreadable(name: str, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"{name} cannot be read ({reason})", fix="check the path and that you may read the file")
