"""Kill a run at random moments and compare what comes out with a run that nobody disturbed, row for row.

    python benchmarks/archive_kills.py

200,000 invented comments (`invented.py`), CSV to each output format, with `fast` through the command line. Moments are
spread over the whole run: each kill comes after a random share of the time that is left by the clock of the first run.
"""

from __future__ import annotations

import argparse
import csv
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from invented import HEADER, rows
from reporting import RESULTS, write_report

ROWS, KILLS, SEED = 200_000, 20, 0
BROKEN_EVERY = 1_000
# A part is finished every 5,000 rows, not 65,536: there is more that a kill can hit.
COMMAND = "import govtext.archive.run as run; run.PART_ROWS = 5_000; from govtext.cli import main; main()"


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--formats", nargs="+", default=["parquet", "csv", "jsonl"])
    parser.add_argument("--output", type=Path, default=RESULTS / "archive_kills.json")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "comments.csv")
        write_archive(source, options.rows)
        for suffix in options.formats:
            found[suffix] = compare(source, suffix, options.kills)
            print(suffix, found[suffix])
    figures = {"command": "python benchmarks/archive_kills.py", "rows": options.rows, "seed": SEED, "formats": found}
    write_report(options.output, figures, ["pyarrow"])
    if not all(one["equal"] for one in found.values()):
        sys.exit("a run that was killed gave something else")


def write_archive(path: Path, count: int) -> None:
    """Write comments, with a broken row here and there."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for number, row in enumerate(rows(count, SEED)):
            writer.writerow(row[:2] if number % BROKEN_EVERY == 0 else row)


def compare(source: Path, suffix: str, kills: int) -> dict[str, Any]:
    """Return how often the run was killed and went on, and whether it gave what an undisturbed one gives."""
    rng = random.Random(SEED)
    whole, out = source.with_name(f"whole.{suffix}"), source.with_name(f"out.{suffix}")
    started = time.perf_counter()
    run(source, whole).wait()
    seconds = time.perf_counter() - started
    killed = 0
    while killed < kills:
        process = run(source, out)
        try:
            # So short that the run does not end before it has been killed often enough.
            process.wait(rng.uniform(0.3, 1) * (1 + 2 * seconds / kills))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        else:  # it was faster than the clock: what it gave must be right, and it starts again
            if not equal(out, whole):
                return {"kills": killed, "equal": False}
            out.unlink()
    ended = run(source, out).wait()
    leftovers = [path.name for path in source.parent.iterdir() if ".part" in path.name]
    return {
        "kills": killed,
        "seconds_undisturbed": round(seconds, 1),
        "exit_code": ended,
        "equal": equal(out, whole),
        "left_over": leftovers,
    }


def run(source: Path, out: Path) -> subprocess.Popen[bytes]:
    """Start a run."""
    args = [sys.executable, "-c", COMMAND, "annotate", str(source), "-o", str(out), "--model", "fast"]
    return subprocess.Popen(args, stderr=subprocess.DEVNULL)


def equal(left: Path, right: Path) -> bool:
    """Tell whether two outputs hold the same rows and list the same unreadable ones."""
    lists = [path.with_name(path.name + ".errors.jsonl").read_bytes() for path in (left, right)]
    if left.suffix == ".parquet":
        return bool(lists[0] == lists[1] and pq.read_table(left).equals(pq.read_table(right)))
    return lists[0] == lists[1] and left.read_bytes() == right.read_bytes()


if __name__ == "__main__":
    main()
