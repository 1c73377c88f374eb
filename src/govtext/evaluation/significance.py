"""Paired significance by approximate randomisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from govtext.errors import InputError
from govtext.evaluation.scores import OfRows, Rows

TRIALS = 2_000
_SLACK = 1e-12  # equal differences may differ in the last bit


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two systems on the same examples.

    Attributes:
        difference: score of ``first`` minus score of ``second``.
        p: chance of a difference at least as large, either way, if the systems were alike.
    """

    first: str
    second: str
    difference: float
    p: float


def randomisation(of: OfRows, first: Rows, second: Rows, *, trials: int = TRIALS, seed: int = 0) -> float:
    """Return the two-sided p of approximate randomisation (Noreen 1989; Yeh 2000).

    In each trial the answers of the two systems are swapped for a random half of the examples; p is the share of
    trials, the real one counted too, whose difference is at least as large.

    Args:
        of: the measure.
        first: rows of the first system, shape (n, k).
        second: rows of the second on the same examples.
        trials: how often the answers are swapped.
        seed: of the swapping.

    Raises:
        InputError: the shapes differ.
    """
    if first.shape != second.shape:
        raise InputError("systems answered different examples", got=(first.shape, second.shape))
    rng = np.random.default_rng(seed)
    real, hits = abs(of(first) - of(second)), 0
    for _ in range(trials):
        swap = rng.integers(0, 2, (len(first), 1), dtype=bool)
        hits += abs(of(np.where(swap, second, first)) - of(np.where(swap, first, second))) >= real - _SLACK
    return (hits + 1) / (trials + 1)
