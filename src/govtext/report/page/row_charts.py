"""Charts of rows, as bars or as points with intervals. Each function returns one drawing, so many pixels wide.

Rows are laid out in pixels by hand and labels stand in room kept for them, so that a chart keeps its form whatever the
length of its words. In a narrow drawing the label stands above its row instead of beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govtext.report.page.marks import AXIS, NAMES, css, fixed, label_expression, rule_at
from govtext.report.page.vega import NARROW, WIDE, draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from govtext.report.page.formats import Formats
    from govtext.report.page.shapes import Bar, Dots

_SIZES = {"circle": 85, "square": 80, "diamond": 130}
_ASIDE = 9  # pixels between the intervals of a row
_LETTER = 7  # pixels of a figure's letter, a little more than Arial needs


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
                    {"x": start, "x2": start + size, "y": middle - half, "y2": middle + half, "fill": css(colour)}
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
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": _y(), "y2": {"field": "y2"}, "fill": fixed("fill")},
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
        spread = [point for point in row.points if point.low is not None]
        for point in row.points:
            # Intervals must not lie upon each other; a point without one keeps to the middle.
            aside = spread.index(point) - (len(spread) - 1) / 2 if point in spread else 0
            y = middle + _ASIDE * aside
            marks.append(
                {
                    "x": point.value,
                    "y": y,
                    "fill": css(point.colour),
                    "shape": point.shape,
                    "size": _SIZES[point.shape],
                }
            )
            if point.low is not None and point.high is not None:
                whiskers.append({"x": point.low, "x2": point.high, "y": y, "fill": css(point.colour)})
    height = len(rows) * layout.step
    axis = {
        "tickCount": 4 if layout.narrow else 6,
        "labelExpr": label_expression(suffix),
        "labelOverlap": True,
        "labelSeparation": 8,
        "labelFlush": layout.narrow,
    }
    x = {"field": "x", "type": "quantitative", "scale": {"domain": list(domain), "nice": False}, "axis": axis}
    layers = [
        {
            "data": {"values": whiskers},
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.55},
            "encoding": {"x": x, "x2": {"field": "x2"}, "y": _y(), "stroke": fixed("fill")},
        },
        {
            "data": {"values": marks},
            "mark": {"type": "point", "filled": True, "opacity": 1, "stroke": "var(--paper)"},
            "encoding": {"x": x, "y": _y(), "fill": fixed("fill"), "shape": fixed("shape"), "size": fixed("size")},
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
        layers.insert(0, rule_at({"x": {**x, "field": "at"}}, rule))
    return _rows(layers, layout, width, height, formats, axis=AXIS)


def _rows(
    layers: list[dict[str, Any]], layout: _Rows, width: int, height: int, formats: Formats, *, axis: int
) -> Markup:
    for layer in layers:
        if "y" in layer["encoding"]:
            layer["encoding"]["y"] = _y(height)
    plot = {"width": width - layout.left - layout.right, "height": height, "layer": layers}
    return draw(plot, formats, NAMES[width], paddings=(layout.left, 4, layout.right, axis + 4))


def _y(height: int = 0) -> dict[str, Any]:
    return {
        "field": "y",
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": None,
    }
