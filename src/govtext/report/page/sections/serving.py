"""Serving: which comments wait for an answer, and how answering goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from govtext.report.page import row_charts
from govtext.report.page.blocks import Figure, Queue, QueueItem, Section
from govtext.report.page.clean import readable
from govtext.report.page.sections.common import described, drawn, paired, table
from govtext.report.page.shapes import Dots, Point

if TYPE_CHECKING:
    from markupsafe import Markup

    from govtext.report.page.blocks import Block
    from govtext.report.page.context import Context, Row

MOST_WAITING, AT_FIRST = 200, 20
_HIGH, _MIDDLE = 0.66, 0.33


def section(context: Context) -> Section:
    """Return the section."""
    words = context.words
    blocks: list[Block | None] = [_queue(context), *context.remarks("serving"), _response(context)]
    return Section(
        "serving",
        words.text("serving.title"),
        words.text("serving.lead"),
        paired(blocks),
    )


def _queue(context: Context) -> Queue | None:
    rows = context.rows("queue")
    if not rows:
        return None
    items = tuple(_item(context, row) for row in rows[:MOST_WAITING])
    intents = sorted({(item.intent_id, item.intent) for item in items}, key=lambda pair: pair[1])
    offices = sorted({item.office for item in items if item.office})
    cut = None
    if len(rows) > MOST_WAITING:
        cut = context.words.markup(
            "queue.cut",
            shown=context.counted("queue", rows[:MOST_WAITING]),
            all=context.counted("queue", rows),
        )
    return Queue(items, tuple(intents), tuple(offices), cut, AT_FIRST)


def _item(context: Context, row: Row) -> QueueItem:
    words = context.words
    facts: list[Markup] = []
    if row["date"] is not None:
        facts.append(context.figure("queue", row, "date", "date"))
    if row["age_days"] is not None:
        age = context.figure("queue", row, "age_days", "count")
        facts.append(words.markup("queue.age", number=row["age_days"], days=age))
    if row["place"]:
        facts.append(context.isolated(row["place"]))
    if row["id"] is not None:
        facts.append(words.markup("queue.id", id=context.isolated(str(row["id"]))))
    return QueueItem(
        rank=context.figure("queue", row, "rank", "count"),
        text=readable(row["text"] or ""),
        level=_level(row["urgency"]),
        urgency=context.words.markup(
            "queue.urgency", points=context.figure("queue", row, "urgency", "bare_whole_share")
        ),
        certainty=context.figure("queue", row, "certainty", "whole_share"),
        intent=context.name("intents", row["intent"] or ""),
        intent_id=row["intent"] or "",
        office=context.name("offices", row["office"] or ""),
        topics=tuple(context.name("topics", topic) for topic in row["topics"] or ()),
        facts=tuple(facts),
        answered=row["answered"],
        age=row["age_days"],
        reasons=tuple(context.name("reasons", reason) for reason in row["reasons"] or ()),
    )


def _level(urgency: float | None) -> Literal["high", "middle", "low"]:
    if urgency is None or urgency < _MIDDLE:
        return "low"
    return "high" if urgency >= _HIGH else "middle"


def _response(context: Context) -> Figure | None:
    rows = [row for row in context.rows("response") if row["total"] and row["share"] is not None]
    if not rows:
        return None
    words, formats = context.words, context.formats
    title = words.text("response.title")
    overall = rows[0]
    finding = words.markup(
        "response.finding",
        answered=context.figure("response", overall, "answered", "count"),
        total=context.figure("response", overall, "total", "count"),
        share=context.figure("response", overall, "share", "share"),
    )
    if overall["median_hours"] is not None:
        finding += " " + words.markup(
            "response.speed",
            median=context.figure("response", overall, "median_hours", "hours"),
            p90=context.figure("response", overall, "p90_hours", "hours"),
        )
    dots = [
        Dots(
            _kind(context, row),
            (Point(row["share"], row["low"], row["high"], "accent"),),
            formats.share(row["share"]),
        )
        for row in rows
    ]
    cells = [
        (
            context.cell(_kind(context, row)),
            context.figure("response", row, "answered", "count"),
            context.figure("response", row, "total", "count"),
            context.figure("response", row, "share", "share"),
            context.interval("response", row),
            context.figure("response", row, "median_hours", "hours"),
            context.figure("response", row, "p90_hours", "hours"),
        )
        for row in rows
    ]
    titles = ("name", "answered", "total", "share", "interval", "median_hours", "p90_hours")
    return Figure(
        "response",
        title,
        finding,
        table(context, title, titles, cells),
        drawn(row_charts.dots, dots, formats, domain=(0.0, 1.0), suffix=context.percent),
        described(context, "dots", title, finding),
    )


def _kind(context: Context, row: Row) -> str:
    """Return the name of what is answered: all, a topic or an intent."""
    return context.name({"topic": "topics", "intent": "intents"}.get(row["kind"], "response"), row["key"])
