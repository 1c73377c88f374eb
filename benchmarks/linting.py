"""How `govtext.lint` does on benchmarks/posts: kind of the post, what is missing, and posts a second.

    python benchmarks/linting.py [--split test] [--show]

The kind is also counted on texts of the parallel set (posts/parallel.tsv), all of which have been looked at.

Intervals are 95 %: Wilson for shares of posts, bootstrap over posts for precision and recall. Cue phrases may
be changed after a look at ``train`` (--show lists its errors); ``test`` was written before the linter and is only
counted. What is missing is asked for once under the true kind of the post, once under the kind that was told. Speed is
that of `lint` as a whole, on one core, on posts joined until they have 60 words.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from govtext import lint
from govtext.evaluation import Interval, bootstrap
from govtext.evaluation.metrics import Array
from govtext.rewriting import post_kind
from reporting import RESULTS, write_report
from rewrite_accuracy import share

FOLDER = Path(__file__).parent / "posts"
_PARALLEL = Path(__file__).parent / "parallel"
_PREFIX = "missing-"
_ROUNDS = 5
_WORDS = 60  # of the posts that speed is measured on

Row = dict[str, Any]


def missing(row: Row, kind: str | None) -> set[str]:
    """Return the elements that `lint` misses in a post of ``kind``, None for the kind it finds."""
    found = (finding.code for finding in lint(row["text"], kind))
    return {code.removeprefix(_PREFIX) for code in found if code.startswith(_PREFIX)} - {"greeting", "invitation"}


def ratio(part: Array, whole: Array) -> float:
    """Share of ``whole`` that ``part`` makes up; both are counts by post."""
    total = whole.sum()
    return float(part.sum() / total) if total else float("nan")


def detection(rows: list[Row], found: list[set[str]]) -> dict[str, str]:
    """Return precision and recall of what is missing, and the share of posts where all of it is right."""
    right = np.array([len(set(row["missing"]) & one) for row, one in zip(rows, found, strict=True)])
    wanted = np.array([len(row["missing"]) for row in rows])
    return {
        "precision": str(bootstrap(ratio, right, np.array([len(one) for one in found]))),
        "recall": str(bootstrap(ratio, right, wanted)),
        "posts all right": wilson([set(row["missing"]) == one for row, one in zip(rows, found, strict=True)]),
    }


def others() -> list[Row]:
    """Return the texts of the parallel set whose kind is known, with that kind."""
    rows = [json.loads(line) for path in _PARALLEL.glob("*.jsonl") for line in path.read_text("utf-8").splitlines()]
    texts = {row["id"]: row.get("friendly", "") for row in rows}
    lines = (FOLDER / "parallel.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if not line.startswith("#")]
    return [{"text": texts[name], "kind": kind} for name, kind, _ in cells]


def wilson(outcomes: list[bool]) -> str:
    """Return the share of true outcomes with its interval."""
    found = share(outcomes)
    return str(Interval(found["share"], found["low"], found["high"]))


def joined(rows: list[Row]) -> list[str]:
    """Return the posts one after the other, as many as make up `_WORDS` words in each text."""
    texts = [""]
    for row in rows:
        texts[-1] += row["text"] + "\n"
        if len(texts[-1].split()) >= _WORDS:
            texts.append("")
    return [text for text in texts if len(text.split()) >= _WORDS]


def speed(texts: list[str]) -> float:
    """Return texts a second, best of several rounds after a first one that fills the caches."""
    rates = []
    for _ in range(_ROUNDS + 1):
        start = time.process_time()
        for text in texts:
            lint(text)
        rates.append(len(texts) / (time.process_time() - start))
    return max(rates[1:])


def show_errors(rows: list[Row], told: list[str], found: list[set[str]]) -> None:
    """List what goes wrong on the split that may be looked at."""
    for row, kind, one in zip(rows, told, found, strict=True):
        wanted = set(row["missing"])
        if kind != row["kind"] or one != wanted:
            print(f"{row['id']} {row['kind']} -> {kind}; missed {wanted - one}, wrong {one - wanted}: {row['text']!r}")


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="test", choices=("train", "test"))
    parser.add_argument("--show", action="store_true", help="list the errors on train")
    parser.add_argument("--output", type=Path, help="JSON file; default benchmarks/results/linting-SPLIT.json")
    options = parser.parse_args()
    split = "train" if options.show else options.split
    rows = [json.loads(line) for line in (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [post_kind(row["text"]).id for row in rows]
    given = [missing(row, row["kind"]) for row in rows]
    if options.show:
        show_errors(rows, told, given)
        return
    figures = {"kind": {"accuracy": wilson([kind == row["kind"] for kind, row in zip(told, rows, strict=True)])}}
    parallel = [post_kind(row["text"]).id == row["kind"] for row in others()]
    figures["kind, parallel set"] = {"accuracy": wilson(parallel)}
    figures["missing, true kind"] = detection(rows, given)
    figures["missing, kind told"] = detection(rows, [missing(row, None) for row in rows])
    texts = joined(rows)
    rate, words = speed(texts), sum(len(text.split()) for text in texts) / len(texts)
    print(f"{split}: {len(rows)} posts")
    for name, values in figures.items():
        for measure, value in values.items():
            print(f"{name:20}{measure:18}{value}")
    print(f"{'posts a second':38}{rate:.0f} of {words:.0f} words")
    report = {
        "command": f"python benchmarks/linting.py --split {split}",
        "posts": len(rows),
        "intervals": "95 %, Wilson for shares of posts, else percentile bootstrap over posts",
        "results": figures,
        "posts_per_second": round(rate),
        "words_per_post": round(words),
    }
    write_report(options.output or RESULTS / f"linting-{split}.json", report, packages=("spacy",))


if __name__ == "__main__":
    main()
