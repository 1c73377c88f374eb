"""The JSON files of figures in benchmarks/results, which say where each figure comes from."""

from __future__ import annotations

import json
import platform
import subprocess
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


def write_report(output: Path, figures: Mapping[str, Any], packages: Iterable[str] = ()) -> None:
    """Write ``figures`` with the machine, the versions of Python, govtext and ``packages``, and the commit."""
    report = {
        **figures,
        "machine": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: version(name) for name in ("govtext", "numpy", *packages)},
        "commit": _commit(),
    }
    output.parent.mkdir(exist_ok=True)
    output.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def _commit() -> str:
    """Return the commit the figures were measured on."""
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"
