"""What ``govtext annotate`` tells on standard error: lines and a bar for people, or JSON for scripts."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from govtext.cli.progress import JsonLines, bar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govtext.archive import Gathered, Progress, Quarantined, Summary

_SHOWN = 10


class LinesReport:
    """Lines for people, and a bar.

    Args:
        shown: show the bar; None shows it on a terminal.
        rows: tell each row that cannot be read, because no list of them is written.
    """

    def __init__(self, *, shown: bool | None, rows: bool) -> None:
        self._shown = shown
        self.on_quarantined: Callable[[Quarantined], object] | None = self._quarantined if rows else None

    def start(self, archives: Gathered) -> None:
        """Tell which files are left out, and which column of each input is taken as its text."""
        for skipped in archives.skipped[:_SHOWN]:
            _say(f"skipped {skipped.file}: {skipped.reason}")
        if len(archives.skipped) > _SHOWN:
            _say(f"and {len(archives.skipped) - _SHOWN:,} more skipped")
        for file in archives.unreadable:
            _say(f"cannot be read: {file.reason}")
        columns: dict[str, list[str]] = {}
        for archive in archives.inputs:
            columns.setdefault(archive.text_column, []).append(archive.name)
        if len(archives.inputs) == 1:
            _say(f"text column: {archives.inputs[0].text_column}")
            return
        for column, files in columns.items():
            more = f" and {len(files) - _SHOWN:,} more" if len(files) > _SHOWN else ""
            _say(f"text column {column}: {', '.join(files[:_SHOWN])}{more}")

    @contextmanager
    def progress(self) -> Iterator[Callable[[Progress], object] | None]:
        """Show the bar."""
        with bar(shown=self._shown) as update:
            yield update

    def goes_on(self, folder: str) -> None:
        """Tell that an unfinished run is gone on with."""
        _say(f"going on with the unfinished run in {folder}")

    def kept(self, folder: str) -> None:
        """Tell what an interrupted run leaves."""
        _say(f"what is done is kept in {folder}; the same command goes on from there")

    def done(self, done: Summary) -> None:
        """Print the summary."""
        new = done.rows_in - done.resumed
        rate = new / done.seconds if done.seconds else 0
        line = (
            f"{done.rows_in:,} rows in, {done.labelled:,} labelled, {done.quarantined:,} quarantined, "
            f"{done.without_text:,} without text, {done.repeated:,} repeated, "
            f"{done.escalated:,} escalated to accurate, {done.seconds:.1f} s, {rate:,.0f} rows/s"
        )
        if done.resumed:
            line += f"; {done.resumed:,} rows were done before"
        if done.unread_files:
            line += f"; files that could not be read: {done.unread_files:,}"
        _say(line if done.errors is None else f"{line}; what could not be read is listed in {done.errors}")

    def _quarantined(self, row: Quarantined) -> None:
        _say(f"{row.file}:{row.line}: {row.reason}")


class JsonReport:
    """The same as JSON objects, one a line.

    Args:
        rows: tell each row that cannot be read, because no list of them is written.
    """

    def __init__(self, *, rows: bool) -> None:
        self._lines = JsonLines()
        self.on_quarantined: Callable[[Quarantined], object] | None = self._quarantined if rows else None

    def start(self, archives: Gathered) -> None:
        """Tell which files are left out, and which column of each input is taken as its text."""
        self._lines.event(
            "start",
            text_columns={one.name: one.text_column for one in archives.inputs},
            skipped=[asdict(one) for one in archives.skipped],
            unreadable=[asdict(one) for one in archives.unreadable],
        )

    @contextmanager
    def progress(self) -> Iterator[Callable[[Progress], object] | None]:
        """Tell how far the run is."""
        yield self._lines.progress

    def goes_on(self, folder: str) -> None:
        """Tell that an unfinished run is gone on with."""
        self._lines.event("resume", folder=folder)

    def kept(self, folder: str) -> None:
        """Tell what an interrupted run leaves."""
        self._lines.event("interrupted", folder=folder)

    def done(self, done: Summary) -> None:
        """Print the summary."""
        values = asdict(done)
        values |= {name: str(values[name]) for name in ("output", "errors") if values[name] is not None}
        self._lines.event("done", **values)

    def _quarantined(self, row: Quarantined) -> None:
        self._lines.event("quarantined", **asdict(row))


def _say(line: str) -> None:
    click.echo(line, err=True)
