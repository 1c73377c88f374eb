"""Model folders: the manifest, its checks, and where models are found."""

from __future__ import annotations

import hashlib
import json
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy.typing as npt

from govtext.errors import ModelError, suggest

MANIFEST = "model.toml"
WEIGHTS = "model.safetensors"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
CUSTOM = "custom"  # kind of the models that users train
_FILES = (WEIGHTS, GRAPH, TOKENIZER, "config.json", "tokenizer_config.json")  # besides manifest and card
FORMAT = 1
YES_NO = ("topics", "poverty_related", "voices")
ONE_OF = ("sentiment", "intent", "stance")
HEADS = (*YES_NO, *ONE_OF, "formality")


@dataclass(frozen=True, slots=True)
class Calibration:
    """How the logits of one head become probabilities and decisions.

    Attributes:
        temperature: logits are divided by it (Guo et al. 2017, "On Calibration of Modern Neural Networks").
        thresholds: probability from which a class is given, for heads with yes/no classes; else empty.
    """

    temperature: float
    thresholds: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a model folder says of itself in ``model.toml``."""

    name: str
    kind: str
    description: str
    licence: str
    trained_on: tuple[str, ...]
    heads: Mapping[str, tuple[str, ...]]
    calibration: Mapping[str, Calibration]
    formality_levels: tuple[float, ...]
    review_below: float
    options: Mapping[str, Any]
    quality: Mapping[str, float]
    sha256: Mapping[str, str]


def columns(heads: Mapping[str, Sequence[str]]) -> dict[str, slice]:
    """Return the place of the classes of each head in the scores of a model."""
    found, start = {}, 0
    for name, ids in heads.items():
        found[name] = slice(start, start + len(ids))
        start += len(ids)
    return found


class Hashed(Protocol):
    """A manifest, of whatever kind of model."""

    @property
    def sha256(self) -> Mapping[str, str]:
        """The hash of each file."""
        ...


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model that `load` can open without a network."""

    name: str
    path: Path
    size_bytes: int
    licence: str
    trained_on: tuple[str, ...]
    quality: Mapping[str, float]
    description: str


def read_table(folder: Path) -> dict[str, Any]:
    """Return what ``model.toml`` holds; a missing, malformed or newer one raises `ModelError`."""
    path = folder / MANIFEST
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"{folder} is not a govtext model", allowed=f"a folder with {MANIFEST}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is not valid TOML: {error}", fix="restore the file or train again") from None
    except OSError as error:
        raise ModelError(f"cannot read {path}: {error.strerror}", fix="restore the file or train again") from None
    if data.get("format") != FORMAT:
        raise ModelError("unknown model format", got=data.get("format"), allowed=str(FORMAT), fix="update govtext")
    return data


def read_manifest(folder: Path) -> Manifest:
    """Read and check ``model.toml``; a missing, malformed or newer one raises `ModelError`."""
    path, data = folder / MANIFEST, read_table(folder)
    try:
        manifest = Manifest(
            name=data["name"],
            kind=data["kind"],
            description=data["description"],
            licence=data["licence"],
            trained_on=tuple(data["trained_on"]),
            heads={name: tuple(ids) for name, ids in data["heads"].items()},
            calibration={
                name: Calibration(row["temperature"], tuple(row.get("thresholds", ())))
                for name, row in data["calibration"].items()
            },
            formality_levels=tuple(data["formality_levels"]),
            review_below=data["review_below"],
            options=data["options"],
            quality=data["quality"],
            sha256=data["sha256"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{path} lacks or garbles {error}", fix="restore the file or train again") from None
    for name in HEADS:
        classes, calibration = manifest.heads.get(name), manifest.calibration.get(name)
        if not classes or not calibration or (name in YES_NO and len(calibration.thresholds) != len(classes)):
            raise ModelError(f"{path} contradicts itself on {name}", fix="restore the file or train again")
    return manifest


def write_manifest(folder: Path, data: Mapping[str, Any]) -> None:
    """Write ``model.toml`` for the files in ``folder``, adding the format number and the hashes of the files."""
    hashes = {name: file_hash(folder / name) for name in _FILES if (folder / name).is_file()}
    complete = {"format": FORMAT, **data, "sha256": hashes}
    (folder / MANIFEST).write_text(_dump(complete), encoding="utf-8")


def _dump(data: Mapping[str, Any], prefix: str = "") -> str:
    """Write nested mappings as TOML."""
    tables = {key: value for key, value in data.items() if isinstance(value, Mapping)}
    lines = [f"{_key(key)} = {_value(data[key])}" for key in data if key not in tables]
    for key, value in tables.items():
        lines += ["", f"[{prefix}{_key(key)}]", _dump(value, f"{prefix}{_key(key)}.").rstrip()]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """Write a value; JSON strings, numbers and booleans are TOML too but for DEL and numbers that are not finite."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else _value(name)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_weights(folder: Path, manifest: Manifest) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors of a model after `check_files`."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    check_files(folder, manifest)
    try:
        return load_file(folder / WEIGHTS)
    except SafetensorError as error:
        raise ModelError(f"{folder / WEIGHTS} is no safetensors file: {error}", fix="install govtext again") from None


def check_files(folder: Path, manifest: Hashed) -> None:
    """Raise `ModelError` unless all files of a model are those that its manifest describes."""
    for name in dict.fromkeys((WEIGHTS, *manifest.sha256)):
        _check_file(folder / name, manifest.sha256.get(name))


def _check_file(path: Path, expected: str | None) -> None:
    if not path.is_file():
        raise ModelError(f"{path} is missing", fix="install govtext again or train the model")
    if file_hash(path) != expected:
        raise ModelError(
            f"{path} is not the file its manifest describes (sha256 differs)",
            fix="install govtext again; if you changed the weights on purpose, train again to write a new manifest",
        )


def models_folder() -> Path:
    """Return the folder of the bundled models: inside the package, or the checkout's ``models/``."""
    installed = Path(str(files("govtext"))) / "models"
    return installed if installed.is_dir() else Path(__file__).parents[3] / "models"


def installed_models() -> tuple[InstalledModel, ...]:
    """Return the bundled models, by name."""
    found = []
    for path in sorted(models_folder().glob(f"*/{MANIFEST}")):
        about, size = read_manifest(path.parent), sum(f.stat().st_size for f in path.parent.iterdir())
        found.append(
            InstalledModel(
                about.name, path.parent, size, about.licence, about.trained_on, about.quality, about.description
            )
        )
    return tuple(found)


def linked_folders(folder: Path) -> list[Path]:
    """Return the folder of a model, and of the one it is mixed with, if any: what must be copied to move the model."""
    here = folder.resolve()
    beside = read_manifest(here).options.get("beside")
    return [here] if beside is None else [here, here.parent / beside["model"]]


def find_model(name: str) -> Path:
    """Return the folder of the model called ``name``, or of the directory ``name``; else raise `ModelError`."""
    known = {model.name: model.path for model in installed_models()}
    if name in known:
        return known[name]
    if Path(name).is_dir():
        return Path(name)
    raise ModelError(
        "no such model", got=name, allowed=[*known, "auto", "a model folder"], fix=suggest(name, [*known, "auto"])
    )
