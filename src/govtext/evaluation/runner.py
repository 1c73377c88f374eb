"""The benchmark: systems answer a split, and are scored, timed and compared in the same run."""

from __future__ import annotations

import itertools
import platform
import time
import warnings
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from govtext import __version__
from govtext.errors import GovtextWarning, InputError, require_whole
from govtext.evaluation.data import Example, load_task
from govtext.evaluation.leakage import leaks
from govtext.evaluation.memory import peak
from govtext.evaluation.results import Options, Report, Result, Run, primary, result
from govtext.evaluation.scores import OfRows
from govtext.evaluation.significance import TRIALS, Comparison, randomisation
from govtext.evaluation.systems import Answers, open_system
from govtext.evaluation.systems.functions import checked
from govtext.evaluation.tasks import Task, task

ALL_FOLDS = "all"
Spec = str | Callable[..., Any]
_PACKAGES = (
    "numpy",
    "torch",
    "transformers",
    "scikit-learn",
    "sacrebleu",
    "datasets",
    "onnxruntime",
    "fasttext-community",
)


def evaluate(
    name: str | Task,
    systems: Sequence[Spec] | Mapping[str, Spec],
    *,
    data: str | Path | None = None,
    split: str = "test",
    fold: int | str = 0,
    answers: Mapping[str, Sequence[Any]] | None = None,
    options: Options | None = None,
) -> Report:
    """Measure systems on a split of a task.

    Args:
        name: a task or its name.
        systems: see `govtext.evaluation.systems.open_system`; a mapping names them.
        data: folder of the data; None asks the Hub.
        split: what is measured on.
        fold: for tasks with folds; ``all`` runs each, and scores are means over the folds, as papers give them.
        answers: saved answers by name, scored beside.
        options: how it is run; None stands for `Options()`.

    Raises:
        InputError: a task, split, fold, file, system or answer is not as it must be.
    """
    options = options or Options()
    require_whole(options.samples, "samples", 1)
    require_whole(options.limit, "limit", 0)
    chosen = name if isinstance(name, Task) else task(name)
    bench = _Bench(chosen, data, split, _folds(chosen, fold), options)
    examples = bench.examples
    named = {floor: floor for floor in chosen.floors} | _named(systems)
    runs = [bench.run(shown, spec) for shown, spec in named.items()]
    for shown, saved in (answers or {}).items():
        if shown not in chosen.floors:  # those were run
            runs.append(_saved(chosen, examples, f"{shown} (saved)" if shown in named else shown, saved))
    results = [result(chosen, examples, run, options) for run in runs]
    of = primary(chosen, examples)
    pairs = [compare(a, b, of, seed=options.seed) for a, b in itertools.combinations(results, 2)]
    notes = (*bench.notes, *_repeated(bench.parts))
    for note in notes:
        warnings.warn(note, GovtextWarning, stacklevel=2)
    folds = bench.folds if chosen.folds else ()
    return Report(chosen, split, folds, examples, tuple(results), tuple(pairs), notes, options, _versions())


def compare(first: Result, second: Result, of: OfRows, *, trials: int = TRIALS, seed: int = 0) -> Comparison:
    """Compare two results on the same examples by approximate randomisation of the measure ``of``."""
    p = randomisation(of, first.rows, second.rows, trials=trials, seed=seed)
    return Comparison(first.system, second.system, of(first.rows) - of(second.rows), p)


def load_folds(name: str | Task, data: str | Path | None, split: str, fold: int | str, limit: int = 0) -> list[Example]:
    """Return the examples that `evaluate` measures on, in its order."""
    chosen = name if isinstance(name, Task) else task(name)
    return list(_Bench(chosen, data, split, _folds(chosen, fold), Options(limit=limit)).examples)


@dataclass(slots=True)
class _Bench:
    """What the systems of a run share. ``parts`` hold the examples of each fold."""

    task: Task
    data: str | Path | None
    split: str
    folds: tuple[int, ...]
    options: Options
    notes: list[str] = field(default_factory=list)
    parts: list[list[Example]] = field(default_factory=list)
    _train: dict[int, list[Example]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fold in self.folds:
            found = load_task(self.task, self.data, self.split, fold=fold)[: self.options.limit or None]
            if len(self.folds) > 1:
                found = [replace(one, groups=(*one.groups, ("fold", str(fold)))) for one in found]
            self.parts.append(found)

    @property
    def examples(self) -> tuple[Example, ...]:
        return tuple(itertools.chain.from_iterable(self.parts))

    def run(self, shown: str, spec: Spec) -> Run:
        """Open a system and ask it; one that learns is opened and fitted anew for each fold."""
        said, learnt, seconds = list[Answers](), list[int](), 0.0
        with peak() as memory:
            system = open_system(spec, self.task, fit=self.options.fit, seed=self.options.seed)
            for fold, part in zip(self.folds, self.parts, strict=True):
                if system.fitted:
                    train = self._train_for(shown, fold, part)
                    if learnt:
                        system = open_system(spec, self.task, fit=self.options.fit, seed=self.options.seed)
                    system.fit(train)
                    learnt.append(len(train))
                start = time.perf_counter()
                said.append(system.answer([example.text for example in part]))
                seconds += time.perf_counter() - start
        chances = [one.probabilities for one in said if one.probabilities is not None]
        answers = Answers([label for one in said for label in one.labels], np.concatenate(chances) if chances else None)
        rate = len(answers.labels) / seconds
        return Run(shown, answers, rate, memory.get("mb"), round(np.mean(learnt)) if learnt else 0)

    def _train_for(self, shown: str, fold: int, part: Sequence[Example]) -> list[Example]:
        if self.split in ("train", "all"):
            fix = f"choose another of {', '.join(self.task.splits)}"
            raise InputError(f"{shown} learns from the train split", got=f"split {self.split}", fix=fix)
        if fold not in self._train:
            self._train[fold] = load_task(self.task, self.data, "train", fold=fold)
            found = leaks((one.text for one in self._train[fold]), (one.text for one in part))
            if found.leaks:
                where = f"fold {fold}: " if len(self.folds) > 1 else ""
                self.notes.append(f"{where}{self.split} leaks from train: {found}")
        return self._train[fold]


def _folds(chosen: Task, fold: int | str) -> tuple[int, ...]:
    allowed = [*map(str, range(max(chosen.folds, 1))), *([ALL_FOLDS] if chosen.folds else [])]
    if str(fold) not in allowed:
        raise InputError(f"{chosen.name} has no such fold", got=fold, allowed=allowed)
    return tuple(range(chosen.folds)) if fold == ALL_FOLDS else (int(fold),)


def _named(systems: Sequence[Spec] | Mapping[str, Spec]) -> dict[str, Spec]:
    if isinstance(systems, Mapping):
        return dict(systems)
    if isinstance(systems, str) or callable(systems):
        raise InputError("systems are many", got=systems, fix=f"write [{systems!r}]")
    found: dict[str, Spec] = {}
    for spec in dict.fromkeys(systems):
        name = shown = spec if isinstance(spec, str) else getattr(spec, "__name__", "callable")
        for number in itertools.count(2):  # two lambdas
            if shown not in found:
                break
            shown = f"{name} {number}"
        found[shown] = spec
    return found


def _saved(chosen: Task, examples: Sequence[Example], shown: str, saved: Sequence[Any]) -> Run:
    if len(saved) != len(examples):
        raise InputError(f"{shown} has another number of answers", got=len(saved), allowed=str(len(examples)))
    return Run(shown, Answers([checked(shown, chosen, one) for one in saved]))


def _repeated(parts: Sequence[Sequence[Example]]) -> list[str]:
    """Tell whether folds share examples: then they are no sample of as many texts as they seem."""
    counts = Counter(text for part in parts for text in {example.text for example in part})
    several = sum(count > 1 for count in counts.values())
    note = f"{several:,} texts stand in the split of more than one fold, so that intervals are too narrow"
    return [note] if several else []


def _versions() -> dict[str, str]:
    found = {"govtext": __version__, "python": platform.python_version()}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
