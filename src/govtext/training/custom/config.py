"""The configuration of a model of your own: a TOML file with a ``method``, read into dataclasses."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from govtext.errors import ConfigError, suggest
from govtext.scoring.custom import SHARED_COLUMNS

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")
METHODS = ("full", "frozen", "few_shot")
_NAME = re.compile(r"[^\W\d]\w*")


@dataclass(frozen=True, slots=True)
class DataConfig:
    """Where the labelled texts are.

    Attributes:
        train: a file that `govtext.archive.read` opens; paths are relative to the configuration.
        validation: another such file; without it ``validation_share`` of the rows is drawn, stratified.
        dataset: instead of ``train``, a data set of the Hugging Face Hub or a directory that ``datasets`` opens.
        dataset_config: its configuration, where it has several.
        train_split: its split to train on.
        validation_split: its split to measure on; empty for none.
        text_column: guessed in files if empty; ``text`` in data sets.
    """

    train: str = ""
    validation: str = ""
    validation_share: float = 0.2
    dataset: str = ""
    dataset_config: str = ""
    train_split: str = "train"
    validation_split: str = ""
    text_column: str = ""


@dataclass(frozen=True, slots=True)
class HeadConfig:
    """One question asked of each text.

    Attributes:
        column: that holds the answers; by default the name of the head.
        multi: a text may have any number of labels, in a list or between ``separator``; an empty cell means none.
            Without it an empty cell means that the text is not labelled for this head.
    """

    column: str = ""
    multi: bool = False
    separator: str = ";"


@dataclass(frozen=True, slots=True)
class FittingConfig:
    """How encoders are fine-tuned; few-shot models take none of it.

    Attributes:
        epochs: most passes over the data.
        learning_rate: 0 for 2e-5 (``full``) or 1e-3 (``frozen``).
        patience: epochs without a lower loss on the validation part after which training stops.
        max_tokens: pieces of a text, marks included; what is longer is cut, and marked as truncated.
        device: ``"auto"`` takes a graphics card if there is one.
    """

    epochs: int = 10
    batch_size: int = 16
    learning_rate: float = 0.0
    patience: int = 2
    max_tokens: int = 128
    device: str = "auto"
    threads: int = 0


@dataclass(frozen=True, slots=True)
class CustomConfig:
    """Everything that decides the training of a model of your own.

    Attributes:
        method: one of `METHODS`.
        licence: of the trained model, as an SPDX id or in words; asked for, since the data may forbid passing it on.
        backbone: ``fast`` (for ``few_shot``), ``accurate``, a directory or an id of the Hugging Face Hub.
        balanced: weigh classes by the inverse of their frequency.
    """

    name: str
    method: str
    licence: str
    heads: Mapping[str, HeadConfig]
    data: DataConfig
    backbone: str = "fast"
    description: str = ""
    data_description: str = ""
    seed: int = 13
    balanced: bool = True
    fitting: FittingConfig = field(default_factory=FittingConfig)


def custom_config(table: Mapping[str, Any], path: Path) -> CustomConfig:
    """Return the configuration in ``table``, which was read from ``path``.

    Raises:
        ConfigError: a key is unknown or missing, or a value impossible.
    """
    values = dict(table)
    for key, kind in (("data", DataConfig), ("fitting", FittingConfig)):
        if key in values:
            values[key] = _build(kind, values[key], f"{path} [{key}]")
    heads = values.get("heads")
    if not isinstance(heads, Mapping) or not heads:
        raise ConfigError(f"{path} names no head", fix="add a table such as [heads.emosi] with column = 'emosi'")
    values["heads"] = {name: _build(HeadConfig, head, f"{path} [heads.{name}]") for name, head in heads.items()}
    config = _build(CustomConfig, values, str(path))
    _check(config, path)
    return config


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a TOML file; one that cannot be read raises `ConfigError`."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None


def _check(config: CustomConfig, path: Path) -> None:
    if config.method not in METHODS:
        fix = suggest(config.method, METHODS)
        raise ConfigError(f"unknown method in {path}", got=config.method, allowed=METHODS, fix=fix)
    if not config.licence.strip():
        raise ConfigError(f"{path} names no licence", fix="say what the model may be used for, such as 'CC-BY-4.0'")
    if bool(config.data.train) == bool(config.data.dataset):
        raise ConfigError(f"[data] of {path} needs one of train and dataset", fix="name a file, or a data set")
    if config.method == "few_shot" and config.backbone != "fast":
        raise ConfigError("few_shot works over the features of fast", got=config.backbone, allowed=("fast",),
            fix="leave backbone out, or take method = 'full' or 'frozen'")  # fmt: skip
    if config.method != "few_shot" and config.backbone == "fast":
        raise ConfigError(f"{config.method} needs an encoder", got="fast", fix="name a backbone, such as 'accurate'")
    if not 0 < config.data.validation_share < 1:
        raise ConfigError("validation_share is no share", got=config.data.validation_share, allowed="between 0 and 1")
    for name in ("epochs", "batch_size", "patience", "max_tokens"):
        least = 3 if name == "max_tokens" else 1
        if getattr(config.fitting, name) < least:
            raise ConfigError(f"{name} is too small", got=getattr(config.fitting, name), allowed=f"{least} or more")
    names = [column for head in config.heads for column in (head, f"{head}_score")]
    taken = sorted(set(names) & {*SHARED_COLUMNS, "id", "text"}) + sorted(n for n in set(names) if names.count(n) > 1)
    wrong = [name for name in config.heads if not _NAME.fullmatch(name)]
    if taken or wrong:
        raise ConfigError("a head cannot have this name", got=(taken or wrong)[0], fix="name it by one other word")


def _build(kind: type[T], data: Any, where: str) -> T:
    if not isinstance(data, Mapping):
        raise ConfigError(f"{where} is no table", got=data)
    rows = fields(kind)
    hints = get_type_hints(kind)
    needed = {row.name for row in rows if row.default is MISSING and row.default_factory is MISSING}
    for name, value in data.items():
        if name not in hints:
            raise ConfigError(f"unknown key in {where}", got=name, allowed=sorted(hints), fix=suggest(name, hints))
        plain = hints[name] if hints[name] in (str, int, float, bool) else object
        accepted = (int, float) if plain is float else plain
        if not isinstance(value, accepted) or (isinstance(value, bool) and plain in (int, float)):
            raise ConfigError(f"{name} in {where} is of the wrong kind", got=value, allowed=plain.__name__)
    if missing := needed - set(data):
        raise ConfigError(f"{where} lacks {', '.join(sorted(missing))}")
    return kind(**data)
