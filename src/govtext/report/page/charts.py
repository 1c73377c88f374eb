"""The four kinds of chart on the page. Each function returns one drawing, `WIDE`, `HALF` or `NARROW` pixels wide.

Rows are laid out in pixels by hand and labels stand in room kept for them, so that a chart keeps its form whatever the
length of its words. In a narrow drawing the label stands above its row instead of beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govtext.report.page.vega import HALF, NARROW, WIDE, draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from markupsafe import Markup

    from govtext.report.page.formats import Formats
    from govtext.report.page.shapes import Bar, Dots, Series, Timeline

_NAMES = {WIDE: "wide", HALF: "wide", NARROW: "narrow"}
_AXIS = 26  # room for the labels of an axis below the plot
_TALL = 210
_LETTER = 7  # pixels of a figure's letter, a little more than Arial needs
_SIZES = {"circle": 85, "square": 80, "diamond": 130}
_MONTHS, _YEARS = 300, 1500  # an axis of more days shows months, years
_POINTS = 60  # so many periods get a point each; more are a line alone


@dataclass(frozen=True, slots=True)
class _Rows:
    """Where things stand in a chart of rows."""

    left: int
    right: int
    step: int
    middle: int  # of a bar or point, from the top of its row
    narrow: bool

    @classmethod
    def of(cls, width: int, right: int) -> _Rows:
        """Return the layout for a drawing of ``width`` with ``right`` pixels for the figures."""
        if width == NARROW:
            return cls(left=4, right=right, step=44, middle=30, narrow=True)
        return cls(left=220 if width == WIDE else 196, right=right, step=30, middle=15, narrow=False)

    def label(self, index: int, text: str) -> dict[str, Any]:
        """Return the datum of a row's label."""
        return {"label": text, "y": index * self.step + (11 if self.narrow else self.middle)}

    def labels(self, values: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the layer of labels."""
        side = {"align": "left", "limit": NARROW - 8} if self.narrow else {"align": "right", "limit": self.left - 12}
        return {
            "data": {"values": values},
            "mark": {"type": "text", "baseline": "middle", **side},
            "encoding": {"x": {"value": 0 if self.narrow else -10}, "y": _y(), "text": {"field": "label"}},
        }


def bars(rows: Sequence[Bar], formats: Formats, width: int) -> Markup:
    """Draw rows of bars, each cut into parts, with a figure at the end."""
    layout = _Rows.of(width, right=14 + _LETTER * max((len(row.shown) for row in rows), default=0))
    half = 8
    parts: list[dict[str, Any]] = []
    ends: list[dict[str, Any]] = []
    labels: list[dict[str, Any]] = []
    for index, row in enumerate(rows):
        middle, start = index * layout.step + layout.middle, 0.0
        labels.append(layout.label(index, row.label))
        for colour, size in row.parts:
            if size:
                parts.append(
                    {"x": start, "x2": start + size, "y": middle - half, "y2": middle + half, "fill": _css(colour)}
                )
            start += size
        ends.append({"x": start, "y": middle, "label": row.shown})
    height = len(rows) * layout.step
    most = max((end["x"] for end in ends), default=1) or 1
    x = {"field": "x", "type": "quantitative", "scale": {"domain": [0, most], "nice": False}, "axis": None}
    layers = [
        {
            "data": {"values": parts},
            "mark": {"type": "rect", "stroke": "var(--paper)", "strokeWidth": 1},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": _y(), "y2": {"field": "y2"}, "fill": _fixed("fill")},
        },
        layout.labels(labels),
        {
            "data": {"values": ends},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "dx": 7, "fill": "var(--ink-soft)"},
            "encoding": {"x": x, "y": _y(), "text": {"field": "label"}},
        },
    ]
    return _rows(layers, layout, width, height, formats, axis=0)


def dots(
    rows: Sequence[Dots],
    formats: Formats,
    width: int,
    *,
    domain: tuple[float, float],
    rule: float | None = None,
    suffix: str | None = None,
) -> Markup:
    """Draw rows of points with their intervals over one axis.

    Args:
        rows: what to draw.
        formats: the language.
        width: of the drawing.
        domain: least and greatest value of the axis.
        rule: a dashed line through all rows, such as a target or zero.
        suffix: written after the per cent of the axis; None makes it an axis of plain numbers.
    """
    layout = _Rows.of(width, right=112 if width != NARROW else 14)
    marks, whiskers, labels, ends = [], [], [], []
    for index, row in enumerate(rows):
        middle = index * layout.step + layout.middle
        labels.append(layout.label(index, row.label))
        ends.append({"y": labels[-1]["y"], "label": row.shown})
        for place, point in enumerate(row.points):
            y = middle + 9 * (place - (len(row.points) - 1) / 2) if _crowded(row) else middle
            marks.append(
                {
                    "x": point.value,
                    "y": y,
                    "fill": _css(point.colour),
                    "shape": point.shape,
                    "size": _SIZES[point.shape],
                }
            )
            if point.low is not None and point.high is not None:
                whiskers.append({"x": point.low, "x2": point.high, "y": y, "fill": _css(point.colour)})
    height = len(rows) * layout.step
    axis = {
        "tickCount": 4 if layout.narrow else 6,
        "labelExpr": _label_expression(suffix),
        "labelOverlap": True,
        "labelSeparation": 8,
        "labelFlush": layout.narrow,
    }
    x = {"field": "x", "type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "axis": axis}
    layers = [
        {
            "data": {"values": whiskers},
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": _y(), "stroke": _fixed("fill")},
        },
        {
            "data": {"values": marks},
            "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "var(--paper)"},
            "encoding": {"x": x, "y": _y(), "fill": _fixed("fill"), "shape": _fixed("shape"), "size": _fixed("size")},
        },
        layout.labels(labels),
        {
            "data": {"values": ends},
            "mark": {
                "type": "text",
                "align": "right" if layout.narrow else "left",
                "baseline": "middle",
                "fill": "var(--ink-soft)",
            },
            "encoding": {
                "x": {"value": width - layout.left - layout.right + (0 if layout.narrow else 10)},
                "y": _y(),
                "text": {"field": "label"},
            },
        },
    ]
    if rule is not None:
        layers.insert(0, _rule({"x": {**x, "field": "at"}}, rule))
    return _rows(layers, layout, width, height, formats, axis=_AXIS)


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
                        "fill": _css(one.colour),
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
            "fill": _fixed("fill"),
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
        "axis": {"tickCount": 4, "labelExpr": _label_expression(suffix)},
    }
    layers: list[dict[str, Any]] = []
    if rule is not None:
        layers.append(_rule({"y": {**y, "field": "at"}}, rule))
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
        stroke = {"stroke": _css(one.colour), "strokeWidth": 2}
        if one.low:
            band = {"type": "area", "fill": _css(one.colour), "opacity": 0.18}
            edges = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}}
            layers.append({"data": {"values": data}, "mark": band, "encoding": edges})
        across = {"x": x, "y": {**y, "field": "y"}}
        layers.append({"data": {"values": data}, "mark": {"type": "line", **stroke}, "encoding": across})
        if len(data) <= _POINTS:
            point = {"type": "point", "filled": True, "opacity": 1, "fill": _css(one.colour), "size": 34}
            layers.append({"data": {"values": data}, "mark": point, "encoding": across})
    return _over_time(layers, width, formats)


def _rows(
    layers: list[dict[str, Any]], layout: _Rows, width: int, height: int, formats: Formats, *, axis: int
) -> Markup:
    for layer in layers:
        if "y" in layer["encoding"]:
            layer["encoding"]["y"] = _y(height)
    plot = {"width": width - layout.left - layout.right, "height": height, "layer": layers}
    return draw(plot, formats, _NAMES[width], paddings=(layout.left, 4, layout.right, axis + 4))


def _over_time(layers: list[dict[str, Any]], width: int, formats: Formats) -> Markup:
    left, right = 52, 30
    plot = {"width": width - left - right, "height": _TALL, "layer": layers}
    return draw(plot, formats, _NAMES[width], paddings=(left, 12, right, _AXIS + 4))


def _y(height: int = 0) -> dict[str, Any]:
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": None,
    }


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


def _rule(encoding: dict[str, Any], value: float) -> dict[str, Any]:
    mark = {"type": "rule", "stroke": "var(--ink)", "strokeDash": [5, 4], "strokeWidth": 1.5}
    return {"data": {"values": [{"at": value}]}, "mark": mark, "encoding": encoding}


def _label_expression(suffix: str | None) -> str:
    if suffix is None:
        return "format(datum.value, ',~r')"
    return f"format(datum.value * 100, ',~r') + '{suffix}'"


def _crowded(row: Dots) -> bool:
    """Tell whether a row has more than one interval, which must not lie upon each other."""
    return sum(point.low is not None for point in row.points) > 1


def _css(colour: str) -> str:
    return f"var(--{colour})"


def _fixed(field: str) -> dict[str, Any]:
    return {"field": field, "type": "nominal", "scale": None}
