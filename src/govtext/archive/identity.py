"""What the result of a run depends on: if any of it changed, an unfinished run cannot go on."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import govtext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from govtext.archive.gathering import Gathered
    from govtext.archive.inputs import Input
    from govtext.archive.layout import Layout
    from govtext.archive.records import Labeller

_SAMPLE = 1 << 20


def identity(archives: Gathered, pipeline: Labeller, layout: Layout, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return it as plain values."""
    return {
        "govtext": govtext.__version__,
        "model": {"name": getattr(pipeline, "name", ""), "sha256": getattr(pipeline, "fingerprint", "")},
        "options": {**options, "columns": _sha256(layout.schema.to_string().encode())},
        "inputs": [_input(one) for one in archives.inputs],
        "unreadable": [one.file for one in archives.unreadable],
    }


def difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str | None:
    """Say in what two runs differ, or return None if they do not."""
    if before == json.loads(json.dumps(now)):
        return None
    if before.get("govtext") != now["govtext"]:
        return f"it was started with govtext {before.get('govtext')}, this is {now['govtext']}"
    if before.get("model") != now["model"]:
        return f"it was started with another model or version of it ({before.get('model', {}).get('name')})"
    return _inputs(before.get("inputs", []), now["inputs"]) or "its options were others"


def _inputs(before: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]) -> str | None:
    if [one["name"] for one in before] != [one["name"] for one in now]:
        return "its inputs were others"
    changed = [one["name"] for one, other in zip(now, before, strict=True) if one != other]
    return f"{changed[0]} has changed since" if changed else None


def _input(one: Input) -> dict[str, Any]:
    """Return size, time and hash; of a file that can be large the hash of its ends, of standard input the whole."""
    about = one.path.stat()
    return {
        "name": one.name,
        "size": about.st_size,
        "mtime_ns": None if one.spooled else about.st_mtime_ns,
        "sha256": _file_sha256(one.path, about.st_size, whole=one.spooled),
        "text_column": one.text_column,
        "id_column": one.id_column,
    }


def _file_sha256(path: Path, size: int, *, whole: bool) -> str:
    with path.open("rb") as file:
        if whole or size <= 2 * _SAMPLE:
            return hashlib.file_digest(file, "sha256").hexdigest()
        head = file.read(_SAMPLE)
        file.seek(size - _SAMPLE)
        return _sha256(head + file.read(_SAMPLE))


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
