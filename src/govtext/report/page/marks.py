"""Pieces of Vega-Lite that all charts share."""

from __future__ import annotations

from typing import Any

from govtext.report.page.vega import HALF, NARROW, WIDE

NAMES = {WIDE: "wide", HALF: "wide", NARROW: "narrow"}  # the classes by which the style shows one drawing
AXIS = 26  # room for the labels of an axis below the plot


def rule_at(encoding: dict[str, Any], value: float) -> dict[str, Any]:
    """Return a dashed line across the chart at ``value``; ``encoding`` says along which axis."""
    mark = {"type": "rule", "stroke": "var(--ink)", "strokeDash": [5, 4], "strokeWidth": 1.5}
    return {"data": {"values": [{"at": value}]}, "mark": mark, "encoding": encoding}


def label_expression(suffix: str | None) -> str:
    """Return how an axis writes its values: as numbers, or as per cent with ``suffix`` behind."""
    if suffix is None:
        return "format(datum.value, ',~r')"
    return f"format(datum.value * 100, ',~r') + '{suffix}'"


def css(colour: str) -> str:
    """Return a colour of the page's style."""
    return f"var(--{colour})"


def fixed(field: str) -> dict[str, Any]:
    """Return an encoding that takes the value of ``field`` as it is."""
    return {"field": field, "type": "nominal", "scale": None}
