"""Peak memory of each model: resident set of a fresh interpreter that labels comments, in MB.

    python benchmarks/memory.py --data ../shared/data

Each model runs in a process of its own, on 1,000 and on 4,000 comments: if memory is flat, both need the same.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from reporting import RESULTS, write_report
from throughput import real_comments

SIZES = (1_000, 4_000)
MODELS = ("fast", "accurate", "auto")
CHILD = """
import json, resource, sys
import govtext
nlp = govtext.load(sys.argv[1])
for _ in nlp.pipe(map(json.loads, sys.stdin)): pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with comments/unlabelled.jsonl.gz")
    parser.add_argument("--output", type=Path, default=RESULTS / "memory.json")
    options = parser.parse_args()
    texts = real_comments(options.data)
    print(f"{'model':12}" + "".join(f"{f'{size:,} comments':>16}" for size in SIZES))
    found = {}
    for name in MODELS:
        found[name] = {size: round(peak(name, texts[:size])) for size in SIZES}
        print(f"{name:12}" + "".join(f"{value:13} MB" for value in found[name].values()))
    figures = {"command": "python benchmarks/memory.py --data DATA", "peak_megabytes": found}
    write_report(options.output, figures, ["onnxruntime"])


def peak(name: str, texts: list[str]) -> float:
    """Return the peak memory of labelling ``texts``, in MB."""
    lines = "\n".join(map(json.dumps, texts))
    child = subprocess.run([sys.executable, "-c", CHILD, name], input=lines, capture_output=True, text=True, check=True)
    return float(child.stdout)


if __name__ == "__main__":
    main()
