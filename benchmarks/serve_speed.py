"""How fast ``govtext serve --stdio`` answers, and whether it pays to work on waiting requests together.

    python benchmarks/serve_speed.py

Invented comments (`invented.py`). Lock step: the next request is sent when the last one is answered, over pipes, by the
clock. What working together saves is told in processor time, within this process, so that other programs on the machine
do not change it: the same requests, up to so many of them together.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, Self

from govtext.scoring.blas import one_blas_thread
from govtext.serving.worker import Worker
from invented import comments
from reporting import RESULTS, write_report

REQUESTS = {"fast": 2_000, "auto": 300}
TOGETHER = (1, 8, 64)
PACKED = 64


class Served:
    """A worker in a process of its own."""

    def __init__(self, model: str) -> None:
        command = [sys.executable, "-m", "govtext", "serve", "--stdio", "--model", model]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:
            raise RuntimeError("the worker has no pipes")
        return into, out

    def ask(self, line: bytes) -> float:
        """Send a request, wait for its answer and return the seconds that took."""
        into, out = self._pipes
        start = time.perf_counter()
        into.write(line)
        into.flush()
        _checked(out.readline())
        return time.perf_counter() - start


def _checked(line: bytes) -> None:
    if "result" not in json.loads(line):
        raise RuntimeError(f"no result: {line[:200]!r}")


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=RESULTS / "serve_speed.json")
    options = parser.parse_args()
    found = {}
    for model, count in REQUESTS.items():
        found[model] = measure(model, list(comments(count)))
        print(model, json.dumps(found[model], indent=2))
    write_report(options.output, {"command": "python benchmarks/serve_speed.py", "models": found}, ["onnxruntime"])


def measure(model: str, texts: Sequence[str]) -> dict[str, Any]:
    """Return seconds and speeds of one model."""
    lines = [_line(text=text) for text in texts]
    start = time.perf_counter()
    with Served(model) as served:
        served.ask(b'{"method": "hello"}\n')
        hello = time.perf_counter() - start
        served.ask(lines[0])
        first = time.perf_counter() - start
        times = [served.ask(line) for line in lines]
    return {
        "requests": len(lines),
        "seconds_to_hello": round(hello, 2),
        "seconds_to_first_annotation": round(first, 2),
        "lock_step_median_milliseconds": round(1000 * statistics.median(times), 2),
        "texts_a_processor_second_by_requests_together": {
            str(together): round(len(lines) / processor_seconds(model, lines, together)) for together in TOGETHER
        },
        "texts_a_processor_second_with_64_texts_a_request": round(
            len(texts)
            / processor_seconds(
                model,
                [_line(texts=texts[place : place + PACKED]) for place in range(0, len(texts), PACKED)],
                1,
            )
        ),
    }


def processor_seconds(model: str, lines: Sequence[bytes], together: int) -> float:
    """Return the processor time that the answers take; the least of three, after one of the first lines."""
    worker = Worker(model)
    with one_blas_thread():
        list(worker.answers(lines[:together]))
        return min(_answered(worker, lines, together) for _ in range(3))


def _answered(worker: Worker, lines: Sequence[bytes], together: int) -> float:
    start = time.process_time()
    for place in range(0, len(lines), together):
        for answer in worker.answers(lines[place : place + together]):
            _checked(answer)
    return time.process_time() - start


def _line(**given: Any) -> bytes:
    return json.dumps({"method": "annotate", **given}).encode() + b"\n"


if __name__ == "__main__":
    main()
