"""Runs the Python blocks of our own pages."""

from __future__ import annotations

import contextlib
import io


def printed_by(code: str, page: str) -> str:
    """Run a block of ``page`` and return what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, page, "exec"), {"__name__": "docs"})  # noqa: S102 - our own page
    return out.getvalue()
