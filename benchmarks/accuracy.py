"""Measures a model on validation data, without training anything: every figure of its card.

    python benchmarks/accuracy.py --data ../shared/data [--model fast]

The part of a training source that was held out is drawn again from the configuration and its seed.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import govtext
from govtext.scoring.manifest import WEIGHTS, find_model, read_manifest
from govtext.training.config import read_config
from govtext.training.data import split_holdout, training_examples, validation_examples
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
    options = parser.parse_args()
    own = ROOT / "training" / f"{options.model}.toml"
    config = read_config(options.config or (own if own.exists() else ROOT / "training" / "accurate.toml"))
    _, held_out = split_holdout(training_examples(options.data, config.labels), config.holdout, config.seed)
    pipeline = govtext.load(options.model)
    parts = ("fast", "accurate") if options.model == "auto" else (options.model,)
    results = measure(pipeline, [*validation_examples(options.data), *held_out])
    for result in results:
        print(f"{result.data:34}{result.measure:50}{result.interval}")
    figures = {
        "command": f"python benchmarks/accuracy.py --data DATA --model {pipeline.name}",
        "weights_sha256": {name: read_manifest(find_model(name)).sha256[WEIGHTS] for name in parts},
        "intervals": "95 %, bootstrap of 1,000 samples, seed 0",
        "results": [
            {
                "data": result.data,
                "measure": result.measure,
                "value": round(result.interval.value, 4),
                "low": round(result.interval.low, 4),
                "high": round(result.interval.high, 4),
                "cases": result.positives,
            }
            for result in results
        ],
    }
    packages = ("onnxruntime",) if "accurate" in parts else ()
    write_report(options.output or RESULTS / f"accuracy-{pipeline.name}.json", figures, packages)


if __name__ == "__main__":
    main()
