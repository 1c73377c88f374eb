"""Days to periods: days, weeks from Monday, months or years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.report.frame import NO_DAY

if TYPE_CHECKING:
    import numpy.typing as npt

GRAINS = ("day", "week", "month", "year")
_SPANS = {"day": 31, "week": 366, "month": 3_700}  # most days that a grain is chosen for
_THURSDAY_TO_MONDAY = 3  # 1 January 1970 was a Thursday
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Periods:
    """Consecutive periods from the first day to the last.

    Attributes:
        grain: one of `GRAINS`.
        first_days: the first day of each period.
        index: for each row the place of its period, -1 without a date.
    """

    grain: str
    first_days: tuple[date, ...]
    index: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.first_days)


def divide(days: npt.NDArray[Any], grain: str | None = None, span: tuple[int, int] | None = None) -> Periods:
    """Divide days into periods.

    Args:
        days: days since 1970, `frame.NO_DAY` without a date.
        grain: one of `GRAINS`; by default days up to a month, weeks up to a year, months up to ten years, then years.
        span: first and last day of the periods; by default those of ``days``.
    """
    dated = days != NO_DAY
    if not dated.any() and span is None:
        return Periods(grain or "month", (), np.full(len(days), -1))
    first, last = span or (int(days[dated].min()), int(days[dated].max()))
    grain = grain or next((name for name, most in _SPANS.items() if last - first < most), "year")
    ordinals = np.where(dated, ordinal(days, grain), 0)
    start, end = (int(ordinal(np.array([day]), grain)[0]) for day in (first, last))
    index = np.where(dated & (ordinals >= start) & (ordinals <= end), ordinals - start, -1)
    return Periods(grain, tuple(_first_day(number, grain) for number in range(start, end + 1)), index)


def ordinal(days: npt.NDArray[Any], grain: str) -> npt.NDArray[np.int64]:
    """Number periods so that consecutive ones have consecutive numbers."""
    days = days.astype(np.int64)
    if grain == "day":
        return days
    if grain == "week":
        return (days + _THURSDAY_TO_MONDAY) // 7
    unit = "datetime64[M]" if grain == "month" else "datetime64[Y]"
    return days.astype("datetime64[D]").astype(unit).astype(np.int64)


def _first_day(number: int, grain: str) -> date:
    if grain == "day":
        return EPOCH + timedelta(days=number)
    if grain == "week":
        return EPOCH + timedelta(days=7 * number - _THURSDAY_TO_MONDAY)
    return date(1970 + number // 12, number % 12 + 1, 1) if grain == "month" else date(1970 + number, 1, 1)


def as_date(day: int) -> date | None:
    """Return a day since 1970 as a date, None for `frame.NO_DAY`."""
    return None if day == NO_DAY else EPOCH + timedelta(days=int(day))
