"""Any transformers checkpoint with a classification head, as it is or fine-tuned on the train split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from govtext.errors import InputError, MissingExtraError
from govtext.evaluation.data import Example
from govtext.evaluation.systems import Answers, decode
from govtext.evaluation.tasks import LABELLED, Task

_BATCH, _LENGTH, _EPOCHS, _RATE = 32, 256, 3, 2e-5


class CheckpointSystem:
    """A checkpoint by hub id or folder; its ``id2label`` must name the labels of the task unless it is fine-tuned."""

    def __init__(self, spec: str, task: Task, *, fit: bool, seed: int) -> None:
        if task.kind not in LABELLED:
            raise InputError("a classification checkpoint answers tasks with labels only", got=task.name)
        try:
            import torch
            from transformers import AutoConfig, AutoModelForSequenceClassification, AutoTokenizer
        except ImportError:
            raise MissingExtraError("a transformers checkpoint", "train") from None
        self.name, self.fitted, self._task, self._torch = spec, fit, task, torch
        torch.manual_seed(seed)
        self._random = np.random.default_rng(seed)
        try:
            config = AutoConfig.from_pretrained(spec)
            more = {"num_labels": len(task.labels), "ignore_mismatched_sizes": True} if fit else {}
            self._order = list(range(len(task.labels))) if fit else _order(spec, config.id2label, task)
            self._tokenizer: Any = AutoTokenizer.from_pretrained(spec)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(spec, **more).eval()
        except (OSError, ValueError) as error:
            if isinstance(error, InputError):
                raise
            raise InputError(f"{spec} cannot be opened ({str(error).splitlines()[0][:120]})") from None

    def fit(self, examples: Sequence[Example]) -> None:
        """Fine-tune on the train split: AdamW, three epochs, linear decay."""
        if not self.fitted:
            return
        torch, one = self._torch, self._task.kind == "classification"
        gold: Any = [[label == e.gold if one else label in e.gold for label in self._task.labels] for e in examples]
        targets = torch.tensor(gold, dtype=torch.float32)
        loss_of = torch.nn.CrossEntropyLoss() if one else torch.nn.BCEWithLogitsLoss()
        optimizer = torch.optim.AdamW(self._model.parameters(), lr=_RATE)
        steps = _EPOCHS * -(-len(examples) // _BATCH)
        self._model.train()
        for step in range(steps):
            if step % (steps // _EPOCHS) == 0:
                order = self._random.permutation(len(examples))
            rows = order[(step % (steps // _EPOCHS)) * _BATCH :][:_BATCH]
            optimizer.param_groups[0]["lr"] = _RATE * (1 - step / steps)
            loss = loss_of(self._logits([examples[i].text for i in rows]), targets[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        self._model.eval()

    def answer(self, texts: Sequence[str]) -> Answers:
        """Answer each text; batches are of like length."""
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        found = np.zeros((len(texts), len(self._task.labels)))
        with self._torch.inference_mode():
            for start in range(0, len(order), _BATCH):
                rows = order[start : start + _BATCH]
                logits = self._logits([texts[i] for i in rows])[:, self._order]
                chances = logits.softmax(-1) if self._task.kind == "classification" else logits.sigmoid()
                found[rows] = chances.double().numpy()
        return decode(self._task, found)

    def _logits(self, texts: list[str]) -> Any:
        clean = [text.encode("utf-8", "replace").decode() for text in texts]
        batch = self._tokenizer(clean, padding=True, truncation=True, max_length=_LENGTH, return_tensors="pt")
        return self._model(**batch).logits


def _order(spec: str, names: dict[int, str], task: Task) -> list[int]:
    """Return for each label of the task the class of the checkpoint."""
    places = {task.label(name): index for index, name in names.items()}
    missing = [label for label in task.labels if label not in places]
    if missing:
        raise InputError(
            f"the classes of {spec} are not those of {task.name}", got=list(names.values()), allowed=task.labels,
            fix="name them in id2label of its config.json, or fine-tune it with --fit",
        )  # fmt: skip
    return [places[label] for label in task.labels]
