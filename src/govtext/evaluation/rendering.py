"""A report as JSON and as a snippet for a model card."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from govtext.evaluation.published import published
from govtext.evaluation.results import Report, Result
from govtext.evaluation.table import as_table

JSON_FORMAT = "govtext-bench/1"  # a key is added without a new number, changed or taken away only with one


def as_json(report: Report) -> str:
    """Return the report as JSON, without texts; docs/bench.md names the keys."""
    task, options = report.task, report.options
    rows: dict[str, Any] = {
        "format": JSON_FORMAT,
        "task": task.name,
        "title": task.title,
        "split": report.split,
        "folds": list(report.folds),
        "examples": len(report.examples),
        "metric": task.metric,
        "licence": task.licence,
        "citation": task.citation,
        "seed": options.seed,
        "bootstrap_samples": options.samples,
        "limit": options.limit,
        "fine_tuned": options.fit,
        "versions": dict(report.versions),
        "warnings": list(report.warnings),
        "known_leaks": [asdict(leak) for leak in task.leaks],
        "results": [_result(one) for one in report.results],
        "comparisons": [asdict(one) for one in report.comparisons],
        "published": [asdict(one) for one in published(task.name)],
    }
    return json.dumps(rows, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _result(one: Result) -> dict[str, Any]:
    return {
        "system": one.system,
        "scores": {name: asdict(score) for name, score in one.scores.items()},
        "fold_deviation": one.fold_deviation,
        "slices": [{"kind": s.kind, "name": s.name, "examples": s.examples, **asdict(s.interval)} for s in one.slices],
        "calibration_error": one.calibration_error,
        "texts_per_second": one.texts_per_second,
        "peak_memory_mb": one.peak_memory_mb,
        "trained_on_examples": one.trained_on,
    }


def as_card(report: Report) -> str:
    """Return Markdown for a model card."""
    names = list(report.results[0].scores)
    folds = f", mean of folds {', '.join(map(str, report.folds))}" if len(report.folds) > 1 else ""
    run = f"Split {report.split}{folds}, {len(report.examples):,} examples, 95 % intervals by bootstrap. "
    run += f"{report.task.citation}. `govtext bench --task {report.task.name}`."
    lines = [
        f"### {report.task.title}",
        "",
        run,
        "",
        "| system | " + " | ".join(names) + " |",
        "|---" * (len(names) + 1) + "|",
    ]
    lines += [f"| {one.system} | " + " | ".join(map(str, one.scores.values())) + " |" for one in report.results]
    notes = [f"- Known leak ({leak.trained_on}): {leak.note}." for leak in report.task.leaks]
    notes += [f"- Warning: {note}." for note in report.warnings]
    return "\n".join([*lines, *([""] if notes else []), *notes]) + "\n"


FORMATS = {"table": as_table, "json": as_json, "card": as_card}
