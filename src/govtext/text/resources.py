"""Reads the data files of the text layer: UTF-8, one entry a line, columns separated by tabs, ``#`` for comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATA = Path(__file__).parent / "data"


@cache
def read_rows(name: str, columns: int = 1) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``data/name``, read once for the whole process.

    Args:
        name: file name inside the package's ``data`` folder.
        columns: number of columns each row must have.

    Raises:
        ConfigError: a row has another number of columns.
    """
    return tuple(rows_of(data_file(name), columns))


def data_file(name: str) -> Path:
    """Return the path of ``data/name``."""
    return _DATA / name


def rows_of(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a file of the same form anywhere.

    Raises:
        ConfigError: a row has another number of columns.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        row = tuple(line.split("\t"))
        if len(row) != columns:
            raise ConfigError(
                f"{path.name} line {number} has the wrong number of columns", got=line, allowed=f"{columns} columns"
            )
        yield row


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the entries of a one-column data file."""
    return frozenset(row[0] for row in read_rows(name))
