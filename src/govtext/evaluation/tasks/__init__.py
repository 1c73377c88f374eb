"""The tasks of the benchmark: one declarative file each, and the reader of these files."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any

from govtext.errors import ConfigError, InputError, suggest
from govtext.labels import scheme

SPLITS = ("train", "validation", "test", "all")
KINDS = ("classification", "multilabel", "multihead", "transfer", "normalization", "segmentation", "rewrite")
LABELLED = ("classification", "multilabel", "multihead")
_ALIASES = {
    "positif": "positive", "negatif": "negative", "netral": "neutral",
    "pos": "positive", "neg": "negative", "neu": "neutral",
    "senang": "happy", "marah": "anger", "sedih": "sadness", "takut": "fear", "cinta": "love",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the files of a task lie below the folder of the data, and what their columns hold.

    Attributes:
        format: one of `govtext.evaluation.readers.READERS`.
        columns: ``text`` and any of ``label``, ``labels``, ``target``, ``targets``, ``pieces``, ``language``,
            ``group`` -> column. ``@folder`` is the name of the file's folder, ``@columns`` a 0/1 column for each label.
        files: split -> pattern; ``{fold}`` stands for the fold.
        header: names of the columns where the files have none.
        separator: of delimited files.
    """

    format: str
    columns: Mapping[str, Any]
    files: Mapping[str, str]
    header: tuple[str, ...] = ()
    separator: str = ","


@dataclass(frozen=True, slots=True)
class Hub:
    """The task on the Hugging Face Hub, read by ``datasets.load_dataset(name, config, split=…)``."""

    name: str
    columns: Mapping[str, str]
    splits: Mapping[str, str]
    configs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownLeak:
    """What is known to spoil a comparison: ``trained_on`` names the collection it concerns."""

    trained_on: str
    note: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the benchmark.

    Attributes:
        name: what ``--task`` takes.
        kind: one of `KINDS`; it decides what a system answers and how that is scored.
        metric: the measure of the task's paper, one of those of its kind in `govtext.evaluation.scores`.
        labels: the classes, in the order of the paper; of several heads ``head:label``.
        govtext: the head of govtext's models that answers it, ``"all"``, or empty if none does.
        values: what the label column says -> label.
        languages: what the language column says -> code.
        mean_over: ``"language"``: the score is the mean of those of the languages.
        folds: number of cross-validation folds; 0 where there are none.
        both_sides: each pair of texts gives two examples, ``labels[0]`` and ``labels[1]``.
        hashed_split: the authors published no split; it is made by a hash of the text.
        floors: systems that are always run beside.
    """

    name: str
    title: str
    kind: str
    metric: str
    url: str
    licence: str
    citation: str
    layouts: tuple[Layout, ...]
    hub: Hub | None = None
    labels: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    govtext: str = ""
    language: str = ""
    unit: str = ""
    mean_over: str = ""
    folds: int = 0
    both_sides: bool = False
    hashed_split: bool = False
    floors: tuple[str, ...] = ()
    values: Mapping[str, str] | None = None
    languages: Mapping[str, str] | None = None
    leaks: tuple[KnownLeak, ...] = ()

    def label(self, name: object) -> str | None:
        """Return the label that ``name`` stands for, whatever its case or language, or None."""
        text = str(name).strip()
        if self.values and text in self.values:
            return self.values[text]
        known = {label.casefold(): label for label in self.labels}
        folded = text.casefold()
        return known.get(folded) or known.get(_ALIASES.get(folded, ""))

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that can be asked for."""
        found = {split for layout in self.layouts for split in layout.files} | set(self.hub.splits if self.hub else ())
        return SPLITS if self.hashed_split else tuple(split for split in SPLITS if split in found)


def tasks() -> tuple[Task, ...]:
    """Return all tasks, by name."""
    return tuple(_tasks().values())


def task(name: str) -> Task:
    """Return the task called ``name``; an unknown name raises `InputError` naming the nearest one."""
    known = _tasks()
    if name not in known:
        raise InputError("unknown task", got=name, allowed=known, fix=suggest(str(name), known) or None)
    return known[name]


@functools.cache
def _tasks() -> dict[str, Task]:
    found = sorted((one for one in files(__package__).iterdir() if one.name.endswith(".toml")), key=lambda f: f.name)
    return {one.name[:-5]: read_task(one.name[:-5], one.read_text(encoding="utf-8")) for one in found}


def read_task(name: str, text: str) -> Task:
    """Read a task file; a key or value that is not known raises `ConfigError`."""
    rows: dict[str, Any] = tomllib.loads(text)
    layouts = tuple(_build(Layout, f"{name}.toml, layout", row) for row in rows.pop("layout", []))
    leaks = tuple(_build(KnownLeak, f"{name}.toml, leaks", row) for row in rows.pop("leaks", []))
    hub = rows.pop("hub", None)
    more = {"name": name, "layouts": layouts, "leaks": leaks}
    made: Task = _build(
        Task, f"{name}.toml", rows | more | {"hub": _build(Hub, f"{name}.toml, hub", hub) if hub else None}
    )
    if made.kind not in KINDS:
        raise ConfigError(f"{name}.toml has an unknown kind", got=made.kind, allowed=KINDS)
    if made.heads:
        labels = tuple(f"{head}:{label}" for head in made.heads for label in scheme()[head].ids)
        made = _build(
            Task, name, {field.name: getattr(made, field.name) for field in fields(Task)} | {"labels": labels}
        )
    return made


def _build(kind: Any, where: str, row: Mapping[str, Any]) -> Any:
    known = {field.name for field in fields(kind)}
    if set(row) - known:
        raise ConfigError(f"{where} has unknown keys", got=sorted(set(row) - known), allowed=sorted(known))
    try:
        return kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in row.items()})
    except TypeError as error:
        raise ConfigError(f"{where} lacks a key ({error})") from None
