"""govtext's models as systems: their heads answer the tasks that name one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from govtext.errors import InputError
from govtext.evaluation.data import Example
from govtext.evaluation.systems import Answers, decode
from govtext.evaluation.tasks import LABELLED, Task
from govtext.scoring import load

_BATCH = 1024


class GovtextSystem:
    """A model of ours; a task that none of its heads answers raises `InputError`."""

    fitted = False

    def __init__(self, spec: str, task: Task) -> None:
        if not task.govtext:
            fix = "no head of ours answers it" if task.kind in LABELLED else "--model govtext answers it"
            raise InputError(f"govtext's models do not answer {task.name}", got=spec, fix=fix)
        self.name, self._task, self._pipeline = spec, task, load(spec)

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn nothing."""

    def answer(self, texts: Sequence[str]) -> Answers:
        """Score the texts. A text is formal unless its level is casual, the lowest."""
        parts = [self._batch(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]
        probabilities = None if parts[0].probabilities is None else np.concatenate([p.probabilities for p in parts])
        return Answers([label for part in parts for label in part.labels], probabilities)

    def _batch(self, texts: Sequence[str]) -> Answers:
        task, scores = self._task, self._pipeline.scores(texts)
        heads = self._pipeline.manifest.heads
        if task.govtext == "formality":
            levels = self._pipeline.formality_levels(scores.formality)
            return Answers([task.labels[int(level != "casual")] for level in levels])
        if task.govtext == "all":
            rows = [
                tuple(
                    f"{head}:{heads[head][k]}"
                    for head in task.heads
                    for k in (
                        [scores.chosen[head][i]] if head in scores.chosen else np.flatnonzero(scores.given[head][i])
                    )
                )
                for i in range(len(texts))
            ]
            names = [label.split(":") for label in task.labels]
            columns = [scores.probabilities[head][:, heads[head].index(label)] for head, label in names]
            return Answers(rows, np.stack(columns, axis=1))
        order = [heads[task.govtext].index(label) for label in task.labels]
        part = scores.probabilities[task.govtext][:, order]
        return decode(task, part / np.maximum(part.sum(axis=1, keepdims=True), 1e-9))
