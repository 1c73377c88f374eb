"""What the charts draw: rows of bars, rows of points with intervals, and values over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart.

    Attributes:
        label: what the row is.
        parts: (colour, size) from the left; sizes of zero are not drawn.
        shown: the figure written at the end.
    """

    label: str
    parts: tuple[tuple[str, float], ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Point:
    """A value, its interval if it has one, and how it is drawn."""

    value: float
    low: float | None = None
    high: float | None = None
    colour: str = "accent"
    shape: str = "circle"


@dataclass(frozen=True, slots=True)
class Dots:
    """A row of a dot chart: one label, one or more points, the figure written at the end."""

    label: str
    points: tuple[Point, ...]
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values over time; None breaks the line. ``low`` and ``high`` draw a band."""

    colour: str
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of a chart over time: first days, the day after each, and how long they are."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]
    grain: str
