"""Own posts: how stiff they are over time, and what goes with it; a correlation, and called so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.report.page import row_charts, time_charts
from govtext.report.page.blocks import Figure, Key, Section
from govtext.report.page.sections.common import MOST_PERIODS, described, drawn, paired, table, timeline
from govtext.report.page.shapes import Dots, Point, Series

if TYPE_CHECKING:
    from govtext.report.page.context import Context


def section(context: Context) -> Section:
    """Return the section."""
    words = context.words
    figures = (_formality(context), _engagement(context))
    return Section(
        "own_posts",
        words.text("own_posts.title"),
        words.text("own_posts.lead"),
        (*paired(figures), *context.remarks("own_posts")),
    )


def _formality(context: Context) -> Figure | None:
    rows = [row for row in context.rows("own_posts") if row["formality"] is not None][-MOST_PERIODS:]
    if not rows:
        return None
    words, grain = context.words, context.report.about.grain
    title = words.text("formality.title")
    last = rows[-1]
    finding = words.markup(
        "formality.finding",
        period=context.period("own_posts", last),
        formality=context.figure("own_posts", last, "formality", "whole_share"),
    )
    series = Series("accent", *(tuple(row[column] for row in rows) for column in ("formality", "low", "high")))
    cells = [
        (
            context.period("own_posts", row),
            context.figure("own_posts", row, "posts", "count"),
            context.figure("own_posts", row, "formality", "whole_share"),
            context.interval("own_posts", row, form="whole_share"),
        )
        for row in rows
    ]
    return Figure(
        "formality",
        title,
        finding,
        table(context, title, ("period", "posts", "formality", "interval"), cells),
        drawn(
            time_charts.lines,
            timeline(rows, grain),
            (series,),
            context.formats,
            suffix=context.percent,
            top=1.0,
            half=True,
        ),
        described(context, "lines", title, finding),
        (Key("accent", words.text("formality.line"), "line"), Key("band", words.text("formality.band"))),
        remark=words.markup("formality.remark"),
        half=True,
    )


def _engagement(context: Context) -> Figure | None:
    rows = [row for row in context.rows("own_engagement") if row["correlation"] is not None]
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text("engagement.title")
    strongest = max(rows, key=lambda row: abs(row["correlation"]))
    unsure = strongest["low"] is None or strongest["low"] <= 0 <= strongest["high"]
    direction = "unsure" if unsure else "up" if strongest["correlation"] > 0 else "down"
    finding = words.markup(
        f"engagement.finding_{direction}",
        measure=words.text(f"engagement.{strongest['measure']}"),
        correlation=context.figure("own_engagement", strongest, "correlation", "signed"),
    )
    dots = [
        Dots(
            words.text(f"engagement.{row['measure']}"),
            (Point(row["correlation"], row["low"], row["high"]),),
            formats.signed(row["correlation"]),
        )
        for row in rows
    ]
    cells = [
        (
            context.cell(words.text(f"engagement.{row['measure']}")),
            context.figure("own_engagement", row, "n", "count"),
            context.figure("own_engagement", row, "correlation", "signed"),
            context.interval("own_engagement", row, form="signed"),
        )
        for row in rows
    ]
    return Figure(
        "engagement",
        title,
        finding,
        table(context, title, ("name", "posts", "correlation", "interval"), cells),
        drawn(row_charts.dots, dots, formats, domain=(-1.0, 1.0), rule=0.0, half=True),
        described(context, "dots", title, finding),
        remark=words.markup("engagement.remark"),
        half=True,
    )
