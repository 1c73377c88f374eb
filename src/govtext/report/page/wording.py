"""What the page says, in Indonesian and English: data in ``wording/*.toml``, and its reader."""

from __future__ import annotations

import functools
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from babel import Locale
from markupsafe import Markup

from govtext.errors import InputError, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LANGUAGES = ("id", "en")
_PER_CENT = "\N{NO-BREAK SPACE}%"  # a sign must not stand alone on the next line
_PLURALS = {"zero", "one", "two", "few", "many", "other"}  # CLDR's names of plural forms


class Wording:
    """The page's words in one language.

    Args:
        lang: ``"id"`` or ``"en"``.

    Raises:
        InputError: there is no wording in ``lang``.
    """

    def __init__(self, lang: str) -> None:
        if lang not in LANGUAGES:
            raise InputError(
                "the report is not written in that language", got=lang, allowed=LANGUAGES, fix=suggest(lang, LANGUAGES)
            )
        self.lang = lang
        self._entries = entries(lang)
        self._plural = Locale.parse(lang).plural_form

    def has(self, key: str) -> bool:
        """Tell whether there is an entry ``key``, such as ``"notes.no_dates"``."""
        return key in self._entries

    def text(self, key: str, /, *, number: int | None = None, **values: object) -> str:
        """Return entry ``key`` with ``{name}`` filled in; ``number`` chooses among its plural forms."""
        return self._form(key, number).format(**values)

    def markup(self, key: str, /, *, number: int | None = None, **values: object) -> Markup:
        """Return the same as HTML: what is filled in is escaped unless it is `Markup`."""
        return Markup(self._form(key, number)).format(**values)  # noqa: S704 - the wording is ours

    def translated(self, text: str) -> str:
        """Return a text of ``data/baselines.toml`` in this language; what has no translation stays as it is.

        The source of a figure may have its date behind it.
        """
        known = _translations().get(self.lang, {})
        if text in known:
            return known[text].replace(" %", _PER_CENT)
        source, comma, day = text.rpartition(", ")
        if comma and source in known:
            return f"{known[source]}, " + " ".join(known.get(word, word) for word in day.split())
        return text

    def join(self, parts: Sequence[Markup]) -> Markup:
        """Return the parts as one list in running text: ``A, B, dan C``."""
        if not parts:
            return Markup("")
        *before, last = parts
        if not before:
            return last
        key = "format.list_last" if before[1:] else "format.list_two"
        return self.markup(key, before=Markup(", ").join(before), last=last)

    def _form(self, key: str, number: int | None) -> str:
        entry = self._entries[key]
        if isinstance(entry, str):
            return entry
        form = self._plural(0 if number is None else number)
        return entry.get(form) or entry["other"]


@functools.cache
def entries(lang: str) -> Mapping[str, str | Mapping[str, str]]:
    """Return all entries of a language by their dotted keys; one with plural forms is a table."""
    text = (files(__package__) / "wording" / f"{lang}.toml").read_text(encoding="utf-8")
    return dict(_flat(tomllib.loads(text.replace(" %", _PER_CENT)), ""))


@functools.cache
def _translations() -> Mapping[str, Mapping[str, str]]:
    text = (files(__package__) / "wording" / "baselines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _flat(table: Mapping[str, Any], prefix: str) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    for name, value in table.items():
        if isinstance(value, dict) and not set(value) <= _PLURALS:
            found += _flat(value, f"{prefix}{name}.")
        else:
            found.append((prefix + name, value))
    return found
