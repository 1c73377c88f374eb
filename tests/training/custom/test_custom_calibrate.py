from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.scoring.probability import one_of
from govtext.training.custom.calibrate import calibrate_heads

HEADS = {"satu": ("a", "b", "c"), "banyak": ("x", "y")}


def drawn(count: int, sharpness: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Scores of a model that says the truth about how sure it is, made ``sharpness`` times as sure; and the truth."""
    rng = np.random.default_rng(seed)
    logits = rng.normal(size=(count, 5)).astype(np.float32) * 2
    wanted = np.zeros((count, 5), dtype=np.float32)
    for row, chances in enumerate(one_of(logits[:, :3])):
        wanted[row, rng.choice(3, p=chances / chances.sum())] = 1
    wanted[:, 3:] = rng.random((count, 2)) < 1 / (1 + np.exp(-logits[:, 3:]))
    return logits * np.float32(sharpness), wanted


@pytest.mark.parametrize("sharpness", [0.5, 1.0, 2.0])
def test_the_temperature_undoes_how_sure_the_model_is(sharpness: float) -> None:
    logits, wanted = drawn(4_000, sharpness)
    table, _ = calibrate_heads(logits, wanted, np.ones((4_000, 2), dtype=bool), HEADS, ["banyak"])
    assert table["satu"]["temperature"] == pytest.approx(sharpness, rel=0.12)
    assert table["banyak"]["temperature"] == pytest.approx(sharpness, rel=0.12)
    assert "thresholds" not in table["satu"]
    assert len(table["banyak"]["thresholds"]) == 2


def test_few_texts_leave_the_temperature_alone() -> None:
    logits, wanted = drawn(19, 3.0)
    table, _ = calibrate_heads(logits, wanted, np.ones((19, 2), dtype=bool), HEADS, ["banyak"])
    assert table["satu"]["temperature"] == table["banyak"]["temperature"] == 1.0


def test_only_labelled_texts_count() -> None:
    logits, wanted = drawn(400, 1.0)
    labelled = np.ones((400, 2), dtype=bool)
    labelled[200:] = False
    clean, _ = calibrate_heads(logits, wanted, labelled, HEADS, ["banyak"])
    spoilt = wanted.copy()
    spoilt[200:] = 1 - spoilt[200:]
    assert calibrate_heads(logits, spoilt, labelled, HEADS, ["banyak"])[0] == clean


def test_a_head_that_nobody_labelled_gets_plain_settings() -> None:
    logits, wanted = drawn(30, 1.0)
    labelled = np.ones((30, 2), dtype=bool)
    labelled[:, 1] = False
    table, _ = calibrate_heads(logits, wanted, labelled, HEADS, ["banyak"])
    assert table["banyak"] == {"temperature": 1.0, "thresholds": [0.5, 0.5]}


@given(st.integers(5, 200), st.integers(0, 50))
def test_about_a_fifth_is_for_review(count: int, seed: int) -> None:
    logits, wanted = drawn(count, 1.0, seed)
    table, below = calibrate_heads(logits, wanted, np.ones((count, 2), dtype=bool), HEADS, ["banyak"])
    one = one_of(logits[:, :3] / table["satu"]["temperature"]).max(axis=1)
    many = 1 / (1 + np.exp(-logits[:, 3:] / table["banyak"]["temperature"]))
    sure = np.minimum(one, np.maximum(many, 1 - many).min(axis=1))
    assert 0 < below <= 1
    assert abs(int((sure < below).sum()) - 0.2 * count) <= 2
