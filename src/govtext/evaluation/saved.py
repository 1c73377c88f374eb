"""Saved answers, so that anyone may compute a measure again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from govtext.errors import InputError
from govtext.evaluation.data import Example
from govtext.evaluation.readers import read_jsonl
from govtext.evaluation.results import Report


def save_answers(report: Report, path: Path) -> None:
    """Write gold and every system's answers, one JSON object an example.

    Of tasks with labels the file holds no texts; of the others gold and answers are texts.
    """
    with path.open("w", encoding="utf-8") as file:
        for i, example in enumerate(report.examples):
            said = {one.system: one.answers[i] for one in report.results}
            row = json.dumps({"gold": example.gold, "answers": said}, ensure_ascii=False)
            file.write(row.encode("utf-8", "backslashreplace").decode() + "\n")


def read_answers(path: Path, examples: Sequence[Example]) -> Mapping[str, list[Any]]:
    """Read what `save_answers` wrote.

    Returns:
        The answers of each system, in the order of ``examples``.

    Raises:
        InputError: the file holds something else, or answers to other examples.
    """
    rows = list(read_jsonl(path))
    for number, row in enumerate(rows, 1):
        if "gold" not in row or not isinstance(row.get("answers"), dict):
            raise InputError(f"{path}, row {number} is no saved answer", allowed='{"gold": …, "answers": {SYSTEM: …}}')
    if [_plain(row["gold"]) for row in rows] != [_plain(example.gold) for example in examples]:
        fix = "use the same task, data, split, fold and limit"
        raise InputError(f"{path} holds answers to other examples", got=f"{len(rows)} rows", fix=fix)
    names = list(rows[0]["answers"])
    for number, row in enumerate(rows, 1):
        if set(row["answers"]) != set(names):
            raise InputError(f"{path}, row {number} is of other systems", got=list(row["answers"]), allowed=names)
    return {name: [_plain(row["answers"][name]) for row in rows] for name in names}


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
