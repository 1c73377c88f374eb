"""Systems that are functions: yours, the copied input, and govtext's own text layer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from govtext.errors import InputError, InputTypeError
from govtext.evaluation.data import Example
from govtext.evaluation.systems import Answers
from govtext.evaluation.tasks import LABELLED, Task

_LONGEST = 160  # characters of what a failing function said


class FunctionSystem:
    """A callable(texts) → answers."""

    fitted = False

    def __init__(self, name: str, function: Callable[..., Any], task: Task) -> None:
        self.name, self._function, self._task = name, function, task

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn nothing."""

    def answer(self, texts: Sequence[str]) -> Answers:
        """Call the function; if it fails, or its answers are of the wrong number or kind, `InputError` is raised."""
        try:
            found = list(self._function(list(texts)))
        except Exception as error:
            said = f"{type(error).__name__}: {error}".splitlines()[0][:_LONGEST]
            raise InputError(f"{self.name} failed ({said})", fix="--debug shows where") from error
        if len(found) != len(texts):
            allowed = f"{len(texts)}, one for each text"
            raise InputError(f"{self.name} gave another number of answers than texts", got=len(found), allowed=allowed)
        return Answers([checked(self.name, self._task, answer) for answer in found])


def checked(name: str, task: Task, answer: Any) -> Any:
    """Return an answer in the form of the gold, labels by their names in the task.

    Raises:
        InputError: it has an unknown label.
        InputTypeError: it is one text where there must be many, or the other way round.
    """
    if task.kind == "classification":
        return _label(name, task, answer)
    many = task.kind in (*LABELLED, "segmentation")
    fits = isinstance(answer, list | tuple | set | frozenset) if many else isinstance(answer, str)
    if not fits:
        raise InputTypeError(f"{name} gave no fit answer", got=answer, allowed="a list of str" if many else "str")
    if task.kind in LABELLED:
        return tuple(dict.fromkeys(_label(name, task, one) for one in answer))
    return tuple(str(piece) for piece in answer) if many else answer


def _label(name: str, task: Task, answer: object) -> str:
    found = task.label(answer)
    if found is None:
        raise InputError(f"{name} gave an unknown label", got=answer, allowed=task.labels)
    return found


def imported(spec: str) -> Callable[..., Any]:
    """Return the function that ``module:function`` names, looked for in the current folder, too.

    Raises:
        InputError: there is none, it cannot be called, or importing its module fails.
    """
    here = str(Path.cwd())
    sys.path.append(here)  # an installed command, unlike python -m, does not look into the current folder
    try:
        found = resolve_name(spec)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        raise InputError(f"{spec} cannot be imported ({said})", fix="write module:function") from error
    finally:
        sys.path.remove(here)
    if not callable(found):
        raise InputError(f"{spec} is no function", got=found, fix="write module:function")
    function: Callable[..., Any] = found
    return function


def copy(task: Task) -> FunctionSystem:
    """Return the system that answers each text with itself: the floor of text-to-text tasks."""
    if task.kind not in ("transfer", "normalization", "rewrite"):
        raise InputError("copy answers tasks of text to text only", got=task.name)
    return FunctionSystem("copy", list, task)


def text_layer(task: Task) -> FunctionSystem:
    """Return govtext's tokenizer, splitter, normaliser or rewriter, whichever answers the task."""
    import govtext

    if task.kind in LABELLED:
        raise InputError(f"{task.name} asks for labels", got="govtext", fix="name a model: fast, accurate or auto")
    level = "formal" if task.kind == "transfer" else "full"
    one: Callable[[str], Any] = {
        "tokens": lambda text: [token.text for token in govtext.tokenize(text)],
        "sentences": lambda text: [span.text for span in govtext.sentences(text)],
        "rewrite": lambda text: govtext.rewrite(text).text,
    }.get(task.unit or task.kind, lambda text: govtext.normalize(text, level).text)
    return FunctionSystem("govtext", lambda texts: [one(text) for text in texts], task)
