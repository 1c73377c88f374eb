"""The training mixture: examples of all sources, each with the labels it has."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import ConfigError, InputError
from govtext.labels import scheme
from govtext.scoring.manifest import columns

# The heads of a model, in the order of its outputs.
MODEL_HEADS: dict[str, tuple[str, ...]] = {
    **{name: scheme()[name].ids for name in ("topics", "poverty_related", "sentiment", "intent", "voices", "stance")},
    "formality": ("formality",),
}
N_OUTPUTS = sum(map(len, MODEL_HEADS.values()))

# Where no register was labelled, the formality of a source: a chat sentence, its rewriting in plain standard
# language, an official sentence, a friendly sentence of a government account (registers 1.5, 3, 4.9, 2.6 of 1 to 5).
_CHAT, PLAIN, OFFICIAL, _FRIENDLY = 0.12, 0.5, 0.97, 0.4
_REGISTERS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A text with targets for some heads.

    Attributes:
        source: the collection it is from, such as ``"comments"`` or ``"smsa"``.
        targets: for each labelled head its target values, one for each class.
        language: language of the text where the source names it, else empty.
        platform: where a comment was written, where the source names it, else empty.
    """

    text: str
    source: str
    targets: Mapping[str, tuple[float, ...]]
    language: str = ""
    platform: str = ""


def head_slices() -> dict[str, slice]:
    """Return the columns of each head in the outputs of a model."""
    return columns(MODEL_HEADS)


def training_examples(data: Path, labels: Sequence[Path] = ()) -> list[Example]:
    """Return all training examples below the folder ``data`` (layout of the project's shared data).

    Args:
        data: the folder.
        labels: files of stand-off labels of unlabelled comments, see `standoff_examples`.
    """
    found: list[Example] = []
    for name in ("train", "train_rare", "train_more", "train_broad"):
        found += _comments(data, name)
    texts = unlabelled_texts(data) if labels else []
    for path in labels:
        found += standoff_examples(path, texts)
    for source in ("smsa", "nusax", "dkk", "ppkm"):
        found += _sentiment(data, f"{source}_train", source)
    found += _pairs(data, "stif_train", "stif")
    for name, target in (("gov_bureaucratic", OFFICIAL), ("gov_friendly", _FRIENDLY)):
        rows = read_rows(data / "formality" / f"{name}.jsonl")
        found += [Example(row["text"], name, {"formality": (target,)}) for row in rows]
    return found


def validation_examples(data: Path) -> list[Example]:
    """Return all validation examples: never trained on."""
    return [
        *_comments(data, "dev"),
        *_sentiment(data, "smsa_valid", "smsa"),
        *_sentiment(data, "nusax_valid", "nusax"),
        *_pairs(data, "stif_dev", "stif"),
    ]


def standoff_examples(path: Path, texts: Iterable[str]) -> Iterator[Example]:
    """Yield the comments of ``texts`` that the JSON Lines file ``path`` has labels for.

    The file holds no text, since comments are other people's: a line names its text by `text_id`.

    Raises:
        InputError: a line names a text that is not among ``texts``.
    """
    by_id = {text_id(text): text for text in texts}
    for row in read_rows(path):
        if row["id"] not in by_id:
            raise InputError(f"{path} labels a text that is not in the data", got=row["id"], fix="use the same data")
        yield Example(by_id[row["id"]], "comments", _comment_targets(row))


def text_id(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of ``text`` in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def unlabelled_texts(data: Path) -> list[str]:
    """Return the unlabelled comments."""
    return [row["text"] for row in read_rows(data / "comments" / "unlabelled.jsonl.gz")]


def split_holdout(
    examples: Sequence[Example], shares: Mapping[str, float], seed: int
) -> tuple[list[Example], list[Example]]:
    """Split ``examples`` into those to train on and, of the sources in ``shares``, those to measure on."""
    unknown = set(shares) - {example.source for example in examples}
    if unknown:
        raise ConfigError("[holdout] names a source without examples", got=sorted(unknown))
    rng = np.random.default_rng(seed)
    held: set[int] = set()
    for source, share in shares.items():
        rows = [index for index, example in enumerate(examples) if example.source == source]
        held |= set(rng.permutation(rows)[: round(share * len(rows))].tolist())
    kept_texts = {example.text for index, example in enumerate(examples) if index not in held}
    out = [examples[index] for index in sorted(held) if examples[index].text not in kept_texts]
    return [example for index, example in enumerate(examples) if index not in held], out


def target_arrays(examples: Sequence[Example]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.bool_]]:
    """Return targets, shape (n, N_OUTPUTS), and which heads are labelled, shape (n, n_heads)."""
    targets = np.zeros((len(examples), N_OUTPUTS), dtype=np.float32)
    labelled = np.zeros((len(examples), len(MODEL_HEADS)), dtype=bool)
    slices = head_slices()
    for row, example in enumerate(examples):
        for column, name in enumerate(MODEL_HEADS):
            if name in example.targets:
                labelled[row, column] = True
                targets[row, slices[name]] = example.targets[name]
    return targets, labelled


def _one_hot(head: str, label: str) -> tuple[float, ...]:
    if label not in MODEL_HEADS[head]:
        raise InputError(f"unknown {head} in the training data", got=label, allowed=MODEL_HEADS[head])
    return tuple(float(name == label) for name in MODEL_HEADS[head])


def _many_hot(head: str, labels: Iterable[str]) -> tuple[float, ...]:
    given = set(labels)
    if unknown := given - set(MODEL_HEADS[head]):
        raise InputError(f"unknown {head} in the training data", got=sorted(unknown), allowed=MODEL_HEADS[head])
    return tuple(float(name in given) for name in MODEL_HEADS[head])


def _comments(data: Path, name: str) -> Iterator[Example]:
    for row in read_rows(data / "comments" / f"{name}.jsonl"):
        yield Example(row["text"], "comments", _comment_targets(row), platform=row.get("platform", ""))


def _comment_targets(row: Mapping[str, Any]) -> dict[str, tuple[float, ...]]:
    return {
        "topics": _many_hot("topics", row["topics"]),
        "poverty_related": (float(row["poverty_related"]),),
        "sentiment": _one_hot("sentiment", row["sentiment"]),
        "intent": _one_hot("intent", row["intent"]),
        "voices": _many_hot("voices", row["voices"]),
        "stance": _one_hot("stance", row["stance"]),
        "formality": ((row["register"] - 1) / (_REGISTERS - 1),),
    }


def _sentiment(data: Path, name: str, source: str) -> Iterator[Example]:
    for row in read_rows(data / "sentiment" / f"{name}.jsonl"):
        yield Example(row["text"], source, {"sentiment": _one_hot("sentiment", row["sentiment"])}, row.get("lang", ""))


def _pairs(data: Path, name: str, source: str) -> Iterator[Example]:
    for row in read_rows(data / "formality" / f"{name}.jsonl"):
        yield Example(row["informal"], source, {"formality": (_CHAT,)})
        yield Example(row["formal"], source, {"formality": (PLAIN,)})


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, plain or ``.gz``; one that cannot be read raises `InputError`."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)
    except OSError as error:
        raise InputError(
            f"cannot read training data {path}: {error.strerror}", fix="name the data folder with --data"
        ) from None
