"""Systems: whatever answers the texts of a task. A name, a folder, a checkpoint, or a function of yours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, suggest
from govtext.evaluation.data import Example
from govtext.evaluation.tasks import Task

Floats = npt.NDArray[np.floating[Any]]
_GIVEN = 0.5  # probability from which one of many labels is given
NAMED = ("tfidf", "fasttext", "copy", "govtext")


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers in the order of the texts, in the form of `govtext.evaluation.Example.gold`; pieces or texts as ``str``.

    Attributes:
        probabilities: shape (n_texts, n_labels), where the system gives them.
    """

    labels: Sequence[Any]
    probabilities: Floats | None = None


class System(Protocol):
    """What is measured."""

    name: str
    fitted: bool  # learnt from the task's train split

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from the train split."""

    def answer(self, texts: Sequence[str]) -> Answers:
        """Answer each text."""


def open_system(spec: str | Callable[..., Any], task: Task, *, fit: bool = False, seed: int = 0) -> System:
    """Return the system that ``spec`` names.

    Args:
        spec: ``tfidf``, ``fasttext``, ``copy``, ``govtext`` (text layer and rewriting), an installed model of ours or
            its folder, a transformers checkpoint or folder, ``module:function``, or a callable(texts) → answers.
        task: what it must answer.
        fit: fine-tune a transformers checkpoint on the train split.
        seed: of what is random in it.

    Raises:
        InputError: there is no such system, or it does not answer the task.
    """
    from govtext.evaluation.systems import baselines, functions

    if callable(spec):
        return functions.FunctionSystem(getattr(spec, "__name__", "callable"), spec, task)
    named: dict[str, Callable[[], System]] = {
        "tfidf": lambda: baselines.TfidfSystem(task, seed),
        "fasttext": lambda: baselines.FastTextSystem(task, seed),
        "copy": lambda: functions.copy(task),
        "govtext": lambda: functions.text_layer(task),
    }
    return named[spec]() if spec in named else _open_model(spec, task, fit=fit, seed=seed)


def _open_model(spec: str, task: Task, *, fit: bool, seed: int) -> System:
    from govtext.evaluation.systems import checkpoint, functions, ours
    from govtext.scoring import installed_models

    models = [*(model.name for model in installed_models()), "auto"]
    folder = Path(spec).is_dir()
    if spec in models or (folder and (Path(spec) / "model.toml").exists()):
        return ours.GovtextSystem(spec, task)
    if not folder and ":" in spec:
        return functions.FunctionSystem(spec, functions.imported(spec), task)
    if folder or ("/" in spec and not spec.startswith((".", "/", "~"))):
        return checkpoint.CheckpointSystem(spec, task, fit=fit, seed=seed)
    allowed = [*NAMED, *models, "a folder", "owner/checkpoint", "module:function"]
    raise InputError("unknown system", got=spec, allowed=allowed, fix=suggest(spec, allowed) or None)


def decode(task: Task, probabilities: Floats) -> Answers:
    """Turn probabilities of shape (n, n_labels) into answers."""
    from govtext.evaluation.scores import head_slices, one_answer

    if task.kind == "classification":
        return Answers([task.labels[i] for i in probabilities.argmax(axis=1)], probabilities)
    given = probabilities >= _GIVEN
    for head, place in head_slices(task).items():
        if one_answer(head):
            part = probabilities[:, place]
            given[:, place] = part == part.max(axis=1, keepdims=True)
    return Answers([tuple(np.array(task.labels)[row]) for row in given], probabilities)
