"""CSV and TSV as Excel writes them. Every cell stays the string it was."""

from __future__ import annotations

import importlib.util
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from govtext.archive.columns import StringColumns, check_columns
from govtext.archive.lines import MAX_CHARS, Line, Lines
from govtext.archive.records import Chunk, Parsed, Quarantined, batched
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

SEPARATORS = (",", ";", "\t", "|")
_UNUSED_SEPARATOR = "\x1f"
_SAMPLE_LINES = 50
_REASONS = {
    "field larger": f"a cell is longer than {MAX_CHARS:,} characters",
    "expected after": 'a quote (") inside a quoted cell is not doubled, or a quoted cell is not closed',
    "unexpected end": 'a quoted cell is opened with " and never closed',
}


@cache
def _csv() -> Any:
    """Return a private instance of the csv module's C part: its field size limit is not the whole process's."""
    spec = importlib.util.find_spec("_csv")
    if spec is None or spec.loader is None:  # pragma: no cover - part of every CPython
        raise ImportError("the standard module _csv is missing")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.field_size_limit(MAX_CHARS)
    return module


class _BadLineError(Exception):
    """A line that cannot be decoded stands where the csv reader wants one."""


class _Feeder:
    """Hands lines to the csv reader and can take those of a broken row back, to read them as rows of their own.

    One stray quote would otherwise swallow the rows after it.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._again: list[Line] = []
        self._record: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self._record.append(line)
        if line.problem is not None:
            raise _BadLineError(line.problem)
        return line.text

    def next_record(self) -> None:
        self._record.clear()

    def take_back(self) -> None:
        """Give all lines of the current record but its first to the next record."""
        self._again.extend(reversed(self._record[1:]))

    @property
    def first_line(self) -> int:
        return self._record[0].number if self._record else 0


def parse(lines: Iterable[Line], separator: str, name: str) -> Iterator[tuple[int, list[str]] | Quarantined]:
    """Yield the rows as (line number, cells), or why a row cannot be read; blank lines are skipped."""
    csv = _csv()
    feeder = _Feeder(lines)
    reader = csv.reader(feeder, delimiter=separator, strict=True)
    while True:
        feeder.next_record()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _BadLineError) as error:
            message = str(error)
            reason = next((text for start, text in _REASONS.items() if start in message), message)
            yield Quarantined(name, feeder.first_line, reason)
            feeder.take_back()
            continue
        if cells:
            yield feeder.first_line, cells


class DelimitedSource(StringColumns):
    """A CSV or TSV file with a header line.

    The separator is the one of ``SEPARATORS`` that cuts header and first rows most evenly. A file of one column
    has none: its commas belong to the text. A header cell without a name becomes ``column_N``.
    """

    json_columns: frozenset[str] = frozenset()

    def __init__(self, path: Path, name: str, separator: str | None = None) -> None:
        self._path, self._name = path, name
        with Lines(path, name) as lines:
            sample = list(islice(lines, _SAMPLE_LINES))
        self._skipped = 0
        if sample and (told := sample[0].text.strip().lower()).startswith("sep=") and len(told) <= len("sep=;"):
            self._skipped, separator = 1, told[4:] or "\t"  # a line that Excel writes and reads
        self._separator = separator or sniff(sample, name)
        rows = parse(sample[self._skipped :], self._separator, name)
        header = next(rows, None)
        if header is None:
            raise InputError(f"{name} is empty", fix="give a file with a header line and one comment a row")
        if isinstance(header, Quarantined):
            raise InputError(f"the header line of {name} cannot be read: {header.reason}", fix="correct its first line")
        if header[1][0].lstrip()[:1] in {"{", "["}:
            raise InputError(
                f"{name} holds JSON, not CSV", fix="rename it to end in .jsonl or use --input-format jsonl"
            )
        if len(sample) < _SAMPLE_LINES and next(rows, None) is None:
            raise InputError(f"{name} has a header but no rows", fix="add the comments or leave the file out")
        self.columns = tuple(cell if cell.strip() else f"column_{i}" for i, cell in enumerate(header[1], start=1))
        check_columns(name, self.columns)
        self.text_like = self.columns

    def chunks(self, text_column: str, batch_rows: int) -> Iterator[Chunk]:  # noqa: ARG002 - all columns are strings
        """Read the file from its start."""
        with Lines(self._path, self._name) as lines:
            yield from batched(self._rows(lines), self.build, batch_rows, lines)

    def _rows(self, lines: Iterable[Line]) -> Iterator[Parsed | Quarantined]:
        width = len(self.columns)
        parsed = parse(islice(lines, self._skipped, None), self._separator, self._name)
        next(parsed)  # the header
        for row in parsed:
            if isinstance(row, Quarantined):
                yield row
            elif len(row[1]) != width:
                reason = f"the row has {len(row[1])} cells, the header has {width}"
                yield Quarantined(self._name, row[0], reason)
            else:
                yield row[0], sum(map(len, row[1])), list(row[1])


def sniff(sample: list[Line], name: str) -> str:
    """Return the separator that cuts the sample into rows as wide as its header."""
    best, best_rank = _UNUSED_SEPARATOR, (0.0, 1)
    for separator in SEPARATORS:
        rows = list(parse(sample, separator, name))
        widths = [len(row[1]) for row in rows if not isinstance(row, Quarantined)]
        if widths and widths[0] > 1:
            # A row that this separator makes unreadable counts against it.
            rank = (sum(width == widths[0] for width in widths) / len(rows), widths[0])
            if rank > best_rank:
                best, best_rank = separator, rank
    return best
