"""Vega-Lite charts as SVG inside the page: drawn by vl-convert, without a network, coloured by the page's own style.

Colours are CSS variables, so that one drawing serves light and dark; each chart is drawn wide and narrow, and the style
shows the one that fits. The drawings are hidden from screen readers: beside them stand a description and a table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from govtext.report.page.formats import Formats

WIDE, HALF, NARROW = 720, 500, 320
FONT = "Arial, Liberation Sans, Helvetica, sans-serif"  # one metric nearly everywhere, the one vl-convert measures with
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"  # a name that tells the version; nothing is fetched
_CONFIG = {
    "aria": False,
    "font": FONT,
    "view": {"stroke": None},
    "text": {"fill": "var(--ink)", "fontSize": 13},
    "axis": {
        "domain": False,
        "ticks": False,
        "grid": True,
        "gridColor": "var(--grid)",
        "labelColor": "var(--ink-soft)",
        "labelFontSize": 12,
        "labelPadding": 6,
        "title": None,
    },
}


def draw(spec: dict[str, Any], formats: Formats, name: str, *, paddings: tuple[int, int, int, int]) -> Markup:
    """Return a Vega-Lite ``spec`` as an SVG element.

    Args:
        spec: marks, encodings and data; sizes are of the plot itself, in CSS pixels.
        formats: the language of numbers and months on the axes.
        name: class of the element.
        paddings: left, top, right, bottom, around the plot. Nothing is measured to lay the chart out, so that it
            looks the same with whatever font a reader has.
    """
    import vl_convert

    left, top, right, bottom = paddings
    numbers, names = formats.vega()
    svg = vl_convert.vegalite_to_svg(
        {
            "$schema": _SCHEMA,
            "config": _CONFIG,
            "background": None,
            "autosize": {"type": "none"},
            "padding": {"left": left, "top": top, "right": right, "bottom": bottom},
            **spec,
        },
        allowed_base_urls=[],
        format_locale=numbers,
        time_format_locale=names,
    )
    head = f'<svg class="{name}" aria-hidden="true" focusable="false" '
    return Markup(head + svg.removeprefix("<svg ").replace(' class="marks"', "", 1))  # noqa: S704 - Vega escapes texts
