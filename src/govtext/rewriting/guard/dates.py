"""Canonical values of dates and times: ``2024-12-20``, ``--12-20``, ``2023-03``, ``08:00 WIB``."""

from __future__ import annotations

import re
from functools import lru_cache

_DATE = re.compile(r"(?P<a>\d{1,4})(?P<mark>[-/.])(?P<b>\d{1,2})(?P=mark)(?P<c>\d{1,4})(?:-?nya)?")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[.:](?P<minute>\d{2}))?(?:[.:]\d{2})?")
_FULL_YEAR = 4
_LAST_DAY, _LAST_MONTH, _LAST_HOUR, _NOON = 31, 12, 24, 12
_EVENING = 6  # "jam 6 malam" is 18, "jam 2 malam" is 2


def date_of(norm: str) -> str:
    """Return the canonical date of a date in digits, day first unless the year is; as it stands if impossible."""
    match = _DATE.fullmatch(norm)
    if not match:
        return f"{norm}?"
    day, month, year = match["a"], match["b"], match["c"]
    if len(day) == _FULL_YEAR:
        day, year = year, day
    if not (1 <= int(day) <= _LAST_DAY and 1 <= int(month) <= _LAST_MONTH):
        return f"{norm}?"
    return calendar_date(int(day), int(month), year if len(year) == _FULL_YEAR else f"20{year}")


def calendar_date(day: int | None, month: int | None, year: str | None) -> str:
    """Return the canonical form of a date with parts missing: ``--12-20``, ``2023-03``, ``---20``."""
    if month is None:
        return f"---{day:02}"
    head = f"{year}-{month:02}" if year else f"--{month:02}"
    return head if day is None else f"{head}-{day:02}"


def completed(date: str, by: str) -> str:
    """Give ``date`` the month and year of the later date of a range: ``---10`` by ``2017-09-16``."""
    missing_year = date.startswith("--") and by[:1].isdigit()
    if date.startswith("---"):
        head = by[: -len("-16")] if by[-3:-2] == "-" else by
        return f"{head}-{date[3:]}"
    return f"{by[:4]}{date[1:]}" if missing_year else date


@lru_cache(maxsize=4096)
def clock(text: str, period: str = "") -> str | None:
    """Return ``HH:MM`` of a time of day; ``period`` (siang, sore, malam) tells the afternoon of a 12-hour clock."""
    match = _CLOCK.fullmatch(text)
    if not match or int(match["hour"]) > _LAST_HOUR:
        return None
    hour = int(match["hour"])
    later = {"siang": hour < _EVENING, "sore": hour < _NOON, "malam": _EVENING <= hour < _NOON}
    if later.get(period):
        hour += _NOON
    return f"{hour:02}:{match['minute'] or '00'}"
