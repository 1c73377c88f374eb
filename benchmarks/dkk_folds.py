"""Five-fold cross-validation on the comments of the Semarang health office (dkk), whose authors published no split.

    python benchmarks/dkk_folds.py --data ../shared/data --base ../shared/base [--epochs 2]

For each fold the network of training/fast.toml is trained without soft labels on all other comments, SmSA and dkk: no
PPKM nor NusaX, which keeps it short. Equal texts are in one fold. About three minutes a fold on two cores.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from generalisation import fold_config, shown, trained
from govtext.evaluation import accuracy, bootstrap, macro_f1
from govtext.training.data import (
    MODEL_HEADS,
    Example,
    head_slices,
    target_arrays,
    text_id,
    training_examples,
    validation_examples,
)
from govtext.training.measure import Result
from reporting import RESULTS, write_report

FOLDS = 5
SOURCES = ("comments", "smsa", "dkk")


def main() -> None:
    """Train and measure each fold, print and write the pooled figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--base", type=Path, required=True, help="folder with the pretrained encoder")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--output", type=Path, default=RESULTS / "dkk_folds.json")
    options = parser.parse_args()
    config = fold_config(options.epochs)
    examples = [e for e in training_examples(options.data, config.labels) if e.source in SOURCES]
    validation = validation_examples(options.data)
    gold, guess, each = [], [], []
    for fold in range(FOLDS):
        left_out = [e for e in examples if e.source == "dkk" and fold_of(e) == fold]
        texts = {e.text for e in left_out}
        nlp = trained(config, options.data, options.base, [e for e in examples if e.text not in texts], validation)
        chosen = nlp.scores([e.text for e in left_out]).chosen["sentiment"]
        truth = target_arrays(left_out)[0][:, head_slices()["sentiment"]].argmax(axis=1)
        gold.append(truth)
        guess.append(chosen)
        each.append(round(accuracy(truth, chosen), 4))
        print(f"fold {fold + 1}: {len(left_out)} comments, accuracy {each[-1]:.3f}")
    pooled, answers = np.concatenate(gold), np.concatenate(guess)
    results = {
        name: Result("dkk", name, bootstrap(measure, pooled, answers), len(pooled))
        for name, measure in (("accuracy", accuracy), ("macro-F1", macro_f1))
    }
    for name, result in results.items():
        print(f"sentiment {name}: {result.interval} on {len(pooled)} comments")
    figures = {
        "command": f"python benchmarks/dkk_folds.py --data DATA --base BASE --epochs {options.epochs}",
        "classes": MODEL_HEADS["sentiment"],
        "comments": len(pooled),
        "accuracy_of_each_fold": each,
        "intervals": "95 %, bootstrap of 1,000 samples, seed 0",
        **{name: shown(result) for name, result in results.items()},
        "seed": config.seed,
    }
    write_report(options.output, figures, ["torch"])


def fold_of(example: Example) -> int:
    """Return the fold of a text: the same for equal texts."""
    return int(text_id(example.text), 16) % FOLDS


if __name__ == "__main__":
    main()
