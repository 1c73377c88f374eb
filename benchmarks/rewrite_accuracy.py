"""How `govtext.rewrite` does on the parallel set (benchmarks/parallel): shares with Wilson 95 % intervals, and speed.

    python benchmarks/rewrite_accuracy.py [--split validation] [--tone friendly]

Bureaucratic texts ought to change, friendly ones ought not. Facts are checked apart from the fact guard, by what can be
checked with certainty: every number of the original stands in the rewrite and none was added.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govtext.rewriting import rewrites
from reporting import RESULTS, write_report

ROOT = Path(__file__).parent
WARM_UP = 20  # texts, so that reading the rules is not timed
LIST_NUMBER = re.compile(r"^(\d{1,2})[.)](?=\s)", re.MULTILINE)


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", default="validation", choices=("train", "validation", "test"))
    parser.add_argument("--tone", default="friendly", choices=("friendly", "polite", "plain"))
    parser.add_argument("--output", type=Path, help="JSON file; default benchmarks/results/rewriting-SPLIT-TONE.json")
    options = parser.parse_args()
    lines = (ROOT / "parallel" / f"{options.split}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    stiff = [row["bureaucratic"] for row in rows if not row["unchanged"]]
    friendly = [row["friendly"] for row in rows if "friendly" in row]
    list(rewrites(stiff[:WARM_UP], options.tone))
    start = time.perf_counter()
    found = list(rewrites(stiff, options.tone))
    rate = len(stiff) / (time.perf_counter() - start)
    changed = [one for one in found if not one.unchanged_reason]
    falls = [one.before.score - one.after.score for one in changed]
    figures: dict[str, Any] = {
        "bureaucratic texts changed": share([not one.unchanged_reason for one in found]),
        "of those, all numbers kept and none added": share([same_numbers(o.original, o.text) for o in changed]),
        "of those, formality fell": share([fall > 0 for fall in falls]),
        "of those, rewriting again changes nothing": share(
            [not again.edits for again in rewrites([o.text for o in changed], options.tone)]
        ),
        "friendly texts left alone": share([bool(o.unchanged_reason) for o in rewrites(friendly, options.tone)]),
    }
    for name, value in figures.items():
        print(f"{name:48}{value['share']:7.3f} [{value['low']:.3f}, {value['high']:.3f}]  of {value['cases']}")
    fall = sum(falls) / max(len(falls), 1)
    print(f"{'mean fall of the formality score':48}{fall:7.3f}")
    print(f"{'rewrites a second':48}{rate:7.0f}")
    report = {
        "command": f"python benchmarks/rewrite_accuracy.py --split {options.split} --tone {options.tone}",
        "intervals": "95 %, Wilson",
        "results": figures,
        "mean_fall_of_formality": round(fall, 3),
        "rewrites_per_second": round(rate),
    }
    output = options.output or RESULTS / f"rewriting-{options.split}-{options.tone}.json"
    write_report(output, report, packages=("spacy",))


def share(outcomes: Sequence[bool]) -> dict[str, float]:
    """Return the share of true outcomes with its 95 % interval (Wilson 1927)."""
    n, z = len(outcomes), 1.96
    if not n:
        return {"share": math.nan, "low": 0.0, "high": 1.0, "cases": 0}
    p = sum(outcomes) / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low, high = ((middle + sign * half) / (1 + z * z / n) for sign in (-1, 1))
    return {"share": round(p, 4), "low": round(low, 4), "high": round(high, 4), "cases": n}


def same_numbers(before: str, after: str) -> bool:
    """Tell whether ``after`` has all numbers of ``before``, and others only where it numbers the lines of a list."""
    had, has = set(re.findall(r"\d+", before)), set(re.findall(r"\d+", after))
    return had <= has and has - had <= set(LIST_NUMBER.findall(after))


if __name__ == "__main__":
    main()
