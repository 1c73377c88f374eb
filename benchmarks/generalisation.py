"""How `fast` does on pages and subjects it never saw: cross-validation that leaves out whole platforms and subjects.

    python benchmarks/generalisation.py --data ../shared/data --base ../shared/base [--epochs 3] [--folds FOLD …]

For each fold the network of training/fast.toml is trained without soft labels on everything but the labelled comments
of one platform or one crawl subject, calibrated on the validation comments outside the fold, and measured on those left
out. Their words are still known from the unlabelled comments. Beside it stands a fold of comments drawn at random.
About four minutes a fold on two cores.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import govtext
from govtext.training.config import TrainingConfig, read_config
from govtext.training.data import Example, read_rows, training_examples, validation_examples
from govtext.training.measure import Result, measure
from govtext.training.run import write_model
from govtext.training.task import Task
from reporting import RESULTS, write_report

ROOT = Path(__file__).parents[1]
FOLDS = (
    "platform:instagram",
    "platform:youtube",
    "platform:complaint",
    "subject:mbg",
    "subject:bencana",
)
RANDOM = "random"
RANDOM_SIZE = 1_500
SHOWN = ("topics micro-F1", "voices micro-F1", "poverty_related F1", "sentiment accuracy", "intent accuracy",
         "stance accuracy")  # fmt: skip
SEED = 13


def main() -> None:
    """Train and measure each fold, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--base", type=Path, required=True, help="folder with the pretrained encoder")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--folds", nargs="+", default=[*FOLDS, RANDOM])
    parser.add_argument("--output", type=Path, default=RESULTS / "generalisation.json")
    options = parser.parse_args()
    config = fold_config(options.epochs)
    examples, validation = training_examples(options.data, config.labels), validation_examples(options.data)
    places = origins(options.data)
    rows = []
    for fold in options.folds:
        inside = chosen_by(fold, places, examples)
        left_out = [example for example in examples if example.source == "comments" and inside(example.text)]
        kept = [example for example in examples if example.source != "comments" or not inside(example.text)]
        outside = [example for example in validation if example.source != "comments" or not inside(example.text)]
        nlp = trained(config, options.data, options.base, kept, outside)
        found = {result.measure: result for result in measure(nlp, left_out)}
        rows.append({"left out": fold, "comments": len(left_out), **{name: shown(found[name]) for name in SHOWN}})
        print(rows[-1])
    figures = {
        "command": f"python benchmarks/generalisation.py --data DATA --base BASE --epochs {options.epochs}",
        "intervals": "95 %, bootstrap of 1,000 samples, seed 0",
        "seed": config.seed,
        "results": rows,
    }
    write_report(options.output, figures, ["torch"])


def fold_config(epochs: int) -> TrainingConfig:
    """Return training/fast.toml for a fold: so many epochs, and no soft labels, whose teacher saw the fold."""
    config = read_config(ROOT / "training" / "fast.toml")
    if not isinstance(config, TrainingConfig):
        raise TypeError(config)
    return replace(config, epochs=epochs, distillation=None)


def trained(
    config: TrainingConfig, data: Path, base: Path, examples: Sequence[Example], validation: Sequence[Example]
) -> govtext.Pipeline:
    """Train a `fast` model on ``examples``, calibrate it on ``validation``, and return it."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "fast"
        write_model(config, Task(data, base, out, examples, validation, print, resume=False))
        return govtext.load(str(out))


def origins(data: Path) -> dict[str, dict[str, str]]:
    """Return the platform and the crawl's subject of each comment, by its text; labelled ones are among them."""
    found = {}
    for path in [data / "comments" / "unlabelled.jsonl.gz", data / "comments" / "dev.jsonl"]:
        for row in read_rows(path):
            found[row["text"]] = {"platform": row["platform"], "subject": row.get("subject", "")}
    return found


def chosen_by(fold: str, places: dict[str, dict[str, str]], examples: list[Example]) -> Callable[[str], bool]:
    """Return what tells whether a comment is in ``fold``: ``platform:NAME``, ``subject:NAME`` or ``random``."""
    if fold == RANDOM:
        texts = sorted({example.text for example in examples if example.source == "comments"})
        drawn = set(random.Random(SEED).sample(texts, RANDOM_SIZE))
        return drawn.__contains__
    kind, _, name = fold.partition(":")
    if not any(place.get(kind) == name for place in places.values()):
        raise SystemExit(f"no comments are in the fold {fold!r}; folds are platform:NAME, subject:NAME or {RANDOM}")
    return lambda text: places.get(text, {}).get(kind) == name


def shown(result: Result) -> dict[str, Any]:
    """Return a figure as JSON."""
    interval = result.interval
    return {"value": round(interval.value, 3), "low": round(interval.low, 3), "high": round(interval.high, 3)}


if __name__ == "__main__":
    main()
