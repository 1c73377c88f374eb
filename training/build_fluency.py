"""Builds fluency_unigrams.tsv and fluency_bigrams.tsv in src/govtext/rewriting/data.

From the friendly, polite and plain versions of benchmarks/parallel/train.jsonl (Apache-2.0), friendly sentences of
government accounts, and the formal side of STIF-Indonesia train (MIT): which words follow each other in good Indonesian
(absolute discounting, Kneser and Ney 1995). Only what occurs twice leaves the data.

Usage: python training/build_fluency.py --data DIR
"""

from __future__ import annotations

import argparse
from pathlib import Path

from build_formal import language_model
from build_slang import read_rows

from govtext.rewriting.fluency import BIGRAMS, UNIGRAMS
from govtext.text import sentences
from govtext.text.formal import units

PARALLEL = Path(__file__).parents[1] / "benchmarks" / "parallel" / "train.jsonl"
VERSIONS = ("friendly", "polite", "plain")


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with formality/")
    folder = parser.parse_args().data / "formality"
    texts = [row[version] for row in read_rows(PARALLEL) for version in VERSIONS if version in row]
    texts += [row["text"] for row in read_rows(folder / "gov_friendly.jsonl")]
    texts += [row["formal"] for row in read_rows(folder / "stif_train.jsonl")]
    lines = [[unit.norm for unit in units(span.text)] for text in texts for span in sentences(text)]
    unigrams, bigrams = language_model(lines)
    for path, columns, rows in (
        (UNIGRAMS, "word, -100 ln P, -100 ln of its back-off weight", unigrams),
        (BIGRAMS, "first word, second word, -100 ln P(second | first)", bigrams),
    ):
        header = f"# Made by training/build_fluency.py; do not edit. Columns: {columns}."
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
