"""A report as a table, as JSON, and as a snippet for a model card; saved answers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govtext.errors import InputError
from govtext.evaluation.data import Example
from govtext.evaluation.metrics import Interval
from govtext.evaluation.published import published
from govtext.evaluation.runner import Report


def as_json(report: Report) -> str:
    """Return the report as JSON, without texts."""
    rows: dict[str, Any] = {
        "task": report.task.name, "title": report.task.title, "split": report.split, "fold": report.fold,
        "examples": len(report.examples), "metric": report.task.metric, "licence": report.task.licence,
        "citation": report.task.citation, "seed": report.seed, "bootstrap_samples": report.samples,
        "versions": dict(report.versions), "warnings": list(report.warnings),
        "known_leaks": [{"trained_on": leak.trained_on, "note": leak.note} for leak in report.task.leaks],
        "results": [
            {
                "system": one.system,
                "scores": {name: _bounds(score) for name, score in one.scores.items()},
                "slices": [{"kind": s.kind, "name": s.name, "examples": s.examples, **_bounds(s.interval)} for s in one.slices],  # noqa: E501
                "calibration_error": one.calibration_error, "texts_per_second": one.texts_per_second,
                "peak_memory_mb": one.peak_memory_mb, "trained_on_examples": one.trained_on,
            }
            for one in report.results
        ],
        "comparisons": [
            {"first": c.first, "second": c.second, "difference": c.difference, "p": c.p} for c in report.comparisons
        ],
        "published": [
            {"system": p.system, "metric": p.metric, "value": p.value, "split": p.split, "language": p.language,
             "source": p.source, "tag": p.tag, "note": p.note}
            for p in published(report.task.name)
        ],
    }  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def as_table(report: Report) -> str:
    """Return the report as text for a terminal."""
    lines = [f"{report.task.name} ({report.task.title}), split {report.split}, {len(report.examples):,} examples"]
    names = list(report.results[0].scores) if report.results else []
    width = max([20, *(len(one.system) for one in report.results)]) + 2
    lines += [
        "",
        f"{'system':{width}}" + "".join(f"{name:24}" for name in names) + f"{'ECE':>7}{'texts/s':>10}{'peak MB':>9}",
    ]
    for one in report.results:
        scores = "".join(f"{score!s:24}" for score in one.scores.values())
        error = "–" if one.calibration_error is None else f"{one.calibration_error:.3f}"
        memory = "–" if one.peak_memory_mb is None else f"{one.peak_memory_mb:,.0f}"
        speed = f"{one.texts_per_second:,.0f}" if one.texts_per_second else "–"
        lines.append(f"{one.system:{width}}{scores}{error:>7}{speed:>10}{memory:>9}")
    if report.comparisons:
        lines += ["", "differences (approximate randomisation)"]
        lines += [f"  {c.first} − {c.second}: {c.difference:+.3f}, p = {c.p:.4f}" for c in report.comparisons]
    for one in report.results:
        if one.slices:
            lines += ["", f"slices of {one.system}"]
            lines += [f"  {f'{s.kind} {s.name}':36}{s.interval!s:24} n = {s.examples:,}" for s in one.slices]
    if found := published(report.task.name):
        lines += ["", "published (per cent; not run here)"]
        lines += [
            f"  {p.system:34}{p.language:5}{p.metric:10}{p.value:6.2f}  {p.split}, {p.source} [{p.tag}]" + (f"; {p.note}" if p.note else "")  # noqa: E501
            for p in found
        ]  # fmt: skip
    lines += [f"! known leak, {leak.trained_on}: {leak.note}" for leak in report.task.leaks]
    lines += [f"! {note}" for note in report.warnings]
    versions = ", ".join(f"{name} {number}" for name, number in report.versions.items())
    lines += ["", f"95 % intervals: bootstrap, {report.samples:,} samples, seed {report.seed}; {versions}"]
    return "\n".join(lines) + "\n"


def as_card(report: Report) -> str:
    """Return Markdown for a model card."""
    names = list(report.results[0].scores)
    lines = [
        f"### {report.task.title}",
        "",
        f"Split {report.split}, {len(report.examples):,} examples. {report.task.citation}.",
        "",
    ]
    lines += ["| system | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    lines += [f"| {one.system} | " + " | ".join(map(str, one.scores.values())) + " |" for one in report.results]
    lines += ["", *(f"- Known leak ({leak.trained_on}): {leak.note}." for leak in report.task.leaks)]
    lines += [f"- Warning: {note}." for note in report.warnings]
    return "\n".join(lines).rstrip() + "\n"


FORMATS = {"table": as_table, "json": as_json, "card": as_card}


def save_answers(report: Report, path: Path) -> None:
    """Write gold and every system's answers, one JSON object an example; no texts."""
    with path.open("w", encoding="utf-8") as file:
        for i, example in enumerate(report.examples):
            said = {one.system: one.answers[i] for one in report.results}
            file.write(json.dumps({"gold": example.gold, "answers": said}, ensure_ascii=False) + "\n")


def read_answers(path: Path, examples: Sequence[Example]) -> Mapping[str, list[Any]]:
    """Read what `save_answers` wrote; other examples raise `InputError`."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    if [_plain(row["gold"]) for row in rows] != [_plain(example.gold) for example in examples]:
        raise InputError(f"{path} holds answers to other examples", fix="use the same task, split and limit")
    return {name: [_plain(row["answers"][name]) for row in rows] for name in rows[0]["answers"]}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _bounds(one: Interval) -> dict[str, float]:
    return {"value": one.value, "low": one.low, "high": one.high}
