"""Who speaks for themselves, who is spoken for, who is only spoken about; and that beside the population.

What the gap says, and what not. ``self_share`` is the part of all comments in which somebody of a group speaks as
one of that group. Were every inhabitant to comment alike, and to say each time who they are, it would be the
group's share of the
population: the baseline. So the gap holds three things at once: who has a telephone and comments at all, who says
in the text that they are old, poor or ill, and what the model reads from that. A writer who is 70 and asks for the
opening hours is not counted. Hence

- a negative gap says that a group is not *audible* as itself, not that it is absent. Nearly every group is below
  its share;
  groups are better compared with each other (``ratio``) and with themselves over time than with zero;
- a gap near or above zero says more: a group is heard at least as often as its number lets expect;
- stance is one for a comment. Where a comment names several groups, each of them is counted as speaking for itself;
  ``self_alone`` leaves such comments out and is the cautious count;
- comments are no sample of inhabitants, and the interval is about chance alone. One person may write many: where
  the archive
  names authors, ``people_share`` counts each of them once, and its interval is the more honest one.

Only a baseline that is a share of the population is subtracted. A rate within a group (11.42 % of disabled people
are poor) and a share of the poor (61.34 % of poor heads of households work informally) answer other questions and
stand beside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.baselines import POPULATION_SHARE
from govtext.report.schema import make

if TYPE_CHECKING:
    import pyarrow as pa

    from govtext.report.baselines import Baseline
    from govtext.report.context import Context
    from govtext.report.intervals import Share

HEARD = 30
"""Comments of its own from which a group is ``heard``: its share is known to about a third (1.96 / sqrt(30) = 0.36)."""
FEW = 5
"""Comments of its own from which they are a ``few``; below, ``not_heard``: single voices, which may be recognised."""


def voices(context: Context) -> pa.Table:
    """Count for each group the comments, and whose voice they are."""
    frame = context.comments
    total = int(frame.has_voices.sum())
    rows: list[dict[str, object]] = []
    for place, group in enumerate(head("voices").ids):
        named = frame.voices[:, place] > 0
        own = named & _stance(context, "self")
        whole = context.share(named.sum(), total)
        by_self = context.share(own.sum(), whole.count)
        rows.append(
            {
                "group": group,
                **{{"count": "comments"}.get(name, name): value for name, value in whole.row().items()},
                "self": by_self.count,
                "proxy": int(np.sum(named & _stance(context, "proxy"))),
                "about": int(np.sum(named & _stance(context, "about"))),
                "self_alone": int(np.sum(own & (np.count_nonzero(frame.voices, axis=1) == 1))),
                "self_share": by_self.share,
                "self_low": by_self.low,
                "self_high": by_self.high,
                "heard": heard(by_self.count) if total else None,  # without labels nobody is known to be silent
            }
        )
    _notes(context, rows)
    return make("voices", rows)


def heard(count: int) -> str:
    """Return ``heard``, ``few`` or ``not_heard`` for so many comments of a group's own."""
    return "heard" if count >= HEARD else "few" if count >= FEW else "not_heard"


def voice_gap(context: Context) -> pa.Table:
    """Set each group's own voice beside its share of the population; see this module for what that means."""
    frame = context.comments
    base = frame.has_voices & (frame.stance >= 0)
    rows: list[dict[str, object]] = []
    for place, group in enumerate(head("voices").ids):
        own = base & (frame.voices[:, place] > 0) & _stance(context, "self")
        found = context.share(own.sum(), base.sum())
        about_group = [one for one in context.baselines if one.group == group]
        shown = {
            "group": group,
            "self_count": found.count,
            "self_total": found.total,
            "self_share": found.share,
            "low": found.low,
            "high": found.high,
            **_people(context, own, base),
        }
        rows += [shown | _beside(found, one) for one in about_group] or [shown | {"status": "no_baseline"}]
    if base.any():
        context.note("voice_gap_limits", "voice_gap")
    others = [one.id for one in context.baselines if one.kind != POPULATION_SHARE]
    if others:
        context.note("baseline_context", "voice_gap", baselines=others)
    return make("voice_gap", rows)


def _people(context: Context, own: Any, base: Any) -> dict[str, object]:
    """Count each author once: who speaks for the group in any comment, of those who wrote any."""
    if "author" not in context.comments.names:
        return {}
    codes = context.comments.names["author"].codes
    speakers, writers = (len(np.unique(codes[mask & (codes >= 0)])) for mask in (own, base))
    return context.share(speakers, writers).row("people_")


def _beside(found: Share, baseline: Baseline) -> dict[str, object]:
    row: dict[str, object] = {
        "baseline_id": baseline.id,
        "kind": baseline.kind,
        "baseline": baseline.share,
        "year": baseline.year,
        "of": baseline.of,
        "source": baseline.source,
        "note": baseline.note,
    }
    if baseline.kind != POPULATION_SHARE:
        return row | {"status": "context"}
    if found.share is None or found.low is None or found.high is None:
        return row  # no labels: nothing is known of the group
    low, high = found.low - baseline.share, found.high - baseline.share
    position = "below" if high < 0 else "above" if low > 0 else "within"
    certain = heard(found.count)
    return row | {
        "gap": found.share - baseline.share,
        "gap_low": low,
        "gap_high": high,
        "ratio": found.share / baseline.share,
        "status": position if certain == "heard" else certain,
    }


def _stance(context: Context, name: str) -> Any:
    return context.comments.stance == head("stance").ids.index(name)


def _notes(context: Context, rows: list[dict[str, object]]) -> None:
    for code, state, limit in (("not_heard", "not_heard", FEW), ("few_voices", "few", HEARD)):
        groups = [row["group"] for row in rows if row["heard"] == state]
        if groups and len(context.comments):
            context.note(code, "voices", groups=groups, limit=limit)
    frame = context.comments
    several = int(np.sum(_stance(context, "self") & (np.count_nonzero(frame.voices, axis=1) > 1)))
    if several:
        context.note("several_groups", "voices", comments=several)
