"""Changes of the shape of a text as the officer sees them, and their settings in ``data/structure.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "data" / "structure.toml"


@dataclass(frozen=True, slots=True)
class Shape:
    """A change of shape as the officer sees it: like a rule it has an id and says why."""

    id: str
    message: str


def shape(name: str) -> Shape:
    """Return the change of shape called ``name`` in the data file."""
    return Shape(settings_of(name)["id"], settings_of(name)["message"])


def settings_of(name: str) -> dict[str, Any]:
    """Return the table ``name`` of the data file."""
    table: dict[str, Any] = _data()[name]
    return table


@cache
def _data() -> dict[str, Any]:
    data = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    for table, names in {
        "clause": ("halves", "dependent", "verbs"),
        "greeting": ("stiff", "everyday"),
        "softener": ("people", "stern"),
        "documents": ("nouns", "after", "heads", "excuses"),
        "steps": ("agents", "links", "impersonal"),
    }.items():
        for name in names:
            data[table][name] = frozenset(data[table][name])
    data["split"]["joints"] = {
        first: [one for one in data["split"]["joint"] if one["words"][0] == first]
        for first in {one["words"][0] for one in data["split"]["joint"]}
    }
    return data
