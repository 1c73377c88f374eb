"""Train a model, write its folder, and measure what was written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from govtext.errors import MissingExtraError
from govtext.scoring import load
from govtext.scoring.manifest import write_manifest
from govtext.training.card import write_card
from govtext.training.config import Config, TrainingConfig
from govtext.training.data import MODEL_HEADS, split_holdout, training_examples, validation_examples
from govtext.training.groups import group_errors
from govtext.training.measure import Result, measure
from govtext.training.task import Task

_TRAINED_ON = (
    "govtext labelled comments (aggregates only)",
    "SmSA (MIT)",
    "NusaX-senti (CC BY-SA 4.0)",
    "dkk health-office comments (Apache-2.0)",
    "PPKM tweets",
    "STIF-Indonesia (MIT)",
    "government sentences",
    "govtext parallel set (Apache-2.0)",
    "multilingual-e5-small (MIT)",
)
_HEADLINES = {
    "topics micro-F1": "comments: topics micro-F1",
    "voices micro-F1": "comments: voices micro-F1",
    "poverty_related F1": "comments: poverty F1",
    "sentiment accuracy": "comments: sentiment accuracy",
    "intent accuracy": "comments: intent accuracy",
    "stance accuracy": "comments: stance accuracy",
}
# Registers 1-2, 3, 4 and 5 of the label scheme: casual, neutral, formal, bureaucratic, cut half-way between.
_LEVELS = (0.375, 0.625, 0.875)


def train(
    config: Config, data: Path, base: Path, out: Path, log: Callable[[str], None], *, resume: bool = False
) -> Sequence[Result]:
    """Train on ``data`` from the encoder in ``base``, write the model folder ``out``, and measure what was written.

    Checkpoints are kept beside ``out`` until the model is written; ``resume`` goes on from them.

    Raises:
        MissingExtraError: the ``train`` extra is not installed.
        InputError: a file of ``data`` is missing.
    """
    examples, held_out = split_holdout(training_examples(data, config.labels), config.holdout, config.seed)
    validation = [*validation_examples(data), *held_out]
    log(f"{len(examples)} examples, {len(validation)} to validate")
    about = write_model(config, Task(data, base, out, examples, validation, log, resume=resume))
    nlp = load(str(out))
    results = measure(nlp, validation)
    write_manifest(out, {**about, "quality": headlines(results)})
    write_card(out, about["kind"], results, group_errors(nlp, validation), examples, config)
    return results


def write_model(config: Config, task: Task) -> dict[str, Any]:
    """Train a model and write its folder, without card and quality; returns what the manifest says of it.

    Raises:
        MissingExtraError: the ``train`` extra is not installed.
    """
    try:
        import torch

        from govtext.training.run_accurate import train_accurate
        from govtext.training.run_fast import train_fast
    except ImportError as error:
        raise MissingExtraError("training", "train") from error

    torch.set_num_threads(config.threads)
    torch.use_deterministic_algorithms(True)
    task.out.mkdir(parents=True, exist_ok=True)
    made = train_fast(config, task) if isinstance(config, TrainingConfig) else train_accurate(config, task)
    about = {
        "name": config.name,
        "licence": "Apache-2.0",
        "trained_on": _TRAINED_ON,
        "formality_levels": _LEVELS,
        "heads": MODEL_HEADS,
        **made,
    }
    write_manifest(task.out, {**about, "quality": {}})
    return about


def headlines(results: Sequence[Result]) -> dict[str, float]:
    """Return the few figures that ``govtext models`` shows."""
    found = {
        _HEADLINES[r.measure]: round(r.interval.value, 3)
        for r in results
        if r.data == "comments dev" and r.measure in _HEADLINES
    }
    shown = ("SmSA valid", "NusaX valid indonesian", "NusaX valid javanese", "NusaX valid sundanese")
    return found | {f"{r.data}: macro-F1": round(r.interval.value, 3) for r in results if r.data in shown}
