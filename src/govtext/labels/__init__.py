"""The label scheme and the cue lexicon: data files, and typed readers for them."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from govtext.errors import ConfigError, InputError, suggest

__all__ = ["HEADS", "Cue", "Head", "LabelEntry", "cues", "head", "scheme"]

HEADS = ("topics", "poverty_related", "sentiment", "intent", "voices", "stance", "register", "formality_level")
_ENTRY_KEYS = {"code", "id", "name_id", "name_en", "definition", "source"}


@dataclass(frozen=True, slots=True)
class LabelEntry:
    """One class of a head.

    Attributes:
        id: stable identifier, used in every output.
        name_id: display name in Indonesian.
        name_en: display name in English.
        definition: when to give the label.
        source: law, list or guide that the class comes from.
        code: short code of the annotation sheets, empty where the scheme has none.
    """

    id: str
    name_id: str
    name_en: str
    definition: str
    source: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """One question asked of a comment, with its possible answers in the order the models use."""

    name: str
    entries: tuple[LabelEntry, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the classes, in order."""
        return tuple(entry.id for entry in self.entries)

    def __getitem__(self, label: str) -> LabelEntry:
        """Return the entry with id ``label``; an unknown id raises `InputError` naming the nearest one."""
        for entry in self.entries:
            if entry.id == label:
                return entry
        raise InputError(f"unknown label of {self.name}", got=label, allowed=self.ids, fix=suggest(label, self.ids))


@dataclass(frozen=True, slots=True)
class Cue:
    """A word sequence that points to a label.

    Attributes:
        words: lower-case words; one that ends in ``*`` also matches with further letters.
        label: id of a topic or voice.
        kind: ``"topics"`` or ``"voices"``.
        strong: the label nearly always holds where the cue stands.
    """

    words: tuple[str, ...]
    label: str
    kind: str
    strong: bool


@functools.cache
def scheme() -> Mapping[str, Head]:
    """Return all heads by name, in the order of `HEADS`."""
    data = _read("scheme.toml")
    unknown = set(data) - {"version", *HEADS}
    if unknown:
        raise ConfigError("scheme.toml has an unknown head", got=sorted(unknown), allowed=HEADS)
    return {name: Head(name, tuple(_entry(name, row) for row in data[name])) for name in HEADS}


def head(name: str) -> Head:
    """Return the head called ``name``; an unknown name raises `InputError`."""
    if name not in HEADS:
        raise InputError("unknown head", got=name, allowed=HEADS, fix=suggest(name, HEADS))
    return scheme()[name]


@functools.cache
def cues() -> tuple[Cue, ...]:
    """Return the cue lexicon; a cue of an unknown label raises `ConfigError`."""
    found: list[Cue] = []
    for row in _read("cues.toml")["cue"]:
        if row["kind"] not in {"topics", "voices"} or row["label"] not in scheme()[row["kind"]].ids:
            raise ConfigError("cues.toml has a cue of an unknown label", got=(row["kind"], row["label"]))
        strong = row["strength"] == "strong"
        found += [Cue(tuple(words.split()), row["label"], row["kind"], strong) for words in row["words"]]
    return tuple(found)


def _entry(name: str, row: Mapping[str, str]) -> LabelEntry:
    if not _ENTRY_KEYS - {"code"} <= set(row) <= _ENTRY_KEYS:
        raise ConfigError(f"an entry of {name} in scheme.toml has wrong keys", got=sorted(row), allowed=_ENTRY_KEYS)
    return LabelEntry(**row)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))
