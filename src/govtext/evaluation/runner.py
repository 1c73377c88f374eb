"""The benchmark: systems answer a split, and are scored, timed and compared in the same run."""

from __future__ import annotations

import itertools
import platform
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from govtext import __version__
from govtext.errors import GovtextWarning, InputError
from govtext.evaluation.data import Example, load_task
from govtext.evaluation.leakage import leaks
from govtext.evaluation.metrics import Interval
from govtext.evaluation.scores import OfRows, Rows, calibration, interval, measures, one_class_f1, task_rows
from govtext.evaluation.significance import TRIALS, Comparison, randomisation
from govtext.evaluation.systems import Answers, open_system
from govtext.evaluation.tasks import Task, task

_PACKAGES = ("numpy", "torch", "transformers", "scikit-learn", "sacrebleu", "datasets", "onnxruntime")


@dataclass(frozen=True, slots=True)
class Slice:
    """The task's measure on a part of the examples; of ``kind`` label: F1 of that label."""

    kind: str
    name: str
    examples: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Result:
    """A system's result. ``peak_memory_mb`` is of the whole process while it ran, where the platform tells."""

    system: str
    scores: Mapping[str, Interval]
    slices: tuple[Slice, ...]
    calibration_error: float | None
    texts_per_second: float
    peak_memory_mb: float | None
    trained_on: int
    answers: Sequence[Any] = field(repr=False)
    rows: Rows = field(repr=False)


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a run. ``scores`` hold the measure of the task's paper first."""

    task: Task
    split: str
    fold: int
    examples: tuple[Example, ...] = field(repr=False)
    results: tuple[Result, ...]
    comparisons: tuple[Comparison, ...]
    warnings: tuple[str, ...]
    seed: int
    samples: int
    versions: Mapping[str, str]


def evaluate(  # noqa: PLR0913
    name: str | Task,
    systems: Sequence[str | Callable[..., Any]] | Mapping[str, str | Callable[..., Any]],
    *,
    data: str | Path | None = None,
    split: str = "test",
    fold: int = 0,
    fit: bool = False,
    limit: int = 0,
    samples: int = 1000,
    seed: int = 0,
    answers: Mapping[str, Sequence[Any]] | None = None,
) -> Report:
    """Measure systems on a split of a task.

    Args:
        name: a task or its name.
        systems: see `govtext.evaluation.systems.open_system`; a mapping names them.
        data: folder of the data; None asks the Hub.
        split: what is measured on.
        fold: for tasks with folds.
        fit: fine-tune transformers checkpoints on the train split.
        limit: only the first so many examples of the split; 0 for all.
        samples: bootstrap samples.
        seed: of bootstrap, randomisation and systems.
        answers: saved answers by name, scored beside.

    Raises:
        InputError: a task, split, file, system or answer is not as it must be.
    """
    chosen = name if isinstance(name, Task) else task(name)
    examples = load_task(chosen, data, split, fold=fold)[: limit or None]
    named = dict(systems) if isinstance(systems, Mapping) else {getattr(s, "__name__", str(s)): s for s in systems}
    named = {**{floor: floor for floor in chosen.floors}, **named}
    texts, notes, results = [example.text for example in examples], list[str](), list[Result]()
    train: list[Example] = []
    for shown, spec in named.items():
        with _peak() as peak:
            system = open_system(spec, chosen, fit=fit, seed=seed)
            if system.fitted:
                if split in ("train", "all"):
                    raise InputError(f"{shown} learns from the train split and cannot be measured on {split}")
                if not train:
                    train = load_task(chosen, data, "train", fold=fold)
                    found = leaks((e.text for e in train), texts)
                    if found.leaks:
                        notes.append(f"{split} leaks from train: {found}")
                system.fit(train)
            start = time.perf_counter()
            said = system.answer(texts)
            seconds = time.perf_counter() - start
        learnt = len(train) if system.fitted else 0
        results.append(
            _result(chosen, examples, shown, said, len(texts) / seconds, peak.get("mb"), learnt, samples, seed)
        )
    for shown, saved in (answers or {}).items():
        if len(saved) != len(examples):
            raise InputError(f"{shown} has another number of answers", got=len(saved), allowed=str(len(examples)))
        results.append(_result(chosen, examples, shown, Answers(saved), 0.0, None, 0, samples, seed))
    for note in notes:
        warnings.warn(note, GovtextWarning, stacklevel=2)
    of = primary(chosen)
    pairs = [compare(a, b, of, seed=seed) for a, b in itertools.combinations(results, 2)]
    return Report(
        chosen, split, fold, tuple(examples), tuple(results), tuple(pairs), tuple(notes), seed, samples, _versions()
    )


def compare(first: Result, second: Result, of: OfRows, *, trials: int = TRIALS, seed: int = 0) -> Comparison:
    """Compare two results on the same examples by approximate randomisation of the measure ``of``."""
    p = randomisation(of, first.rows, second.rows, trials=trials, seed=seed)
    return Comparison(first.system, second.system, of(first.rows) - of(second.rows), p)


def primary(chosen: Task) -> OfRows:
    """Return the measure of the task's paper as a function of a result's rows."""
    first = measures(chosen)[0].of
    return partial(_mean_of_parts, first) if chosen.mean_over else first


def _mean_of_parts(of: OfRows, rows: Rows) -> float:
    """Mean of ``of`` over the parts that the last column tells apart."""
    return float(np.mean([of(rows[rows[:, -1] == part]) for part in np.unique(rows[:, -1])]))


def _result(  # noqa: PLR0913, PLR0917
    chosen: Task, examples: Sequence[Example], name: str, said: Answers, rate: float, memory: float | None, learnt: int,
    samples: int, seed: int,
) -> Result:  # fmt: skip
    rows, strata = task_rows(chosen, examples, said.labels), None
    if chosen.mean_over:  # the language is one more column, which the other measures do not look at
        strata = np.unique([example.language for example in examples], return_inverse=True)[1]
        rows = np.column_stack([rows, strata])
    first, *others = measures(chosen)
    scores = {first.name: interval(primary(chosen), rows, strata, samples, seed)}
    scores |= {m.name: interval(m.of, rows, strata, samples, seed) for m in others}
    error = None if said.probabilities is None else calibration(chosen, [e.gold for e in examples], said.probabilities)
    slices = tuple(_slices(chosen, examples, first.of, rows, samples, seed)) if len(rows) == len(examples) else ()
    return Result(name, scores, slices, error, rate, memory, learnt, said.labels, rows)


def _slices(
    chosen: Task, examples: Sequence[Example], of: OfRows, rows: Rows, samples: int, seed: int
) -> Iterator[Slice]:
    places: dict[tuple[str, str], list[int]] = {}
    for i, example in enumerate(examples):
        for group in (("language", example.language), *example.groups):
            places.setdefault(group, []).append(i)
    for (kind, name), chosen_rows in sorted(places.items()):
        if name and len(chosen_rows) < len(examples):
            part = rows[chosen_rows]
            yield Slice(kind, name, len(part), interval(of, part, None, samples // 5, seed))
    if chosen.kind == "classification":
        for k, label in enumerate(chosen.labels):
            f1_of = partial(one_class_f1, len(chosen.labels), k)
            yield Slice("label", label, int((rows[:, 0] == k).sum()), interval(f1_of, rows, None, samples // 5, seed))


@contextmanager
def _peak() -> Iterator[dict[str, float]]:
    """Tell the peak memory of the process while the block runs, in MB, looking every 20 ms; nothing without /proc."""
    found: dict[str, float] = {}
    done = threading.Event()
    status = Path("/proc/self/statm")

    def watch() -> None:
        while True:
            pages = int(status.read_text(encoding="ascii").split()[1])
            found["mb"] = max(found.get("mb", 0.0), pages * resource.getpagesize() / 1e6)
            if done.wait(0.02):
                return

    thread = threading.Thread(target=watch, daemon=True)
    if status.exists():
        import resource

        thread.start()
    try:
        yield found
    finally:
        done.set()
        if thread.ident:
            thread.join()


def _versions() -> dict[str, str]:
    found = {"govtext": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
