"""Labelling whole archives: chunks in, labelled chunks out, broken rows set aside."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.archive.gathering import ERRORS_SUFFIX, Gathered, gather
from govtext.archive.layout import Layout
from govtext.archive.plan import Plan
from govtext.archive.records import BATCH_ROWS, Labeller, Progress, Quarantined, Summary
from govtext.archive.sinks import SINKS, AtomicFile, GuardedSink, JsonLinesSink, Sink, check_output, error_line, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    import pyarrow as pa

    from govtext.archive.gathering import Paths
    from govtext.archive.inputs import Input

STANDARD_OUTPUT = "-"


def annotate(
    inputs: Paths | Iterable[Paths] | Gathered,
    output: str | os.PathLike[str],
    pipeline: Labeller,
    *,
    prefix: str = "",
    redact: bool = False,
    batch_rows: int = BATCH_ROWS,
    on_progress: Callable[[Progress], object] | None = None,
    on_quarantined: Callable[[Quarantined], object] | None = None,
) -> Summary:
    """Label archives of comments and write them to one file.

    The output holds ``id``, ``text``, the label columns and then the inputs' other columns unchanged. A row without
    an id gets its 1-based number over all inputs, unreadable rows counted. Unreadable rows are listed in
    ``OUTPUT.errors.jsonl`` and the run goes on. The output appears only when it is complete.

    Args:
        inputs: paths, or what `read` returned for them, which also lets you choose columns.
        output: a .jsonl, .csv or .parquet file, or ``-`` for JSONL on standard output (then no list of unreadable
            rows is written; use ``on_quarantined``).
        pipeline: what `govtext.load` returns.
        prefix: put before the names of the label columns, for inputs that have columns of those names.
        redact: mask personal data in the text. Labels still come from the text as it was; other columns stay.
        batch_rows: rows in memory at a time.
        on_progress: called after each chunk.
        on_quarantined: called for each unreadable row.

    Raises:
        InputError: an input or the output cannot be used; the message names it and says what to do.
    """
    started = time.perf_counter()
    target, errors = check_paths(output)
    gathered = inputs if isinstance(inputs, Gathered) else gather(inputs, output)
    opened = gathered.inputs
    plan = Plan(opened)
    layout = Layout(plan, pipeline, prefix, redact=redact)
    counts: Counter[str] = Counter()
    with ExitStack() as stack:
        sink = _open_sink(target, layout.schema, plan.json_columns, stack)
        errors_file = None if errors is None else stack.enter_context(AtomicFile(errors))
        for row in gathered.unreadable:
            if errors_file is not None:
                with writing(errors_file.path):
                    errors_file.file.write(error_line(row))
        for one, rows, bad, table, fraction in _chunks(opened, plan, batch_rows):
            labelled, blank = layout.label(table, one)
            for row in bad:
                if errors_file is not None:
                    with writing(errors_file.path):
                        errors_file.file.write(error_line(row))
                if on_quarantined is not None:
                    on_quarantined(row)
            sink.write(labelled)
            counts.update(rows=rows, without_text=blank, quarantined=sum(row.rows for row in bad))
            if on_progress is not None:
                on_progress(Progress(counts["rows"], fraction, one.name))
        sink.close()
    listed = counts["quarantined"] + len(gathered.unreadable)
    if errors is not None and not listed:
        errors.unlink(missing_ok=True)  # of an earlier run
    return Summary(
        rows_in=counts["rows"],
        labelled=counts["rows"] - counts["without_text"] - counts["quarantined"],
        quarantined=counts["quarantined"],
        without_text=counts["without_text"],
        seconds=time.perf_counter() - started,
        text_columns={one.name: one.text_column for one in opened},
        output=target,
        errors=errors if listed else None,
        unread_files=len(gathered.unreadable),
    )


def _chunks(
    inputs: Sequence[Input], plan: Plan, batch_rows: int
) -> Iterator[tuple[Input, int, tuple[Quarantined, ...], pa.Table, float]]:
    """Yield the chunks of all inputs in the columns of the plan, with the fraction done over all inputs."""
    sizes = [max(1, one.path.stat().st_size) for one in inputs]
    rows_before = size_before = 0
    for one, size in zip(inputs, sizes, strict=True):
        rows = rows_before
        for chunk in one.chunks(batch_rows):
            table = plan.arrange(one, chunk.table, [rows_before + number for number in chunk.numbers])
            rows += chunk.rows
            yield one, chunk.rows, chunk.quarantined, table, (size_before + size * chunk.fraction) / sum(sizes)
        rows_before, size_before = rows, size_before + size


def _open_sink(target: Path | None, schema: pa.Schema, json_columns: frozenset[str], stack: ExitStack) -> Sink:
    if target is None:
        return JsonLinesSink(sys.stdout.buffer, schema, json_columns)
    file = stack.enter_context(AtomicFile(target))
    return GuardedSink(lambda: SINKS[target.suffix.lower()](file.file, schema, json_columns), target)


def check_paths(output: str | os.PathLike[str]) -> tuple[Path, Path] | tuple[None, None]:
    """Return the output and its list of unreadable rows, or twice None for standard output.

    Raises:
        InputError: the output cannot be written.
    """
    if os.fspath(output) == STANDARD_OUTPUT:
        return None, None
    target = Path(output)
    check_output(target)
    return target, target.with_name(target.name + ERRORS_SUFFIX)
