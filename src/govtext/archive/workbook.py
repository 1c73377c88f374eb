"""Excel workbooks (.xlsx): the first sheet that holds anything. Every cell becomes the text it stands for."""

from __future__ import annotations

import datetime as dt
import warnings
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govtext.archive.columns import StringColumns, check_columns
from govtext.archive.records import Chunk, Parsed, Quarantined, batched
from govtext.errors import GovtextWarning, InputError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_RESULT = object()  # a formula whose result is not stored
_EMPTY_FIX = "give a workbook with a header row and one comment a row"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet, opened twice: what its formulas gave when it was saved, and where the formulas stand."""

    values: Any
    formulas: Any
    rows: int

    def filled(self) -> Iterator[tuple[int, list[Any]]]:
        """Yield the rows that are not blank, without trailing empty cells, with their number in the sheet."""
        rows = zip(self.values.iter_rows(), self.formulas.iter_rows(), strict=True)
        for number, (row, formulas) in enumerate(rows, start=1):
            cells = [
                _NO_RESULT if value.value is None and formula.data_type == "f" else value.value
                for value, formula in zip(row, formulas, strict=True)
            ]
            while cells and cells[-1] is None:
                cells.pop()
            if cells:
                yield number, cells


class WorkbookSource(StringColumns):
    """A workbook. A formula gives the result that Excel stored; where none is stored, a text is quarantined.

    The first row that is not blank names the columns; blank rows are skipped.
    """

    json_columns: frozenset[str] = frozenset()

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        if path.stat().st_size == 0:
            raise InputError(f"{name} is empty", fix=_EMPTY_FIX)
        with self._sheets() as (sheet, *others):
            rows = sheet.filled()
            header = next(rows)
            if next(rows, None) is None:
                raise InputError(f"{name} has a header but no rows", fix="add the comments or leave the file out")
            if others:
                shown = ", ".join(repr(other.values.title) for other in others)
                warnings.warn(
                    f"{name}: only the sheet {sheet.values.title!r} is read; left out: {shown}; save them as files of "
                    "their own to label them",
                    GovtextWarning,
                    stacklevel=4,
                )
        self._header_row = header[0]
        self.columns = tuple(
            _shown(cell) if cell is not None and _shown(cell).strip() else f"column_{i}"
            for i, cell in enumerate(header[1], start=1)
        )
        check_columns(name, self.columns)
        self.text_like = self.columns

    def chunks(self, text_column: str, batch_rows: int) -> Iterator[Chunk]:
        """Read the sheet from its start."""
        with self._sheets() as (sheet, *_):
            reading = _Reading(sheet.rows)
            yield from batched(self._parsed(sheet, text_column, reading), self.build, batch_rows, reading)
        if reading.no_result:
            warnings.warn(
                f"{self._name}: {reading.no_result:,} formulas have no stored result and were left empty; open the "
                "workbook in Excel, save it and run again",
                GovtextWarning,
                stacklevel=2,
            )

    def _parsed(self, sheet: _Sheet, text_column: str, reading: _Reading) -> Iterator[Parsed | Quarantined]:
        width, text = len(self.columns), self.columns.index(text_column)
        try:
            for number, cells in sheet.filled():
                reading.row = number
                if number <= self._header_row:
                    continue
                if len(cells) > width:
                    reason = f"the row has {len(cells)} cells, the header has {width}"
                    yield Quarantined(self._name, number, reason)
                    continue
                cells.extend([None] * (width - len(cells)))
                if cells[text] is _NO_RESULT:
                    reason = "the text is a formula without a stored result; open the workbook in Excel and save it"
                    yield Quarantined(self._name, number, reason)
                    continue
                reading.no_result += sum(cell is _NO_RESULT for cell in cells)
                shown: list[object] = [None if cell in (None, _NO_RESULT) else _shown(cell) for cell in cells]
                yield number, sum(len(str(cell)) for cell in shown), shown
        except Exception as error:  # noqa: BLE001 - zip, XML, openpyxl: each has its own errors for damage
            yield Quarantined(
                self._name, reading.row + 1, f"the workbook is damaged here, what follows is lost ({_first(error)})"
            )

    @contextmanager
    def _sheets(self) -> Iterator[list[_Sheet]]:
        """Open the sheets that hold something."""
        try:
            from openpyxl import load_workbook
        except ImportError as error:
            raise MissingExtraError(f"reading the workbook {self._name}", "xlsx") from error
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of openpyxl, about styles and extensions it leaves out
                books = [load_workbook(self._path, read_only=True, data_only=only) for only in (True, False)]
                pairs = zip(*(book.worksheets for book in books), strict=True)
                sheets = [_Sheet(values, formulas, values.max_row or 0) for values, formulas in pairs]
                for sheet in sheets:
                    sheet.values.reset_dimensions()  # some programs write wrong ones, which would hide rows
                    sheet.formulas.reset_dimensions()
                filled = [sheet for sheet in sheets if next(sheet.filled(), None) is not None]
        except MemoryError:
            raise
        except Exception as error:
            raise InputError(
                f"{self._name} cannot be read as a workbook ({_first(error)})", fix=_fix(self._path)
            ) from error
        try:
            if not filled:
                raise InputError(f"{self._name} is empty", fix=_EMPTY_FIX)
            yield filled
        finally:
            for book in books:
                book.close()


class _Reading:
    """How far a sheet has been read."""

    def __init__(self, rows: int) -> None:
        self.row = self.no_result = 0
        self._rows = rows

    @property
    def fraction(self) -> float:
        return min(1.0, self.row / self._rows) if self._rows else 0.0


def _shown(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ")
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _fix(path: Path) -> str:
    with path.open("rb") as file:
        old = file.read(4) == b"\xd0\xcf\x11\xe0"
    if old:
        return "it is encrypted or of Excel before 2007: open it and save it without a password as .xlsx or CSV UTF-8"
    return "open it in Excel and save it again; the file may be cut short"
