"""Calibrated scores of a batch, before they become objects or table columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from govtext.scoring.manifest import Manifest
from govtext.scoring.probability import confidence, one_of, yes_no

Floats = npt.NDArray[np.floating[Any]]
YES_NO = ("topics", "poverty_related", "voices")
ONE_OF = ("sentiment", "intent", "stance")


class Model(Protocol):
    """What turns texts into logits."""

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return raw scores, shape (n_texts, n_classes of all heads in the order of the manifest)."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated scores of n comments.

    Attributes:
        probabilities: for each head an array of shape (n, n_classes).
        given: for each yes/no head which classes are given, shape (n, n_classes).
        chosen: for each one-answer head the index of the class, shape (n,).
        formality: shape (n,), 0 casual to 1 bureaucratic.
        needs_review: shape (n,).
    """

    probabilities: dict[str, Floats]
    given: dict[str, npt.NDArray[np.bool_]]
    chosen: dict[str, npt.NDArray[np.int64]]
    formality: Floats
    needs_review: npt.NDArray[np.bool_]


def score(model: Model, manifest: Manifest, texts: Sequence[str]) -> Scores:
    """Score ``texts``. A text without a visible character is neutral, a statement, and about nothing."""
    logits = model.logits(texts)
    probabilities: dict[str, Floats] = {}
    start = 0
    for name, ids in manifest.heads.items():
        columns = logits[:, start : start + len(ids)] / manifest.calibration[name].temperature
        probabilities[name] = one_of(columns) if name in ONE_OF else yes_no(columns)
        start += len(ids)
    blank = np.array([not text.strip() for text in texts], dtype=bool)
    if blank.any():
        _set_blank(probabilities, manifest, blank)
    given = {name: probabilities[name] >= np.array(manifest.calibration[name].thresholds) for name in YES_NO}
    return Scores(
        probabilities,
        given,
        {name: probabilities[name].argmax(axis=1) for name in ONE_OF},
        probabilities["formality"][:, 0],
        confidence(probabilities) < manifest.review_below,
    )


def _set_blank(probabilities: dict[str, Floats], manifest: Manifest, blank: npt.NDArray[np.bool_]) -> None:
    certain = {"sentiment": "neutral", "intent": "statement", "stance": "none"}
    for name, values in probabilities.items():
        values[blank] = 0
        if name in certain:
            values[blank, manifest.heads[name].index(certain[name])] = 1
