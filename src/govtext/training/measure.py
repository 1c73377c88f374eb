"""The quality of a finished model on validation examples, measured through the library as users run it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
    rank_correlation,
    recall,
)
from govtext.evaluation.metrics import Array, Measure
from govtext.scoring import Pipeline
from govtext.scoring.manifest import ONE_OF, YES_NO
from govtext.training.data import Example, head_slices, target_arrays

_PLAIN_LIMIT = 0.3  # between the targets of chat and of plain language in STIF


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a quality table: ``positives`` is the number of true cases, or of texts for whole heads."""

    data: str
    measure: str
    interval: Interval
    positives: int


def measure(pipeline: Pipeline, examples: Sequence[Example]) -> list[Result]:
    """Return all figures of the model card, with 95 % bootstrap intervals (1,000 samples, seed 0)."""
    results: list[Result] = []
    for source in ("comments", "smsa", "nusax", "dkk", "stif"):
        chosen = [example for example in examples if example.source == source]
        if chosen:
            results += _comments(pipeline, chosen) if source == "comments" else _single(pipeline, source, chosen)
    return results


def _comments(pipeline: Pipeline, examples: Sequence[Example]) -> list[Result]:
    scores, targets = pipeline.scores([e.text for e in examples]), target_arrays(examples)[0]
    slices, n = head_slices(), len(examples)
    found: list[Result] = []

    def add(name: str, function: Measure, gold: Array, guess: Array, positives: int = n) -> None:
        found.append(Result("comments dev", name, bootstrap(function, gold, guess), positives))

    for head in ("topics", "voices"):
        gold, given = targets[:, slices[head]].astype(bool), scores.given[head]
        add(f"{head} micro-F1", micro_f1, gold, given, int(gold.sum()))
        seen = gold.any(axis=0)
        add(f"{head} macro-F1 ({seen.sum()} labels with cases)", macro_f1, gold[:, seen], given[:, seen])
    gold, given = targets[:, slices["poverty_related"]].astype(bool), scores.given["poverty_related"]
    add("poverty_related F1", f1, gold, given, int(gold.sum()))
    for head in ONE_OF:
        truth = targets[:, slices[head]].argmax(axis=1)
        add(f"{head} accuracy", accuracy, truth, scores.chosen[head])
        add(f"{head} macro-F1", macro_f1, truth, scores.chosen[head])
    add("formality, rank correlation with register", rank_correlation, targets[:, -1], scores.formality)
    wrong = np.zeros(n, dtype=bool)
    for head in YES_NO:
        gold = targets[:, slices[head]].astype(bool)
        add(f"{head} calibration error", calibration_error, gold, scores.probabilities[head])
        wrong |= (gold != scores.given[head]).any(axis=1)
    for head in ONE_OF:
        probabilities = scores.probabilities[head]
        right = targets[:, slices[head]].argmax(axis=1) == probabilities.argmax(axis=1)
        add(f"{head} calibration error", calibration_error, right, probabilities.max(axis=1))
        if head != "intent":  # of which confidence takes no account
            wrong |= targets[:, slices[head]].argmax(axis=1) != scores.chosen[head]
    marked = int(scores.needs_review.sum())
    add("needs_review precision", precision, wrong, scores.needs_review, marked)
    add("needs_review recall", recall, wrong, scores.needs_review, int(wrong.sum()))
    for head in ("topics", "voices"):
        gold = targets[:, slices[head]].astype(bool)
        for column, label in enumerate(pipeline.manifest.heads[head]):
            truth, given = gold[:, column], scores.given[head][:, column]
            add(f"{head}: {label} F1", f1, truth, given, int(truth.sum()))
    return found


def _single(pipeline: Pipeline, source: str, examples: Sequence[Example]) -> list[Result]:
    scores = pipeline.scores([e.text for e in examples])
    targets, slices = target_arrays(examples)[0], head_slices()
    if source == "stif":
        plain = targets[:, slices["formality"]][:, 0] > _PLAIN_LIMIT
        area = bootstrap(auc, plain, scores.formality)
        return [Result("STIF dev", "formal against informal, AUC", area, int(plain.sum()))]
    gold, chosen = targets[:, slices["sentiment"]].argmax(axis=1), scores.chosen["sentiment"]
    languages = np.array([example.language for example in examples])
    name = {"smsa": "SmSA valid", "nusax": "NusaX valid", "dkk": "dkk, fifth kept out of training"}[source]
    found = []
    for language in sorted(set(languages)):
        rows = languages == language
        data = f"{name} {language}".strip()
        found.append(Result(data, "sentiment macro-F1", bootstrap(macro_f1, gold[rows], chosen[rows]), int(rows.sum())))
    if source == "nusax":
        mean = float(np.mean([result.interval.value for result in found]))
        # Rows are resampled within each language, so that every sample holds all of them.
        found.append(Result(f"{name} mean of languages", "sentiment macro-F1", _mean(gold, chosen, languages, mean), 0))
    if source == "dkk":
        found.append(Result(name, "sentiment accuracy", bootstrap(accuracy, gold, chosen), len(examples)))
    return found


def _mean(gold: Array, chosen: Array, languages: Array, value: float) -> Interval:
    rows = [np.flatnonzero(languages == language) for language in sorted(set(languages))]
    rng, values = np.random.default_rng(0), []
    for _ in range(1000):
        picked = [row[rng.integers(0, row.size, row.size)] for row in rows]
        values.append(np.mean([macro_f1(gold[row], chosen[row]) for row in picked]))
    low, high = np.percentile(values, [2.5, 97.5])
    return Interval(value, float(low), float(high))
