"""Voices: who speaks, who is spoken for, who is only spoken about, and who is not heard at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import charts
from govtext.report.page.blocks import Figure, Key, Names, Section
from govtext.report.page.sections.common import by_feeling, described, drawn, paired, table
from govtext.report.page.sections.words import examples
from govtext.report.page.shapes import Bar, Dots, Point

if TYPE_CHECKING:
    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context, Row

STANCES = ("self", "proxy", "about")
_GAP_TITLES = (
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


def section(context: Context) -> Section:
    """Return the section."""
    blocks: list[Block | None] = [
        unheard(context),
        _speakers(context),
        by_feeling(context, "stances"),
        _gap(context),
        _rates(context),
        examples(context, "voice", "voices"),
        *context.remarks("voices"),
    ]
    words = context.words
    return Section(
        "voices",
        words.text("voices.title"),
        words.text("voices.lead"),
        paired(blocks),
    )


def unheard(context: Context) -> Names | None:
    """Return the list of groups that are not heard, or hardly."""
    silent = [row for row in context.rows("voices") if row["heard"] != "heard"]
    if not silent:
        return None
    words = context.words
    rows = sorted(silent, key=lambda row: (row["self"] or 0, -(row["comments"] or 0), row["group"]))
    items = tuple((context.name("voices", row["group"]), _silence(context, row)) for row in rows)
    lead = [words.markup("unheard.lead")]
    for place, note in enumerate(context.report.notes):
        if note.code in {"not_heard", "few_voices"}:
            limit = context.noted(place, "limit", note.details["limit"])
            lead.append(words.markup(f"unheard.limit_{note.code}", limit=limit))
    return Names(words.text("unheard.title"), Markup(" ").join(lead), items)


def _silence(context: Context, row: Row) -> Markup:
    words = context.words
    tag = words.text("unheard.not_heard" if row["heard"] == "not_heard" else "unheard.few_tag")
    if not row["comments"]:
        return words.markup("unheard.none", tag=tag)
    return words.markup(
        "unheard.few",
        tag=tag,
        number=row["comments"],
        comments=context.figure("voices", row, "comments", "count"),
        own=context.figure("voices", row, "self", "count"),
    )


def _speakers(context: Context) -> Figure | None:
    rows = sorted((row for row in context.rows("voices") if row["comments"]), key=lambda row: -row["comments"])
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text("speakers.title")
    spoken = max(rows, key=lambda row: row["self"] or 0)
    about = max(rows, key=lambda row: (row["proxy"] or 0) + (row["about"] or 0))
    finding = words.markup(
        "speakers.finding",
        own=context.isolated(context.name("voices", spoken["group"])),
        count=context.figure("voices", spoken, "self", "count"),
        about=context.isolated(context.name("voices", about["group"])),
        proxy_count=context.figure("voices", about, "proxy", "count"),
        about_count=context.figure("voices", about, "about", "count"),
    )
    bars = [
        Bar(
            context.name("voices", row["group"]),
            tuple((stance, row[stance] or 0) for stance in STANCES),
            formats.count(row["comments"]),
        )
        for row in rows
    ]
    cells = [
        (
            context.cell(context.name("voices", row["group"])),
            *(context.figure("voices", row, column, "count") for column in ("comments", *STANCES)),
            context.figure("voices", row, "share", "share"),
            context.interval("voices", row),
            context.figure("voices", row, "self_share", "share"),
            context.interval("voices", row, "self_low", "self_high"),
            context.cell(words.text(f"heard.{row['heard']}")),
        )
        for row in context.rows("voices")
    ]
    titles = (
        *("group", "comments", *STANCES, "share_all", "interval", "self_share", "interval"),
        "heard:text",
    )
    return Figure(
        "speakers",
        title,
        finding,
        table(context, title, titles, cells),
        drawn(charts.bars, bars, formats),
        described(context, "bars", title, finding),
        tuple(Key(stance, words.text(f"speakers.{stance}")) for stance in STANCES),
        remark=words.markup("speakers.remark"),
    )


def _gap(context: Context) -> Figure | None:
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
    chart = drawn(charts.dots, dots, context.formats, domain=(0.0, min(1.0, 1.1 * most) or 1.0), suffix=context.percent)
    return Figure(
        "voice-gap",
        title,
        finding,
        table(context, title, _GAP_TITLES, [_gap_cells(context, row) for group in by_gap for row in group]),
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
    return Dots(context.name("voices", first["group"]), (*baselines, *voice), gap)


def _gap_cells(context: Context, row: Row) -> tuple[Markup, ...]:
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


def _rates(context: Context) -> Figure | None:
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
