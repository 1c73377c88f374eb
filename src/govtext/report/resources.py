"""Reads the data files of the report: TOML beside this module."""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent / "data"


@functools.cache
def read_data(name: str) -> dict[str, Any]:
    """Return ``data/name`` as plain values, read once for the whole process."""
    return tomllib.loads((_DATA / name).read_text(encoding="utf-8"))


@functools.cache
def read_lines(name: str) -> frozenset[str]:
    """Return the entries of a list of words: those on the lines of ``data/name`` that are no comments."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
