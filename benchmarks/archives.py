"""Up to three million invented comments through ``govtext annotate``: rows a second, memory, growth, beside a peer.

    python benchmarks/archives.py

CSV as Excel writes it goes in, Parquet comes out, with `fast`, start of the program included; each size in a process of
its own. The peer is a transformers text-classification pipeline around a BERT-base of random weights (see
`throughput.py`), extrapolated from 2,000 of the same rows in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from invented import HEADER, comments, rows
from reporting import RESULTS, write_report

SIZES = (10_000, 100_000, 1_000_000, 3_000_000)
PEER_ROWS = 2_000
CHILD = """
import json, resource, sys, time
started = time.perf_counter()
from govtext.cli import cli
try: cli(["annotate", sys.argv[1], "-o", sys.argv[2], "--model", "fast", "--json-progress", *sys.argv[3:]])
except SystemExit as done: assert not done.code, done.code
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024]))
"""


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES)
    parser.add_argument("--peer-rows", type=int, default=PEER_ROWS, help="0 leaves the peer out")
    parser.add_argument("--output", type=Path, default=RESULTS / "archives.json")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    sizes = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in options.sizes:
            sizes[size] = measure(Path(folder), size)
            print(f"{size:>9,} rows: {sizes[size]}")
    figures: dict[str, Any] = {
        "command": "python benchmarks/archives.py",
        "model": "fast",
        "sizes": sizes,
        "load_average_before": round(load, 2),
        "cores": os.cpu_count(),
    }
    if options.peer_rows:
        figures["peer"] = peer(options.peer_rows, max(options.sizes))
        print(figures["peer"])
    write_report(options.output, figures, ["pyarrow", *(["torch", "transformers"] if options.peer_rows else [])])


def measure(folder: Path, size: int) -> dict[str, float]:
    """Return rows a second and peak memory of a run over ``size`` comments."""
    source, out = folder / f"{size}.csv", folder / f"{size}.parquet"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(rows(size))
    args = [sys.executable, "-c", CHILD, str(source), str(out)]
    child = subprocess.run(args, capture_output=True, text=True, check=True)
    seconds, cpu, peak = json.loads(child.stdout)
    done = json.loads(child.stderr.splitlines()[-1])
    assert done["labelled"] == size, done  # noqa: S101
    out.unlink()
    return {
        "rows_per_second": round(size / seconds),
        "seconds": round(seconds, 1),
        "cpu_seconds": round(cpu, 1),
        "peak_megabytes": round(peak),
        "megabytes_in": round(source.stat().st_size / 1e6, 1),
        "repeated": done["repeated"],
    }


def peer(count: int, size: int) -> dict[str, float]:
    """Return the rate of a plain transformers pipeline on ``count`` rows, and the hours it would need for ``size``."""
    from throughput import bert_rate

    texts = list(comments(count))
    best = max((1, 8), key=lambda batch: bert_rate(texts, sizes=(batch,)))
    rate = bert_rate(texts, count, (best,))
    return {"rows": count, "rows_per_second": round(rate, 1), f"hours_for_{size}": round(size / rate / 3600, 1)}


if __name__ == "__main__":
    main()
