"""Joins `accurate` to `fast`: mixes their scores, calibrates the mixture, and sets the cascade of `auto`.

    python training/join_models.py --data ../shared/data [--models models] [--loss 0.005]

Writes the manifest and the figures of `accurate`. Run it again whenever one of the two models changes.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from pathlib import Path

import numpy as np

from govtext.scoring.manifest import MANIFEST, WEIGHTS, file_hash, write_manifest
from govtext.scoring.mixture import mix, spread
from govtext.scoring.pipeline import load
from govtext.scoring.probability import confidence
from govtext.scoring.scores import calibrated
from govtext.training.calibrate import calibrate
from govtext.training.card import write_card
from govtext.training.config import read_config
from govtext.training.data import MODEL_HEADS, split_holdout, training_examples, unlabelled_texts, validation_examples
from govtext.training.groups import group_errors
from govtext.training.join import cascade_limit, headlines, mixing_shares
from govtext.training.measure import measure
from govtext.training.run import headlines as shown

SAMPLE = 10_000
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Set, write, and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--models", type=Path, default=ROOT / "models", help="folder with fast/ and accurate/")
    parser.add_argument("--loss", type=float, default=0.005, help="most that auto may lose against accurate")
    options = parser.parse_args()
    folder, other = options.models / "accurate", options.models / "fast"
    config = read_config(ROOT / "training" / "accurate.toml")
    examples, held_out = split_holdout(training_examples(options.data, config.labels), config.holdout, config.seed)
    validation = validation_examples(options.data)
    texts = [example.text for example in validation]

    about = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    about = {name: value for name, value in about.items() if name not in {"format", "sha256"}}
    settings = {name: value for name, value in about["options"].items() if name not in {"beside", "cascade_below"}}
    write_manifest(folder, {**about, "options": settings})
    fast = load(str(other))
    # Scored once, since the encoder takes a while.
    encoder, words = load(str(folder)).model.logits(texts), fast.model.logits(texts)
    shares = mixing_shares(encoder, words, validation)
    mixed = mix(encoder, words, spread(shares, {head: len(ids) for head, ids in MODEL_HEADS.items()}))
    settings["beside"] = {"model": "fast", "sha256": file_hash(other / WEIGHTS), "shares": shares}
    calibration, review_below = calibrate(mixed, validation)
    about |= {"calibration": calibration, "review_below": review_below}
    write_manifest(folder, {**about, "options": settings})

    accurate = load(str(folder))
    first, second = calibrated(words, fast.manifest, texts), calibrated(mixed, accurate.manifest, texts)
    below = cascade_limit(first, second, validation, options.loss)
    sample = random.Random(0).sample(unlabelled_texts(options.data), SAMPLE)
    share = float(np.mean(confidence(fast.scores(sample).probabilities, intent=True) < below))
    settings |= {"cascade_below": below, "cascade_share": round(share, 3)}
    rows = np.flatnonzero(confidence(first.probabilities, intent=True) < below)
    figures = [headlines(scores, validation) for scores in (first, second, first.with_rows(rows, second, rows))]
    print(f"share of the encoder: {shares}")
    print(f"auto leaves {share:.1%} of comments to accurate (confidence below {below})")
    print(f"{'':16}{'fast':>8}{'accurate':>10}{'auto':>8}")
    for name in figures[0]:
        print(f"{name:16}{figures[0][name]:8.3f}{figures[1][name]:10.3f}{figures[2][name]:8.3f}")
    results = measure(accurate, [*validation, *held_out])
    write_manifest(folder, {**about, "options": settings, "quality": shown(results)})
    write_card(folder, "accurate", results, group_errors(accurate, validation), examples, config)


if __name__ == "__main__":
    main()
