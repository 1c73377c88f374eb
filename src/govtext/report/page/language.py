"""One language of the page: names of everything that has an id, and the report's notes in words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from govtext.labels import head
from govtext.report.page.clean import LABEL_LIMIT, readable
from govtext.report.page.formats import Formats
from govtext.report.page.wording import Wording
from govtext.report.resources import read_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from govtext.report import Note

NOTHING = "–"
_HEADS = {"topics": "topics", "intents": "intent", "sentiments": "sentiment", "stances": "stance", "voices": "voices"}
# Names that stand in the report's own data: table -> file and key of its entries.
_FILES = {
    "programmes": ("programmes.toml", "programme"),
    "offices": ("offices.toml", "office"),
}


class Language:
    """The page in one language.

    Attributes:
        words: the wording.
        formats: numbers and dates.
        percent: what follows a per cent on an axis.
    """

    def __init__(self, lang: str) -> None:
        self.words = Wording(lang)
        self.formats = Formats(self.words)
        self.percent = self.words.text("format.axis_share")

    def name(self, table: str, key: str) -> str:
        """Return the display name of a row of a table by its key: a label's, the data's, else the key itself."""
        labels = _HEADS.get(table)
        if labels is not None and key in head(labels).ids:
            entry = head(labels)[key]
            return entry.name_id if self.words.lang == "id" else entry.name_en
        if table in _FILES and key in (named := _data_names(table, self.words.lang)):
            return named[key]
        for place in (f"names.{table}.{key}", f"names.any.{key}"):
            if self.words.has(place):
                return self.words.text(place)
        return readable(key, LABEL_LIMIT)

    def isolated(self, text: str, limit: int = LABEL_LIMIT) -> Markup:
        """Return a text that is not ours, made readable, and kept from turning the text around it."""
        return Markup("<bdi>{}</bdi>").format(readable(text, limit))

    def cell(self, text: str) -> Markup:
        """Return plain text as a cell of a table."""
        return escape(text)

    def roles(self, roles: Iterable[str]) -> Markup:
        """Return the names of columns, in words: ``"jumlah suka"`` for ``likes``."""
        named = [self.words.text(f"roles.{role}") if self.words.has(f"roles.{role}") else role for role in roles]
        return self.words.join([escape(name) for name in named])

    def note(self, note: Note, place: int) -> Markup:
        """Return a note in words.

        Args:
            note: what to say.
            place: where it stands among the report's notes; its figures say so.
        """
        key = f"notes.{note.code}"
        if not self.words.has(key):
            return self.words.markup("notes.other", code=note.code)
        details = {name: self._detail(place, name, value) for name, value in note.details.items()}
        numbers = [value for value in note.details.values() if isinstance(value, int)]
        what = f"missing.{note.section}"
        details["what"] = escape(self.words.text(what if self.words.has(what) else "missing.about"))
        return self.words.markup(key, number=numbers[0] if numbers else None, **details)

    def noted(self, place: int, name: str, value: float) -> Markup:
        """Return a number among the details of a note as a figure that says so; what is no whole number is a share."""
        form = "share" if isinstance(value, float) else "count"
        shown, of = getattr(self.formats, form)(value), f"{place}/{name}"
        return Markup('<data value="{}" data-note="{}" data-as="{}">{}</data>').format(value, of, form, shown)

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


@functools.cache
def _data_names(table: str, lang: str) -> Mapping[str, str]:
    file, entries = _FILES[table]
    return {entry["id"]: entry[f"name_{lang}"] for entry in read_data(file)[entries]}
