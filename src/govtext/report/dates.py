"""Dates as exports and people write them, as seconds of local time."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.report.resources import read_data

if TYPE_CHECKING:
    import numpy.typing as npt

MISSING = np.iinfo(np.int64).min
DAY = 86_400
LOCAL = timezone(timedelta(hours=7))
"""Moments with a time zone, and epoch seconds, are told in Western Indonesian Time; others are local as they stand."""
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time
_YEARS = range(1990, 2100)  # what lies outside is a slip or an empty cell written as 1900
_MILLISECONDS = 10**11
_LONGEST = 64  # no date is longer, and a comment that got into the column is not searched for long
_TIME = (
    r"(?:[T ,]*(?:pukul |jam |pkl\.? )?(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d+)?)?)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|WIB|WITA|WIT|[+-]\d{2}:?\d{2})?"
_WEEKDAY = r"(?:[^\W\d_]+['’]?[^\W\d_]*,? )?"
_FORMS = tuple(
    re.compile(form + r"\s*", re.IGNORECASE)
    for form in (
        rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}{_ZONE}",
        rf"(?P<first>\d{{1,2}})[-/. ](?P<last>\d{{1,2}})[-/. ](?P<year>\d{{4}}|\d{{2}}){_TIME}{_ZONE}",
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})[- ](?P<name>[^\W\d_]{{3,9}})\.?[- ](?P<year>\d{{4}}|\d{{2}}){_TIME}{_ZONE}",
        rf"(?P<name>[^\W\d_]{{3,9}})\.? (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_TIME}{_ZONE}",
        # Twitter: Mon Nov 18 02:00:00 +0000 2024
        (
            r"[A-Z]{3} (?P<name>[A-Z]{3}) (?P<day>\d{1,2}) (?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
            r" (?P<zone>[+-]\d{4}) (?P<year>\d{4})"
        ),
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_NUMBER = re.compile(r"\s*(\d{9,16})(?:\.\d*)?\s*")
_ZONES = {"Z": 0, "UTC": 0, "GMT": 0}
_LOCAL_ZONES = {"WIB", "WITA", "WIT"}  # what the clock on the wall showed


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates of some rows.

    Attributes:
        seconds: local seconds since 1970, `MISSING` where there is none; ``03/04/2024`` is read as the 3rd of April.
        swapped: the same with the 4th of March; differs from ``seconds`` in such cells alone.
        day_first: cells that can only be read with the day first, as 25/04/2024.
        month_first: cells that can only be read with the month first.
    """

    seconds: npt.NDArray[np.int64]
    swapped: npt.NDArray[np.int64]
    day_first: int = 0
    month_first: int = 0


def read_dates(column: pa.ChunkedArray) -> Dates:
    """Read a column: dates, timestamps, numbers (epoch seconds or milliseconds) or texts."""
    kind = column.type
    types = pa.types
    if types.is_date(kind) or types.is_timestamp(kind):
        return _plain(_from_temporal(column))
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return _plain(_from_numbers(column.cast(pa.float64(), safe=False)))
    if not (types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)):
        return _plain(np.full(len(column), MISSING))
    return _from_texts(column)


def settle(pieces: list[Dates]) -> tuple[npt.NDArray[np.int64], int]:
    """Join the dates of an archive, and count the cells whose day and month only the custom of the country tells.

    Day first is how Indonesia writes; if more cells can only be read with the month first, all are read so.
    """
    day_first, month_first = sum(p.day_first for p in pieces), sum(p.month_first for p in pieces)
    seconds = np.concatenate([p.seconds for p in pieces]) if pieces else np.empty(0, np.int64)
    swapped = np.concatenate([p.swapped for p in pieces]) if pieces else seconds
    ambiguous = int(np.sum(seconds != swapped))
    sure = (day_first > 0) != (month_first > 0)
    return (swapped if month_first > day_first else seconds), 0 if sure else ambiguous


def _plain(seconds: npt.NDArray[Any]) -> Dates:
    seconds = np.where(_in_range(seconds), seconds, MISSING).astype(np.int64)
    return Dates(seconds, seconds)


def _in_range(seconds: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    low, high = ((datetime(year, 1, 1) - _EPOCH).total_seconds() for year in (_YEARS[0], _YEARS[-1]))  # noqa: DTZ001
    return (seconds >= low) & (seconds < high)


def _from_temporal(column: pa.ChunkedArray) -> npt.NDArray[np.int64]:
    aware = getattr(column.type, "tz", None) is not None
    whole = column.cast(pa.timestamp("s", tz=column.type.tz if aware else None), safe=False).cast(pa.int64())
    seconds = whole.fill_null(MISSING).to_numpy().astype(np.int64)
    shift = int(LOCAL.utcoffset(None).total_seconds()) if aware else 0
    return np.where(seconds == MISSING, MISSING, seconds + shift)


def _from_numbers(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    values: npt.NDArray[np.float64] = np.nan_to_num(
        column.fill_null(float("nan")).to_numpy().astype(float), nan=-1.0, posinf=-1.0, neginf=-1.0
    )
    values = np.where(values >= _MILLISECONDS, values / 1000, values)
    local: npt.NDArray[np.float64] = np.floor(values + LOCAL.utcoffset(None).total_seconds())
    return local


def _from_texts(column: pa.ChunkedArray) -> Dates:
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    coded = pa.chunked_array([coded]).combine_chunks() if isinstance(coded, pa.ChunkedArray) else coded
    read = [_read(text) for text in coded.dictionary.to_pylist()]
    values = np.array([*read, (MISSING, MISSING)], np.int64)
    places = np.asarray(pc.fill_null(coded.indices, len(read)).to_numpy(zero_copy_only=False))
    seconds, swapped = values[places, 0], values[places, 1]
    only_day = (seconds != MISSING) & (swapped == MISSING)
    only_month = (seconds == MISSING) & (swapped != MISSING)
    return Dates(
        np.where(only_month, swapped, seconds),
        np.where(only_day, seconds, swapped),
        int(only_day.sum()),
        int(only_month.sum()),
    )


def _read(text: str) -> tuple[int, int]:
    """Return the date read with the day first and with the month first; `MISSING` where that is none."""
    text = text.strip()
    if len(text) > _LONGEST:
        return MISSING, MISSING
    number = _NUMBER.fullmatch(text)
    if number:
        seconds = _from_numbers(pa.chunked_array([[float(number[1])]]))
        one = int(_plain(seconds).seconds[0])
        return one, one
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            parts = match.groupdict()
            if parts.get("first") is None:
                month = int(parts["month"]) if parts.get("month") else _months().get(parts["name"].casefold()[:3], 0)
                one = _moment(parts, month, int(parts["day"]))
                return one, one
            first, last = int(parts["first"]), int(parts["last"])
            return _moment(parts, last, first), _moment(parts, first, last)
    return MISSING, MISSING


@functools.cache
def _months() -> dict[str, int]:
    return dict(read_data("months.toml")["months"])


def _moment(parts: dict[str, Any], month: int, day: int) -> int:
    year = int(parts["year"])
    year += 2000 * (year < 100)  # noqa: PLR2004 - two digits
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001
    except ValueError:
        return MISSING
    zone = (parts.get("zone") or "").upper()
    if zone and zone not in _LOCAL_ZONES:
        moment += LOCAL.utcoffset(None) - _offset(zone)
    return int((moment - _EPOCH).total_seconds()) if year in _YEARS else MISSING


def _offset(zone: str) -> timedelta:
    if zone in _ZONES:
        return timedelta(0)
    sign = -1 if zone[0] == "-" else 1
    digits = zone[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
