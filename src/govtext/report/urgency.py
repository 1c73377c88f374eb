"""How urgent comments are: the points of ``data/urgency.toml``, added up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.frame import NO_DAY
from govtext.report.phrases import find
from govtext.report.resources import read_data

if TYPE_CHECKING:
    import numpy.typing as npt

    from govtext.report.frame import Frame
    from govtext.report.vocabulary import Vocabulary

_IGNORED = "ignored"
NEEDS_ANSWER = ("report", "request", "question", "complaint")
"""Intents that want an answer or an action."""


@dataclass(frozen=True, slots=True)
class Urgency:
    """Points of comments.

    Attributes:
        points: for each reason, by id, the points that each comment gets for it.
        signals: for each signal, by id, which comments hold it.
        total: their sum, 0..1; what the signals exceed their most by is left out.
    """

    points: dict[str, npt.NDArray[np.float64]]
    signals: dict[str, npt.NDArray[np.bool_]]
    total: npt.NDArray[np.float64]

    def reasons(self, row: int) -> list[str]:
        """Return the ids of what gave a comment points, most points first."""
        found = [(name, float(points[row])) for name, points in self.points.items() if points[row] > 0]
        return [name for name, _ in sorted(found, key=lambda one: -one[1])]


def urgency(frame: Frame, vocabulary: Vocabulary, today: int | None) -> Urgency:
    """Give each comment its points.

    Args:
        frame: the comments.
        vocabulary: the words of their texts.
        today: day since 1970 from which waiting is counted, None if unknown: then waiting gives no points. Nor does it
            for a comment with a reply.
    """
    rule = read_data("urgency.toml")
    rows = len(frame)
    points: dict[str, npt.NDArray[np.float64]] = {}
    for name, value in rule["intents"].items():
        points[name] = value * (frame.intent == head("intent").ids.index(name))
    phrases = {one["id"]: one["phrases"] for one in rule["signal"]}
    found = find({**phrases, _IGNORED: rule["ignored"]}, frame.words, vocabulary)
    signals = {name: found[name] for name in phrases}
    of_signals = np.zeros(rows)
    for one in rule["signal"]:
        points[one["id"]] = one["points"] * signals[one["id"]]
        of_signals += points[one["id"]]
    points["poverty"] = rule["poverty"] * (frame.poverty == 1)
    spoken_for = np.isin(frame.stance, [head("stance").ids.index(name) for name in ("self", "proxy")])
    points["vulnerable"] = rule["vulnerable"] * (spoken_for & (frame.voices > 0).any(axis=1))
    points["waiting"] = rule["waiting"] * _waited(frame, today, rule["waiting_days"])
    others = [values for name, values in points.items() if name not in signals]
    total = np.minimum(of_signals, rule["most_signals"]) + np.sum(others, axis=0) if rows else np.zeros(0)
    return Urgency(points, signals, np.round(total, 6))


def ages(frame: Frame, today: int | None) -> npt.NDArray[Any]:
    """Return the days since each comment, -1 where that is unknown; a comment of a later day has age 0."""
    day = frame.day.astype(np.int64)
    return np.full(len(frame), -1) if today is None else np.where(day == NO_DAY, -1, np.maximum(today - day, 0))


def _waited(frame: Frame, today: int | None, days: int) -> npt.NDArray[np.float64]:
    age = np.maximum(ages(frame, today), 0)
    return np.where(frame.answered == 1, 0.0, np.minimum(age / days, 1.0))
