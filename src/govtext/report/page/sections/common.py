"""What sections share: tables of shares, stacked bars by sentiment, periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from govtext.report.page import row_charts
from govtext.report.page.blocks import Column, DataTable, Figure, Key
from govtext.report.page.shapes import Bar, Timeline
from govtext.report.page.vega import HALF, NARROW, WIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context, Row

MOST_ROWS = 15
MOST_PERIODS = 200
_FEELINGS = ("negative", "neutral", "positive")


def paired(blocks: Iterable[Block | None]) -> tuple[Block, ...]:
    """Return the blocks that there are; a half figure that has no half beside it takes the whole width."""
    made: list[Block] = []
    alone = False
    for block in (block for block in blocks if block is not None):
        half = isinstance(block, Figure) and block.half
        if alone and not half:
            made.append(_whole(made.pop()))
        alone = half and not alone
        made.append(block)
    if alone:
        made.append(_whole(made.pop()))
    return tuple(made)


def _whole(block: Block) -> Block:
    return replace(block, half=False) if isinstance(block, Figure) else block


def drawn(draw: Callable[..., Markup], *args: Any, half: bool = False, **settings: Any) -> tuple[Markup, ...]:
    """Return a chart wide and narrow."""
    return tuple(draw(*args, width, **settings) for width in (HALF if half else WIDE, NARROW))


def described(context: Context, kind: str, title: str, finding: Markup) -> str:
    """Return the description of a chart: what kind, of what, what it says, where the figures are."""
    return context.words.text("describe." + kind, title=title, finding=finding.striptags())


def table(context: Context, caption: str, titles: Sequence[str], rows: Sequence[Sequence[Markup]]) -> DataTable:
    """Return a table with translated headings; the first column is of words, the others of numbers.

    A heading that ends in ``:text`` marks a further column of words.
    """
    columns = tuple(
        Column(context.words.text("columns." + title.removesuffix(":text")), number=place > 0 and ":" not in title)
        for place, title in enumerate(titles)
    )
    return DataTable(caption, columns, tuple(tuple(row) for row in rows))


def by_feeling(context: Context, name: str, *, half: bool = False, told: str = "") -> Figure | None:
    """Return the figure of one of the tables of shares, its bars cut by sentiment; None where nothing was counted.

    The finding is about the row ``told``, else about the largest and the most negative.
    """
    words = context.words
    rows = sorted((row for row in context.rows(name) if row["count"]), key=lambda row: -row["count"])
    if not rows:
        return None
    title = words.text(f"{name}.title")
    felt = any(row[feeling] for row in rows for feeling in _FEELINGS)  # none at all: the archive says nothing of it
    first = next((row for row in rows if row["key"] == told), rows[0])
    worst = first if told else max(rows, key=lambda row: row["negative"] or 0)
    form = "finding_plain" if not felt else "finding_same" if worst is first else "finding"
    finding = words.markup(
        f"{name}.{form}",
        first=context.isolated(context.name(name, first["key"])),
        count=context.figure(name, first, "count", "count"),
        share=context.figure(name, first, "share", "share"),
        worst=context.isolated(context.name(name, worst["key"])),
        negative=context.figure(name, worst, "negative", "count"),
    )
    bars = [
        Bar(
            context.name(name, row["key"]),
            _parts(row) if felt else (("accent", row["count"]),),
            f"{context.formats.count(row['count'])} · {context.formats.share(row['share'])}",
        )
        for row in rows[:MOST_ROWS]
    ]
    return Figure(
        name,
        title,
        finding,
        _shares(context, name, rows[: 4 * MOST_ROWS], title, _FEELINGS if felt else ()),
        drawn(row_charts.bars, bars, context.formats, half=half),
        described(context, "bars", title, finding),
        tuple(Key(feeling, context.name("sentiments", feeling)) for feeling in _FEELINGS if felt),
        half=half,
    )


def _parts(row: Row) -> tuple[tuple[str, float], ...]:
    """Return the parts of a bar; comments without a label of sentiment end it, pale."""
    known = [(feeling, row[feeling] or 0) for feeling in _FEELINGS]
    return (*known, ("band", max(0, row["count"] - sum(size for _, size in known))))


def _shares(context: Context, name: str, rows: Sequence[Row], caption: str, feelings: Sequence[str]) -> DataTable:
    """Return the table under a figure of shares."""
    counts = (*feelings, "poverty")
    cells = [
        (
            context.isolated(context.name(name, row["key"])),
            context.figure(name, row, "count", "count"),
            context.figure(name, row, "share", "share"),
            context.interval(name, row),
            *(context.figure(name, row, column, "count") for column in counts),
        )
        for row in rows
    ]
    return table(context, caption, ("name", "count", "share", "interval", *counts), cells)


def timeline(rows: Sequence[Row], grain: str) -> Timeline:
    """Return the periods of rows that have one, each up to the first day of the next of its length."""
    starts = tuple(row["period"] for row in rows)
    return Timeline(starts, tuple(_after(start, grain) for start in starts), grain)


def _after(first: date, grain: str) -> date:
    if grain == "year":
        return first.replace(year=first.year + 1)
    if grain == "month":
        return (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first + timedelta(days=7 if grain == "week" else 1)
