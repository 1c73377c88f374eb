"""The three sentences on top: how much is about poverty, who is not heard, what to answer first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from govtext.report.page.blocks import Headline
from govtext.report.page.clean import readable
from govtext.report.page.language import NOTHING

if TYPE_CHECKING:
    from govtext.report.page.context import Context, Row

_NAMED = 4
_QUOTED = 110


def headlines(context: Context) -> tuple[Headline, ...]:
    """Return the three."""
    return (_poverty(context), _unheard(context), _first(context))


def _poverty(context: Context) -> Headline:
    words = context.words
    title = words.text("top.poverty.title")
    rows = context.rows("poverty")
    if not rows or rows[0]["share"] is None:
        return Headline("poverty", title, context.cell(NOTHING), words.markup("top.poverty.unknown"), "open")
    row = rows[0]
    verdict, tone = _verdict(row)
    sentence = words.markup(
        f"top.poverty.{verdict}",
        count=context.figure("poverty", row, "count", "count"),
        total=context.figure("poverty", row, "total", "count"),
        interval=context.interval("poverty", row),
        target=context.figure("poverty", row, "target", "share"),
    )
    return Headline("poverty", title, context.figure("poverty", row, "share", "share"), sentence, tone)


def _verdict(row: Row) -> tuple[str, Literal["good", "bad", "open"]]:
    if row["target"] is None:
        return "no_target", "open"
    if row["low"] is not None and row["low"] >= row["target"]:
        return "reached", "good"
    if row["high"] is not None and row["high"] < row["target"]:
        return "below", "bad"
    return "unsure", "open"


def _unheard(context: Context) -> Headline:
    words, rows = context.words, context.rows("voices")
    title = words.text("top.unheard.title")
    if not any(row["comments"] for row in rows):
        return Headline("voices", title, context.cell(NOTHING), words.markup("top.unheard.unknown"), "open")
    silent = [row for row in rows if row["heard"] == "not_heard"]
    big = words.markup("top.unheard.of", count=context.counted("voices", silent), all=context.counted("voices", rows))
    if not silent:
        return Headline("voices", title, big, words.markup("top.unheard.nobody"), "good")
    # Those without any voice of their own come first, and of these the ones that others speak of most.
    silent.sort(key=lambda row: (row["self"] or 0, -(row["comments"] or 0)))
    names = [context.isolated(context.name("voices", row["group"])) for row in silent[:_NAMED]]
    if len(silent) > _NAMED:
        rest = silent[_NAMED:]
        names.append(words.markup("top.unheard.more", number=len(rest), count=context.counted("voices", rest)))
    return Headline("voices", title, big, words.markup("top.unheard.named", groups=words.join(names)), "bad")


def _first(context: Context) -> Headline:
    words = context.words
    title = words.text("top.first.title")
    waiting = [row for row in context.rows("queue") if not row["answered"]]
    if not waiting and not any(row["total"] for row in context.rows("intents")):
        return Headline("serving", title, context.cell(NOTHING), words.markup("top.first.unknown"), "open")
    if not waiting:
        return Headline("serving", title, context.counted("queue", waiting), words.markup("top.first.nothing"), "good")
    row = waiting[0]
    sentence = words.markup(
        "top.first.named",
        intent=context.name("intents", row["intent"] or "").lower(),
        text=_said(context, row),
        office=context.name("offices", row["office"] or "none"),
    )
    return Headline(
        "serving", title, words.markup("top.first.waiting", count=_all_waiting(context, waiting)), sentence, "bad"
    )


def _said(context: Context, row: Row) -> Markup:
    if not row["text"]:
        return context.words.markup("queue.id", id=context.isolated(str(row["id"]))) + "."
    return Markup("<q><bdi>{}</bdi></q>").format(readable(row["text"], _QUOTED))


def _all_waiting(context: Context, shown: list[Row]) -> Markup:
    """Return how many wait, also those that the queue has no room for."""
    for place, note in enumerate(context.report.notes):
        if note.code == "queue_cut":
            return context.noted(place, "waiting", note.details["waiting"])
    return context.counted("queue", shown)
