"""The voice gap: how much each group speaks for itself, beside its share of the population."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.report.page import row_charts
from govtext.report.page.blocks import Figure, Key
from govtext.report.page.sections.common import described, drawn, table
from govtext.report.page.shapes import Dots, Point

if TYPE_CHECKING:
    from markupsafe import Markup

    from govtext.report.page.context import Context, Row

_TITLES = (
    *(
        "group",
        "self",
        "self_total",
        "self_share_all",
        "interval",
        "people_share",
        "interval",
        "baseline",
        "gap",
        "interval",
        "ratio",
    ),
    *("source:text", "caveat:text"),
)


def gap(context: Context) -> Figure | None:
    """Return the figure of voices beside shares of the population: only what may be compared."""
    rows = [row for row in context.rows("voice_gap") if row["gap"] is not None]
    if not rows:
        return None
    words = context.words
    title = words.text("voice_gap.title")
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    by_gap = sorted(groups.values(), key=lambda group: group[0]["gap"])
    widest = by_gap[0][0]
    finding = words.markup(
        "voice_gap.finding" if widest["gap"] < 0 else "voice_gap.finding_none",
        group=context.isolated(context.name("voices", widest["group"])),
        share=context.figure("voice_gap", widest, "self_share", "share"),
        baseline=context.figure("voice_gap", widest, "baseline", "share"),
    )
    most = max(
        value
        for row in rows
        for value in (row["baseline"], row["high"], row["self_share"], row["people_high"])
        if value is not None
    )
    known = any(row["people_share"] is not None for row in rows)
    people = (Key("proxy", words.text("voice_gap.people"), "square"),) if known else ()
    dots = [_beside(context, group) for group in by_gap]
    chart = drawn(
        row_charts.dots, dots, context.formats, domain=(0.0, min(1.0, 1.1 * most) or 1.0), suffix=context.percent
    )
    return Figure(
        "voice-gap",
        title,
        finding,
        table(context, title, _TITLES, [_cells(context, row) for group in by_gap for row in group]),
        chart,
        described(context, "dots", title, finding),
        (
            Key("self", words.text("voice_gap.self"), "point"),
            *people,
            Key("ink", words.text("voice_gap.baseline"), "diamond"),
        ),
        remark=words.markup("voice_gap.remark"),
    )


def _beside(context: Context, rows: list[Row]) -> Dots:
    """Return a group's voice beside all shares that are published of it; the difference is from the first."""
    first = rows[0]
    baselines = (Point(row["baseline"], colour="ink", shape="diamond") for row in rows)
    voice = [Point(first["self_share"], first["low"], first["high"], colour="self")]
    if first["people_share"] is not None:
        voice.append(Point(first["people_share"], first["people_low"], first["people_high"], "proxy", "square"))
    gap = f"{context.formats.points(first['gap'])} {context.words.text('format.points')}"
    return Dots(context.name("voices", first["group"]), (*voice, *baselines), gap)


def _cells(context: Context, row: Row) -> tuple[Markup, ...]:
    return (
        context.cell(context.name("voices", row["group"])),
        context.figure("voice_gap", row, "self_count", "count"),
        context.figure("voice_gap", row, "self_total", "count"),
        context.figure("voice_gap", row, "self_share", "share"),
        context.interval("voice_gap", row),
        context.figure("voice_gap", row, "people_share", "share"),
        context.interval("voice_gap", row, "people_low", "people_high"),
        context.figure("voice_gap", row, "baseline", "share"),
        context.figure("voice_gap", row, "gap", "points"),
        context.interval("voice_gap", row, "gap_low", "gap_high", "points"),
        context.figure("voice_gap", row, "ratio", "decimal"),
        context.isolated(_source(context, row), 120),
        context.isolated(context.words.translated(row["note"] or ""), 300),
    )


def rates(context: Context) -> Figure | None:
    """Return the table of published figures that say how poor a group is, but not how large: context, not a gap."""
    rows = [row for row in context.rows("voice_gap") if row["gap"] is None and row["baseline"] is not None]
    if not rows:
        return None
    words = context.words
    title = words.text("rates.title")
    cells = [
        (
            context.cell(context.name("voices", row["group"])),
            context.isolated(context.words.translated(row["of"] or row["baseline_id"]), 120),
            context.figure("voice_gap", row, "baseline", "share"),
            context.figure("voice_gap", row, "self_share", "share"),
            context.isolated(_source(context, row), 120),
            context.isolated(context.words.translated(row["note"] or ""), 300),
        )
        for row in rows
    ]
    titles = ("group", "meaning:text", "baseline", "self_share_all", "source:text", "caveat:text")
    return Figure("rates", title, words.markup("rates.finding"), table(context, title, titles, cells))


def _source(context: Context, row: Row) -> str:
    source, year = context.words.translated(row["source"] or ""), str(row["year"] or "")
    return source if year in source else f"{source}, {year}"
