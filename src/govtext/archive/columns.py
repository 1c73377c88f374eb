"""Which column holds the text and which the id."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pyarrow as pa

from govtext.errors import InputError, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

# Names under which exports of social media, survey tools and complaint systems keep the comment; first match wins.
# Compared by `plain`.
TEXT_COLUMNS = (
    "text", "teks", "comment", "comments", "comment text", "komentar", "isi komentar", "teks komentar", "full text",
    "content", "konten", "isi laporan", "isi aduan", "isi", "laporan", "aduan", "isi pesan", "pesan",
    "message", "ulasan", "review", "tweet", "caption", "body", "kalimat",
)  # fmt: skip
ID_COLUMN = "id"
NO_COLUMN = ""
_SHOWN = 20


class EmptyArchiveError(InputError):
    """An archive that holds no rows."""


class StringColumns:
    """A source whose columns all hold strings, as those of CSV and workbooks do."""

    columns: tuple[str, ...]

    def schema(self, text_column: str) -> pa.Schema:  # noqa: ARG002 - other sources need it
        """Return the schema: every column is a string."""
        return pa.schema([(column, pa.string()) for column in self.columns])

    def build(self, rows: list[list[object]]) -> pa.Table:
        """Return rows of cells as a table."""
        cells = zip(*rows, strict=True) if rows else [()] * len(self.columns)
        arrays = [pa.array(cell, pa.string()) for cell in cells]
        return pa.Table.from_arrays(arrays, schema=self.schema(""))


def check_columns(name: str, columns: Sequence[str]) -> None:
    """Refuse an input without columns or with two columns of one name."""
    if not columns:
        raise InputError(f"{name} has no columns", fix="give it a header line that names the columns")
    double = [column for column, count in Counter(columns).items() if count > 1]
    if double:
        raise InputError(
            f"{name} has more than one column of the same name",
            got=", ".join(double),
            fix="rename the columns so that each name occurs once",
        )


def choose_text_column(
    name: str, columns: Sequence[str], text_like: Sequence[str], asked: str | None, *, needed: bool = True
) -> str:
    """Return the column that holds the text.

    Args:
        name: the input, for messages.
        columns: all its columns.
        text_like: those of them that hold strings.
        asked: the caller's choice, if any.
        needed: refuse an archive in which no column is known to hold the text; else any column stands in for it.
    """
    if asked is not None and (needed or asked in columns):
        if asked not in columns:
            raise _unknown(name, columns, asked, "text column")
        if asked not in text_like:
            raise InputError(
                f"column {asked!r} of {name} holds no text", allowed=listed(text_like), fix="choose another text column"
            )
        return asked
    by_name = {plain(column): column for column in reversed(text_like)}
    for known in TEXT_COLUMNS:
        if plain(known) in by_name:
            return by_name[plain(known)]
    if len(columns) == 1 and text_like:
        return columns[0]
    if not needed:
        return next(iter(text_like), NO_COLUMN)
    raise InputError(
        f"cannot tell which column of {name} holds the text",
        allowed=listed(columns),
        fix="name it with --text-column (in Python: text_column=…)",
    )


def choose_id_column(name: str, columns: Sequence[str], asked: str | None) -> str | None:
    """Return the column that holds the id, or None if rows are to be numbered."""
    if asked is not None and asked not in columns:
        raise _unknown(name, columns, asked, "id column")
    return asked or next((column for column in columns if column.strip().casefold() == ID_COLUMN), None)


def plain(name: str) -> str:
    """Return the name of a column without case, blanks and signs: ``"Isi Komentar"`` and ``isi_komentar`` are one."""
    return "".join(filter(str.isalnum, name.casefold()))


def listed(columns: Sequence[str]) -> str:
    """Return the names as a list for a message, cut where there are very many."""
    more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
    return ", ".join(columns[:_SHOWN]) + more


def _unknown(name: str, columns: Sequence[str], asked: str, what: str) -> InputError:
    near = suggest(asked, columns) or suggest(asked.casefold(), columns)
    return InputError(
        f"{name} has no column of that name ({what})",
        got=asked,
        allowed=listed(columns),
        fix=near or "choose one of its columns",
    )
