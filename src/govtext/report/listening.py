"""What is talked about: comments over time, the share about poverty, and breakdowns by label, programme and place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.context import FEW_COMMENTS
from govtext.report.schema import make

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context
    from govtext.report.frame import Frame

MOST_PLACES = 50
Mask = Any
SENTIMENTS = ("positive", "neutral", "negative")


def volume(context: Context) -> pa.Table:
    """Count comments, and those about poverty, in each period."""
    index, poverty = context.periods.index, context.comments.poverty
    size = len(context.periods)
    comments, total, about = (
        np.bincount(index[(index >= 0) & mask], minlength=size) for mask in (True, poverty >= 0, poverty == 1)
    )
    rows = []
    for place, day in enumerate(context.periods.first_days):
        found = context.share(about[place], total[place]).row()
        rows.append({"period": day, "comments": int(comments[place]), "poverty": found.pop("count"), **found})
    return make("volume", rows)


def poverty(context: Context) -> pa.Table:
    """Return the share of comments about poverty, of those that say whether they are."""
    frame = context.comments
    found = context.share(np.sum(frame.poverty == 1), np.sum(frame.poverty >= 0))
    if 0 < found.total < FEW_COMMENTS:
        context.note("few_comments", "poverty", comments=found.total, limit=FEW_COMMENTS)
    return make("poverty", [{**found.row(), "target": context.options.target}])


def topics(context: Context) -> pa.Table:
    """Break the comments down by topic; a comment counts for each of its topics."""
    frame = context.comments
    keys = ((label, frame.topics[:, i] > 0) for i, label in enumerate(head("topics").ids))
    return breakdown(context, "topics", keys, frame.has_topics)


def programmes(context: Context) -> pa.Table:
    """Break the comments down by the programmes that their texts name."""
    return breakdown(context, "programmes", context.programmes.items(), context.comments.has_text)


def labels(context: Context, table: str, name: str) -> pa.Table:
    """Break the comments down by a label of which each has one.

    Args:
        context: the comments.
        table: ``"intents"``, ``"sentiments"`` or ``"stances"``.
        name: the head.
    """
    codes = getattr(context.comments, name)
    keys = ((label, codes == i) for i, label in enumerate(head(name).ids))
    return breakdown(context, table, keys, codes >= 0)


def places(context: Context) -> pa.Table:
    """Break the comments down by place, the most frequent ones; spellings that differ in case alone are one place."""
    if context.missing("places", "place"):
        return make("places", [])
    given = context.comments.names["place"]
    folded: dict[str, list[int]] = {}
    for code, name in enumerate(given.names.to_pylist()):
        folded.setdefault(" ".join(name.casefold().split()), []).append(code)
    counts = np.bincount(given.codes[given.codes >= 0], minlength=len(given.names))
    group = np.empty(len(given.names), np.int64)
    shown: list[tuple[int, str]] = []
    for place, codes in enumerate(folded.values()):
        group[codes] = place
        usual = max(codes, key=lambda code: (counts[code], -code))
        shown.append((int(counts[codes].sum()), given.names[usual].as_py()))
    order = sorted((i for i in range(len(shown)) if shown[i][0]), key=lambda i: (-shown[i][0], shown[i][1]))
    if len(order) > MOST_PLACES:
        context.note("many_places", "places", shown=MOST_PLACES, places=len(order))
    of_row = np.where(given.codes >= 0, group[given.codes] if len(group) else -1, -1)
    keys = ((shown[i][1], of_row == i) for i in order[:MOST_PLACES])
    return breakdown(context, "places", keys, of_row >= 0)


def breakdown(context: Context, table: str, keys: Iterable[tuple[str, Mask]], base: Mask) -> pa.Table:
    """Return a table of `schema` with a row for each key, the most frequent first; a key that nobody has is a row, too.

    Args:
        context: the comments.
        table: its name.
        keys: for each key which comments have it.
        base: the comments that could have it.
    """
    frame, total = context.comments, int(base.sum())
    rows: list[dict[str, Any]] = []
    for key, mask in keys:
        within = mask & base
        rows.append({"key": key, **context.share(within.sum(), total).row(), **_within(frame, within)})
    rows.sort(key=lambda row: -row["count"])  # stable: equal ones stay in the order of the scheme
    return make(table, rows)


def _within(frame: Frame, mask: npt.NDArray[np.bool_]) -> dict[str, int]:
    ids = head("sentiment").ids
    counts = np.bincount(frame.sentiment[mask & (frame.sentiment >= 0)], minlength=len(ids))
    return {
        **{name: int(counts[ids.index(name)]) for name in SENTIMENTS},
        "poverty": int(np.sum(frame.poverty[mask] == 1)),
    }
