"""Classification measures on numpy arrays, and bootstrap intervals for any of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError

Array = npt.NDArray[Any]
Measure = Callable[[Array, Array], float]
_BINS = 15


@dataclass(frozen=True, slots=True)
class Interval:
    """A measured value with the bounds of its 95 % percentile bootstrap interval (Efron & Tibshirani 1993)."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def f1(gold: Array, guess: Array) -> float:
    """F1 of boolean arrays of equal shape, over all their cells; 0 where nothing is true on either side."""
    hits = np.sum(gold & guess)
    wanted = np.sum(gold) + np.sum(guess)
    return float(2 * hits / wanted) if wanted else 0.0


micro_f1 = f1


def macro_f1(gold: Array, guess: Array) -> float:
    """Unweighted mean F1 of the classes: of columns if boolean of shape (n, k), else of the values that occur."""
    if gold.ndim > 1:
        return float(np.mean([f1(gold[:, c], guess[:, c]) for c in range(gold.shape[1])]))
    return float(np.mean([f1(gold == value, guess == value) for value in np.union1d(gold, guess)]))


def accuracy(gold: Array, guess: Array) -> float:
    """Share of equal entries."""
    return float(np.mean(gold == guess))


def auc(gold: Array, score: Array) -> float:
    """Area under the ROC curve: chance that a true case scores above a false one, ties counting half."""
    positives = int(gold.sum())
    negatives = gold.size - positives
    if not positives or not negatives:
        return float("nan")
    return float((ranks(score)[gold.astype(bool)].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def rank_correlation(left: Array, right: Array) -> float:
    """Spearman's rank correlation, ties at their mean rank."""
    return float(np.corrcoef(ranks(left), ranks(right))[0, 1])


def calibration_error(correct: Array, confidence: Array) -> float:
    """Expected calibration error (Guo et al. 2017): mean gap between confidence and share of right answers.

    Args:
        correct: shape (n, ...), whether an answer was right (or a class is true).
        confidence: of the same shape, the probability it was given, 0 to 1; cut into 15 bins of equal width.
    """
    right, sure = correct.ravel().astype(float), confidence.ravel()
    bins = np.minimum((sure * _BINS).astype(np.int64), _BINS - 1)
    gaps = np.bincount(bins, right - sure, _BINS)
    return float(np.abs(gaps).sum() / sure.size)


def precision(gold: Array, guess: Array) -> float:
    """Share of the guessed that are true; 0 where nothing is guessed."""
    return float(np.sum(gold & guess) / max(np.sum(guess), 1))


def recall(gold: Array, guess: Array) -> float:
    """Share of the true that are guessed; 0 where nothing is true."""
    return float(np.sum(gold & guess) / max(np.sum(gold), 1))


def ranks(values: Array) -> Array:
    """Rank of each value from 1, ties at their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    found: Array = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return found


def bootstrap(measure: Measure, gold: Array, guess: Array, *, samples: int = 1000, seed: int = 0) -> Interval:
    """Return ``measure(gold, guess)`` with its 95 % interval over resampled rows; no rows raise `InputError`."""
    if not len(gold):
        raise InputError("nothing to measure on", got="0 rows", allowed="1 row or more")
    rng = np.random.default_rng(seed)
    values = []
    for _ in range(samples):
        rows = rng.integers(0, len(gold), len(gold))
        values.append(measure(gold[rows], guess[rows]))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Interval(measure(gold, guess), float(low), float(high))
