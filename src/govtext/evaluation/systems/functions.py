"""Systems that are functions: yours, the copied input, and govtext's own text layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from govtext.errors import InputError, InputTypeError
from govtext.evaluation.data import Example
from govtext.evaluation.systems import Answers
from govtext.evaluation.tasks import LABELLED, Task


class FunctionSystem:
    """A callable(texts) → answers."""

    fitted = False

    def __init__(self, name: str, function: Callable[..., Any], task: Task) -> None:
        self.name, self._function, self._task = name, function, task

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn nothing."""

    def answer(self, texts: Sequence[str]) -> Answers:
        """Call the function; an answer of the wrong number or kind raises an error."""
        found = list(self._function(list(texts)))
        if len(found) != len(texts):
            raise InputError(
                f"{self.name} gave another number of answers than texts", got=len(found), allowed=str(len(texts))
            )
        return Answers([self._checked(answer) for answer in found])

    def _checked(self, answer: Any) -> Any:
        task = self._task
        if task.kind == "classification":
            return self._label(answer)
        many = task.kind in (*LABELLED, "segmentation")
        if many == isinstance(answer, str):
            raise InputTypeError(
                f"{self.name} gave no fit answer", got=answer, allowed="a list of str" if many else "str"
            )
        if task.kind in LABELLED:
            return tuple(dict.fromkeys(self._label(one) for one in answer))
        return tuple(answer) if many else answer

    def _label(self, answer: object) -> str:
        found = self._task.label(answer)
        if found is None:
            raise InputError(f"{self.name} gave an unknown label", got=answer, allowed=self._task.labels)
        return found


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
