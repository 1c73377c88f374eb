"""The data files of the linter, checked when they are read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from govtext.errors import ConfigError
from govtext.rewriting.linting.phrases import Phrase, parse
from govtext.rewriting.rules import SEVERITIES
from govtext.text.resources import rows_of

FOLDER = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of post: id, Indonesian name, and groups of cue phrases with their weights."""

    id: str
    name: str
    cues: tuple[tuple[int, tuple[Phrase, ...]], ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """One way to see that an element is there; see the head of ``data/gaps.toml``."""

    element: str
    kinds: frozenset[str]
    phrases: tuple[Phrase, ...]
    unless: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Need:
    """An element that a kind of post is asked for, and what the officer is told if it is not there."""

    kind: str
    element: str
    severity: str
    message: str
    suggestion: str
    asked_if: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of form: its severity, what the officer is told, the source, and the numbers and phrases it needs."""

    code: str
    severity: str
    message: str
    suggestion: str
    source: str
    numbers: Mapping[str, int]
    phrases: tuple[Phrase, ...]


@cache
def kinds() -> tuple[tuple[Kind, ...], int]:
    """Return the kinds of posts, ``other`` among them, and the least sum of weights a kind must reach."""
    data = _toml("kinds.toml")
    read = tuple(
        Kind(
            row["id"],
            row["name"],
            tuple((cue["weight"], _phrases(cue["phrases"], {}, f"kinds.toml {row['id']!r}")) for cue in row["cues"]),
        )
        for row in data["kind"]
    )
    return read, data["least"]


@cache
def presences() -> tuple[Presence, ...]:
    """Return how each element is seen."""
    data = _toml("gaps.toml")
    return tuple(
        Presence(
            row["element"],
            frozenset(row.get("kinds", ())),
            _phrases(row["phrases"], data["lists"], f"gaps.toml {row['element']!r}"),
            _phrases(row.get("unless", ()), data["lists"], f"gaps.toml {row['element']!r}"),
        )
        for row in data["presence"]
    )


@cache
def needs() -> tuple[Need, ...]:
    """Return what each kind of post needs, in the order in which an officer is told."""
    data = _toml("gaps.toml")
    read = []
    for row in data["need"]:
        where = f"gaps.toml need {row['kind']}/{row['element']}"
        _check_severity(row["severity"], where)
        asked_if = _phrases(row.get("asked_if", ()), data["lists"], where)
        read.append(
            Need(row["kind"], row["element"], row["severity"], row["message"], row["suggestion"], asked_if=asked_if)
        )
    return tuple(read)


@cache
def checks() -> Mapping[str, Check]:
    """Return the checks of form by their code (``data/form.toml``)."""
    read = {}
    for code, row in _toml("form.toml").items():
        _check_severity(row["severity"], f"form.toml {code}")
        read[code] = Check(
            code,
            row["severity"],
            row["message"],
            row["suggestion"],
            row["source"],
            numbers={key: value for key, value in row.items() if isinstance(value, int)},
            phrases=_phrases(row.get("phrases", ()), {}, f"form.toml {code}"),
        )
    return read


@cache
def acronyms() -> Mapping[str, tuple[str, str]]:
    """Return expansion and source of each acronym, in capitals; both are empty for what everybody knows."""
    return {row[0]: ("", "") if row[1] == "-" else (row[1], row[2]) for row in rows_of(FOLDER / "acronyms.tsv", 3)}


def _check_severity(severity: str, where: str) -> None:
    if severity not in SEVERITIES:
        raise ConfigError(f"{where}: unknown severity", got=severity, allowed=SEVERITIES)


def _toml(name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{name} is no TOML: {error}") from error


def _phrases(texts: list[str] | tuple[str, ...], lists: Mapping[str, list[str]], where: str) -> tuple[Phrase, ...]:
    """Read phrases; ``@name`` in one stands for the words of that list."""
    named = {f"@{name}": "|".join(words) for name, words in lists.items()}
    return tuple(parse(_filled(text, named), where) for text in texts)


def _filled(text: str, named: Mapping[str, str]) -> str:
    for name, words in named.items():
        text = text.replace(name, words)
    return text
