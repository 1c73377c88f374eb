"""Charts over time, as columns or as lines. Each function returns one drawing, so many pixels wide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.report.page.marks import AXIS, NAMES, css, fixed, label_expression, rule_at
from govtext.report.page.vega import HALF, NARROW, draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from markupsafe import Markup

    from govtext.report.page.formats import Formats
    from govtext.report.page.shapes import Series, Timeline

_TALL = 210
_MONTHS, _YEARS = 300, 1500  # an axis of more days shows months, years
_POINTS = 60  # so many periods get a point each; more are a line alone


def columns(time: Timeline, series: Sequence[Series], formats: Formats, width: int) -> Markup:
    """Draw counts over time as columns, the series on top of each other."""
    values = []
    tops = [0.0] * len(time.starts)
    for one in series:
        for place, value in enumerate(one.values):
            if value:
                values.append(
                    {
                        "x": time.starts[place].isoformat(),
                        "x2": time.ends[place].isoformat(),
                        "y": tops[place],
                        "y2": tops[place] + value,
                        "fill": css(one.colour),
                    }
                )
                tops[place] += value
    y = {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [0, max(tops, default=1) or 1], "nice": True},
        "axis": {"tickCount": 4, "format": ",.0f", "tickMinStep": 1},
    }
    layer = {
        "data": {"values": values},
        "mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 1 if len(time.starts) <= _POINTS else 0},
        "encoding": {
            "x": _time(time, width),
            "x2": {"field": "x2"},
            "y": y,
            "y2": {"field": "y2"},
            "fill": fixed("fill"),
        },
    }
    return _over_time([layer], width, formats)


def lines(
    time: Timeline,
    series: Sequence[Series],
    formats: Formats,
    width: int,
    *,
    rule: float | None = None,
    suffix: str | None = None,
    top: float | None = None,
) -> Markup:
    """Draw values over time as lines, with a band where there is an interval, and a dashed ``rule`` across."""
    known = [value for one in series for value in (*one.values, *one.high) if value is not None]
    most = top if top is not None else max([*known, rule or 0.0], default=1.0) or 1.0
    y = {
        "type": "quantitative",
        "scale": {"domain": [0, most], "nice": top is None},
        "axis": {"tickCount": 4, "labelExpr": label_expression(suffix)},
    }
    layers: list[dict[str, Any]] = []
    if rule is not None:
        layers.append(rule_at({"y": {**y, "field": "at"}}, rule))
    x = _time(time, width)
    for one in series:
        data = [
            {
                "x": start.isoformat(),
                "y": value,
                "low": one.low[place] if one.low else None,
                "high": one.high[place] if one.high else None,
            }
            for place, (start, value) in enumerate(zip(time.starts, one.values, strict=True))
        ]
        stroke = {"stroke": css(one.colour), "strokeWidth": 2}
        if one.low:
            band = {"type": "area", "fill": css(one.colour), "opacity": 0.18}
            edges = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
            layers.append({"data": {"values": data}, "mark": band, "encoding": edges})
        across = {"x": x, "y": {**y, "field": "y"}}
        layers.append({"data": {"values": data}, "mark": {"type": "line", **stroke}, "encoding": across})
        if len(data) <= _POINTS:
            point = {"type": "point", "filled": True, "opacity": 1, "fill": css(one.colour), "size": 34}
            layers.append({"data": {"values": data}, "mark": point, "encoding": across})
    return _over_time(layers, width, formats)


def _over_time(layers: list[dict[str, Any]], width: int, formats: Formats) -> Markup:
    left, right = 52, 30
    plot = {"width": width - left - right, "height": _TALL, "layer": layers}
    return draw(plot, formats, NAMES[width], paddings=(left, 12, right, AXIS + 4))


def _time(time: Timeline, width: int) -> dict[str, Any]:
    days = (time.ends[-1] - time.starts[0]).days
    ticks = min(len(time.starts), {NARROW: 3, HALF: 5}.get(width, 8))
    form = "%-d %b"
    count: dict[str, Any] = {}
    # Where months or years are shown a tick falls on each, or the same one would be written twice.
    if time.grain == "year" or days > _YEARS:
        form, count = "%Y", {"interval": "year", "step": max(1, round(days / 365 / ticks))}
    elif time.grain == "month" or days > _MONTHS:
        form, count = "%b %Y", {"interval": "month", "step": max(1, round(days / 30 / ticks))}
    if form == "%-d %b":
        axis: dict[str, Any] = {"values": [_utc(start) for start in time.starts[:: -(-len(time.starts) // ticks)]]}
    else:
        axis = {"tickCount": count}
    return {
        "field": "x",
        "type": "temporal",
        "scale": {"type": "utc", "nice": False},
        "axis": {
            "grid": False,
            "format": form,
            "labelOverlap": True,
            "labelSeparation": 8,
            "labelFlush": False,
            **axis,
        },
    }


def _utc(day: date) -> dict[str, Any]:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}
