"""Listening: how many comments, on what, in which mood, and what is rising."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import row_charts, time_charts
from govtext.report.page.blocks import Figure, Key, Section
from govtext.report.page.sections.common import MOST_PERIODS, by_feeling, described, drawn, paired, table, timeline
from govtext.report.page.sections.words import examples, keywords, rising
from govtext.report.page.shapes import Bar, Series

if TYPE_CHECKING:
    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context


_NEARLY_ALL = 0.8  # from here on an axis goes up to one, never past it


def section(context: Context) -> Section:
    """Return the section."""
    blocks: list[Block | None] = [
        _volume(context),
        _poverty(context),
        by_feeling(context, "topics"),
        _sentiments(context),
        by_feeling(context, "intents", half=True),
        by_feeling(context, "programmes", half=True),
        by_feeling(context, "places", half=True),
        rising(context),
        *(keywords(context, scope) for scope in ("poverty", "negative")),
        examples(context, "topic", "topics"),
        examples(context, "rising", "keywords"),
        *context.remarks("listening"),
    ]
    words = context.words
    return Section(
        "listening",
        words.text("listening.title"),
        words.text("listening.lead"),
        paired(blocks),
    )


def _volume(context: Context) -> Figure | None:
    rows = context.rows("volume")[-MOST_PERIODS:]
    if not rows:
        return None
    words, formats, grain = context.words, context.formats, context.report.about.grain
    title = words.text("volume.title")
    busiest = max(rows, key=lambda row: row["comments"])
    finding = words.markup(
        f"volume.finding_{grain}",
        period=context.period("volume", busiest),
        comments=context.figure("volume", busiest, "comments", "count"),
    )
    series = [Series("other", tuple(row["comments"] - (row["poverty"] or 0) for row in rows))]
    keys = [Key("other", words.text("volume.other"))]
    if any(row["total"] for row in rows):  # else nothing is known of poverty, which is not the same as none
        series.insert(0, Series("accent", tuple(row["poverty"] or 0 for row in rows)))
        keys.insert(0, Key("accent", words.text("volume.poverty")))
    cells = [
        (
            context.period("volume", row),
            context.figure("volume", row, "comments", "count"),
            context.figure("volume", row, "poverty", "count"),
            context.figure("volume", row, "share", "share"),
            context.interval("volume", row),
        )
        for row in rows
    ]
    return Figure(
        "volume",
        title,
        finding,
        table(context, title, ("period", "count", "poverty", "share_poverty", "interval"), cells),
        drawn(time_charts.columns, timeline(rows, grain), series, formats, half=True),
        described(context, "columns", title, finding),
        tuple(keys) if keys[1:] else (),
        half=True,
        remark=words.markup("volume.cut") if len(context.rows("volume")) > MOST_PERIODS else Markup(""),
    )


def _poverty(context: Context) -> Figure | None:
    rows = context.rows("volume")[-MOST_PERIODS:]
    overall = context.rows("poverty")
    if not rows or not overall or overall[0]["share"] is None:
        return None
    words, grain = context.words, context.report.about.grain
    title = words.text("poverty.title")
    finding = words.markup(
        "poverty.finding",
        count=context.figure("poverty", overall[0], "count", "count"),
        total=context.figure("poverty", overall[0], "total", "count"),
        share=context.figure("poverty", overall[0], "share", "share"),
        interval=context.interval("poverty", overall[0]),
    )
    target = overall[0]["target"]
    series = Series("accent", *(tuple(row[column] for row in rows) for column in ("share", "low", "high")))
    keys = [Key("accent", words.text("poverty.line"), "line"), Key("band", words.text("poverty.band"))]
    cells = [
        (
            context.period("volume", row),
            context.figure("volume", row, "share", "share"),
            context.interval("volume", row),
            context.figure("poverty", overall[0], "target", "share"),
        )
        for row in rows
    ]
    if target is not None:
        keys.append(Key("ink", words.text("poverty.target"), "dashed"))
    most = max(value for row in rows for value in (row["high"], row["share"], target, 0.05) if value is not None)
    chart = drawn(
        time_charts.lines,
        timeline(rows, grain),
        (series,),
        context.formats,
        rule=target,
        suffix=context.percent,
        top=1.0 if most > _NEARLY_ALL else None,
        half=True,
    )
    return Figure(
        "poverty",
        title,
        finding,
        table(context, title, ("period", "share_poverty", "interval", "target"), cells),
        chart,
        described(context, "lines", title, finding),
        tuple(keys),
        half=True,
    )


def _sentiments(context: Context) -> Figure | None:
    rows = [row for row in context.rows("sentiments") if row["count"]]
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text("sentiments.title")
    rows = sorted(rows, key=lambda row: -row["count"])
    finding = words.markup(
        "sentiments.finding",
        first=context.isolated(context.name("sentiments", rows[0]["key"])),
        share=context.figure("sentiments", rows[0], "share", "share"),
        interval=context.interval("sentiments", rows[0]),
    )
    bars = [
        Bar(
            context.name("sentiments", row["key"]),
            ((row["key"], row["count"]),),
            f"{formats.count(row['count'])} · {formats.share(row['share'])}",
        )
        for row in rows
    ]
    cells = [
        (
            context.cell(context.name("sentiments", row["key"])),
            context.figure("sentiments", row, "count", "count"),
            context.figure("sentiments", row, "share", "share"),
            context.interval("sentiments", row),
            context.figure("sentiments", row, "poverty", "count"),
        )
        for row in rows
    ]
    return Figure(
        "sentiments",
        title,
        finding,
        table(context, title, ("name", "count", "share", "interval", "poverty"), cells),
        drawn(row_charts.bars, bars, formats, half=True),
        described(context, "bars", title, finding),
        half=True,
    )
