"""Runs the Python blocks of our own pages, and their scripts for Node."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import govtext

SOURCE = Path(govtext.__file__).parents[1]


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which a process finds this checkout."""
    path = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")])
    return {**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8", **more}


def run_in_node(script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``script`` where the command ``govtext``, written to ``folder``, is this checkout; skip without Node."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    command = folder / "govtext"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m govtext "$@"\n')
    command.chmod(0o755)
    found = environment(PATH=os.pathsep.join([str(folder), os.environ["PATH"]]))
    return subprocess.run([node, script], capture_output=True, encoding="utf-8", env=found, check=False)


def printed_by(code: str, page: str) -> str:
    """Run a block of ``page`` and return what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, page, "exec"), {"__name__": "docs"})  # noqa: S102 - our own page
    return out.getvalue()
