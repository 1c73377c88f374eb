"""Temperatures, thresholds and the review limit of custom heads, from the validation part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.scoring.manifest import columns
from govtext.scoring.probability import one_of, yes_no
from govtext.training.calibrate import thresholds

Floats = npt.NDArray[np.float32]
_TEMPERATURES = np.geomspace(0.25, 4.0, 81)
_REVIEWED = 0.2  # share of texts that a reader is asked to look at
_LEAST = 20  # labelled texts below which a temperature would be noise


def calibrate_heads(
    logits: Floats,
    wanted: Floats,
    labelled: npt.NDArray[np.bool_],
    heads: Mapping[str, Sequence[str]],
    multi: Sequence[str],
) -> tuple[dict[str, Any], float]:
    """Return the manifest's ``[calibration]`` and its review limit.

    One temperature a head (Guo et al. 2017); for heads with many answers a threshold a label, shrunk towards a common
    one where it is rare (`govtext.training.calibrate.thresholds`). With fewer than 20 texts the temperature
    is 1.

    Args:
        logits: shape (n, n_classes of all heads).
        wanted: of the same shape.
        labelled: shape (n, n_heads).
        heads: classes of each head.
        multi: heads with many answers.
    """
    table: dict[str, Any] = {}
    sure = np.ones(len(logits))
    for number, (head, place) in enumerate(columns(heads).items()):
        rows = labelled[:, number]
        scores, gold = logits[rows][:, place], wanted[rows][:, place]
        to_probability = yes_no if head in multi else one_of
        temperature = 1.0
        if rows.sum() >= _LEAST:
            losses = [_loss(to_probability(scores / t), gold, many=head in multi) for t in _TEMPERATURES]
            temperature = round(float(_TEMPERATURES[int(np.argmin(losses))]), 4)
        table[head] = {"temperature": temperature}
        if head in multi:
            enough = rows.any()
            found = thresholds(yes_no(scores / temperature), gold.astype(bool)) if enough else [0.5] * gold.shape[1]
            table[head]["thresholds"] = found
        values = to_probability(logits[:, place] / temperature)
        each = np.maximum(values, 1 - values).min(axis=1) if head in multi else values.max(axis=1)
        sure = np.minimum(sure, each)
    return table, round(float(np.quantile(sure, _REVIEWED)), 4)


def _loss(probabilities: Any, gold: Floats, *, many: bool) -> float:
    clipped = np.clip(probabilities, 1e-6, 1 - 1e-6)
    if many:
        return float(-np.mean(gold * np.log(clipped) + (1 - gold) * np.log(1 - clipped)))
    return float(-np.sum(gold * np.log(clipped)) / len(gold))
