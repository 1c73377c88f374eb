"""Reads a page as a program can: its figures with what they say they are, and the text that is no figure."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from html.parser import HTMLParser
from typing import Any

MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
SHORT = {
    "id": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}

_TIMES = {"id": ("jam", "hari"), "en": ("hours", "days")}


class Reader(HTMLParser):
    """Collects every ``<data>`` of a page, and the texts outside of figures, drawings and what others wrote."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.figures: list[tuple[dict[str, str | None], str]] = []
        self.texts: list[str] = []
        self._skipped = 0
        self._figure: dict[str, str | None] | None = None
        self._shown = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._figure, self._shown = dict(attrs), ""
        elif tag in {"svg", "style", "script", "bdi", "title"}:
            self._skipped += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._figure is not None:
            self.figures.append((self._figure, self._shown))
            self._figure = None
        elif tag in {"svg", "style", "script", "bdi", "title"}:
            self._skipped -= 1

    def handle_data(self, data: str) -> None:
        if self._figure is not None:
            self._shown += data
        elif not self._skipped and data.strip():
            self.texts.append(data)


def shown(value: Any, form: str, lang: str) -> str:
    """Return a value as the page should show it, worked out here again by hand."""
    if form in {"date", "short_date", "month", "year"}:
        months = (SHORT if form == "short_date" else MONTHS)[lang].split()
        parts = {"year": f"{value.year}", "month": f"{months[value.month - 1]} {value.year}"}
        return parts.get(form, f"{value.day} {months[value.month - 1]} {value.year}")
    number = Decimal(repr(value))
    if form == "hours":
        in_days = value >= 48
        amount = _number(number / 24 if in_days else number, 1, lang, cut=True)
        return f"{amount} {_TIMES[lang][in_days]}"
    percent = form.endswith("share") or form == "points"
    digits = {"count": 0, "whole_share": 0, "bare_whole_share": 0, "signed": 2, "decimal": 4 if abs(value) < 0.1 else 2}
    text = _number(number * 100 if percent else number, digits.get(form, 1), lang, cut=form == "decimal")
    if not text.strip("−0,."):
        text = text.removeprefix("−")
    if form == "points" and not text.strip("0,."):
        return text
    if form in {"points", "signed"} and not text.startswith("−"):
        text = "+" + text
    return text + {"id": " %", "en": "%"}[lang] if form in {"share", "whole_share"} else text


def _number(value: Decimal, digits: int, lang: str, *, cut: bool) -> str:
    text = f"{value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_EVEN):,f}"
    if cut and "." in text:
        text = text.rstrip("0").rstrip(".")
    text = text.replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if lang == "id" else text
