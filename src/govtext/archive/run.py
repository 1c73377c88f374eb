"""Labelling whole archives: chunks in, labelled chunks out, broken rows set aside, nothing done twice."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.archive.ahead import ahead
from govtext.archive.atomic import writing
from govtext.archive.gathering import Gathered, gather
from govtext.archive.identity import identity
from govtext.archive.journal import GO_ON, Done, Journal
from govtext.archive.layout import Labelled, Layout
from govtext.archive.plan import Plan
from govtext.archive.records import BATCH_ROWS, Labeller, Progress, Quarantined, Summary
from govtext.archive.sinks import FORMATS, JsonLinesSink, Shape, Sink, check_output, error_line
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    import pyarrow as pa

    from govtext.archive.gathering import Paths

STANDARD_OUTPUT = "-"
# A part is finished when it has so many rows, or has been open for so long: what a crash costs at most.
PART_ROWS, PART_SECONDS = 1 << 16, 10.0
_COUNTS = ("rows", "without_text", "quarantined", "repeated", "escalated")


def annotate(  # noqa: PLR0913 - each option has a name of its own
    inputs: Paths | Iterable[Paths] | Gathered,
    output: str | os.PathLike[str],
    pipeline: Labeller,
    *,
    prefix: str = "",
    redact: bool = False,
    escape_formulas: bool = False,
    resume: bool = True,
    batch_rows: int = BATCH_ROWS,
    on_progress: Callable[[Progress], object] | None = None,
    on_quarantined: Callable[[Quarantined], object] | None = None,
) -> Summary:
    """Label archives of comments and write them to one file.

    The output holds ``id``, ``text``, the label columns and then the inputs' other columns unchanged. A row without
    an id gets its 1-based number over all inputs, unreadable rows counted. Rows that cannot be read or labelled are
    listed in ``OUTPUT.errors.jsonl`` and the run goes on. The output appears only when it is complete; until then
    ``OUTPUT.parts`` holds what is done, and the same call after a crash goes on from there.

    Args:
        inputs: paths of files and folders, patterns, what `read` returned for a file, or what `gather` returned for
            all of them, which also lets you choose columns.
        output: a .jsonl, .csv or .parquet file, or ``-`` for JSONL on standard output (then no list of unreadable
            rows is written; use ``on_quarantined``).
        pipeline: what `govtext.load` returns.
        prefix: put before the names of the label columns, for inputs that have columns of those names.
        redact: mask personal data in all text columns but the id. Labels still come from the text as it was.
        escape_formulas: put an apostrophe before CSV cells that a spreadsheet would run as a formula.
        resume: go on with an unfinished run; False throws away what it has done.
        batch_rows: rows in memory at a time.
        on_progress: called after each chunk.
        on_quarantined: called for each unreadable row.

    Raises:
        InputError: an input or the output cannot be used, or the unfinished run was another one; the message names
            it and says what to do.
    """
    started = time.perf_counter()
    target = check_target(output, escape_formulas=escape_formulas)
    if batch_rows < 1:
        raise InputError("batch_rows is too small", got=batch_rows, allowed="1 or more", fix=f"try {BATCH_ROWS}")
    archives = inputs if isinstance(inputs, Gathered) else gather(inputs, target)
    plan = Plan(archives.inputs)
    layout = Layout(plan, pipeline, prefix, redact=redact)
    shape = Shape(layout.schema, plan.json_columns, escape_formulas)
    run = _Run(archives, plan, layout, batch_rows, on_progress, on_quarantined)
    errors = None
    if target is None:
        run.to_stream(JsonLinesSink(sys.stdout.buffer, shape))
    else:
        options = {
            "prefix": prefix, "redact": redact, "escape_formulas": escape_formulas, "batch_rows": batch_rows,
        }  # fmt: skip
        about = identity(archives, pipeline, layout, options)
        with Journal(target, about, fresh=not resume) as journal:
            kind = FORMATS[target.suffix.lower()]
            run.to_parts(journal, lambda: kind.part(journal.part, shape))
            errors = journal.finish(lambda parts, file: kind.join(parts, file, shape))
    counts = run.counts
    return Summary(
        rows_in=counts["rows"],
        labelled=counts["rows"] - counts["without_text"] - counts["quarantined"],
        quarantined=counts["quarantined"],
        without_text=counts["without_text"],
        seconds=time.perf_counter() - started,
        text_columns={one.name: one.text_column for one in archives.inputs},
        output=target,
        errors=errors,
        unread_files=len(archives.unreadable),
        repeated=counts["repeated"],
        escalated=counts["escalated"],
        resumed=run.resumed,
    )


def check_target(output: str | os.PathLike[str], *, escape_formulas: bool = False) -> Path | None:
    """Return the output, or None for standard output.

    Raises:
        InputError: the output cannot be written, or formulas cannot be escaped in it.
    """
    target = None if os.fspath(output) == STANDARD_OUTPUT else Path(output)
    if target is not None:
        check_output(target)
    if escape_formulas and (target is None or target.suffix.lower() != ".csv"):
        raise InputError(
            "formulas are escaped in CSV only: other formats say that a cell is text",
            got=os.fspath(output),
            fix="name an output that ends in .csv, or leave --escape-formulas out",
        )
    return target


@dataclass(frozen=True, slots=True)
class _Step:
    """A chunk on its way: from which input (by its place), how many rows, what is wrong, and the rows to label."""

    place: int
    rows: int
    bad: tuple[Quarantined, ...]
    lines: list[int]
    table: pa.Table
    fraction: float


class _Run:
    """One pass over the inputs. Reading, labelling and writing overlap; order is kept."""

    def __init__(
        self,
        archives: Gathered,
        plan: Plan,
        layout: Layout,
        batch_rows: int,
        on_progress: Callable[[Progress], object] | None,
        on_quarantined: Callable[[Quarantined], object] | None,
    ) -> None:
        self._archives, self._plan, self._layout, self._batch_rows = archives, plan, layout, batch_rows
        self._on_progress, self._on_quarantined = on_progress, on_quarantined
        self.counts: Counter[str] = Counter(dict.fromkeys(_COUNTS, 0))
        self._rows = [0] * len(archives.inputs)
        self.resumed = 0

    def to_stream(self, sink: Sink) -> None:
        """Label everything and write it as it comes."""
        self._tell(self._archives.unreadable)
        with self._labelled() as steps:
            for step, labelled, bad in steps:
                self._tell(bad)
                sink.write(labelled.table)
                self._count(step, labelled, bad)
        sink.close()

    def to_parts(self, journal: Journal, open_sink: Callable[[], Sink]) -> None:
        """Label what is not done yet and write it to parts."""
        if journal.done.counts:
            self._go_on(journal.done)
        else:
            self._list(self._archives.unreadable, journal)
        sink: Sink | None = None
        rows = 0
        since = time.monotonic()
        with self._labelled() as steps:
            for step, labelled, bad in steps:
                self._list(bad, journal)
                with writing(journal.folder, GO_ON):
                    sink = open_sink() if sink is None else sink
                    sink.write(labelled.table)
                self._count(step, labelled, bad)
                rows += labelled.table.num_rows
                if rows >= PART_ROWS or time.monotonic() - since >= PART_SECONDS:
                    self._commit(journal, sink)
                    sink, rows, since = None, 0, time.monotonic()
        if sink is not None or not journal.done.counts:
            self._commit(journal, sink)

    def _commit(self, journal: Journal, sink: Sink | None) -> None:
        if sink is not None:
            with writing(journal.folder, GO_ON):
                sink.close()
        journal.commit(tuple(self._rows), self.counts)

    def _go_on(self, done: Done) -> None:
        self.counts.update(done.counts)
        self._rows = list(done.rows)
        self.resumed = sum(self._rows)

    @contextmanager
    def _labelled(self) -> Iterator[Iterator[tuple[_Step, Labelled, tuple[Quarantined, ...]]]]:
        """Read and label ahead; whatever happens in the block, the threads end."""
        from govtext.scoring.blas import one_blas_thread

        def label(step: _Step) -> tuple[_Step, Labelled, tuple[Quarantined, ...]]:
            with one_blas_thread():  # here, for some libraries count threads by the thread that calls them
                done = self._layout.label(step.table)
            name = self._archives.inputs[step.place].name
            failed = [Quarantined(name, step.lines[row], reason) for row, reason in done.failed.items()]
            return step, done, tuple(sorted([*step.bad, *failed], key=lambda row: row.line))

        with closing(ahead(map(label, ahead(self._steps(tuple(self._rows)))))) as done:
            yield done

    def _steps(self, done: tuple[int, ...]) -> Iterator[_Step]:
        """Read all inputs, but for the rows that are done: of those only the chunks they came in are counted."""
        sizes = [max(1, one.path.stat().st_size) for one in self._archives.inputs]
        rows_before = size_before = 0
        for place, (one, size, skip) in enumerate(zip(self._archives.inputs, sizes, done, strict=True)):
            rows = 0
            if skip and any(done[place + 1 :]):  # the next one was begun, so this one is finished
                rows_before, size_before = rows_before + skip, size_before + size
                continue
            for chunk in one.chunks(self._batch_rows):
                rows += chunk.rows
                if rows <= skip:
                    continue
                if rows - chunk.rows < skip:
                    raise InputError(f"{one.name} is not what it was when the run began", fix="start anew with --fresh")
                table = self._plan.arrange(one, chunk.table, [rows_before + number for number in chunk.numbers])
                fraction = (size_before + size * chunk.fraction) / sum(sizes)
                yield _Step(place, chunk.rows, chunk.quarantined, chunk.lines, table, fraction)
            rows_before, size_before = rows_before + rows, size_before + size

    def _list(self, bad: Iterable[Quarantined], journal: Journal) -> None:
        for row in bad:
            journal.note_error(error_line(row))
        self._tell(bad)

    def _tell(self, bad: Iterable[Quarantined]) -> None:
        if self._on_quarantined is not None:
            for row in bad:
                self._on_quarantined(row)

    def _count(self, step: _Step, labelled: Labelled, bad: tuple[Quarantined, ...]) -> None:
        more: Mapping[str, int] = {"rows": step.rows, "quarantined": sum(row.rows for row in bad), **labelled.counts}
        self.counts.update(more)
        self._rows[step.place] += step.rows
        if self._on_progress is not None:
            name = self._archives.inputs[step.place].name
            state = Progress(self.counts["rows"], step.fraction, name, self.counts["quarantined"], self.resumed)
            self._on_progress(state)
