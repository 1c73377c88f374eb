"""How well the words of src/govtext/training/languages.toml find the languages of comments.

    python benchmarks/languages.py --data ../shared/data

Beside what a reader found in the validation comments, and beside the languages of the validation sentences of NusaX.
The first is benchmarks/languages.jsonl, by hash (`govtext.training.data.text_id`): all 593 comments were read one by
one, those not named are in Indonesian alone; `other` is Malay, Tagalog, Balinese and Palembang. The reader, a language
model, also wrote the word list, and had seen a third of the comments before; words were chosen by NusaX and by training
comments.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from govtext.evaluation import bootstrap, precision, recall
from govtext.training.data import read_rows, text_id, validation_examples
from govtext.training.languages import languages, markers
from reporting import RESULTS, write_report

READ = Path(__file__).with_suffix(".jsonl")


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--output", type=Path, default=RESULTS / "languages.json")
    options = parser.parse_args()
    read = {row["id"]: row["languages"] for row in read_rows(READ)}
    truth: dict[str, list[tuple[list[str], str]]] = {"comments dev": [], "NusaX valid": []}
    for example in validation_examples(options.data):
        if example.source == "comments":
            truth["comments dev"].append((read.get(text_id(example.text), []), example.text))
        elif example.source == "nusax" and example.language in {"indonesian", *markers()}:
            truth["NusaX valid"].append(([example.language], example.text))
    rows = []
    for data, texts in truth.items():
        for language in markers():
            gold = np.array([language in said for said, _ in texts])
            found = np.array([language in languages(text) for _, text in texts])
            row = {
                "data": data,
                "language": language,
                "texts": len(texts),
                "cases": int(gold.sum()),
                "found": int(found.sum()),
                "precision": str(bootstrap(precision, gold, found)),
                "recall": str(bootstrap(recall, gold, found)),
            }
            rows.append(row)
            print(*row.values(), sep="  ")
    figures = {
        "command": "python benchmarks/languages.py --data DATA",
        "intervals": "95 %, bootstrap of 1,000 samples, seed 0",
        "results": rows,
    }
    write_report(options.output, figures)


if __name__ == "__main__":
    main()
