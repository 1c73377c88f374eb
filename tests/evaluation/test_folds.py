"""Cross-validation folds: each run, means over them, and what is told of them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govtext.errors import GovtextWarning, InputError
from govtext.evaluation import Options, Report, evaluate
from govtext.evaluation.rendering import as_card
from govtext.evaluation.runner import load_folds
from govtext.evaluation.table import as_table

QUICK = Options(samples=40)
SIZES = (4, 8, 12, 16, 20)


@pytest.fixture
def indolem(tmp_path: Path) -> Path:
    """Folds of other sizes, so that the mean of folds is not the measure of all; fold k has k wrong labels."""
    folder = tmp_path / "sentiment" / "data"
    folder.mkdir(parents=True)
    for fold, size in enumerate(SIZES):
        write(
            folder / f"test{fold}.csv",
            [(f"{'buruk' if n % 2 else 'bagus'} {fold} {n}", (n + (n < fold)) % 2 == 0) for n in range(size)],
        )
        write(
            folder / f"train{fold}.csv",
            [(f"{'buruk' if n % 2 else 'bagus'} latih {n}", n % 2 == 0) for n in range(10 + fold)],
        )
    return tmp_path


def write(path: Path, rows: Sequence[tuple[str, bool]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("sentence", "sentiment"), *((text, int(good)) for text, good in rows)])


def judge(texts: Sequence[str]) -> list[str]:
    return ["positive" if text.startswith("bagus") else "negative" for text in texts]


def run(data: Path, *systems: Any, fold: Any = "all", **more: Any) -> Report:
    return evaluate("indolem-sentiment", systems or [judge], data=data, fold=fold, options=QUICK, **more)


def test_scores_are_the_means_of_the_folds(indolem: Path) -> None:
    (whole,) = run(indolem).results
    single = [run(indolem, fold=fold).results[0] for fold in range(5)]
    for name in ("f1_last", "macro_f1", "accuracy"):
        assert whole.scores[name].value == pytest.approx(np.mean([one.scores[name].value for one in single]))
    values = [one.scores["f1_last"].value for one in single]
    assert len(set(values)) > 1
    assert whole.fold_deviation == pytest.approx(np.std(values, ddof=1))
    assert all(one.fold_deviation is None for one in single)
    assert whole.scores["f1_last"].low <= whole.scores["f1_last"].value <= whole.scores["f1_last"].high


def test_f1_of_a_fold_is_that_of_scikit_learn_on_it(indolem: Path) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    report = run(indolem)
    slices = {one.name: one for one in report.results[0].slices if one.kind == "fold"}
    for fold, size in enumerate(SIZES):
        part = [i for i, one in enumerate(report.examples) if ("fold", str(fold)) in one.groups]
        gold, said = (
            [side[i] for i in part] for side in ([e.gold for e in report.examples], report.results[0].answers)
        )
        expected = sklearn.f1_score(gold, said, pos_label="positive")
        assert slices[str(fold)].interval.value == pytest.approx(expected)
        assert slices[str(fold)].examples == len(part) == size


def test_a_system_that_learns_is_fitted_anew_on_the_train_split_of_each_fold(
    indolem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sklearn")
    from govtext.evaluation.systems.baselines import TfidfSystem

    fitted: list[tuple[int, int]] = []
    fit = TfidfSystem.fit

    def watched(self: TfidfSystem, examples: Any) -> None:
        fitted.append((id(self), len(examples)))
        fit(self, examples)

    monkeypatch.setattr(TfidfSystem, "fit", watched)
    (result,) = run(indolem, "tfidf").results
    assert [count for _, count in fitted] == [10, 11, 12, 13, 14]
    assert len({of for of, _ in fitted}) >= 2  # ids may come again once a system is gone
    assert result.trained_on == 12
    assert result.answers == judge([f"{text}" for text in [one.text for one in run(indolem).examples]])


def test_systems_are_compared_over_all_folds(indolem: Path) -> None:
    report = run(indolem, judge, lambda texts: ["positive"] * len(texts))
    (pair,) = report.comparisons
    first, second = report.results
    assert pair.difference == pytest.approx(first.scores["f1_last"].value - second.scores["f1_last"].value)
    assert 0 < pair.p < 0.05


def test_leaks_are_told_of_the_fold_they_are_in(indolem: Path) -> None:
    pytest.importorskip("sklearn")
    write(indolem / "sentiment" / "data" / "train3.csv", [("bagus 3 0", True), ("lain", False)])
    with pytest.warns(GovtextWarning, match="fold 3: test leaks from train: 1 of 16"):
        report = run(indolem, "tfidf")
    assert len(report.warnings) == 1


def test_texts_of_several_folds_are_told(indolem: Path) -> None:
    data = indolem / "sentiment" / "data"
    (data / "test1.csv").write_bytes((data / "test0.csv").read_bytes())
    with pytest.warns(GovtextWarning, match="4 texts stand in the split of more than one fold"):
        run(indolem)


def test_one_fold_is_told_to_be_one(indolem: Path) -> None:
    report = run(indolem, fold="2")
    assert report.folds == (2,)
    assert len(report.examples) == SIZES[2]
    assert "split test, fold 2 of 5 (--fold all: each), 12 examples" in as_table(report)
    assert not [one for one in report.results[0].slices if one.kind == "fold"]


def test_a_report_of_all_folds_says_so(indolem: Path) -> None:
    report = run(indolem)
    shown = as_table(report)
    assert report.folds == (0, 1, 2, 3, 4)
    assert "folds 0 to 4 (scores are means over them), 60 examples" in shown
    assert f"{report.results[0].fold_deviation:.3f}" in shown
    assert "fold 4 (20)" in shown
    assert "mean of folds 0, 1, 2, 3, 4, 60 examples" in as_card(report)


def test_limit_is_of_each_fold(indolem: Path) -> None:
    report = evaluate("indolem-sentiment", [judge], data=indolem, fold="all", options=Options(limit=3, samples=5))
    assert len(report.examples) == 15
    assert load_folds("indolem-sentiment", indolem, "test", "all", 3) == list(report.examples)


@pytest.mark.parametrize("fold", [5, -1, "alle", "", None, 1.5])
def test_another_fold_is_refused(indolem: Path, fold: Any) -> None:
    with pytest.raises(InputError, match=r"no such fold; got .*; allowed: 0, 1, 2, 3, 4, all"):
        run(indolem, fold=fold)


def test_tasks_without_folds_have_only_one(indolem: Path) -> None:
    with pytest.raises(InputError, match="smsa has no such fold; got 'all'; allowed: 0"):
        evaluate("smsa", [judge], data=indolem, fold="all")


def test_a_fold_that_is_missing_is_told(indolem: Path) -> None:
    (indolem / "sentiment" / "data" / "test4.csv").unlink()
    with pytest.raises(InputError, match=r"no file of indolem-sentiment.*test4\.csv"):
        run(indolem)
