"""The training configuration: a TOML file read into dataclasses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from govtext.errors import ConfigError, suggest

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class VocabularyConfig:
    """Which words get a vector of their own, and the vectors they start from."""

    min_count: int
    svd_width: int
    svd_window: int


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes and dropout rates of the network."""

    width: int
    channels: int
    hidden: int
    dropout: float
    word_dropout: float
    row_dropout: float
    ngram_sizes: list[int]
    ngram_buckets: int
    max_tokens: int
    wide_tokens: int


@dataclass(frozen=True, slots=True)
class DistillationConfig:
    """Whose soft labels a model learns from.

    Attributes:
        soft_labels: file written by `govtext.training.distil.write_soft_labels`, relative to the configuration.
        share: of the teacher in the targets of heads that are labelled, 0 to 1.
        unlabelled: how many unlabelled texts to train on, drawn at random; 0 for all.
    """

    soft_labels: Path
    share: float
    unlabelled: int = 0


@dataclass(frozen=True, slots=True)
class FormalityConfig:
    """The formality layer of a `fast` model.

    Attributes:
        parallel: sets of official texts and their friendlier versions, relative to the configuration.
        weights: of an example by its source; 1 where not named.
    """

    parallel: list[Path]
    hidden: int
    dropout: float
    epochs: int
    batch_size: int
    learning_rate: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """Everything that decides the fine-tuning of an encoder.

    Attributes:
        learning_rate: of the topmost layer; each layer below has ``layer_decay`` times the one above it
            (Howard & Ruder 2018, "Universal Language Model Fine-tuning for Text Classification").
        head_learning_rate: of the heads.
        hidden: units of the layer over the mean state.
    """

    name: str
    seed: int
    epochs: float
    batch_size: int
    learning_rate: float
    head_learning_rate: float
    layer_decay: float
    warmup_steps: int
    save_steps: int
    threads: int
    max_tokens: int
    hidden: int
    dropout: float
    freeze_embeddings: bool
    labels: list[Path]
    loss: Mapping[str, float]
    weights: Mapping[str, float]
    holdout: Mapping[str, float]
    distillation: DistillationConfig | None = None


@dataclass(frozen=True, slots=True)
class TrainingConfig:
    """Everything that decides the training of a `fast` model."""

    name: str
    seed: int
    epochs: int
    batch_size: int
    learning_rate: float
    threads: int
    vocabulary: VocabularyConfig
    network: NetworkConfig
    formality: FormalityConfig
    labels: list[Path]
    loss: Mapping[str, float]
    weights: Mapping[str, float]
    holdout: Mapping[str, float]
    distillation: DistillationConfig | None = None


Config = TrainingConfig | EncoderConfig


def read_config(path: Path) -> Config:
    """Read a configuration; a missing file, unknown or missing key raises `ConfigError`.

    ``kind`` says what is trained: ``fast`` (`TrainingConfig`) or ``accurate`` (`EncoderConfig`).
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None
    # Paths are relative to the file that names them.
    data["labels"] = [path.parent / name for name in data.get("labels", ())]
    if "distillation" in data:
        soft = _build(DistillationConfig, data["distillation"], f"{path} [distillation]")
        data["distillation"] = replace(soft, soft_labels=path.parent / soft.soft_labels)
    kind = data.pop("kind", None)
    if kind == "accurate":
        return _build(EncoderConfig, data, str(path))
    if kind != "fast":
        raise ConfigError(f"unknown or no kind in {path}", got=kind, allowed=("fast", "accurate"))
    parts = (("vocabulary", VocabularyConfig), ("network", NetworkConfig), ("formality", FormalityConfig))
    for name, part in parts:
        if name in data:
            data[name] = _build(part, data[name], f"{path} [{name}]")
    if "formality" in data:
        layer = data["formality"]
        data["formality"] = replace(layer, parallel=[path.parent / name for name in layer.parallel])
    return _build(TrainingConfig, data, str(path))


def _build(kind: type[T], data: Mapping[str, Any], where: str) -> T:
    known = {field.name: field.default is MISSING for field in fields(kind)}
    unknown = set(data) - set(known)
    missing = {name for name, needed in known.items() if needed} - set(data)
    if unknown:
        name = min(unknown)
        raise ConfigError(f"unknown key in {where}", got=name, allowed=sorted(known), fix=suggest(name, known))
    if missing:
        raise ConfigError(f"{where} lacks {', '.join(sorted(missing))}")
    return kind(**data)
