"""What passes between the readers, the run and the writers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import pyarrow as pa

BATCH_ROWS = 8192
Parsed = tuple[int, int, list[object]]
"""A row: the line on which it starts, its size in characters, its cells."""
# A chunk is cut earlier than at BATCH_ROWS rows when its texts are this long together.
MAX_CHUNK_CHARS = 1 << 23


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that could not be read. It never holds the row's text, so that the list can be passed on.

    Attributes:
        file: the input as the caller named it.
        line: the line on which the row starts; for Parquet the 1-based row number; 0 for a whole file.
        reason: what is wrong with it.
        rows: how many rows are meant, from this one on; 0 where nobody can know, as of a whole file.
    """

    file: str
    line: int
    reason: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some consecutive rows of one input.

    Attributes:
        table: the readable rows with all columns of the input.
        numbers: for each row of ``table`` its 1-based number in the input, unreadable rows counted.
        lines: for each row of ``table`` the line on which it starts; for Parquet its number.
        rows: how many rows were read for this chunk, unreadable ones included.
        quarantined: the unreadable rows.
        fraction: how much of the input has been read so far, 0 to 1.
    """

    table: pa.Table
    numbers: list[int]
    lines: list[int]
    rows: int
    quarantined: tuple[Quarantined, ...]
    fraction: float


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is.

    Attributes:
        rows: rows done over all inputs.
        fraction: how much of the inputs is done, 0 to 1.
        file: the input being read.
        quarantined: rows among them that could not be read or labelled.
        resumed: rows among them that an earlier run has done.
    """

    rows: int
    fraction: float
    file: str
    quarantined: int = 0
    resumed: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did; ``rows_in == labelled + without_text + quarantined``.

    Attributes:
        without_text: rows whose text is missing or blank: written, with null labels.
        text_columns: for each input the column that was taken as its text.
        output: the labelled file, or None for standard output.
        errors: the file that lists the quarantined rows, or None if there is none.
        unread_files: archives found in folders that could not be read at all; they are listed with the rows.
        repeated: rows among the labelled whose text stood before in the same ``batch_rows`` rows; labelled once.
        escalated: texts that `auto` left to the accurate model.
        resumed: rows among ``rows_in`` that an earlier run had done.
    """

    rows_in: int
    labelled: int
    quarantined: int
    without_text: int
    seconds: float
    text_columns: dict[str, str]
    output: Path | None
    errors: Path | None
    unread_files: int = 0
    repeated: int = 0
    escalated: int = 0
    resumed: int = 0


class Labeller(Protocol):
    """What a run needs of a pipeline; `govtext.scoring.Pipeline` is one."""

    def annotate(self, table: pa.Table, text_column: str = "text", prefix: str = "") -> pa.Table:
        """Return the rows and columns of ``table`` with label columns added."""
        ...


class Source(Protocol):
    """A reader of one format. ``columns`` is known before any row is read."""

    columns: tuple[str, ...]
    text_like: tuple[str, ...]
    json_columns: frozenset[str]

    def schema(self, text_column: str) -> pa.Schema:
        """Return the schema of every chunk's table."""
        ...

    def chunks(self, text_column: str, batch_rows: int) -> Iterator[Chunk]:
        """Read the input from its start, ``batch_rows`` rows or fewer at a time."""
        ...


class Rows(Protocol):
    """Turns parsed rows into a table."""

    def __call__(self, rows: list[list[object]]) -> pa.Table:
        """Build the table."""
        ...


class LinePosition(Protocol):
    """Knows how much of a file has been read."""

    @property
    def fraction(self) -> float:
        """Fraction read, 0 to 1."""
        ...


def batched(
    parsed: Iterable[Parsed | Quarantined],
    build: Rows,
    batch_rows: int,
    position: LinePosition,
) -> Iterator[Chunk]:
    """Collect parsed rows into chunks of ``batch_rows`` rows, fewer where the rows are huge.

    Args:
        parsed: the rows of the input, or why a row cannot be read.
        build: makes a table of the cells.
        batch_rows: most rows in a chunk.
        position: says which fraction of the input has been read.
    """
    rows: list[list[object]] = []
    numbers: list[int] = []
    starts: list[int] = []
    bad: list[Quarantined] = []
    size = done = 0
    for number, item in enumerate(parsed, start=1):
        if isinstance(item, Quarantined):
            bad.append(item)
        else:
            line, characters, cells = item
            size += characters
            rows.append(cells)
            starts.append(line)
            numbers.append(number)
        if number - done >= batch_rows or size >= MAX_CHUNK_CHARS:
            yield Chunk(build(rows), numbers, starts, number - done, tuple(bad), position.fraction)
            rows, numbers, starts, bad, size, done = [], [], [], [], 0, number
    if rows or bad:
        yield Chunk(build(rows), numbers, starts, len(rows) + len(bad), tuple(bad), 1.0)
