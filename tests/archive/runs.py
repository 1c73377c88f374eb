"""Runs in small parts, for the tests that stop them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

import govtext
from govtext.archive import Progress, Summary, annotate

from .fakes import FakePipeline

if TYPE_CHECKING:
    from collections.abc import Callable

TESTS = Path(__file__).resolve().parents[1]
SOURCE = Path(govtext.__file__).parents[1]
SUFFIXES = ("jsonl", "csv", "parquet")


class Stopped(Exception):  # noqa: N818 - a stand-in for a crash
    pass


def stopping_after(rows: int) -> Callable[[Progress], None]:
    def stop(state: Progress) -> None:
        if state.rows >= rows:
            raise Stopped

    return stop


def content(path: Path) -> Any:
    listed = path.with_name(path.name + ".errors.jsonl")
    errors = listed.read_bytes() if listed.exists() else None
    if path.suffix == ".parquet":
        return pq.read_table(path), errors
    return path.read_bytes(), errors


def run(inputs: Any, out: Path, pipeline: FakePipeline | None = None, **options: Any) -> Summary:
    return annotate(inputs, out, pipeline or FakePipeline(), batch_rows=7, **options)


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}", **more}
