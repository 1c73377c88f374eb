"""The progress of long runs, on standard error: a bar for people, JSON for scripts."""

from __future__ import annotations

import json
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govtext.archive import Progress


@contextmanager
def bar(*, shown: bool | None = None) -> Iterator[Callable[[Progress], object] | None]:
    """Show a bar with rows, rate and time left, and yield what updates it; yield None where it is not shown.

    Args:
        shown: None shows it if standard error is a terminal.
    """
    if not (sys.stderr.isatty() if shown is None else shown):
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        TextColumn("{task.fields[file]}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[rows]:,} rows  {task.fields[rate]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    started = time.perf_counter()
    with RichProgress(*columns, console=Console(stderr=True)) as shown_bar:
        task = shown_bar.add_task("", total=1.0, rows=0, rate=0.0, file="")

        def update(state: Progress) -> None:
            rate = (state.rows - state.resumed) / max(time.perf_counter() - started, 1e-9)
            file = escape(shorten_path(state.file))
            shown_bar.update(task, completed=state.fraction, rows=state.rows, rate=rate, file=file)

        yield update


class JsonLines:
    """Progress for scripts: one JSON object a line on standard error, at most one a second while rows are labelled."""

    def __init__(self, every: float = 1.0) -> None:
        self._every = every
        self._started = self._last = time.perf_counter()
        self._first: float | None = None

    def progress(self, state: Progress) -> None:
        """Tell how far the run is; ``eta`` is seconds left, by what this run has done so far."""
        now = time.perf_counter()
        if self._first is None:
            self._first = state.fraction
        if now - self._last < self._every and state.fraction < 1:
            return
        self._last = now
        seconds = now - self._started
        moved = state.fraction - self._first
        self.event(
            "progress",
            rows=state.rows,
            seconds=round(seconds, 2),
            rate=round((state.rows - state.resumed) / max(seconds, 1e-9), 1),
            quarantined=state.quarantined,
            file=state.file,
            fraction=round(state.fraction, 4),
            eta=round(seconds * (1 - state.fraction) / moved, 1) if moved > 0 else None,
        )

    def event(self, kind: str, **values: Any) -> None:
        """Print an object; its ``event`` says what it tells."""
        click.echo(json.dumps({"event": kind, **values}, ensure_ascii=False), err=True)


def shorten_path(path: str, limit: int = 30) -> str:
    """Return the end of a path, for a bar."""
    return path if len(path) <= limit else "…" + path[1 - limit :]
