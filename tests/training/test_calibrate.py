from __future__ import annotations

import numpy as np
import pytest

from govtext.scoring.manifest import ONE_OF, YES_NO, Calibration
from govtext.scoring.probability import one_of, yes_no
from govtext.training.calibrate import calibrate, thresholds
from govtext.training.data import (
    MODEL_HEADS,
    N_OUTPUTS,
    Example,
    head_slices,
    target_arrays,
)


def test_thresholds_of_one_label_lie_in_the_gap() -> None:
    gold = np.array([[True], [True], [False], [False]])
    scores = np.array([[0.505], [0.9], [0.195], [0.1]], dtype=np.float32)
    # 0.20 to 0.50 separate the label; its own best is the common best
    assert thresholds(scores, gold) == [0.35]


def test_a_rare_label_leans_on_the_common_threshold() -> None:
    gold = np.zeros((40, 2), dtype=bool)
    gold[:20] = True
    scores = np.where(gold, [0.505, 0.605], [0.195, 0.395]).astype(np.float32)
    # own best: 0.35 and 0.50; common best: 0.45; twenty positives move half-way
    assert thresholds(scores, gold) == pytest.approx([0.4, 0.475])


def test_a_label_never_seen_takes_the_common_threshold() -> None:
    gold = np.array([[True, False], [False, False]])
    scores = np.array([[0.505, 0.01], [0.195, 0.01]], dtype=np.float32)
    assert thresholds(scores, gold)[1] == 0.35


def examples(count: int, seed: int = 0) -> list[Example]:
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        targets = {
            name: tuple(np.eye(len(ids))[rng.integers(len(ids))].tolist())
            if name in ONE_OF
            else tuple((rng.random(len(ids)) < 0.3).astype(float).tolist())
            for name, ids in MODEL_HEADS.items()
        }
        made.append(Example(f"komentar {number}", "comments", targets))
    return made


def test_calibration_softens_scores_that_are_too_sure() -> None:
    chosen = examples(300)
    targets, _ = target_arrays(chosen)
    rng = np.random.default_rng(1)
    # right seven times in ten, but as sure as if always right
    logits = np.where((targets > 0) ^ (rng.random(targets.shape) < 0.3), 6.0, -6.0).astype(np.float32)
    table, review = calibrate(logits, chosen)
    assert set(table) == set(MODEL_HEADS)
    assert all(table[name]["temperature"] > 2 for name in YES_NO)
    assert table["formality"] == {"temperature": 1.0}
    for name in YES_NO:
        assert len(table[name]["thresholds"]) == len(MODEL_HEADS[name])
        assert all(0.15 <= value <= 0.7 for value in table[name]["thresholds"])
    assert not any("thresholds" in table[name] for name in ONE_OF)
    assert 0 < review < 1
    assert all(Calibration(**row) for row in table.values())


def test_only_comments_are_calibrated_on() -> None:
    chosen = examples(60)
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 2, (70, N_OUTPUTS)).astype(np.float32)
    others = [Example(f"lain {n}", "smsa", {"sentiment": (1.0, 0.0, 0.0)}) for n in range(10)]
    assert calibrate(logits, [*chosen, *others]) == calibrate(logits[:60], chosen)


def test_probabilities() -> None:
    logits = np.array([[-1e9, 0, 1e9]], dtype=np.float32)
    np.testing.assert_allclose(yes_no(logits), [[0, 0.5, 1]], atol=1e-6)
    np.testing.assert_allclose(one_of(logits), [[0, 0, 1]], atol=1e-6)
    np.testing.assert_allclose(one_of(np.log(np.array([[1.0, 2.0, 5.0]]))), [[0.125, 0.25, 0.625]])


def test_slices_cover_the_outputs() -> None:
    covered = [column for place in head_slices().values() for column in range(N_OUTPUTS)[place]]
    assert covered == list(range(N_OUTPUTS))
