"""Temperatures, thresholds and the review limit, from validation data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.evaluation import f1, micro_f1
from govtext.scoring.manifest import ONE_OF, YES_NO
from govtext.scoring.probability import confidence, one_of, yes_no
from govtext.training.data import MODEL_HEADS, Example, head_slices, target_arrays

Floats = npt.NDArray[np.float32]

_TEMPERATURES = np.geomspace(0.4, 3.0, 61)
_THRESHOLDS = np.round(np.arange(0.15, 0.71, 0.01), 2)
# A label with this many positives moves half-way from the threshold of its head to its own best one.
_SHRINKAGE = 20
# Share of comments that a reader is asked to look at.
_REVIEWED = 0.2


def calibrate(logits: Floats, examples: Sequence[Example]) -> tuple[dict[str, Any], float]:
    """Return the manifest's ``[calibration]`` table and review limit, from the comments among ``examples``.

    Only comments count, as only they carry every head and come from the field the model is for. Each head gets one
    temperature (Guo et al. 2017); the thresholds correct for class frequencies that the training sets draw unnaturally.
    """
    chosen = np.array([example.source == "comments" for example in examples])
    targets, _ = target_arrays(examples)
    scores, gold, slices = logits[chosen], targets[chosen], head_slices()
    table: dict[str, Any] = {}
    for name in MODEL_HEADS:
        head_scores, head_gold = scores[:, slices[name]], gold[:, slices[name]]
        if name in ONE_OF:
            losses = [-np.sum(head_gold * np.log(one_of(head_scores / t) + 1e-9)) for t in _TEMPERATURES]
            table[name] = _row(_TEMPERATURES[int(np.argmin(losses))])
        elif name in YES_NO:
            losses = [_binary_loss(yes_no(head_scores / t), head_gold) for t in _TEMPERATURES]
            temperature = _TEMPERATURES[int(np.argmin(losses))]
            found = thresholds(yes_no(head_scores / temperature), head_gold.astype(bool))
            table[name] = _row(temperature) | {"thresholds": found}
        else:
            table[name] = _row(1.0)
    return table, _review_limit(scores, table)


def thresholds(probabilities: Floats, gold: npt.NDArray[np.bool_]) -> list[float]:
    """Return the threshold of each label: its own best by F1, shrunk towards the best common one when it is rare."""
    common = _best(lambda t: micro_f1(gold, probabilities >= t))
    found = []
    for column in range(gold.shape[1]):
        truth, scored = gold[:, column], probabilities[:, column]
        own = _best(lambda t, truth=truth, scored=scored: f1(truth, scored >= t))
        share = truth.sum() / (truth.sum() + _SHRINKAGE)
        found.append(round(float(share * own + (1 - share) * common), 3))
    return found


def _best(value: Any) -> float:
    """Return the middle of the thresholds at which ``value`` is highest, which generalises better than an edge."""
    values = np.array([value(t) for t in _THRESHOLDS])
    return float(np.median(_THRESHOLDS[values >= values.max() - 1e-9]))


def _row(temperature: float) -> dict[str, Any]:
    return {"temperature": round(float(temperature), 4)}


def _binary_loss(probabilities: Floats, gold: Floats) -> float:
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-np.sum(gold * np.log(clipped) + (1 - gold) * np.log(1 - clipped)))


def _review_limit(scores: Floats, table: dict[str, Any]) -> float:
    slices = head_slices()
    probabilities = {
        name: (one_of if name in ONE_OF else yes_no)(scores[:, slices[name]] / table[name]["temperature"])
        for name in MODEL_HEADS
    }
    return round(float(np.quantile(confidence(probabilities), _REVIEWED)), 4)
