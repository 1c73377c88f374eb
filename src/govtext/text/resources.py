"""Reads the data files of the text layer: UTF-8, one entry a line, columns separated by tabs, ``#`` for comments."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from govtext.errors import ConfigError

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
    rows: list[tuple[str, ...]] = []
    content = (_DATA / name).read_text(encoding="utf-8")
    for number, line in enumerate(content.splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        row = tuple(line.split("\t"))
        if len(row) != columns:
            raise ConfigError(
                f"{name} line {number} has the wrong number of columns", got=line, allowed=f"{columns} columns"
            )
        rows.append(row)
    return tuple(rows)


@cache
def read_words(name: str) -> frozenset[str]:
    """Return the entries of a one-column data file."""
    return frozenset(row[0] for row in read_rows(name))
