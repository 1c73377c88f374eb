"""Makes rules for tests, through the same reader as those of the package."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from govtext.rewriting.rules import Rule, read_rules

FIELDS: dict[str, Any] = {
    "id": "contoh",
    "category": "wordy",
    "kind": "replace",
    "severity": "info",
    "safe": False,
    "match": ["dalam rangka"],
    "suggest": ["untuk"],
    "message": "Cukup satu kata untuk tujuan yang sama.",
    "source": "TONE.md asas 6",
    "bad": [{"text": "«a» b", "fixed": "c"}, {"text": "«d» e", "fixed": "f"}],
    "good": ["Satu.", "Dua."],
}


def toml_of(**fields: Any) -> str:
    """Return a rule table with `FIELDS`, changed by ``fields``; a field set to None is left out."""
    merged = {key: value for key, value in {**FIELDS, **fields}.items() if value is not None}
    return "[[rule]]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in merged.items())


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(inner) for inner in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def read(*tables: str, name: str = "wordy.toml") -> tuple[Rule, ...]:
    """Return the rules of a file with these tables."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text("\n".join(tables), encoding="utf-8")
        return read_rules(path)


def rule(*match: str, **fields: Any) -> Rule:
    """Return a rule with these patterns; deleting and flagging ones lose the suggestion by themselves."""
    if fields.get("kind") in ("delete", "flag"):
        fields.setdefault("suggest", None)
    return read(toml_of(**{"match": list(match), **fields}))[0]
