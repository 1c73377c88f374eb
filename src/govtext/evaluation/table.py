"""A report as text for a terminal, no wider than 80 columns."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence

from govtext.evaluation.published import Published, published
from govtext.evaluation.results import Report, Result, Slice

WIDTH = 80
_NAME = 24  # columns for the name of a system; its end is what tells paths apart
_GAP = 2


def as_table(report: Report) -> str:
    """Return the report as text."""
    lines = [f"{report.task.name}: {report.task.title}", _what_was_run(report), ""]
    lines += _packed(["system", *(_short(one.system) for one in report.results)], _columns(report.results))
    if report.comparisons:
        lines += ["", f"differences in {report.task.metric} (p by approximate randomisation)"]
        pairs = [f"{_short(c.first)} − {_short(c.second)}" for c in report.comparisons]
        ends = [f"{c.difference:+.3f}" for c in report.comparisons], [f"{c.p:.4f}" for c in report.comparisons]
        lines += [line.rstrip() for line in _rows([["", *pairs], ["", *ends[0]], ["p", *ends[1]]])][1:]
    lines += _slices(report.results)
    lines += _published(published(report.task.name))
    notes = [f"known leak, {leak.trained_on}: {leak.note}" for leak in report.task.leaks] + list(report.warnings)
    lines += [""] if notes else []
    for note in notes:
        lines += _wrapped(note, "! ")
    versions = ", ".join(f"{name} {number}" for name, number in report.versions.items())
    end = f"95 % intervals: bootstrap, {report.options.samples:,} samples, seed {report.options.seed}; {versions}"
    return "\n".join([*lines, "", *_wrapped(end, "")]) + "\n"


def _what_was_run(report: Report) -> str:
    folds = report.folds
    which = f", fold {folds[0]} of {report.task.folds} (--fold all: each)" if len(folds) == 1 else ""
    if len(folds) > 1:
        which = f", folds {folds[0]} to {folds[-1]} (scores are means over them)"
    return f"split {report.split}{which}, {len(report.examples):,} examples"


def _columns(results: Sequence[Result]) -> list[list[str]]:
    names = list(results[0].scores)
    found = [[name, *(str(one.scores[name]) for one in results)] for name in names]
    if any(one.fold_deviation is not None for one in results):
        found.append(["sd of folds", *(_number(one.fold_deviation, ".3f") for one in results)])
    if any(one.calibration_error is not None for one in results):
        found.append(["ECE", *(_number(one.calibration_error, ".3f") for one in results)])
    found.append(["texts/s", *(_number(one.texts_per_second, ",.0f") for one in results)])
    found.append(["peak MB", *(_number(one.peak_memory_mb, ",.0f") for one in results)])
    return found


def _slices(results: Sequence[Result]) -> list[str]:
    keys = dict.fromkeys((one.kind, one.name, one.examples) for result in results for one in result.slices)
    if not keys:
        return []
    by_system: list[dict[tuple[str, str], Slice]] = [{(s.kind, s.name): s for s in one.slices} for one in results]
    columns = [
        [_short(one.system), *(str(found[kind, name].interval) for kind, name, _ in keys)]
        for one, found in zip(results, by_system, strict=True)
    ]
    head = ["slice", *(f"{kind} {name} ({count:,})" for kind, name, count in keys)]
    return ["", "slices (number of examples); of labels F1", *_packed(head, columns)]


def _published(found: Sequence[Published]) -> list[str]:
    """Results of single languages are left to JSON: there are hundreds of them."""
    lines, hidden = list[str](), any(one.language not in {"", "mean"} for one in found)
    shown = sorted((one for one in found if one.language in {"", "mean"}), key=_heading)
    for heading, group in itertools.groupby(shown, _heading):
        best = sorted(group, key=lambda one: -one.value)
        lines += _wrapped(heading, "  ")
        lines += _wrapped(", ".join(f"{one.system} {one.value:.2f}" for one in best), "    ")
    more = "; single languages: --format json" if hidden else ""
    return ["", f"published, per cent, not run here{more}", *lines] if lines else []


def _heading(one: Published) -> str:
    language = "mean of languages, " if one.language else ""
    return f"{one.source} [{one.tag}]: {language}{one.metric}, {one.split}" + (f"; {one.note}" if one.note else "")


def _packed(head: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """Return columns beside ``head``, in as many blocks below each other as the width asks for."""
    blocks, block, used = list[list[Sequence[str]]](), list[Sequence[str]](), 0
    first = max(map(len, head))
    for column in columns:
        width = _GAP + max(map(len, column))
        if block and first + used + width > WIDTH:
            blocks.append(block)
            block, used = [], 0
        block.append(column)
        used += width
    lines = []
    for i, one in enumerate([*blocks, block]):
        lines += [*([""] if i else []), *_rows([head, *one])]
    return lines


def _rows(columns: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield lines; the first column stands left, the others right."""
    widths = [max(map(len, column)) for column in columns]
    for cells in zip(*columns, strict=True):
        rest = [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:], strict=True)]
        yield (" " * _GAP).join([cells[0].ljust(widths[0]), *rest])


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=start, subsequent_indent=" " * len(start), break_long_words=False)


def _short(name: str) -> str:
    return name if len(name) <= _NAME else "…" + name[1 - _NAME :]


def _number(value: float | None, form: str) -> str:
    return "–" if value is None else format(value, form)
