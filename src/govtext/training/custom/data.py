"""Labelled texts of users: read from files or data sets, checked, and split."""

from __future__ import annotations

import contextlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, MissingExtraError, suggest
from govtext.training.custom.config import CustomConfig, HeadConfig

LEAST_ROWS = 2  # of a label: one to train on, one to measure on
Floats = npt.NDArray[np.float32]
Labels = tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Row:
    """A text with its labels: for each head those it has, or None where nobody labelled it."""

    text: str
    labels: Mapping[str, Labels]


@dataclass(frozen=True, slots=True)
class Split:
    """What to train on and what to measure on.

    Attributes:
        heads: the classes of each head, sorted.
        made: the validation part was drawn from the training data.
        dropped: rows without text or without any label, or that stand in both parts.
    """

    train: tuple[Row, ...]
    validation: tuple[Row, ...]
    heads: Mapping[str, tuple[str, ...]]
    made: bool
    dropped: int


def read_split(config: CustomConfig, folder: Path) -> Split:
    """Read the data of ``config``; paths are relative to ``folder``.

    Raises:
        InputError: a file or column is missing, there is nothing in it, a head has one label only, or a label of the
            training data has fewer than two texts.
    """
    read = list(_rows(config, folder, config.data.train, config.data.train_split))
    given = bool(config.data.validation or config.data.validation_split)
    train = _labelled(read, "the training data")
    if given:
        measured = list(_rows(config, folder, config.data.validation, config.data.validation_split))
        validation = _labelled(measured, "the validation data")
        read += measured
        texts = {row.text for row in validation}
        train = [row for row in train if row.text not in texts]  # what is measured must not be trained on
        if not train:
            raise InputError("every training text stands in the validation data too", fix="name two different files")
        heads = _classes(train, config.heads)
        _check_known(validation, heads)
    else:
        heads = _classes(train, config.heads)
        train, validation = draw(train, heads, config.data.validation_share, config.seed)
    return Split(tuple(train), tuple(validation), heads, not given, len(read) - len(train) - len(validation))


def draw(
    rows: Sequence[Row], heads: Mapping[str, Sequence[str]], share: float, seed: int
) -> tuple[list[Row], list[Row]]:
    """Draw about ``share`` of ``rows`` so that each label, rare ones first, has its share on both sides.

    Iterative stratification after Sechidis et al. 2011, "On the Stratification of Multi-Label Data"; equal texts stay
    on one side.
    """
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.text, []).append(row)
    order = [list(groups.values())[index] for index in np.random.default_rng(seed).permutation(len(groups))]
    of_group = [
        {(head, label) for row in group for head in heads for label in row.labels[head] or ()} for group in order
    ]
    totals = Counter(label for labels in of_group for label in labels)
    # No label is left without a text on either side, if it has two texts at all.
    wanted = {label: min(max(1, round(n * share)), n - 1) for label, n in totals.items()}
    left, chosen = dict(totals), set[int]()
    for label, _ in sorted(totals.items(), key=lambda item: (item[1], item[0])):
        for index in (i for i, labels in enumerate(of_group) if label in labels and i not in chosen):
            if totals[label] - left[label] >= wanted[label]:
                break
            if all(left[other] > 1 for other in of_group[index]):
                chosen.add(index)
                for other in of_group[index]:
                    left[other] -= 1
    empty = [index for index, labels in enumerate(of_group) if not labels]
    chosen |= set(empty[: round(len(empty) * share)])
    train = [row for index, group in enumerate(order) if index not in chosen for row in group]
    validation = [row for index, group in enumerate(order) if index in chosen for row in group]
    if not validation:
        raise InputError("no row is left to measure on", got=f"{len(rows)} rows", fix="label more texts")
    return train, validation


def targets(rows: Sequence[Row], heads: Mapping[str, Sequence[str]]) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return targets, shape (n, n_classes of all heads), and which heads are labelled, shape (n, n_heads)."""
    places = {(head, label): 0 for head, labels in heads.items() for label in labels}
    places = {key: number for number, key in enumerate(places)}
    wanted = np.zeros((len(rows), len(places)), dtype=np.float32)
    for number, row in enumerate(rows):
        for head in heads:
            for label in row.labels[head] or ():
                wanted[number, places[head, label]] = 1
    labelled = np.array([[row.labels[head] is not None for head in heads] for row in rows], dtype=bool)
    return wanted, labelled


def _labelled(rows: Sequence[Row], what: str) -> list[Row]:
    kept = [row for row in rows if row.text.strip() and any(labels is not None for labels in row.labels.values())]
    if not kept:
        got = f"{len(rows)} rows" if rows else "an empty file"
        raise InputError(f"{what} has no labelled text", got=got, fix="check the text and label columns")
    return kept


def _classes(rows: Sequence[Row], heads: Mapping[str, HeadConfig]) -> dict[str, tuple[str, ...]]:
    found = {}
    for head, settings in heads.items():
        texts: dict[str, set[str]] = {}
        for row in rows:
            for label in row.labels[head] or ():
                texts.setdefault(label, set()).add(row.text)
        if not texts or (len(texts) == 1 and not settings.multi):
            raise InputError(
                f"head {head!r} has {'one label only' if texts else 'no label'} in the training data",
                got=sorted(texts), fix="a model can only tell labels apart; add texts with other labels",
            )  # fmt: skip
        rare = sorted(label for label, shown in texts.items() if len(shown) < LEAST_ROWS)
        if rare:
            raise InputError(
                f"a label of {head!r} stands with one text only", got=rare[0],
                fix="label more such texts, or merge it with another label",
            )  # fmt: skip
        found[head] = tuple(sorted(texts))
    return found


def _check_known(rows: Sequence[Row], heads: Mapping[str, Sequence[str]]) -> None:
    for row in rows:
        for head, labels in row.labels.items():
            for label in labels or ():
                if label not in heads[head]:
                    raise InputError(
                        f"the validation data has a label of {head!r} that the training data lacks",
                        got=label, allowed=heads[head], fix=suggest(label, heads[head]) or "correct it",
                    )  # fmt: skip


def _rows(config: CustomConfig, folder: Path, file: str, split: str) -> Iterator[Row]:
    columns = {head: settings.column or head for head, settings in config.heads.items()}
    if config.data.dataset:
        text_column, names, records = _dataset(config, folder, split)
    else:
        text_column, names, records = _file(folder / file, config.data.text_column)
    for column in (text_column, *columns.values()):
        if column not in names:
            raise InputError("the data has no such column", got=column, allowed=names, fix=suggest(column, names))
    for record in records:
        labels = {head: _cell(record[columns[head]], settings) for head, settings in config.heads.items()}
        yield Row(str(record[text_column] or ""), labels)


def _file(path: Path, asked: str) -> tuple[str, Sequence[str], Iterator[Mapping[str, Any]]]:
    from govtext.archive import read

    opened = read(path, text_column=asked or None)

    def records() -> Iterator[Mapping[str, Any]]:
        for chunk in opened:
            if chunk.quarantined:
                bad = chunk.quarantined[0]
                raise InputError(f"line {bad.line} of {path} cannot be read: {bad.reason}", fix="correct or delete it")
            for record in chunk.table.to_pylist():
                # Lists, and columns of several kinds of values, come as JSON text.
                yield {name: _decoded(cell) if name in opened.json_columns else cell for name, cell in record.items()}

    return opened.text_column, opened.columns, records()


def _decoded(cell: str | None) -> Any:
    return None if cell is None else json.loads(cell)


def _dataset(config: CustomConfig, folder: Path, split: str) -> tuple[str, Sequence[str], Iterator[Mapping[str, Any]]]:
    try:
        from datasets import ClassLabel, load_dataset
    except ImportError as error:
        raise MissingExtraError("a data set of the Hub", "train") from error
    name = config.data.dataset
    local = folder / name
    try:
        data = load_dataset(str(local) if local.is_dir() else name, config.data.dataset_config or None, split=split)
    except Exception as error:  # noqa: BLE001 - datasets raises a dozen kinds
        first = str(error).strip().split("\n", maxsplit=1)[0]
        raise InputError(
            f"cannot open the data set ({type(error).__name__}: {first[:200]})", got=name,
            fix="check its name and split, and the network; or download it and name its folder",
        ) from None  # fmt: skip
    names = {column: kind.names for column, kind in data.features.items() if isinstance(kind, ClassLabel)}

    def records() -> Iterator[Mapping[str, Any]]:
        for record in data:
            known = {column: ids[record[column]] for column, ids in names.items() if (record[column] or 0) >= 0}
            yield {**record, **known}

    return config.data.text_column or "text", data.column_names, records()


def _cell(value: Any, head: HeadConfig) -> Labels:
    """Return the labels in a cell; None where the text is not labelled."""
    if not head.multi:
        if isinstance(value, list | tuple):
            if len(value) > 1:
                raise InputError(
                    "a text has several labels of one head", got=value, fix="set multi = true for the head"
                )
            value = value[0] if value else None
        shown = "" if value is None else str(value).strip()
        return (shown,) if shown else None
    if isinstance(value, str) and value.lstrip().startswith("["):
        with contextlib.suppress(json.JSONDecodeError):
            value = json.loads(value)  # a list in a cell of a table
    parts = value if isinstance(value, list | tuple) else str("" if value is None else value).split(head.separator)
    return tuple(dict.fromkeys(str(part).strip() for part in parts if str(part).strip()))
