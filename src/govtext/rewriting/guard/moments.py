"""Finds dates, weekdays and times of day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.rewriting.guard.dates import calendar_date, clock, date_of
from govtext.rewriting.guard.lexicon import table, words
from govtext.rewriting.guard.numbers import number_words
from govtext.rewriting.guard.units import is_counted

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Reading

_YEAR = re.compile(r"(?:19|20)\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
_CLOCK_TEXT = re.compile(r"\d{1,2}[.:]\d{2}")
_SURE_MONTH = 4  # shorter names of months are other words, too: mei, mar, jun
_REACH = 4  # words from a time to the next one of a range


def add_date(reading: Reading, position: int) -> int:
    """Add a date in digits."""
    reading.add("date", date_of(reading.words[position]), position, position)
    return position + 1


def add_time(reading: Reading, position: int) -> int:
    """Add a time or a range of times in digits."""
    return _add_times(reading, reading.words[position].split("-"), position, position + 1)


def _add_times(reading: Reading, parts: list[str], first: int, end: int) -> int:
    """Add times of day with the part of the day and the time zone that follow them."""
    period = zone = ""
    for _ in range(2):
        word = reading.word(end)
        if word in words("values", "zones"):
            zone, end = f" {word.upper()}", end + 1
        elif word in words("values", "afternoon"):
            period, end = word, end + 1
        elif word in words("values", "morning"):
            end += 1 + (word == "dini" and reading.word(end + 1) == "hari")
    _add_all(reading, "time", [f"{clock(part, period) or part + '?'}{zone}" for part in parts], first, end)
    return end


def _add_all(reading: Reading, kind: str, values: list[str], first: int, end: int) -> None:
    """Add the values of one stretch; two are the ends of a range."""
    for value in values:
        reading.add(kind, value, first, end - 1)
    if len(values) > 1:
        reading.ranges.append((reading.items[-2], reading.items[-1]))


def add_day_number(reading: Reading, position: int) -> int | None:
    """Add ``20 Desember 2024``, ``3-20 Juli 2021`` or ``tanggal 20`` if the number is a day."""
    month = table("values")["months"].get(reading.word(position + 1))
    if month is None and reading.word(position - 1) not in words("values", "date"):
        return None
    days = reading.words[position].split("-")
    if not all(map(_DAY.fullmatch, days)):
        return None
    year, end = _year(reading, position + 2) if month else (None, position + 1)
    _add_all(reading, "date", [calendar_date(int(day), month, year) for day in days], position, end)
    return end


def _year(reading: Reading, position: int) -> tuple[str | None, int]:
    start = position + (reading.word(position) in (".", "tahun", ","))
    if _YEAR.fullmatch(reading.word(start)):
        return reading.words[start], start + 1
    return None, position


def add_clock_number(reading: Reading, position: int) -> int | None:
    """Add a number as a time of day where its neighbours show that it is one: ``jam 8``, ``08.00 s/d 12.00 WIB``."""
    if not (
        reading.word(position - 1) in words("values", "clock")
        or reading.word(position + 1) in words("values", "zones")
        or (
            reading.items and reading.items[-1].kind == "time" and _joins(reading, reading.items[-1].last + 1, position)
        )
        or (_CLOCK_TEXT.match(reading.words[position]) and _before_time(reading, position + 1))
    ):
        return None
    parts = reading.words[position].split("-")
    # "8 jam" lasts, "jam 8" begins
    if any(clock(part) is None for part in parts) or reading.word(position + 1) in ("jam", "orang", "%", "menit"):
        return None
    return _add_times(reading, parts, position, position + 1)


def _joins(reading: Reading, start: int, end: int) -> bool:
    if end - start > _REACH:
        return False
    between = [word for word in reading.words[start:end] if word not in words("values", "clock")]
    return " ".join(between) in words("values", "range")


def _before_time(reading: Reading, position: int) -> bool:
    """Tell whether a range goes on to a time of day."""
    for end in range(position + 1, min(position + _REACH, len(reading.words))):
        if _joins(reading, position, end) and _CLOCK_TEXT.match(reading.words[end]):
            return True
    return False


def add_clock_words(reading: Reading, position: int) -> int:
    """Add ``jam delapan``; digits after ``jam`` are read where they stand."""
    found = number_words(reading.words, position + 1)
    if not found or clock(found[0]) is None:
        return position + 1
    return _add_times(reading, [found[0]], position + 1, found[1])


def add_month(reading: Reading, position: int) -> int:
    """Add ``Maret 2023`` or a month alone."""
    word = reading.words[position]
    year, end = _year(reading, position + 1)
    if year or len(word) > _SURE_MONTH or _is_capital(reading, position) or reading.word(position - 1) == "bulan":
        reading.add("date", calendar_date(None, table("values")["months"][word], year), position, end - 1)
        return end
    return position + 1


def add_weekday(reading: Reading, position: int) -> int:
    """Add a day of the week; ``minggu`` is a week as well."""
    word = reading.words[position]
    if word == "minggu":
        near = {reading.word(position + 1), reading.word(position - 1)}
        beside = "hari" in near or not near.isdisjoint(("-", "sabtu", "senin"))
        dated = reading.word(position + 1) in (",", "(") and reading.word(position + 2)[:1].isdecimal()
        if is_counted(reading, position) or not (beside or dated or _is_capital(reading, position)):
            return position + 1
    reading.add("date", table("values")["weekdays"][word], position, position)
    return position + 1


def _is_capital(reading: Reading, position: int) -> bool:
    return reading.token(position).text[:1].isupper() and position not in reading.begins and not reading.shouted
