"""What is rising, the words that mark a scope, and comments that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from govtext.report.page import row_charts
from govtext.report.page.blocks import Figure, Quote, Quotes
from govtext.report.page.clean import readable
from govtext.report.page.sections.common import MOST_ROWS, described, drawn, table
from govtext.report.page.shapes import Bar

if TYPE_CHECKING:
    from govtext.report.page.context import Context, Row

_WORDS = 12
_CHANCE = 2.0  # a z below it is better taken for chance
_GROUPS, _QUOTE = 16, 280
_TABLES = {"topic": "topics", "programme": "programmes", "keyword": "keywords"}


def rising(context: Context) -> Figure | None:
    """Return the figure of what the latest period has more of than the one before."""
    rows = sorted((row for row in context.rows("rising") if (row["score"] or 0) > 0), key=lambda row: -row["score"])
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text("rising.title")
    shown = rows[:_WORDS]
    finding = words.markup(
        "rising.finding" if rows[0]["score"] >= _CHANCE else "rising.finding_none",
        first=context.isolated(_rising_name(context, rows[0])),
        before=context.figure("rising", rows[0], "before_count", "count"),
        after=context.figure("rising", rows[0], "after_count", "count"),
    )
    bars = [
        Bar(
            _rising_name(context, row),
            (("accent", row["score"]),),
            f"{formats.count(row['before_count'])} → {formats.count(row['after_count'])}",
        )
        for row in shown
    ]
    cells = [
        (
            context.isolated(_rising_name(context, row)),
            context.cell(words.text(f"rising.{row['kind']}")),
            *(
                context.figure("rising", row, column, "count")
                for column in ("before_count", "before_total", "after_count", "after_total")
            ),
            context.figure("rising", row, "difference", "points"),
            context.interval("rising", row, form="points"),
            context.figure("rising", row, "score", "decimal"),
        )
        for row in rows[: 2 * MOST_ROWS]
    ]
    titles = ("name", "kind:text", "before", "before_total", "after", "after_total", "difference", "interval", "score")
    return Figure(
        "rising",
        title,
        finding,
        table(context, title, titles, cells),
        drawn(row_charts.bars, bars, formats),
        described(context, "bars", title, finding),
        remark=words.markup("rising.remark"),
    )


def keywords(context: Context, scope: str) -> Figure | None:
    """Return the figure of the words that mark a scope, such as comments about poverty."""
    rows = [row for row in context.rows("keywords") if row["scope"] == scope and (row["z"] or 0) > 0]
    rows = sorted(rows, key=lambda row: -row["z"])[:_WORDS]
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text(f"keywords.{scope}")
    finding = words.markup(
        "keywords.finding",
        first=words.join([Markup("<bdi>“{}”</bdi>").format(readable(row["term"], 40)) for row in rows[:3]]),
    )
    bars = [Bar(readable(row["term"], 40), (("accent", row["z"]),), formats.count(row["count"])) for row in rows]
    cells = [
        (
            context.isolated(row["term"]),
            context.figure("keywords", row, "count", "count"),
            context.figure("keywords", row, "rest_count", "count"),
            context.figure("keywords", row, "log_odds", "decimal"),
            context.figure("keywords", row, "z", "decimal"),
        )
        for row in rows
    ]
    return Figure(
        f"keywords-{scope}",
        title,
        finding,
        table(context, title, ("term", "count", "rest_count", "log_odds", "z"), cells),
        drawn(row_charts.bars, bars, formats, half=True),
        described(context, "bars", title, finding),
        remark=words.markup("keywords.remark"),
        half=True,
    )


def examples(context: Context, section: str, table_name: str) -> Quotes | None:
    """Return example comments of a section, by key, as they may be shown."""
    groups: dict[str, list[Quote]] = {}
    for row in context.rows("examples"):
        if row["section"] == section:
            groups.setdefault(row["key"], []).append(_quote(context, row))
    if not groups:
        return None
    kinds = {row["key"]: _TABLES[row["kind"]] for row in context.rows("rising")} if section == "rising" else {}
    return Quotes(
        context.words.text(f"examples.{section}"),
        tuple(
            (context.name(kinds.get(key, table_name), key), tuple(quotes))
            for key, quotes in list(groups.items())[:_GROUPS]
        ),
    )


def _quote(context: Context, row: Row) -> Quote:
    about = Markup("") if row["date"] is None else context.figure("examples", row, "date", "date")
    return Quote(readable(row["text"] or "", _QUOTE), about)


def _rising_name(context: Context, row: Row) -> str:
    return context.name(_TABLES[row["kind"]], row["key"])
