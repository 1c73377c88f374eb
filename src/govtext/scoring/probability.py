"""From logits to probabilities, and how sure a model is of a whole comment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]


def yes_no(logits: Floats) -> Floats:
    """Logistic function, each class by itself."""
    return 1 / (1 + np.exp(-np.clip(logits, -60, 60)))


def one_of(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    result: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return result


def confidence(probabilities: Mapping[str, Floats], *, intent: bool = False) -> Floats:
    """Return for each comment the probability of the decision the model is least sure of: shape (n,).

    Args:
        probabilities: of each head, shape (n, n_classes).
        intent: count that head too. For a person who is to read the doubtful ones it is left out: its classes overlap,
            and careful readers disagree on one comment in eight.
    """
    poverty = probabilities["poverty_related"]
    each = [
        probabilities["sentiment"].max(axis=1),
        probabilities["stance"].max(axis=1),
        np.maximum(poverty, 1 - poverty).min(axis=1),
        *(np.maximum(p, 1 - p).min(axis=1) for p in (probabilities["topics"], probabilities["voices"])),
        *([probabilities["intent"].max(axis=1)] if intent else []),
    ]
    result: Floats = np.min(each, axis=0)
    return result
