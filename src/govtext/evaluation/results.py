"""From the answers of one system to its result: scores with intervals, slices, calibration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.evaluation.data import Example
from govtext.evaluation.metrics import Interval
from govtext.evaluation.scores import OfRows, Rows, calibration, interval, label_f1, measures, task_rows
from govtext.evaluation.significance import Comparison
from govtext.evaluation.systems import Answers
from govtext.evaluation.tasks import LABELLED, Task

Strata = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Options:
    """How a benchmark is run.

    Attributes:
        fit: fine-tune transformers checkpoints on the train split.
        limit: only the first so many examples of the split (of each fold); 0 for all.
        samples: bootstrap samples, 1 or more.
        seed: of bootstrap, randomisation and systems.
    """

    fit: bool = False
    limit: int = 0
    samples: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Slice:
    """The task's measure on a part of the examples; of ``kind`` label: F1 of that label on all of them."""

    kind: str
    name: str
    examples: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Result:
    """A system's result.

    Attributes:
        scores: measure -> value, that of the task's paper first.
        slices: by language, group, label and fold.
        calibration_error: None where the system gives no probabilities.
        texts_per_second: None for saved answers; opening and fitting a system are not counted.
        peak_memory_mb: of the whole process while the system was opened, fitted and asked, where the platform tells.
        trained_on: examples of the train split that it learnt from; over folds their mean.
        fold_deviation: sample standard deviation of the first score over the folds; None where one or none was run.
        answers: one for each example.
        rows: what the measures are computed of; see `govtext.evaluation.scores`.
    """

    system: str
    scores: Mapping[str, Interval]
    slices: tuple[Slice, ...]
    calibration_error: float | None
    texts_per_second: float | None
    peak_memory_mb: float | None
    trained_on: int
    fold_deviation: float | None
    answers: Sequence[Any] = field(repr=False)
    rows: Rows = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a run.

    Attributes:
        folds: the folds that were run; empty where the task has none.
        examples: of the split; those of several folds one fold after the other.
        warnings: what a reader must know, such as leaks between train and this split.
        options: what the run was asked for.
        versions: of govtext, Python and the libraries that systems use.
    """

    task: Task
    split: str
    folds: tuple[int, ...]
    examples: tuple[Example, ...] = field(repr=False)
    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    warnings: tuple[str, ...]
    options: Options
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Run:
    """What a system answered, how fast, and what it learnt from; see `Result`."""

    system: str
    answers: Answers
    texts_per_second: float | None = None
    peak_memory_mb: float | None = None
    trained_on: int = 0


def strata(task: Task, examples: Sequence[Example]) -> Strata | None:
    """Return for each example which part it is in, where scores are means over parts: languages, or folds run together.

    Returns:
        Shape (n,); None where all examples are one part.
    """
    parts = [example.language if task.mean_over else dict(example.groups).get("fold", "") for example in examples]
    names, places = np.unique(parts, return_inverse=True)
    return places.astype(np.int64) if len(names) > 1 else None


def result(task: Task, examples: Sequence[Example], run: Run, options: Options) -> Result:
    """Score what a system answered to ``examples``."""
    parts, rows = strata(task, examples), task_rows(task, examples, run.answers.labels)
    found = measures(task)
    slices = tuple(_slices(task, examples, rows, options)) if len(rows) == len(examples) else ()
    deviation = [one.interval.value for one in slices if one.kind == "fold"]
    marked = rows if parts is None else np.column_stack([rows, parts])
    wrapped = {one.name: one.of if parts is None else partial(mean_of_parts, one.of) for one in found}
    error, chances = None, run.answers.probabilities
    if chances is not None:
        error = calibration(task, [example.gold for example in examples], chances)
    return Result(
        run.system,
        {name: interval(of, marked, parts, options.samples, options.seed) for name, of in wrapped.items()},
        slices, error, run.texts_per_second, run.peak_memory_mb, run.trained_on,
        float(np.std(deviation, ddof=1)) if deviation else None, run.answers.labels, marked,
    )  # fmt: skip


def primary(task: Task, examples: Sequence[Example]) -> OfRows:
    """Return the measure of the task's paper as a function of a result's rows."""
    first = measures(task)[0].of
    return first if strata(task, examples) is None else partial(mean_of_parts, first)


def mean_of_parts(of: OfRows, rows: Rows) -> float:
    """Return the mean of ``of`` over the parts that the last column tells apart."""
    parts = rows[:, -1]
    return float(np.mean([of(rows[parts == part, :-1]) for part in np.unique(parts)]))


def _slices(task: Task, examples: Sequence[Example], rows: Rows, options: Options) -> Iterator[Slice]:
    def measured(of: Callable[[Rows], float], part: Rows) -> Interval:
        return interval(of, part, None, options.samples, options.seed)

    places: dict[tuple[str, str], list[int]] = {}
    for i, example in enumerate(examples):
        for group in (("language", example.language), *example.groups):
            places.setdefault(group, []).append(i)
    of = measures(task)[0].of
    for (kind, name), chosen in sorted(places.items()):
        if name and len(chosen) < len(examples):
            yield Slice(kind, name, len(chosen), measured(of, rows[chosen]))
    if task.kind in LABELLED:
        for k, label in enumerate(task.labels):
            wanted = sum(label == one.gold if task.kind == "classification" else label in one.gold for one in examples)
            if wanted:  # F1 of a label that no example has is 0 whatever a system does
                yield Slice("label", label, wanted, measured(partial(label_f1, task, k), rows))
