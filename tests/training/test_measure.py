"""The figures of a card are those of the plain formulas, on what the library itself answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from sklearn.metrics import accuracy_score, f1_score

from govtext.scoring import Pipeline, load
from govtext.scoring.manifest import find_model, read_manifest
from govtext.scoring.scores import Scores
from govtext.training.data import Example, head_slices, target_arrays
from govtext.training.measure import Result, measure
from govtext.training.run import headlines

from .test_groups import Fixed, answered, comments

CLASSES = ("positive", "neutral", "negative")


class Answers(Fixed):
    """`Fixed`, with the manifest of the bundled model, which names the labels."""

    manifest = read_manifest(find_model("fast"))


def measured(examples: Sequence[Example], scores: Scores) -> dict[tuple[str, str], Result]:
    found = measure(cast(Pipeline, Answers(scores)), examples)
    assert len({(r.data, r.measure) for r in found}) == len(found)
    return {(r.data, r.measure): r for r in found}


def test_figures_of_comments_are_those_of_scikit_learn() -> None:
    chosen = comments(120)
    scores = answered(chosen, flips=0.1)
    found, (targets, _), slices = measured(chosen, scores), target_arrays(chosen), head_slices()
    for head in ("topics", "voices"):
        gold, given = targets[:, slices[head]].astype(bool), scores.given[head]
        row = found["comments dev", f"{head} micro-F1"]
        assert row.interval.value == pytest.approx(f1_score(gold, given, average="micro"))
        assert row.positives == gold.sum()
        for column, label in enumerate(Answers.manifest.heads[head]):
            row = found["comments dev", f"{head}: {label} F1"]
            wanted = f1_score(gold[:, column], given[:, column], zero_division=0.0)
            assert row.interval.value == pytest.approx(wanted)
            assert row.positives == gold[:, column].sum()
    for head in ("sentiment", "intent", "stance"):
        gold, guess = targets[:, slices[head]].argmax(axis=1), scores.chosen[head]
        assert found["comments dev", f"{head} accuracy"].interval.value == pytest.approx(accuracy_score(gold, guess))
        wanted = f1_score(gold, guess, average="macro")
        assert found["comments dev", f"{head} macro-F1"].interval.value == pytest.approx(wanted)
    for row in found.values():
        # the error of calibration is lifted by resampling: the card says so
        assert row.interval.low <= row.interval.high
        if "calibration" not in row.measure:
            assert row.interval.low <= row.interval.value <= row.interval.high


def test_needs_review_counts_comments_with_a_wrong_label_other_than_intent() -> None:
    chosen = comments(60)
    right = answered(chosen, flips=0.0)
    review = np.arange(60) < 20
    sentiment = right.chosen["sentiment"].copy()
    sentiment[10:40] = (sentiment[10:40] + 1) % 3
    intent = (right.chosen["intent"] + 1) % 7
    scores = Scores(
        right.probabilities,
        right.given,
        {**right.chosen, "sentiment": sentiment, "intent": intent},
        right.formality,
        review,
    )
    found = measured(chosen, scores)
    # 30 are wrong, 20 marked, 10 both
    assert found["comments dev", "needs_review precision"].interval.value == pytest.approx(10 / 20)
    assert found["comments dev", "needs_review precision"].positives == 20
    assert found["comments dev", "needs_review recall"].interval.value == pytest.approx(10 / 30)
    assert found["comments dev", "needs_review recall"].positives == 30


def sentiments(source: str, count: int, language: str = "") -> list[Example]:
    eye = np.eye(3)
    return [
        Example(f"{source} {language} {n}", source, {"sentiment": tuple(eye[n % 3].tolist())}, language)
        for n in range(count)
    ]


def test_nusax_is_told_by_language_and_as_their_mean() -> None:
    chosen = [*sentiments("nusax", 30, "javanese"), *sentiments("nusax", 30, "sundanese")]
    right = answered(chosen, flips=0.0)
    guess = np.arange(60) % 3
    guess[30:45] = 0  # half of the Sundanese ones are called positive
    found = measured(chosen, Scores(right.probabilities, right.given, {**right.chosen, "sentiment": guess},
        right.formality, right.needs_review))  # fmt: skip
    truth = np.arange(30) % 3
    wanted = f1_score(truth, guess[30:], average="macro")
    assert found["NusaX valid javanese", "sentiment macro-F1"].interval.value == 1
    assert found["NusaX valid sundanese", "sentiment macro-F1"].interval.value == pytest.approx(wanted)
    mean = found["NusaX valid mean of languages", "sentiment macro-F1"].interval
    assert mean.value == pytest.approx((1 + wanted) / 2)
    assert mean.low < mean.value < mean.high <= 1


def test_sources_without_examples_have_no_line() -> None:
    chosen = sentiments("smsa", 12)
    found = measured(chosen, answered(chosen))
    assert list(found) == [("SmSA valid", "sentiment macro-F1")]
    assert found["SmSA valid", "sentiment macro-F1"].positives == 12


def test_formality_is_told_by_how_well_it_ranks() -> None:
    chosen = [Example(f"teks {n}", "stif", {"formality": ((0.12, 0.5)[n % 2],)}) for n in range(40)]
    right = answered(chosen)
    for formality, wanted in ((np.arange(40) % 2 / 2, 1.0), (1 - np.arange(40) % 2 / 2, 0.0), (np.zeros(40), 0.5)):
        scores = Scores(
            right.probabilities, right.given, right.chosen, formality.astype(np.float32), right.needs_review
        )
        row = measured(chosen, scores)["STIF dev", "formal against informal, AUC"]
        assert row.interval.value == pytest.approx(wanted)
        assert row.positives == 20


def test_the_few_figures_of_the_manifest_are_those_of_the_card() -> None:
    chosen = [*comments(60), *sentiments("smsa", 12), *sentiments("nusax", 12, "javanese")]
    results: list[Result] = []
    for source in ("comments", "smsa", "nusax"):
        part = [example for example in chosen if example.source == source]
        results += measured(part, answered(part)).values()
    shown = headlines(results)
    by_name = {f"{r.data}: {r.measure}": r.interval.value for r in results}
    assert shown["comments: topics micro-F1"] == round(by_name["comments dev: topics micro-F1"], 3)
    assert shown["SmSA valid: macro-F1"] == round(by_name["SmSA valid: sentiment macro-F1"], 3)
    assert shown["NusaX valid javanese: macro-F1"] == round(by_name["NusaX valid javanese: sentiment macro-F1"], 3)
    assert len(shown) == 8


def test_the_bundled_model_is_measured_as_users_run_it() -> None:
    starts = ("bansos belum cair", "terima kasih pak", "jalan rusak parah", "Dalam rangka vaksinasi")
    texts = [f"{starts[n % 4]} {n}" for n in range(40)]
    chosen = [Example(text, "comments", example.targets) for text, example in zip(texts, comments(40), strict=True)]
    nlp = load("fast")
    found = {r.measure: r.interval.value for r in measure(nlp, chosen)}
    gold = target_arrays(chosen)[0][:, head_slices()["sentiment"]].argmax(axis=1)
    said = [CLASSES.index(nlp(text).sentiment.id) for text in texts]
    assert found["sentiment accuracy"] == pytest.approx(accuracy_score(gold, said))
