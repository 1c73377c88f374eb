"""The charts: true to scale, in the page's language and colours, and nothing in them that reaches out."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from govtext.report.page.formats import Formats
from govtext.report.page.row_charts import bars, dots
from govtext.report.page.shapes import Bar, Dots, Point, Series, Timeline
from govtext.report.page.time_charts import columns, lines
from govtext.report.page.vega import HALF, NARROW, WIDE
from govtext.report.page.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMATS = {lang: Formats(Wording(lang)) for lang in ("id", "en")}
WIDTHS = (WIDE, HALF, NARROW)
SVG = "{http://www.w3.org/2000/svg}"


def weeks(count: int, grain: str = "week", days: int = 7) -> Timeline:
    starts = tuple(date(2025, 1, 6) + timedelta(days=days * place) for place in range(count))
    return Timeline(starts, tuple(start + timedelta(days=days) for start in starts), grain)


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314 - our own drawing


def texts(drawing: str) -> list[str]:
    return ["".join(one.itertext()) for one in parsed(drawing).iter(f"{SVG}text") if one.get("opacity") != "0"]


def boxes(drawing: str, colour: str) -> list[tuple[float, float]]:
    """Return left end and length of each rectangle of a colour."""
    found = re.findall(r'<path d="M(-?[\d.]+),-?[\d.]+h(-?[\d.]+)v[^"]*" fill="var\(--(\w+)\)"', drawing)
    return [(float(left), float(length)) for left, length, fill in found if fill == colour]


def test_bars_are_as_long_as_their_numbers() -> None:
    rows = [Bar("satu", (("negative", 30), ("positive", 10)), "40"), Bar("dua", (("negative", 20),), "20")]
    drawing = bars(rows, FORMATS["id"], WIDE)
    (_, first), (start, second) = boxes(drawing, "negative")
    assert first == pytest.approx(1.5 * second)
    assert start == 0
    ((left, length),) = boxes(drawing, "positive")
    assert [left, length] == pytest.approx([first, first / 3])
    assert texts(drawing) == ["satu", "dua", "40", "20"]


def test_a_part_of_nothing_is_not_drawn() -> None:
    drawing = bars([Bar("satu", (("negative", 0), ("neutral", 5)), "5")], FORMATS["id"], HALF)
    assert boxes(drawing, "negative") == []
    assert len(boxes(drawing, "neutral")) == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_long_and_hostile_labels_keep_to_their_room(width: int) -> None:
    rows = [Bar('<b onload="x">&amp; ' + "w" * 200, (("accent", 3),), "123.456.789 · 100,0 %"), Bar("", (), "0")]
    drawing = bars(rows, FORMATS["id"], width)
    root = parsed(drawing)
    assert root.get("width") == str(width)
    assert {child.tag for child in root.iter()} <= {f"{SVG}{tag}" for tag in ("svg", "g", "path", "text", "line")}
    label = next(text for text in texts(drawing) if text.startswith("<b"))
    assert label.endswith("…")
    assert len(label) < 60


def test_points_and_intervals_lie_where_they_should() -> None:
    row = Dots("satu", (Point(0.25, 0.2, 0.3, "self"), Point(0.5, colour="ink", shape="diamond")), "25,0 %")
    drawing = dots([row], FORMATS["id"], WIDE, domain=(0.0, 1.0), suffix="\xa0%")
    plot = WIDE - 220 - 112
    places = re.findall(r'<path[^>]*transform="translate\(([\d.]+),[\d.]+\)"[^>]*fill="var\(--(self|ink)\)"', drawing)
    assert {colour: float(x) for x, colour in places} == {
        "self": pytest.approx(plot / 4, abs=1),
        "ink": pytest.approx(plot / 2, abs=1),
    }
    (rule,) = re.findall(r'<line transform="translate\(([\d.]+),[\d.]+\)" x2="(-?[\d.]+)"[^>]*var\(--self\)', drawing)
    ends = sorted((float(rule[0]), float(rule[0]) + float(rule[1])))
    assert ends == [pytest.approx(0.2 * plot, abs=1), pytest.approx(0.3 * plot, abs=1)]
    assert "50\xa0%" in "".join(texts(drawing)) or "40\xa0%" in "".join(texts(drawing))


def test_intervals_of_a_row_do_not_cover_each_other() -> None:
    row = Dots("satu", (Point(0.3, 0.2, 0.4, "first"), Point(0.3, 0.2, 0.4, "second"), Point(0.3, colour="ink")), "")
    drawing = dots([row], FORMATS["id"], NARROW, domain=(0.0, 1.0), suffix="%")
    found = re.findall(r'<path[^>]*transform="translate\([\d.]+,([\d.]+)\)"[^>]*fill="var\(--(\w+)\)"', drawing)
    heights = {colour: float(y) for y, colour in found}
    assert heights["first"] < heights["ink"] < heights["second"]


def test_a_rule_crosses_the_rows() -> None:
    row = Dots("satu", (Point(0.2, -0.1, 0.5),), "+0,20")
    with_rule = dots([row], FORMATS["id"], HALF, domain=(-1.0, 1.0), rule=0.0)
    without = dots([row], FORMATS["id"], HALF, domain=(-1.0, 1.0))
    assert with_rule.count("stroke-dasharray") == without.count("stroke-dasharray") + 1
    assert "0,5" in texts(with_rule)


@pytest.mark.parametrize("width", WIDTHS)
def test_columns_stand_on_each_other(width: int) -> None:
    series = [Series("accent", (2, 0, 4)), Series("other", (2, 4, 0))]
    drawing = columns(weeks(3), series, FORMATS["id"], width)
    found = re.findall(r'd="M([\d.]+),([\d.]+)h[\d.]+v([\d.]+)h[^"]*" fill="var\(--(\w+)\)"', drawing)
    heights = {(round(float(x)), colour): float(height) for x, _, height, colour in found}
    assert len(heights) == 4  # two of the six are nothing
    accents = sorted(height for (_, colour), height in heights.items() if colour == "accent")
    assert accents[1] == pytest.approx(2 * accents[0], abs=1)
    assert texts(drawing)[0] == "6 Jan"


def test_a_line_breaks_where_nothing_is_known() -> None:
    whole, broken = (Series("accent", values) for values in ((0.1, 0.2, 0.3, 0.4), (0.1, None, 0.3, 0.4)))
    moves = []
    for series in (whole, broken):
        drawing = lines(weeks(4), [series], FORMATS["id"], WIDE, suffix="\xa0%")
        (path,) = re.findall(r'<path d="([^"]+)" stroke="var\(--accent\)"', drawing)
        moves.append(path.count("M"))
    assert moves == [1, 2]


def test_bands_and_targets() -> None:
    series = Series("accent", (0.1, 0.2), (0.05, 0.1), (0.2, 0.3))
    drawing = lines(weeks(2), [series], FORMATS["id"], HALF, rule=0.25, suffix="\xa0%", top=1.0)
    assert drawing.count("stroke-dasharray") == 1
    assert len(re.findall(r'opacity="0.18"|fill-opacity="0.18"', drawing)) == 1
    assert "100\xa0%" in texts(drawing)


@pytest.mark.parametrize(
    ("timeline", "first"),
    [
        (weeks(1), "6 Jan"),
        (weeks(60), "Jan 2025"),
        (weeks(14, "month", 31), "Feb 2025"),
        (weeks(9, "year", 366), "2026"),
        (weeks(200, "day", 1), "6 Jan"),
    ],
)
@pytest.mark.parametrize("width", WIDTHS)
def test_axes_of_time_name_each_moment_once(timeline: Timeline, first: str, width: int) -> None:
    drawing = lines(timeline, [Series("accent", tuple(range(len(timeline.starts))))], FORMATS["id"], width)
    moments = [text for text in texts(drawing) if re.search("[A-Z][a-z]{2}|20", text)]
    assert moments
    assert len(moments) == len(set(moments))
    assert re.fullmatch(r"\d\d?\xa0?\s?[A-Z][a-z]{2}|[A-Z][a-z]{2} \d{4}|\d{4}", moments[0])
    assert len(first.split()) == len(moments[0].split())


@pytest.mark.parametrize(("lang", "month", "thousand"), [("id", "Mei", "2.000"), ("en", "May", "2,000")])
def test_the_language_of_an_axis(lang: str, month: str, thousand: str) -> None:
    drawing = lines(weeks(20), [Series("accent", tuple(range(0, 4000, 200)))], FORMATS[lang], WIDE)
    assert month in " ".join(texts(drawing))
    assert thousand in texts(drawing)


def drawings() -> Iterator[str]:
    for width in WIDTHS:
        yield bars([Bar("satu", (("negative", 1),), "1")], FORMATS["id"], width)
        yield dots([Dots("satu", (Point(0.1, 0.0, 0.2),), "1")], FORMATS["id"], width, domain=(0, 1), suffix="%")
        yield columns(weeks(3), [Series("accent", (1, 2, 3))], FORMATS["id"], width)
        yield lines(
            weeks(3), [Series("accent", (1, None, 3), (0, None, 2), (2, None, 4))], FORMATS["id"], width, rule=1
        )


@pytest.mark.parametrize("drawing", list(drawings()))
def test_colours_are_the_styles_and_nothing_reaches_out(drawing: str) -> None:
    colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', drawing))
    assert colours <= {"none", "transparent"} | {colour for colour in colours if colour.startswith("var(--")}
    assert not re.search(r"href=|url\(|style=|<script|<image|<style| id=", drawing)
    assert 'aria-hidden="true"' in drawing.split(">", 1)[0]
    assert re.match(r'<svg class="(wide|narrow)" ', drawing)
