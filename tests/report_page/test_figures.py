"""Every figure on the page is the table's, and there is no other."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from govtext.report import Report
from govtext.report.page import render
from govtext.report.page.wording import entries
from report_page.making import HOSTILE, full
from report_page.reading import Reader, shown


def _cell(report: Report, attributes: dict[str, Any]) -> Any:
    if "data-of" in attributes:
        table, row, column = attributes["data-of"].split("/")
        return report.tables[table][column][int(row)].as_py()
    if "data-note" in attributes:
        place, name = attributes["data-note"].split("/")
        return report.notes[int(place)].details[name]
    return getattr(report.about, attributes["data-about"])


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize(("seed", "grain"), [(1, "week"), (2, "day"), (3, "month"), (4, "year")])
def test_every_figure_is_the_one_of_its_cell(lang: str, seed: int, grain: str) -> None:
    report = full(seed, grain=grain, periods=6)
    page = Reader(render(report, lang))
    tables = set()
    for attributes, text in page.figures:
        if "data-rows" in attributes:
            table, rows = str(attributes["data-rows"]).split("/")
            places = {int(row) for row in rows.split(",") if row}
            assert text == shown(len(places), "count", lang)
            assert places <= set(range(report.tables[table].num_rows))
            continue
        value = _cell(report, attributes)
        assert attributes["value"] == str(value)
        assert text.replace("\xa0", " ") == shown(value, str(attributes["data-as"]), lang), attributes
        tables.add(str(attributes.get("data-of", "")).split("/")[0])
    assert tables >= {
        *("volume", "poverty", "topics", "programmes", "intents", "sentiments", "places", "rising", "keywords"),
        *("voices", "voice_gap", "queue", "response", "influence", "traffic", "comparison", "own_posts"),
        *("own_engagement", "examples"),
    }


@pytest.mark.parametrize("lang", ["id", "en"])
def test_there_is_no_figure_without_a_cell(lang: str) -> None:
    ours = {
        part for entry in entries(lang).values() for part in ([entry] if isinstance(entry, str) else entry.values())
    }
    # What the wording itself says with digits, such as "95 %" or a year of a paper, is no figure of the report.
    said = sorted((piece for text in ours for piece in re.split(r"\{\w+\}|<[^>]+>", text)), key=len, reverse=True)
    for text in Reader(render(full(), lang)).texts:
        rest = text
        for piece in said:
            if re.search(r"\d", piece):
                rest = rest.replace(piece.strip(), "")
        assert not re.search(r"\d", rest.replace("govtext 0.1.0", "")), text


def test_cards_on_top() -> None:
    report = full()
    figures = [attributes for attributes, _ in Reader(render(report)).figures]
    assert figures[3]["data-of"] == "poverty/0/share"
    silent = [place for place, row in enumerate(report.tables["voices"].to_pylist()) if row["heard"] == "not_heard"]
    counted = [str(one["data-rows"]) for one in figures if "data-rows" in one]
    assert sorted(map(int, counted[0].split("/")[1].split(","))) == silent
    waiting = [place for place, row in enumerate(report.tables["queue"].to_pylist()) if not row["answered"]]
    assert f"queue/{','.join(map(str, waiting))}" in counted


def test_drawings_show_the_table() -> None:
    report = full()
    html = render(report)
    drawing = re.search(r'<figure id="topics".*?</svg>', html, re.DOTALL)
    assert drawing
    for row in report.tables["topics"].to_pylist():
        end = f"{shown(row['count'], 'count', 'id')} · {shown(row['share'], 'share', 'id')}"
        assert (end in drawing[0].replace("\xa0", " ")) == (row["count"] > 0)


def test_the_worst_archive_makes_no_huge_page() -> None:
    texts = ["<&\"'>" * 1000, "🙏🏽" * 2500, "\u202e" * 5000, *HOSTILE]
    html = render(full(periods=900, grain="day", queue=500, texts=texts))
    assert len(html.encode()) < 2_000_000
    assert html.count('class="said"') == 200
    shown = Reader(html).figures
    assert ("500", "queue/" + ",".join(map(str, range(500)))) in {
        (one["value"], one.get("data-rows")) for one, _ in shown
    }


def test_years_of_days_are_cut_and_said_so() -> None:
    html = render(full(periods=900, grain="day"))
    assert len(html.encode()) < 2_000_000
    assert "Hanya periode-periode terakhir" in html
    last = dt.date(2025, 1, 6) + dt.timedelta(days=899)
    assert f'value="{last}"' in html
