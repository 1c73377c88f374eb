"""The examples of a task: found in a folder of the original repository's layout, or on the Hub."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from govtext.errors import InputError, MissingExtraError, suggest
from govtext.evaluation.readers import READERS
from govtext.evaluation.tasks import SPLITS, Layout, Task, task

Groups = tuple[tuple[str, str], ...]
_FLAGS = {"0": False, "1": True, "false": False, "true": True}
_TENTHS = {**dict.fromkeys(range(8), "train"), 8: "validation", 9: "test"}


@dataclass(frozen=True, slots=True)
class Example:
    """A text and what a system ought to answer.

    Attributes:
        gold: classification: a label; multilabel and multihead: a tuple of labels; transfer, normalization and
            rewrite: a tuple of one or more right texts; segmentation: a tuple of pieces.
        language: code of the language.
        groups: (kind, name) of each group that the example is counted in, such as ("platform", "youtube").
    """

    text: str
    gold: Any
    language: str = ""
    groups: Groups = ()


def load_task(name: str | Task, data: str | Path | None = None, split: str = "test", *, fold: int = 0) -> list[Example]:
    """Return the examples of a split.

    Args:
        name: a task or its name.
        data: a folder in the layout of the task's repository, or that folder's innermost part; None asks the Hub.
        split: ``train``, ``validation`` or ``test``; ``all`` where the task has it.
        fold: for tasks with folds.

    Raises:
        InputError: there is no such task, split, fold or file, or a row has an unknown label.
        MissingExtraError: the Hub is asked and ``datasets`` is not installed.
    """
    chosen = name if isinstance(name, Task) else task(name)
    if split not in SPLITS:
        raise InputError("unknown split", got=split, allowed=chosen.splits, fix=suggest(split, chosen.splits) or None)
    if split not in chosen.splits:
        raise InputError(f"{chosen.name} has no such split", got=split, allowed=chosen.splits)
    if not 0 <= fold < max(chosen.folds, 1):
        raise InputError(f"{chosen.name} has no such fold", got=fold, allowed=f"0 to {max(chosen.folds, 1) - 1}")
    found = list(_from_hub(chosen, split) if data is None else _from_folder(chosen, Path(data), split, fold))
    if chosen.unit == "sentences":
        found = [_running_text(found)]
    if not found:
        raise InputError(f"{chosen.name} has no examples in {split}", fix="look at the files of the data folder")
    return found


def split_of(text: str) -> str:
    """Return the split of a text where none was published: eight tenths train, one each validation and test.

    It depends on the letters and digits alone, so that copies of a text are in one split.
    """
    bare = re.sub(r"[\W_]+", "", text.casefold())
    return _TENTHS[int(hashlib.sha256(bare.encode("utf-8", "surrogatepass")).hexdigest(), 16) % 10]


def _from_folder(chosen: Task, data: Path, split: str, fold: int) -> Iterator[Example]:
    if not data.is_dir():
        raise InputError("the data folder does not exist", got=str(data), fix=f"get it from {chosen.url}")
    key = "all" if chosen.hashed_split else split
    tried = []
    for layout in chosen.layouts:
        if key not in layout.files:
            continue
        pattern = layout.files[key].replace("{fold}", str(fold))
        tried.append(pattern)
        if paths := find(data, pattern):
            found = _layout_examples(chosen, layout, paths)
            yield from (
                (e for e in found if split == "all" or split_of(e.text) == split) if chosen.hashed_split else found
            )
            return
    raise InputError(
        f"no file of {chosen.name}, split {split}, in {data}",
        allowed=tried,
        fix=f"--data takes a copy of {chosen.url}" + (f"; other splits: {', '.join(chosen.splits)}"),
    )


def find(data: Path, pattern: str) -> list[tuple[Path, ...]]:
    """Return the files below ``data`` that ``pattern`` names; each with its other sides, ``{inf,for}``.

    Where the whole path is not there, its end is tried, so that ``data`` may be an inner folder of the repository.
    """
    parts = PurePosixPath(pattern).parts
    for skip in range(len(parts)):
        tail = "/".join(parts[skip:])
        sides = re.search(r"\{([^}]+)\}", tail)
        versions = [tail.replace(sides[0], side) for side in sides[1].split(",")] if sides else [tail]
        columns = [sorted(p for p in data.glob(version) if p.is_file()) for version in versions]
        if all(columns) and len({len(column) for column in columns}) == 1:
            return list(zip(*columns, strict=True))
    return []


def _layout_examples(chosen: Task, layout: Layout, files: Sequence[tuple[Path, ...]]) -> Iterator[Example]:
    for paths in files:
        rows = READERS[layout.format](paths, layout)
        for number, row in enumerate(rows, 1):
            more = {"@folder": paths[0].parent.name}
            yield from _examples(_Source(chosen, layout.columns, {**row, **more}, f"{paths[0]}, row {number}"))


def _from_hub(chosen: Task, split: str) -> Iterator[Example]:
    hub = chosen.hub
    if hub is None:
        raise InputError(
            f"{chosen.name} is not on the Hub", fix=f"get it from {chosen.url} and give its folder: --data DIR"
        )
    try:
        import datasets
    except ImportError:
        raise MissingExtraError("reading from the Hub", "bench") from None
    for config in hub.configs or (None,):
        try:
            rows = datasets.load_dataset(hub.name, config, split=hub.splits[split])
        except Exception as error:
            raise InputError(
                f"{hub.name} cannot be loaded from the Hub ({type(error).__name__})",
                fix=f"get {chosen.url} and give its folder: --data DIR",
            ) from error
        names = getattr(rows.features.get(hub.columns.get("label", "")), "names", None)
        for number, row in enumerate(rows, 1):
            cells = dict(row)
            if names and isinstance(value := cells[hub.columns["label"]], int):
                if not 0 <= value < len(names):  # Hub sets write -1 where a label is withheld
                    raise InputError(f"{hub.name}, row {number} has no label", got=value, allowed=names)
                cells[hub.columns["label"]] = names[value]
            yield from _examples(_Source(chosen, hub.columns, cells, f"{hub.name}, row {number}"))


@dataclass(frozen=True, slots=True)
class _Source:
    """A row of a file, with what is needed to read it."""

    task: Task
    columns: Mapping[str, Any]
    row: Mapping[str, Any]
    where: str

    def cell(self, column: str) -> Any:
        """Return a cell; a column that is not there raises `InputError`."""
        if column not in self.row:
            names = sorted(name for name in self.row if not name.startswith("@"))
            fix = f"is this the file of {self.task.name}?"
            raise InputError(f"{self.where}: no column {column!r}", got=names, fix=fix)
        return self.row[column]


def _examples(source: _Source) -> Iterator[Example]:
    chosen, columns = source.task, source.columns
    text, language = _required_text(source, columns["text"]), chosen.language
    groups: Groups = ()
    if "language" in columns:
        said, known = str(source.cell(columns["language"])), chosen.languages or {}
        language = known.get(said, said)
        if known and language not in known.values():
            raise InputError(f"{source.where}: unknown language", got=said, allowed=[*known, *known.values()])
    if "group" in columns:
        groups = ((columns["group"], str(source.cell(columns["group"]))),)
    example = Example(text, None, language, groups)
    if chosen.both_sides:
        yield replace(example, gold=chosen.labels[0])
        yield replace(example, text=_required_text(source, columns["target"]), gold=chosen.labels[1])
    else:
        yield _GOLD.get(chosen.kind, _with_targets)(source, example)


def _required_text(source: _Source, column: str) -> str:
    text = source.cell(column)
    if text is None:
        raise InputError(f"{source.where}: {column!r} is null", allowed="a text")
    return str(text)


def _with_label(source: _Source, example: Example) -> Example:
    return replace(example, gold=_label(source, source.cell(source.columns["label"])))


def _with_label_columns(source: _Source, example: Example) -> Example:
    given = {name: _FLAGS.get(str(source.cell(name)).strip().casefold()) for name in source.task.labels}
    for name, flag in given.items():
        if flag is None:
            raise InputError(f"{source.where}: {name!r} is neither yes nor no", got=source.row[name], allowed="0, 1")
    return replace(example, gold=tuple(name for name, flag in given.items() if flag))


def _with_pieces(source: _Source, example: Example) -> Example:
    return replace(example, gold=tuple(source.cell(source.columns["pieces"])))


def _with_targets(source: _Source, example: Example) -> Example:
    names = source.columns.get("targets")
    if names is None:
        return replace(example, gold=(_required_text(source, source.columns["target"]),))
    found = tuple(str(source.row[name]) for name in names if source.row.get(name) is not None)
    return replace(example, gold=found or (example.text,))


def _label(source: _Source, value: object) -> str:
    found = source.task.label(value)
    if found is None:
        raise InputError(f"{source.where}: unknown label", got=value, allowed=source.task.labels)
    return found


def _with_heads(source: _Source, example: Example) -> Example:
    names = []
    for head in source.task.heads:
        value = source.cell(head)
        if value is True:
            value = head
        given = value if isinstance(value, list) else [] if value in (None, False) else [value]
        names += [_label(source, f"{head}:{one}") for one in given]
    voices = tuple(("voice", name.partition(":")[2]) for name in names if name.startswith("voices:"))
    return replace(example, gold=tuple(names), groups=(*example.groups, *voices))


_GOLD: Mapping[str, Callable[[_Source, Example], Example]] = {
    "classification": _with_label,
    "multilabel": _with_label_columns,
    "multihead": _with_heads,
    "segmentation": _with_pieces,
}


def _running_text(sentences: Iterable[Example]) -> Example:
    texts = [example.text for example in sentences]
    return Example(" ".join(texts), tuple(texts))
