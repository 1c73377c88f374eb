from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pytest

from govtext.errors import InputError
from govtext.evaluation import (
    Interval,
    accuracy,
    auc,
    bootstrap,
    calibration_error,
    f1,
    macro_f1,
    micro_f1,
    precision,
    recall,
)


def booleans(*rows: list[int]) -> npt.NDArray[np.bool_]:
    return np.array(rows, dtype=bool)


def test_f1_by_hand() -> None:
    # two hits, one miss, one false alarm
    assert f1(booleans([1, 1, 1, 0]), booleans([1, 1, 0, 1])) == pytest.approx(2 / 3)
    assert f1(booleans([1, 0]), booleans([1, 0])) == 1
    assert f1(booleans([1, 0]), booleans([0, 1])) == 0


def test_f1_where_nothing_is_true() -> None:
    assert f1(booleans([0, 0]), booleans([0, 0])) == 0


def test_micro_counts_cells_and_macro_counts_classes() -> None:
    gold = booleans([1, 0], [1, 0], [1, 1])
    guess = booleans([1, 0], [1, 1], [1, 0])
    assert micro_f1(gold, guess) == pytest.approx(2 * 3 / (4 + 4))
    assert macro_f1(gold, guess) == pytest.approx((1 + 0) / 2)


def test_macro_of_classes_by_hand() -> None:
    gold, guess = np.array(["a", "a", "b", "b"]), np.array(["a", "b", "b", "c"])
    # a: 1 hit of 2 and 1; b: 1 hit of 2 and 2; c: no hit
    assert macro_f1(gold, guess) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_precision_and_recall_by_hand() -> None:
    gold, guess = np.array([1, 1, 1, 0], dtype=bool), np.array([1, 0, 0, 1], dtype=bool)
    assert precision(gold, guess) == 1 / 2
    assert recall(gold, guess) == pytest.approx(1 / 3)
    nothing = np.zeros(4, dtype=bool)
    assert precision(gold, nothing) == recall(nothing, guess) == 0


def test_calibration_error_by_hand() -> None:
    # one bin around 0.9 with half right, one around 0.2 with none right: (2 · 0.4 + 2 · 0.2) / 4
    right, sure = np.array([1, 0, 0, 0]), np.array([0.9, 0.9, 0.2, 0.2])
    assert calibration_error(right, sure) == pytest.approx(0.3)
    assert calibration_error(right.reshape(2, 2), sure.reshape(2, 2)) == pytest.approx(0.3)
    # gaps of one bin cancel out, those of two bins do not; certainty falls into the last bin
    assert calibration_error(np.array([1, 0]), np.array([0.5, 0.5])) == 0
    assert calibration_error(np.array([1, 0]), np.array([0.0, 1.0])) == 1


def test_accuracy_by_hand() -> None:
    assert accuracy(np.array([0, 1, 2, 2]), np.array([0, 1, 2, 0])) == 0.75


@pytest.mark.parametrize(
    ("gold", "score", "expected"),
    [
        ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 1.0),
        ([1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4], 0.0),
        ([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5], 0.5),
        ([0, 1, 0, 1], [0.1, 0.4, 0.4, 0.9], 3.5 / 4),
        ([1, 0, 1], [0.9, 0.5, 0.1], 0.5),
    ],
)
def test_auc_by_hand(gold: list[int], score: list[float], expected: float) -> None:
    assert auc(np.array(gold), np.array(score)) == pytest.approx(expected)
    assert auc(np.array(gold, dtype=bool), np.array(score)) == pytest.approx(expected)


@pytest.mark.parametrize("gold", [[1, 1], [0, 0]])
def test_auc_of_one_class_is_undefined(gold: list[int]) -> None:
    assert math.isnan(auc(np.array(gold), np.array([0.1, 0.2])))


@pytest.mark.parametrize("seed", range(5))
def test_equal_to_scikit_learn(seed: int) -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(seed)
    gold, guess = rng.random((60, 5)) < 0.3, rng.random((60, 5)) < 0.4
    for average, ours in (("micro", micro_f1), ("macro", macro_f1)):
        assert ours(gold, guess) == pytest.approx(metrics.f1_score(gold, guess, average=average, zero_division=0))
    assert f1(gold[:, 0], guess[:, 0]) == pytest.approx(metrics.f1_score(gold[:, 0], guess[:, 0]))
    classes, answers = rng.integers(0, 4, 80), rng.integers(0, 5, 80)
    assert macro_f1(classes, answers) == pytest.approx(
        metrics.f1_score(classes, answers, average="macro", zero_division=0)
    )
    assert accuracy(classes, answers) == pytest.approx(metrics.accuracy_score(classes, answers))
    tied = rng.integers(0, 6, 60) / 6
    assert auc(gold[:, 0], tied) == pytest.approx(metrics.roc_auc_score(gold[:, 0], tied))


def test_bootstrap_is_deterministic_and_holds_the_value() -> None:
    rng = np.random.default_rng(3)
    gold = rng.integers(0, 2, 100)
    guess = np.where(rng.random(100) < 0.8, gold, 1 - gold)
    first = bootstrap(accuracy, gold, guess, samples=200)
    assert first == bootstrap(accuracy, gold, guess, samples=200)
    assert first != bootstrap(accuracy, gold, guess, samples=200, seed=1)
    assert first.value == accuracy(gold, guess)
    assert first.low < first.value < first.high
    # 1.96 standard errors of a share
    assert first.high - first.low == pytest.approx(2 * 1.96 * 0.4 / 10, rel=0.25)


def test_bootstrap_of_a_certain_value_has_no_width() -> None:
    gold = np.array([1, 0, 1])
    assert bootstrap(accuracy, gold, gold, samples=20) == Interval(1, 1, 1)


def test_bootstrap_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="nothing to measure on"):
        bootstrap(accuracy, np.array([]), np.array([]))


def test_bootstrap_skips_undefined_samples() -> None:
    found = bootstrap(auc, np.array([0, 1]), np.array([0.1, 0.9]), samples=50)
    assert (found.value, found.low, found.high) == (1, 1, 1)


def test_an_interval_reads_well() -> None:
    assert str(Interval(0.81249, 0.8, 0.8256)) == "0.812 [0.800, 0.826]"
