"""A report of a million labelled comments: seconds and memory, by stage and in all.

    python benchmarks/report_speed.py

The comments are invented (`invented.py`, and in each a word of a long tail, since templates have few words), their
labels drawn by chance with a seed: what is measured is the report, not the model. Parquet as ``govtext annotate``
writes it, with dates, accounts, places, posts, likes and replies beside the labels. Each size in a process of its
own; start of the program included.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from govtext.labels import head
from invented import TOWNS, comments
from reporting import RESULTS, write_report

SIZES = (10_000, 100_000, 1_000_000)
SEED, STEP = 0, 50_000
GOAL_SECONDS, GOAL_MEGABYTES = 60, 1_500
CHILD = """
import json, resource, sys, time
started = time.perf_counter()
from govtext import report
found = report.build(sys.argv[1], compare="period")
used = resource.getrusage(resource.RUSAGE_SELF)
rows = {name: table.num_rows for name, table in found.tables.items()}
print(json.dumps([time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, rows]))
"""


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--output", type=Path, default=RESULTS / "report.json")
    options = parser.parse_args()
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in options.sizes:
            source = Path(folder, f"{rows}.parquet")
            write_archive(source, rows)
            found[str(rows)] = measure(source)
            print(rows, {name: value for name, value in found[str(rows)].items() if name != "table_rows"})
            source.unlink()
    figures = {
        "command": "python benchmarks/report_speed.py",
        "seed": SEED,
        "goal": {"seconds": GOAL_SECONDS, "megabytes": GOAL_MEGABYTES},
        "load_average_before": os.getloadavg()[0],
        "sizes": found,
    }
    write_report(options.output, figures, ["pyarrow"])


def measure(source: Path) -> dict[str, object]:
    """Build a report in a process of its own."""
    run = subprocess.run([sys.executable, "-c", CHILD, str(source)], capture_output=True, text=True, check=True)
    seconds, processor, megabytes, rows = json.loads(run.stdout)
    return {
        "seconds": round(seconds, 1),
        "processor_seconds": round(processor, 1),
        "peak_megabytes": round(megabytes),
        "megabytes_of_file": round(source.stat().st_size / 1e6),
        "table_rows": rows,
    }


def write_archive(path: Path, count: int) -> None:
    """Write invented comments with labels drawn by chance."""
    rng = np.random.default_rng(SEED)
    texts = comments(count, SEED)
    writer = None
    for start in range(0, count, STEP):
        size = min(STEP, count - start)
        table = _rows(rng, [next(texts) for _ in range(size)], start)
        writer = writer or pq.ParquetWriter(path, table.schema)
        writer.write_table(table)
    assert writer is not None  # noqa: S101 - for the type checker
    writer.close()


def _rows(rng: np.random.Generator, texts: list[str], start: int) -> pa.Table:
    size = len(texts)
    minutes = np.sort(rng.integers(0, 365 * 1440, size))
    dates = [datetime(2025, 1, 1) + timedelta(minutes=int(m)) for m in minutes]  # noqa: DTZ001 - local time
    replied = rng.random(size) < 0.3
    columns: dict[str, object] = {
        "id": [str(start + i) for i in range(size)],
        "text": [f"{text} {_word(n)}" for text, n in zip(texts, rng.zipf(1.15, size) % 2_000_000, strict=True)],
        "date": dates,
        "author": [f"akun_{n}" for n in rng.zipf(1.3, size) % 300_000],
        "place": [TOWNS[n] for n in rng.integers(0, len(TOWNS), size)],
        "post": [f"p{n}" for n in rng.integers(0, 2_000, size)],
        "likes": rng.integers(0, 500, size),
        "reply_date": [d + timedelta(hours=9) if yes else None for d, yes in zip(dates, replied, strict=True)],
        "poverty_related": rng.random(size) < 0.4,
        "model": ["fast"] * size,
    }
    for name in ("sentiment", "intent", "stance"):
        ids = head(name).ids
        columns[name] = [ids[n] for n in rng.integers(0, len(ids), size)]
        columns[f"{name}_score"] = rng.random(size).astype(np.float32)
    for name, scores in (("topics", "topic_scores"), ("voices", "voice_scores")):
        ids = head(name).ids
        counts = rng.integers(0, 3, size)
        columns[name] = [[ids[n] for n in rng.choice(len(ids), k, replace=False)] for k in counts]
        columns[scores] = [rng.random(k).astype(np.float32).tolist() for k in counts]
    columns["formality"] = rng.random(size).astype(np.float32)
    return pa.table(columns)


def _word(number: int) -> str:
    """Return a made-up word for a number."""
    syllables = ("ba", "di", "ku", "lo", "me", "na", "po", "ri", "su", "ta", "ge", "wi", "ja")
    word = ""
    while number or len(word) < 4:
        number, syllable = divmod(int(number), len(syllables))
        word += syllables[syllable]
    return word


if __name__ == "__main__":
    main()
