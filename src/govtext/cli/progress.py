"""The progress bar of long runs, on standard error."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

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
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %  {task.fields[rows]:,} rows  {task.fields[rate]:,.0f} rows/s"),
        TimeRemainingColumn(),
    )
    started = time.perf_counter()
    with RichProgress(*columns, console=Console(stderr=True)) as shown_bar:
        task = shown_bar.add_task("", total=1.0, rows=0, rate=0.0)

        def update(state: Progress) -> None:
            rate = state.rows / max(time.perf_counter() - started, 1e-9)
            shown_bar.update(task, completed=state.fraction, rows=state.rows, rate=rate)

        yield update
