"""Comparison: two periods or two accounts side by side, with intervals."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import row_charts
from govtext.report.page.blocks import Figure, Key, Section
from govtext.report.page.sections.common import described, drawn, paired, table
from govtext.report.page.shapes import Dots, Point

if TYPE_CHECKING:
    from govtext.report.page.context import Context, Row

_MOST = 10
_DAY = r"\b\d{4}-\d\d-\d\d\b"
_TABLES = {measure: f"{measure}s" for measure in ("topic", "sentiment", "intent", "stance", "voice")} | {
    "self": "voices"
}


def section(context: Context) -> Section | None:
    """Return the section, or None if nothing was to be compared."""
    rows, remarks = context.rows("comparison"), context.remarks("comparison")
    if not rows and not remarks:
        return None
    words = context.words
    measures = list(dict.fromkeys(row["measure"] for row in rows))
    figures = (_figure(context, measure, [row for row in rows if row["measure"] == measure]) for measure in measures)
    return Section(
        "comparison",
        words.text("comparison.title"),
        words.text("comparison.lead"),
        (*paired(figures), *remarks),
    )


def _figure(context: Context, measure: str, rows: list[Row]) -> Figure | None:
    rows = [row for row in rows if row["difference"] is not None and (row["a_count"] or row["b_count"])]
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text(f"comparison.{measure}") if words.has(f"comparison.{measure}") else measure
    rows = sorted(rows, key=lambda row: -max(row["a_share"], row["b_share"]))[:_MOST]
    sure = [row for row in rows if row["low"] is not None and (row["low"] > 0 or row["high"] < 0)]
    if sure:
        most = max(sure, key=lambda row: abs(row["difference"]))
        finding = words.markup(
            "comparison.finding_up" if most["difference"] > 0 else "comparison.finding_down",
            key=context.isolated(_name(context, most)),
            a=context.figure("comparison", most, "a_share", "share"),
            b=context.figure("comparison", most, "b_share", "share"),
        )
    else:
        finding = words.markup("comparison.finding_none")
    dots = [
        Dots(
            _name(context, row),
            (
                Point(row["a_share"], row["a_low"], row["a_high"], "first", "circle"),
                Point(row["b_share"], row["b_low"], row["b_high"], "second", "square"),
            ),
            f"{formats.points(row['difference'])} {words.text('format.points')}",
        )
        for row in rows
    ]
    most_share = max(
        value for row in rows for value in (row["a_high"], row["b_high"], row["a_share"], row["b_share"]) if value
    )
    cells = [
        (
            context.isolated(_name(context, row)),
            *(
                cell
                for side in "ab"
                for cell in (
                    context.figure("comparison", row, f"{side}_count", "count"),
                    context.figure("comparison", row, f"{side}_total", "count"),
                    context.figure("comparison", row, f"{side}_share", "share"),
                    context.interval("comparison", row, f"{side}_low", f"{side}_high"),
                )
            ),
            context.figure("comparison", row, "difference", "points"),
            context.interval("comparison", row, form="points"),
        )
        for row in rows
    ]
    sides = [f"{side}_{what}" for side in "ab" for what in ("count", "total", "share", "interval")]
    return Figure(
        f"comparison-{measure}",
        title,
        finding,
        table(context, title, ("name", *sides, "difference", "interval"), cells),
        drawn(
            row_charts.dots, dots, formats, domain=(0.0, min(1.0, 1.05 * most_share)), suffix=context.percent, half=True
        ),
        described(context, "dots", title, finding),
        (Key("first", _side(context, 0), "point"), Key("second", _side(context, 1), "square")),
        half=True,
    )


def _side(context: Context, place: int) -> Markup:
    """Return the name of a side: its account or its dates, else just which it is."""
    named = context.report.about.compared
    letter = context.cell(context.words.text(f"comparison.{'ab'[place]}"))
    if place >= len(named):
        return letter

    def written(day: re.Match[str]) -> str:
        try:
            return context.formats.short_date(date.fromisoformat(day[0]))
        except ValueError:  # an account may be called so
            return day[0]

    if named[place] == "rest":
        return Markup("{}: {}").format(letter, context.words.text("comparison.rest"))
    name = re.sub(rf"({_DAY})/({_DAY})", r"\1 – \2", named[place])
    return Markup("{}: {}").format(letter, context.isolated(re.sub(_DAY, written, name), 60))


def _name(context: Context, row: Row) -> str:
    return context.name(_TABLES.get(row["measure"], "any"), row["key"])
