"""Influence: the four groups of the seed study and Social Mention's measures, each with its formula in plain sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import time_charts
from govtext.report.page.blocks import Figure, Measure, Measures, Section
from govtext.report.page.sections.common import MOST_PERIODS, described, drawn, paired, table, timeline
from govtext.report.page.shapes import Series

if TYPE_CHECKING:
    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context, Row

GROUPS = ("reach", "frequency", "conversation", "sustainability", "social_mention")
_TRAFFIC = (("likes", "count"), ("comments_per_post", "decimal"))
_SEVERAL = 2
_FORMS = {"count": "count", "share": "share"} | dict.fromkeys(("per_day", "per_post", "per_author", "ratio"), "decimal")


def section(context: Context) -> Section:
    """Return the section."""
    words = context.words
    blocks: list[Block | None] = [
        *(_group(context, group) for group in GROUPS),
        *(_traffic(context, *column) for column in _TRAFFIC),
    ]
    return Section(
        "influence",
        words.text("influence.title"),
        words.text("influence.lead"),
        (*paired(blocks), *context.remarks("influence")),
    )


def _group(context: Context, group: str) -> Measures | None:
    rows = [row for row in context.rows("influence") if row["group"] == group]
    if not rows:
        return None
    words = context.words
    return Measures(
        words.text(f"influence.{group}.title"),
        words.text(f"influence.{group}.lead"),
        tuple(_measure(context, row) for row in rows),
    )


def _measure(context: Context, row: Row) -> Measure:
    words, name = context.words, row["measure"]
    value, missing = None, ""
    if row["value"] is not None:
        value = words.markup(
            f"units.{row['unit']}", value=context.figure("influence", row, "value", _FORMS[row["unit"]])
        )
    elif row["missing"]:
        missing = words.text("influence.missing", roles=context.roles(row["missing"]).striptags())
    else:
        missing = words.text("influence.empty")
    basis = Markup("")
    if row["value"] is not None and row["n"] is not None:
        basis = words.markup("influence.basis", number=row["n"], n=context.figure("influence", row, "n", "count"))
    return Measure(
        context.name("measures", name),
        value,
        basis,
        words.text(f"formulas.{name}") if words.has(f"formulas.{name}") else "",
        missing,
    )


def _traffic(context: Context, column: str, form: str) -> Figure | None:
    rows = context.rows("traffic")[-MOST_PERIODS:]
    known = [row for row in rows if row[column] is not None]
    if len(known) < _SEVERAL:
        return None
    words = context.words
    title = words.text(f"traffic.{column}")
    busiest = max(known, key=lambda row: row[column])
    finding = words.markup(
        f"traffic.{column}_finding",
        period=context.period("traffic", busiest),
        most=context.figure("traffic", busiest, column, form),
    )
    cells = [
        (
            context.period("traffic", row),
            *(context.figure("traffic", row, count, "count") for count in ("posts", "comments", "likes", "shares")),
            context.figure("traffic", row, "likes_per_post", "decimal"),
            context.figure("traffic", row, "comments_per_post", "decimal"),
        )
        for row in rows
    ]
    titles = ("period", "posts", "comments", "likes", "shares", "likes_per_post", "comments_per_post")
    series = Series("accent", tuple(row[column] for row in rows))
    return Figure(
        f"traffic-{column}",
        title,
        finding,
        table(context, title, titles, cells),
        drawn(time_charts.lines, timeline(rows, context.report.about.grain), (series,), context.formats, half=True),
        described(context, "lines", title, finding),
        half=True,
    )
