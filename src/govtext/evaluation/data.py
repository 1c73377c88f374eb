"""The examples of a task: found in a folder of the original repository's layout, or on the Hub."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from govtext.errors import InputError, MissingExtraError
from govtext.evaluation.readers import READERS
from govtext.evaluation.tasks import Layout, Task, task

Groups = tuple[tuple[str, str], ...]
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
        if skip and tail.startswith("*/"):  # an inner folder that matches anything would take the files of other tasks
            continue
        sides = re.search(r"\{([^}]+)\}", tail)
        versions = [tail.replace(sides[0], side) for side in sides[1].split(",")] if sides else [tail]
        columns = [sorted(p for p in data.glob(version) if p.is_file()) for version in versions]
        if all(columns) and len({len(column) for column in columns}) == 1:
            return list(zip(*columns, strict=True))
    return []


def _layout_examples(chosen: Task, layout: Layout, files: Sequence[tuple[Path, ...]]) -> Iterator[Example]:
    for paths in files:
        rows = READERS[layout.format](paths, layout.header, layout.separator)
        for number, row in enumerate(rows, 1):
            more = {"@folder": paths[0].parent.name}
            yield from _examples(chosen, layout.columns, {**row, **more}, f"{paths[0]}, row {number}")


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
            if names and isinstance(cells[hub.columns["label"]], int):
                cells[hub.columns["label"]] = names[cells[hub.columns["label"]]]
            yield from _examples(chosen, hub.columns, cells, f"{hub.name}, row {number}")


def _examples(chosen: Task, columns: Mapping[str, Any], row: Mapping[str, Any], where: str) -> Iterator[Example]:  # noqa: C901
    def cell(column: str) -> Any:
        if column not in row:
            names = sorted(name for name in row if not name.startswith("@"))
            raise InputError(f"{where}: no column {column!r}", got=names, fix=f"is this the file of {chosen.name}?")
        return row[column]

    text, language = str(cell(columns["text"])), chosen.language
    groups: Groups = ()
    if "language" in columns:
        said = str(cell(columns["language"]))
        language = (chosen.languages or {}).get(said, said)
    if "group" in columns:
        groups = ((columns["group"], str(cell(columns["group"]))),)
    example = Example(text, None, language, groups)
    if chosen.both_sides:
        yield replace(example, gold=chosen.labels[0])
        yield replace(example, text=str(cell(columns["target"])), gold=chosen.labels[1])
    elif chosen.kind == "classification":
        yield replace(example, gold=_label(chosen, cell(columns["label"]), where))
    elif chosen.kind == "multilabel":
        yield replace(example, gold=tuple(name for name in chosen.labels if str(cell(name)).strip() in {"1", "True"}))
    elif chosen.kind == "multihead":
        yield _of_heads(chosen, example, {head: cell(head) for head in chosen.heads}, where)
    elif chosen.kind == "segmentation":
        yield replace(example, gold=tuple(cell(columns["pieces"])))
    elif "targets" in columns:
        yield replace(example, gold=tuple(str(row[name]) for name in columns["targets"] if name in row) or (text,))
    else:
        yield replace(example, gold=(str(cell(columns["target"])),))


def _label(chosen: Task, value: object, where: str) -> str:
    found = chosen.label(value)
    if found is None:
        raise InputError(f"{where}: unknown label", got=value, allowed=chosen.labels)
    return found


def _of_heads(chosen: Task, example: Example, row: Mapping[str, Any], where: str) -> Example:
    names: list[str] = []
    for head, value in row.items():
        given = (
            value if isinstance(value, list) else [head] if value is True else [] if value in (None, False) else [value]
        )
        names += [_label(chosen, f"{head}:{one}", where) for one in given]
    voices = tuple(("voice", name.partition(":")[2]) for name in names if name.startswith("voices:"))
    return replace(example, gold=tuple(names), groups=(*example.groups, *voices))


def _running_text(sentences: Iterable[Example]) -> Example:
    texts = [example.text for example in sentences]
    return Example(" ".join(texts), tuple(texts))
