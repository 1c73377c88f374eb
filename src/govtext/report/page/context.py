"""What every section needs: the report's rows, the wording, and figures that carry where they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from govtext.labels import head
from govtext.report.page.blocks import Remark
from govtext.report.page.clean import LABEL_LIMIT, readable
from govtext.report.page.formats import Formats
from govtext.report.page.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from govtext.report import Note, Report

Row = dict[str, Any]
NOTHING = "–"
_BARE = {"share": "bare_share", "whole_share": "bare_whole_share"}
_HEADS = {"topics": "topics", "intents": "intent", "sentiments": "sentiment", "stances": "stance", "voices": "voices"}
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


class Context:
    """A report being written in one language.

    Attributes:
        report: what is written.
        words: the wording.
        formats: numbers and dates.
        percent: what follows a per cent on an axis.
    """

    def __init__(self, report: Report, lang: str) -> None:
        self.report = report
        self.words = Wording(lang)
        self.formats = Formats(self.words)
        self.percent = self.words.text("format.axis_share")
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

    def name(self, table: str, key: str) -> str:
        """Return the display name of a row of a table by its key: a label's, a wording's, else the key made readable."""
        labels = _HEADS.get(table)
        if labels is not None and key in head(labels).ids:
            entry = head(labels)[key]
            return entry.name_id if self.words.lang == "id" else entry.name_en
        for place in (f"names.{table}.{key}", f"names.any.{key}"):
            if self.words.has(place):
                return self.words.text(place)
        return readable(key, LABEL_LIMIT)

    def isolated(self, text: str) -> Markup:
        """Return a stranger's short text, kept from turning the text around it."""
        return Markup("<bdi>{}</bdi>").format(readable(text, LABEL_LIMIT))

    def cell(self, text: str) -> Markup:
        """Return plain text as a cell of a table."""
        return escape(text)

    def roles(self, roles: Iterable[str]) -> Markup:
        """Return the names of columns that are needed, in words: ``"suka"`` (likes)."""
        named = [self.words.text(f"roles.{role}") if self.words.has(f"roles.{role}") else role for role in roles]
        return self.words.join([escape(name) for name in named])

    def remarks(self, section: str) -> tuple[Remark, ...]:
        """Return the report's notes on the tables of a section, in words."""
        notes = enumerate(self.report.notes)
        return tuple(Remark(self._note(place, note)) for place, note in notes if _SECTIONS.get(note.section) == section)

    def noted(self, place: int, name: str, value: float) -> Markup:
        """Return a number among the details of a note as a figure that says so; what is no whole number is a share."""
        form = "share" if isinstance(value, float) else "count"
        shown, of = getattr(self.formats, form)(value), f"{place}/{name}"
        return Markup('<data value="{}" data-note="{}" data-as="{}">{}</data>').format(value, of, form, shown)

    def _note(self, place: int, note: Note) -> Markup:
        key = f"notes.{note.code}"
        if not self.words.has(key):
            return self.words.markup("notes.other", code=note.code)
        details = {name: self._detail(place, name, value) for name, value in note.details.items()}
        numbers = [value for value in note.details.values() if isinstance(value, int)]
        return self.words.markup(key, number=numbers[0] if numbers else None, **details)

    def _detail(self, place: int, name: str, value: Any) -> Markup:
        if isinstance(value, int | float):
            return self.noted(place, name, value)
        if isinstance(value, str):
            return self.isolated(value)
        if value is None:
            return escape(NOTHING)
        if name == "roles":
            return self.roles(value)
        named = {"groups": "voices", "measures": "measures", "baselines": "voices"}.get(name, "")
        return self.words.join([self.isolated(self.name(named, str(one))) for one in value])
