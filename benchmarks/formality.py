"""How well `govtext.formality` tells registers apart, on texts it was not trained on, and how fast it is.

    python benchmarks/formality.py --data DIR

STIF dev: informal against formal sentences. Parallel set: official sentences against their friendly, polite and plain
versions. Comments dev: rank correlation with the register (1 to 5) that readers gave. 95 % intervals by bootstrap.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.evaluation.metrics import accuracy, auc, bootstrap, rank_correlation
from govtext.rewriting import formalities, formality
from reporting import RESULTS, write_report

ROOT = Path(__file__).parent
TIMED = 2_000  # sentences


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with formality/ and comments/")
    parser.add_argument("--split", default="validation", choices=("validation", "test"), help="of the parallel set")
    options = parser.parse_args()
    figures: dict[str, Any] = {}

    def add(name: str, function: Any, gold: npt.NDArray[Any], guess: npt.NDArray[Any]) -> None:
        found = bootstrap(function, gold, guess)
        figures[name] = {
            "value": round(found.value, 4),
            "low": round(found.low, 4),
            "high": round(found.high, 4),
            "cases": len(gold),
        }
        print(f"{name:58}{found.value:7.3f} [{found.low:.3f}, {found.high:.3f}]  of {len(gold)}")

    pairs = read(options.data / "formality" / "stif_dev.jsonl")
    gold, guess = labelled([row["formal"] for row in pairs], [row["informal"] for row in pairs])
    add("STIF dev, formal against informal: AUC", auc, gold, guess)
    # The limit is that of STIF train, where half of the sentences are formal.
    train = read(options.data / "formality" / "stif_train.jsonl")
    limit = float(np.median(scores([text for row in train for text in (row["formal"], row["informal"])])))
    add("STIF dev, formal against informal: accuracy", accuracy, gold, guess > limit)
    rows = [row for row in read(ROOT / "parallel" / f"{options.split}.jsonl") if not row["unchanged"]]
    for version in ("friendly", "polite", "plain"):
        gold, guess = labelled([row["bureaucratic"] for row in rows], [row[version] for row in rows if version in row])
        add(f"parallel {options.split}, official against {version}: AUC", auc, gold, guess)
    comments = read(options.data / "comments" / "dev.jsonl")
    register = np.array([row["register"] for row in comments])
    add(
        "comments dev: rank correlation with register",
        rank_correlation,
        register,
        scores([row["text"] for row in comments]),
    )
    texts = [row["bureaucratic"] for row in rows] * (TIMED // len(rows) + 1)
    figures["texts_per_second"] = round(rate(lambda: list(formalities(texts[:TIMED])), TIMED))
    figures["texts_per_second_with_reasons"] = round(rate(lambda: [formality(text) for text in texts[:200]], 200))
    print(f"{'texts a second':58}{figures['texts_per_second']:7}")
    print(f"{'texts a second, with reasons':58}{figures['texts_per_second_with_reasons']:7}")
    report = {"command": f"python benchmarks/formality.py --data DIR --split {options.split}", "results": figures}
    write_report(RESULTS / f"formality-{options.split}.json", report, packages=("spacy",))


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def scores(texts: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the formality of each text."""
    return np.array([found.score for found in formalities(texts)])


def labelled(formal: Sequence[str], informal: Sequence[str]) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.float64]]:
    """Return which texts are formal, and their scores."""
    return np.repeat([True, False], [len(formal), len(informal)]), scores([*formal, *informal])


def rate(run: Any, count: int) -> float:
    """Return how many texts a second ``run`` does, the better of two times."""
    times = []
    for _ in range(2):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return count / min(times)


if __name__ == "__main__":
    main()
