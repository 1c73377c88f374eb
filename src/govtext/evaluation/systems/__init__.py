"""Systems: whatever answers the texts of a task. A name, a folder, a checkpoint, or a function of yours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, suggest
from govtext.evaluation.data import Example
from govtext.evaluation.tasks import Task

Floats = npt.NDArray[np.floating[Any]]
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


def open_system(spec: str | Callable[..., Any], task: Task, *, fit: bool = False, seed: int = 0) -> System:  # noqa: PLR0911
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
    if spec in ("tfidf", "fasttext"):
        return (baselines.TfidfSystem if spec == "tfidf" else baselines.FastTextSystem)(task, seed)
    if spec == "copy":
        return functions.copy(task)
    if spec == "govtext":
        return functions.text_layer(task)
    if Path(spec).is_dir() and not (Path(spec) / "model.toml").exists():
        from govtext.evaluation.systems.checkpoint import CheckpointSystem

        return CheckpointSystem(spec, task, fit=fit, seed=seed)
    from govtext.scoring import installed_models

    ours = [model.name for model in installed_models()] + ["auto"]
    if spec in ours or Path(spec).is_dir():
        from govtext.evaluation.systems.ours import GovtextSystem

        return GovtextSystem(spec, task)
    if ":" in spec:
        module, _, name = spec.partition(":")
        try:
            return functions.FunctionSystem(spec, getattr(import_module(module), name), task)
        except (ImportError, AttributeError) as error:
            raise InputError(f"{spec} cannot be imported ({error})", fix="write module:function") from None
    if "/" in spec and not spec.startswith((".", "/")):
        from govtext.evaluation.systems.checkpoint import CheckpointSystem

        return CheckpointSystem(spec, task, fit=fit, seed=seed)
    allowed = [*NAMED, *ours, "a folder", "owner/checkpoint", "module:function"]
    raise InputError("unknown system", got=spec, allowed=allowed, fix=suggest(spec, allowed) or None)


def decode(task: Task, probabilities: Floats) -> Answers:
    """Turn probabilities of shape (n, n_labels) into answers."""
    from govtext.evaluation.scores import head_slices, one_answer

    if task.kind == "classification":
        return Answers([task.labels[i] for i in probabilities.argmax(axis=1)], probabilities)
    given = probabilities >= 0.5  # noqa: PLR2004
    for head, place in head_slices(task).items():
        if one_answer(head):
            part = probabilities[:, place]
            given[:, place] = part == part.max(axis=1, keepdims=True)
    return Answers([tuple(np.array(task.labels)[row]) for row in given], probabilities)
