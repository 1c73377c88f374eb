"""What `govtext.report.build` returns."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from govtext.errors import GovtextError, InputError, suggest

if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from datetime import date

    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a reader of the report has to know: what is missing, thin, or to be read with care.

    Attributes:
        code: what it is, one of `notes.CODES`; the page has the words.
        section: the table it belongs to, or ``"about"``.
        details: plain values: numbers, texts, lists of texts.
    """

    code: str
    section: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What the report was made of.

    Attributes:
        rows: rows read.
        comments: rows that are comments, not posts of the account itself; all tables but the last two count these.
        own_posts: rows that are posts of the account itself.
        unlabelled: comments without any label.
        undated: comments whose date is missing or cannot be read; null dates of a missing column count too.
        first: the day of the first comment, None without dates.
        last: the day of the last one.
        grain: ``"day"``, ``"week"``, ``"month"`` or ``"year"``.
        today: the day from which ages are counted.
        roles: for each role that was found, the column that plays it.
        models: names of the models that gave the labels.
        compared: the two sides of the table ``comparison``, empty if nothing is compared.
        seed: seed of the bootstrap.
        options: the options of `build` that differ from their defaults, as plain values.
        sources: the archives read.
    """

    rows: int
    comments: int
    own_posts: int
    unlabelled: int
    undated: int
    first: date | None
    last: date | None
    grain: str
    today: date | None
    roles: Mapping[str, str]
    models: tuple[str, ...]
    compared: tuple[str, ...]
    seed: int
    options: Mapping[str, Any]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The tables of a report, with notes on them.

    Attributes:
        tables: the tables of `schema.TABLES` by name, each with its fixed columns, be it empty.
        notes: what to know when reading them.
        about: what they were made of.
    """

    tables: Mapping[str, pa.Table]
    notes: tuple[Note, ...]
    about: About

    def to_pandas(self, name: str) -> Any:
        """Return a table as a pandas DataFrame.

        Raises:
            InputError: there is no such table.
            GovtextError: pandas is not installed.
        """
        if name not in self.tables:
            raise InputError("unknown table", got=name, allowed=self.tables, fix=suggest(str(name), self.tables))
        if find_spec("pandas") is None:  # Arrow's own error does not say what to install
            raise GovtextError(
                "pandas is not installed", fix="pip install pandas, or use report.tables, which are Arrow"
            )
        return self.tables[name].to_pandas()

    def save(self, folder: str | os.PathLike[str]) -> tuple[Path, ...]:
        """Write every table as CSV and Parquet, and ``about.json`` with the notes, into ``folder``.

        Cells of the CSV that a spreadsheet would run as a formula get an apostrophe in front.

        Returns:
            The files written.

        Raises:
            InputError: the folder cannot be written.
        """
        from govtext.report.saving import save

        return save(self, Path(folder))

    def write_html(self, path: str | os.PathLike[str], lang: str = "id") -> None:
        """Write the page, one file that needs no network.

        Args:
            path: the file.
            lang: ``"id"`` or ``"en"``.

        Raises:
            MissingExtraError: the extra ``report`` is not installed.
        """
        from govtext.report.page import write_html

        write_html(self, path, lang=lang)
