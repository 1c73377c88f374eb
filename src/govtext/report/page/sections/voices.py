"""Voices: who speaks, who is spoken for, who is only spoken about, and who is not heard at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import row_charts
from govtext.report.page.blocks import Figure, Key, Names, Section
from govtext.report.page.sections.common import by_feeling, described, drawn, paired, table
from govtext.report.page.sections.gap import gap, rates
from govtext.report.page.sections.words import examples
from govtext.report.page.shapes import Bar

if TYPE_CHECKING:
    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context, Row

STANCES = ("self", "proxy", "about")


def section(context: Context) -> Section:
    """Return the section."""
    blocks: list[Block | None] = [
        unheard(context),
        _speakers(context),
        by_feeling(context, "stances", told="self"),
        gap(context),
        rates(context),
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
    # Without labels of voices nobody can be said to be silent.
    silent = [row for row in context.rows("voices") if row["heard"] != "heard" and row["total"]]
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
        drawn(row_charts.bars, bars, formats),
        described(context, "bars", title, finding),
        tuple(Key(stance, words.text(f"speakers.{stance}")) for stance in STANCES),
        remark=words.markup("speakers.remark"),
    )
