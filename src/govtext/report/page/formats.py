"""Numbers and dates as people write them in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

if TYPE_CHECKING:
    import datetime as dt

    from govtext.report.page.wording import Wording

_NO_BREAK = "\N{NO-BREAK SPACE}"
_DAY = 24.0
_SMALL = 0.1


class Formats:
    """Numbers and dates in one language; the patterns are in the wording, the locale's data are Babel's (CLDR).

    Args:
        words: the wording, of which ``format.*`` is used.
    """

    def __init__(self, words: Wording) -> None:
        self._words = words
        self.locale = Locale.parse(words.lang)

    def count(self, value: float) -> str:
        """Return a whole number: ``1.234``."""
        return format_decimal(value, format="#,##0", locale=self.locale)

    def share(self, value: float) -> str:
        """Return a share of one as per cent with one decimal: ``30,2 %``."""
        return format_decimal(value, format=self._words.text("format.share"), locale=self.locale)

    def whole_share(self, value: float) -> str:
        """Return a share of one as whole per cent: ``30 %``."""
        return format_decimal(value, format=self._words.text("format.whole_share"), locale=self.locale)

    def bare_share(self, value: float) -> str:
        """Return a share of one as per cent without its sign: ``30,2``."""
        return format_decimal(100 * value, format="#,##0.0", locale=self.locale)

    def bare_whole_share(self, value: float) -> str:
        """Return a share of one as whole per cent without its sign: ``30``."""
        return format_decimal(100 * value, format="#,##0", locale=self.locale)

    def points(self, value: float) -> str:
        """Return a difference of shares in percentage points with its sign: ``+3,1``; what rounds to zero has none."""
        points = round(100 * value, 1) or 0.0  # no minus before zero
        return format_decimal(points, format="+#,##0.0;−#,##0.0" if points else "0.0", locale=self.locale)

    def decimal(self, value: float) -> str:
        """Return a number with up to two decimals, up to four where it is small: ``1,37``, ``0,0032``."""
        digits = "####" if abs(value) < _SMALL else "##"
        return format_decimal(value, format=f"#,##0.{digits};−#,##0.{digits}", locale=self.locale)

    def signed(self, value: float) -> str:
        """Return a number with two decimals and its sign: ``+0,37``."""
        shown = value if round(value, 2) else 0.0
        return format_decimal(shown, format="+#,##0.00;−#,##0.00", locale=self.locale)

    def hours(self, value: float) -> str:
        """Return a duration of so many hours, in days from two days on: ``5,2 jam``, ``3,5 hari``."""
        unit, amount = ("hours", value) if value < 2 * _DAY else ("days", value / _DAY)
        shown = format_decimal(amount, format="#,##0.#", locale=self.locale)
        return self._words.text(f"format.{unit}", amount=shown).replace(" ", _NO_BREAK)

    def date(self, value: dt.date) -> str:
        """Return a day: ``19 November 2024``."""
        return format_date(value, format="d MMMM y", locale=self.locale).replace(" ", _NO_BREAK)

    def short_date(self, value: dt.date) -> str:
        """Return a day with its month short: ``19 Nov 2024``."""
        return format_date(value, format="d MMM y", locale=self.locale).replace(" ", _NO_BREAK)

    def month(self, value: dt.date) -> str:
        """Return a month named by one of its days: ``November 2024``."""
        return format_date(value, format="MMMM y", locale=self.locale).replace(" ", _NO_BREAK)

    def year(self, value: dt.date) -> str:
        """Return the year of a day."""
        return format_date(value, format="y", locale=self.locale)

    def vega(self) -> tuple[dict[str, object], dict[str, object]]:
        """Return the locale's numbers and names of months as Vega wants them (d3-format, d3-time-format)."""
        symbols = self.locale.number_symbols["latn"]
        numbers: dict[str, object] = {
            "decimal": symbols["decimal"],
            "thousands": symbols["group"],
            "grouping": [3],
            "currency": ["", ""],
        }
        names: dict[str, object] = {"dateTime": "%x", "date": "%-d %b %Y", "time": "%H:%M", "periods": ["AM", "PM"]}
        for key, width in (("months", "wide"), ("shortMonths", "abbreviated")):
            months = self.locale.months["format"][width]
            names[key] = [months[month] for month in range(1, 13)]
        for key, width in (("days", "wide"), ("shortDays", "abbreviated")):
            days = self.locale.days["format"][width]
            names[key] = [days[(day - 1) % 7] for day in range(7)]  # Vega's week begins on Sunday
        return numbers, names
