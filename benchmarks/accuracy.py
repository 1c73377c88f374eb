"""Measures a model on validation data, without training anything: every figure of its card, and with --card the card.

    python benchmarks/accuracy.py --data ../shared/data [--model fast] [--card]

The part of a training source that was held out is drawn again from the configuration and its seed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import govtext
from govtext.evaluation import Interval
from govtext.scoring.manifest import WEIGHTS, find_model, read_manifest
from govtext.training.card import write_card
from govtext.training.config import read_config
from govtext.training.data import split_holdout, training_examples, validation_examples
from govtext.training.groups import group_errors
from govtext.training.measure import measure
from reporting import RESULTS, write_report

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--model", default="fast", help="name of an installed model, or a model folder")
    parser.add_argument(
        "--config", type=Path, help="what it was trained with; default training/MODEL.toml, or accurate.toml"
    )
    parser.add_argument("--output", type=Path, help="JSON file; default benchmarks/results/accuracy-MODEL.json")
    parser.add_argument("--card", action="store_true", help="write the figures into the README.md of the model too")
    options = parser.parse_args()
    if options.card and options.model == "auto":
        parser.error("auto is fast and accurate together and has no card of its own")
    own = ROOT / "training" / f"{options.model}.toml"
    config = read_config(options.config or (own if own.exists() else ROOT / "training" / "accurate.toml"))
    examples, held_out = split_holdout(training_examples(options.data, config.labels), config.holdout, config.seed)
    pipeline = govtext.load(options.model)
    parts = ("fast", "accurate") if options.model == "auto" else (options.model,)
    validation = [*validation_examples(options.data), *held_out]
    results, groups = measure(pipeline, validation), group_errors(pipeline, validation)
    for result in results:
        print(f"{result.data:34}{result.measure:50}{result.interval}")
    for row in groups:
        error, difference = row.error or "too few cases", row.difference or ""
        print(f"{row.kind:10}{row.group:20}{row.head:18}{row.cases:4}  {error!s:24}{difference}")
    figures = {
        "command": f"python benchmarks/accuracy.py --data DATA --model {pipeline.name}",
        "weights_sha256": {name: read_manifest(find_model(name)).sha256[WEIGHTS] for name in parts},
        "intervals": "95 %, bootstrap of 1,000 samples, seed 0",
        "results": [
            {
                "data": result.data,
                "measure": result.measure,
                **bounds(result.interval),
                "cases": result.positives,
            }
            for result in results
        ],
        "errors_by_group": [
            {
                "kind": row.kind,
                "group": row.group,
                "head": row.head,
                "cases": row.cases,
                "error": bounds(row.error),
                "difference": bounds(row.difference),
            }
            for row in groups
        ],
    }
    packages = ("onnxruntime",) if "accurate" in parts else ()
    write_report(options.output or RESULTS / f"accuracy-{pipeline.name}.json", figures, packages)
    if options.card:
        write_card(find_model(options.model), pipeline.manifest.kind, results, groups, examples, config)


def bounds(interval: Interval | None) -> dict[str, float]:
    """Return the value and the bounds of an interval, rounded; nothing of none."""
    if interval is None:
        return {}
    return {name: round(getattr(interval, name), 4) for name in ("value", "low", "high")}


if __name__ == "__main__":
    main()
