"""Rows of bars as SVG, for light and dark, phone and desk; walkthrough.py uses it. pip install 'govtext[report]'."""

import sys
import textwrap
from pathlib import Path

import vl_convert

WIDTH = 360  # a phone; on a wide window the picture is scaled up to SHOWN
SHOWN = 460
# After Okabe and Ito (2008): told apart with any common colour blindness, and by how light they are.
LIGHT = {"paper": "#ffffff", "ink": "#191c20", "soft": "#4a535d", "grid": "#dfe3e8"}
DARK = {"paper": "#181d23", "ink": "#eceff2", "soft": "#b4bec8", "grid": "#36404a"}
LIGHT |= {"first": "#0072b2", "second": "#c98500", "third": "#87919c", "warm": "#c44f00"}
DARK |= {"first": "#56b4e9", "second": "#e6a41a", "third": "#77828e", "warm": "#f08a45"}


_STYLE = """<style>
:root {{ {light} }}
@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}
</style>"""
_CONFIG = {
    "aria": False,
    "font": "Arial, Liberation Sans, Helvetica, sans-serif",
    "view": {"stroke": None},
    "text": {"fill": "var(--ink)"},
    "axis": {
        "domain": False,
        "ticks": False,
        "gridColor": "var(--grid)",
        "labelColor": "var(--soft)",
        "labelFontSize": 12,
        "titleColor": "var(--soft)",
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleAnchor": "start",
    },
}


def bars(title, rows, colours, *, axis, source, form=",d"):
    """Return a picture of horizontal bars, and what it shows in words.

    Args:
        title: what the reader should see in it.
        rows: by the name of a row, the sizes of its parts: {"Health": {"negative": 11, "neutral": 6}}.
        colours: the colour of each part, in order: {"negative": "warm", "neutral": "third"}.
        axis: what is measured.
        source: where the figures come from.
        form: how figures are written, see https://d3js.org/d3-format.
    """
    cells = [
        {"row": row, "part": part, "place": place, "size": sizes[part]}
        for row, sizes in rows.items()
        for place, part in enumerate(colours)
        if sizes.get(part)
    ]
    sums = [{"row": row, "size": sum(sizes.values())} for row, sizes in rows.items()]
    y = {"field": "row", "type": "nominal", "sort": None, "axis": _row_names(), "scale": {"padding": 0}}
    x = {"type": "quantitative", "axis": {"title": axis, "tickCount": 4, "format": form, "tickMinStep": 0.01}}
    x["scale"] = {"domain": [0, 1.12 * max(one["size"] for one in sums)], "nice": False}
    scale = {"domain": list(colours), "range": [f"var(--{colour})" for colour in colours.values()]}
    bar = {
        "data": {"values": cells},
        "mark": {"type": "bar", "height": 14, "yOffset": 9, "stroke": "var(--paper)", "strokeWidth": 1},
        "encoding": {
            "y": y,
            "x": {**x, "field": "size", "stack": "zero"},
            "order": {"field": "place"},
            "color": {"field": "part", "scale": scale, "legend": _legend() if len(colours) > 1 else None},
        },
    }
    end = {
        "data": {"values": sums},
        "mark": {"type": "text", "align": "left", "dx": 5, "yOffset": 9, "baseline": "middle", "fontSize": 13},
        "encoding": {"y": y, "x": {**x, "field": "size"}, "text": {"field": "size", "format": form}},
    }
    chart = {
        "layer": [bar, end],
        "width": WIDTH - 30,
        "height": {"step": 42},
        "title": {
            "text": source,
            "orient": "bottom",
            "anchor": "start",
            "fontSize": 12,
            "color": "var(--soft)",
            "fontWeight": "normal",
        },
    }
    svg = vl_convert.vegalite_to_svg(
        {
            "$schema": "https://vega.github.io/schema/vega-lite/v5.json",  # names the version; nothing is fetched
            "title": {
                "text": textwrap.wrap(title, 40),
                "anchor": "start",
                "fontSize": 16,
                "color": "var(--ink)",
                "offset": 12,
            },
            "vconcat": [chart],
            "background": "var(--paper)",
            "padding": 12,
            "config": _CONFIG,
        },
        allowed_base_urls=[],
    )
    measured = f"{axis} ({', '.join(colours)})" if len(colours) > 1 else axis
    figures = "; ".join(
        f"{row}: {', '.join(format(sizes.get(part, 0), form.replace('d', '')) for part in colours)}"
        for row, sizes in rows.items()
    )
    return _for_both_schemes(svg), f"{title}. {measured[0].upper()}{measured[1:]}. {figures}."


def show(picture, name, folder="walkthrough-output"):
    """Save a picture as ``folder/name``, and show it where this runs as a notebook."""
    svg, words = picture
    Path(folder).mkdir(exist_ok=True)
    Path(folder, name).write_text(svg, encoding="utf-8", newline="\n")
    if "ipykernel" in sys.modules:
        from IPython.display import SVG, display

        display(SVG(svg))
    else:
        print(f"[{name}] {words}")


def _row_names():
    """Write the name of a row above its bar, so that a long one needs no room at the side."""
    return {
        "title": None,
        "grid": False,
        "labelAlign": "left",
        "labelPadding": 0,
        "labelOffset": -11,
        "labelColor": "var(--ink)",
        "labelFontSize": 13,
        "labelLimit": WIDTH - 30,
        "zindex": 1,
    }


def _legend():
    return {"orient": "top", "title": None, "labelColor": "var(--ink)", "labelFontSize": 13, "symbolType": "square"}


def _for_both_schemes(svg):
    """Let a drawing follow the reader's scheme of colours, and the width of the page."""
    width, height = (float(svg.split(f'{side}="')[1].split('"')[0]) for side in ("width", "height"))
    light, dark = ("; ".join(f"--{name}: {colour}" for name, colour in colours.items()) for colours in (LIGHT, DARK))
    head, body = svg.split(">", 1)
    view = head[head.index("viewBox") :]
    size = f'width="{SHOWN}" height="{SHOWN * height / width:.0f}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view}>{_STYLE.format(light=light, dark=dark)}{body}\n'
