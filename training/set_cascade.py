"""Sets from which confidence of `fast` on a comment is left to `accurate`, on validation data.

    python training/set_cascade.py --data ../shared/data [--loss 0.005]

The limit is the lowest at which the pair loses no more than ``--loss`` against `accurate` in any headline figure. It is
written into the manifest of `accurate`, with the share of real comments that are escalated. Run it again whenever one
of the two models changes.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from govtext.evaluation import accuracy, macro_f1, micro_f1
from govtext.scoring.manifest import MANIFEST, find_model, write_manifest
from govtext.scoring.pipeline import open_model
from govtext.scoring.probability import confidence
from govtext.scoring.scores import Scores
from govtext.training.data import Example, head_slices, target_arrays, unlabelled_texts, validation_examples

SAMPLE = 10_000
LIMITS = np.round(np.arange(0.30, 1.0, 0.01), 2)


def main() -> None:
    """Find the limit and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--loss", type=float, default=0.005, help="most that a figure may lose against accurate")
    options = parser.parse_args()
    examples = [example for example in validation_examples(options.data) if example.source != "stif"]
    texts = [example.text for example in examples]
    fast, accurate = open_model("fast"), open_model("accurate")
    first, second = fast.scores(texts), accurate.scores(texts)
    best, sure = figures(second, examples), confidence(first.probabilities)
    sample = random.Random(0).sample(unlabelled_texts(options.data), SAMPLE)
    real = confidence(fast.scores(sample).probabilities)
    for limit in LIMITS:
        rows = np.flatnonzero(sure < limit)
        found = figures(first.with_rows(rows, second, rows), examples)
        worst = max(best, key=lambda name: best[name] - found[name])
        share = float(np.mean(real < limit))
        print(f"below {limit:.2f}: {share:6.1%} of comments; largest loss {best[worst] - found[worst]:+.4f} ({worst})")
        if best[worst] - found[worst] <= options.loss:
            break
    folder = find_model("accurate")
    about = tomllib.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    about["options"] |= {"cascade_below": float(limit), "cascade_share": round(share, 3)}
    write_manifest(folder, {name: value for name, value in about.items() if name not in {"format", "sha256"}})


def figures(scores: Scores, examples: Sequence[Example]) -> dict[str, float]:
    """Return the headline figures of ``examples`` as scored."""
    targets, slices = target_arrays(examples)[0], head_slices()
    source = np.array([f"{example.source} {example.language}".strip() for example in examples])
    sentiment = targets[:, slices["sentiment"]].argmax(axis=1)
    found = {}
    comments = source == "comments"
    for head in ("topics", "voices", "poverty_related"):
        gold = targets[comments][:, slices[head]].astype(bool)
        found[f"{head} F1"] = micro_f1(gold, scores.given[head][comments])
    for head in ("sentiment", "intent", "stance"):
        gold = targets[comments][:, slices[head]].argmax(axis=1)
        found[f"{head} accuracy"] = accuracy(gold, scores.chosen[head][comments])
    by_source = {
        name: macro_f1(sentiment[source == name], scores.chosen["sentiment"][source == name])
        for name in sorted(set(source) - {"comments"})
    }
    languages = [value for name, value in by_source.items() if name.startswith("nusax")]
    return found | {"SmSA": by_source["smsa"], "NusaX, mean of languages": float(np.mean(languages))}


if __name__ == "__main__":
    main()
