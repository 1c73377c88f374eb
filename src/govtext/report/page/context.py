"""What every section needs: the report's rows, the wording, and figures that carry where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from govtext.report.page.blocks import Remark
from govtext.report.page.language import NOTHING, Language

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govtext.report import Report

Row = dict[str, Any]
_BARE = {"share": "bare_share", "whole_share": "bare_whole_share"}
# Which section shows the notes on which table.
_SECTIONS = {
    **dict.fromkeys(("about", "volume"), "all"),
    **dict.fromkeys(("poverty", "topics", "programmes", "intents", "sentiments", "stances", "places"), "listening"),
    **dict.fromkeys(("rising", "keywords", "examples"), "listening"),
    **dict.fromkeys(("voices", "voice_gap"), "voices"),
    **dict.fromkeys(("queue", "response"), "serving"),
    **dict.fromkeys(("influence", "traffic"), "influence"),
    "comparison": "comparison",
    **dict.fromkeys(("own_posts", "own_engagement"), "own_posts"),
}

# What the section tells by itself: each measure names its missing columns, the list of the unheard its limits.
_TOLD = {("missing_column", "influence"), ("not_heard", "voices"), ("few_voices", "voices")}


class Context(Language):
    """A report being written in one language.

    Attributes:
        report: what is written.
    """

    def __init__(self, report: Report, lang: str) -> None:
        super().__init__(lang)
        self.report = report
        self._rows: dict[str, list[Row]] = {}

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table, each with its place as ``_row``; none if the report has no such table."""
        if table not in self._rows:
            found = self.report.tables.get(table)
            rows = [] if found is None else found.to_pylist()
            self._rows[table] = [{**row, "_row": place} for place, row in enumerate(rows)]
        return self._rows[table]

    def figure(self, table: str, row: Row, column: str, form: str) -> Markup:
        """Return a cell of a table as a figure that says which cell it is, or a dash that says it is not known.

        Args:
            table: name of the table.
            row: one of its rows.
            column: of that row.
            form: a method of `Formats`.
        """
        value = row[column]
        if value is None:
            return Markup('<span class="unknown" title="{}">{}</span>').format(self.words.text("unknown"), NOTHING)
        shown = getattr(self.formats, form)(value)
        of = f"{table}/{row['_row']}/{column}"
        return Markup('<data value="{}" data-of="{}" data-as="{}">{}</data>').format(value, of, form, shown)

    def period(self, table: str, row: Row) -> Markup:
        """Return the period of a row, named as the report's grain asks."""
        grain = self.report.about.grain
        return self.figure(table, row, "period", grain if grain in {"month", "year"} else "short_date")

    def interval(self, table: str, row: Row, low: str = "low", high: str = "high", form: str = "share") -> Markup:
        """Return an interval of two cells, or a dash."""
        if row[low] is None or row[high] is None:
            return self.figure(table, {**row, low: None}, low, form)
        # Per cent is written once, after the upper end; numbers with a sign have words between them.
        first = self.figure(table, row, low, _BARE.get(form, form))
        key = "format.interval" if form in _BARE else "format.interval_signed"
        return self.words.markup(key, low=first, high=self.figure(table, row, high, form))

    def counted(self, table: str, rows: Sequence[Row], form: str = "count") -> Markup:
        """Return how many ``rows`` of a table there are, saying which they are."""
        of = f"{table}/{','.join(str(row['_row']) for row in rows)}"
        shown = getattr(self.formats, form)(len(rows))
        return Markup('<data value="{}" data-rows="{}">{}</data>').format(len(rows), of, shown)

    def fact(self, name: str, form: str) -> Markup:
        """Return a number of the report's ``about`` as a figure that says so."""
        value = getattr(self.report.about, name)
        if value is None:
            return escape(NOTHING)
        shown = getattr(self.formats, form)(value)
        return Markup('<data value="{}" data-about="{}" data-as="{}">{}</data>').format(value, name, form, shown)

    def remarks(self, section: str) -> tuple[Remark, ...]:
        """Return the report's notes on the tables of a section, in words."""
        notes = enumerate(self.report.notes)
        return tuple(
            Remark(self.note(note, place))
            for place, note in notes
            if _SECTIONS.get(note.section) == section and (note.code, note.section) not in _TOLD
        )
