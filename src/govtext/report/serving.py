"""What to answer first, and how well it was answered so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.dates import MISSING
from govtext.report.offices import suggest_office
from govtext.report.periods import EPOCH, as_date
from govtext.report.schema import make
from govtext.report.showing import shown_text
from govtext.report.urgency import NEEDS_ANSWER, ages, urgency

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context
    from govtext.report.frame import Frame

_STEP = 0.05  # urgencies that differ by less are alike, and the surer comment comes first
_HOUR = 3600


def queue(context: Context) -> pa.Table:
    """Order the comments that need an answer: unanswered first, then by urgency, certainty and age.

    Urgency is compared in steps of 0.05; among comments alike the one comes first of whose intent the model is
    surer, then the older one. The points of urgency are a rule of ours (``data/urgency.toml``): they help to order
    work, they do not measure need.
    """
    frame, today = context.comments, context.options.today
    day = None if today is None else (today - EPOCH).days
    found = urgency(frame, context.vocabulary, day)
    age = ages(frame, day)
    rows = np.flatnonzero(needs_answer(frame))
    certainty = np.nan_to_num(frame.intent_score, nan=1.0)
    order = np.lexsort((
        rows, -age[rows], -certainty[rows], -np.round(found.total[rows] / _STEP), frame.answered[rows] == 1,
    ))  # fmt: skip
    waiting = int(np.sum(frame.answered[rows] != 1))
    most = context.options.queue
    if waiting > most:
        context.note("queue_cut", "queue", shown=most, waiting=waiting)
    if len(rows) and "reply" not in context.roles:
        context.note("answers_unknown", "queue")
    makers = [_entry(context, found, rank, int(row), age) for rank, row in enumerate(rows[order][:most], start=1)]
    return make("queue", makers)


def needs_answer(frame: Frame) -> npt.NDArray[np.bool_]:
    """Return which comments need an answer or an action, by their intent."""
    return np.isin(frame.intent, [head("intent").ids.index(name) for name in NEEDS_ANSWER])


def _entry(context: Context, found: Any, rank: int, row: int, age: npt.NDArray[Any]) -> dict[str, object]:
    frame = context.comments
    topics = _labels("topics", frame.topics[row])
    score = float(frame.intent_score[row])
    place = frame.names.get("place")
    return {
        "rank": rank,
        "id": frame.id_of(row),
        "date": as_date(int(frame.day[row])),
        "age_days": int(age[row]) if age[row] >= 0 else None,
        "intent": head("intent").ids[frame.intent[row]],
        "topics": topics,
        "poverty": None if frame.poverty[row] < 0 else bool(frame.poverty[row]),
        "urgency": float(found.total[row]),
        "certainty": round(score, 4) if np.isfinite(score) else None,
        "reasons": found.reasons(row),
        "office": suggest_office(
            signals=[name for name, mask in found.signals.items() if mask[row]],
            topics=topics,
            voices=_labels("voices", frame.voices[row]),
            programmes=[name for name, mask in context.programmes.items() if mask[row]],
        ),
        "answered": None if frame.answered[row] < 0 else bool(frame.answered[row]),
        "text": shown_text(context, row),
        "place": None if place is None or place.codes[row] < 0 else place.names[int(place.codes[row])].as_py(),
    }


def _labels(name: str, probabilities: npt.NDArray[Any]) -> list[str]:
    """Return the labels that are given, the surest first."""
    order = np.argsort(-probabilities, kind="stable")
    return [head(name).ids[i] for i in order if probabilities[i] > 0]


def response(context: Context) -> pa.Table:
    """Return how many of the comments that need an answer have one, and after how long; by topic and intent."""
    frame = context.comments
    if not {"reply", "reply_date"} & set(context.roles):
        context.note("missing_column", "response", roles=["reply"])
        return make("response", [])
    context.missing("response", "reply_date")
    base = needs_answer(frame) & (frame.answered >= 0)
    timed = (
        base & (frame.seconds != MISSING) & (frame.reply_seconds != MISSING) & (frame.reply_seconds >= frame.seconds)
    )
    rows: list[dict[str, object]] = []
    for kind, key, mask in _groups(frame):
        found = context.share(np.sum(base & mask & (frame.answered == 1)), np.sum(base & mask))
        hours = (frame.reply_seconds - frame.seconds)[timed & mask] / _HOUR
        rows.append({
            "kind": kind, "key": key, **{"answered" if n == "count" else n: v for n, v in found.row().items()},
            "median_hours": float(np.median(hours)) if len(hours) else None,
            "p90_hours": float(np.percentile(hours, 90)) if len(hours) else None,
            "timed": len(hours),
        })  # fmt: skip
    return make("response", rows)


def _groups(frame: Frame) -> Iterator[tuple[str, str, Any]]:
    yield "all", "all", np.ones(len(frame), bool)
    for i, label in enumerate(head("topics").ids):
        yield "topic", label, frame.topics[:, i] > 0
    for label in NEEDS_ANSWER:
        yield "intent", label, frame.intent == head("intent").ids.index(label)
