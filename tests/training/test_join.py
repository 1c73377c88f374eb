from __future__ import annotations

import numpy as np
import pytest

from govtext.scoring.scores import Scores
from govtext.training.data import MODEL_HEADS, N_OUTPUTS, Example, head_slices, target_arrays
from govtext.training.join import cascade_limit, headlines, mixing_shares

from .test_calibrate import examples


def noisy(chosen: list[Example], flips: float, seed: int) -> np.typing.NDArray[np.float32]:
    """Raw scores that are wrong in a share of cells."""
    targets, _ = target_arrays(chosen)
    rng = np.random.default_rng(seed)
    return np.where((targets > 0.5) ^ (rng.random(targets.shape) < flips), 2.0, -2.0).astype(np.float32)


def test_the_better_model_gets_the_larger_share() -> None:
    chosen = examples(200)
    good, bad = noisy(chosen, 0.05, 1), noisy(chosen, 0.4, 2)
    shares = mixing_shares(good, bad, chosen)
    assert set(shares) == set(MODEL_HEADS)
    assert all(share > 0.5 for share in shares.values())
    assert all(share < 0.5 for share in mixing_shares(bad, good, chosen).values())


def test_two_models_that_err_on_different_texts_are_mixed() -> None:
    chosen = examples(400)
    shares = mixing_shares(noisy(chosen, 0.2, 1), noisy(chosen, 0.2, 2), chosen)
    assert all(0.25 <= shares[name] <= 0.75 for name in ("topics", "voices", "intent"))


def as_scores(logits: np.typing.NDArray[np.float32], sure: np.typing.NDArray[np.float32]) -> Scores:
    """Scores that decide as ``logits`` do, with the confidence ``sure``."""
    slices = head_slices()
    high = {name: logits[:, place] > 0 for name, place in slices.items()}
    probabilities = {name: np.where(given, sure[:, None], 1 - sure[:, None]) for name, given in high.items()}
    return Scores(
        probabilities,
        {name: high[name] for name in ("topics", "poverty_related", "voices")},
        {name: logits[:, slices[name]].argmax(axis=1) for name in ("sentiment", "intent", "stance")},
        probabilities["formality"][:, 0],
        sure < 0.5,
    )


def test_the_limit_is_the_lowest_that_loses_little() -> None:
    chosen = examples(300)
    right, wrong = noisy(chosen, 0.0, 1), noisy(chosen, 1.0, 1)
    # the fast model is right just where its confidence is 0.8
    unsure = np.arange(300) % 3 == 0
    fast = as_scores(np.where(unsure[:, None], wrong, right), np.where(unsure, 0.6, 0.8).astype(np.float32))
    accurate = as_scores(right, np.full(300, 0.9, dtype=np.float32))
    limit = cascade_limit(fast, accurate, chosen, loss=0.0)
    assert 0.6 < limit <= 0.62
    assert cascade_limit(fast, accurate, chosen, loss=1.0) == pytest.approx(0.3)
    assert all(value == 1 for value in headlines(accurate, chosen).values())
    assert right.shape[1] == N_OUTPUTS
