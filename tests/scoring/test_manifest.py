from __future__ import annotations

import ast
import math
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import save_file

import govtext
from govtext.errors import ModelError
from govtext.scoring import load
from govtext.scoring.manifest import (
    MANIFEST,
    WEIGHTS,
    file_hash,
    find_model,
    installed_models,
    read_manifest,
    read_weights,
    write_manifest,
)

from .tiny import tiny_manifest, tiny_weights

UNSAFE = {"pickle", "joblib", "dill", "cloudpickle", "shelve", "marshal"}
SOURCE = Path(govtext.__file__).parent


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A model folder to break."""
    return Path(shutil.copytree(tiny_folder, tmp_path / "broken"))


@pytest.fixture
def bundled(tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of models with one, `tiny`, in place of those that ship."""
    shutil.copytree(tiny_folder, tmp_path / "models" / "tiny")
    monkeypatch.setattr("govtext.scoring.manifest.models_folder", lambda: tmp_path / "models")
    return tmp_path / "models"


def edit(folder: Path, old: str, new: str) -> None:
    path = folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_write_and_read_round_trip(tiny_folder: Path) -> None:
    about, found = tiny_manifest(), read_manifest(tiny_folder)
    for name in ("name", "kind", "description", "licence", "review_below", "options", "quality"):
        assert getattr(found, name) == about[name]
    assert list(found.trained_on) == about["trained_on"]
    assert {name: list(ids) for name, ids in found.heads.items()} == about["heads"]
    assert list(found.heads) == list(about["heads"])
    for name, row in about["calibration"].items():
        assert found.calibration[name].temperature == row["temperature"]
        assert list(found.calibration[name].thresholds) == row.get("thresholds", [])
    assert found.sha256 == {WEIGHTS: file_hash(tiny_folder / WEIGHTS)}


def test_awkward_values_survive(folder: Path) -> None:
    about = {**tiny_manifest(), "quality": {'a.b: "c" é': 0.25}, "description": 'back\\slash "quote"\n\ttab é 🙏'}
    write_manifest(folder, about)
    found = read_manifest(folder)
    assert (found.quality, found.description) == (about["quality"], about["description"])


def test_control_characters_and_undefined_figures_survive(folder: Path) -> None:
    about = {**tiny_manifest(), "quality": {"a\x7fb": math.nan, "c": math.inf}, "trained_on": ["a\x7f", "b\x01"]}
    write_manifest(folder, about)
    found = read_manifest(folder)
    assert math.isnan(found.quality["a\x7fb"])
    assert found.quality["c"] == math.inf
    assert list(found.trained_on) == about["trained_on"]


def test_a_manifest_that_is_a_folder(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    (folder / MANIFEST).mkdir()
    with pytest.raises(ModelError, match=r"cannot read .*model\.toml: Is a directory"):
        read_manifest(folder)


def test_weights_round_trip(tiny_folder: Path) -> None:
    expected, found = tiny_weights(), read_weights(tiny_folder, read_manifest(tiny_folder))
    assert set(found) == set(expected)
    assert all((found[name] == expected[name]).all() and found[name].dtype == expected[name].dtype for name in found)


def test_tampered_weights_are_refused(folder: Path) -> None:
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match="sha256"):
        load(str(folder))


def test_weights_without_a_hash_are_refused(folder: Path) -> None:
    edit(folder, f'"{WEIGHTS}" =', '"other" =')
    with pytest.raises(ModelError, match="sha256"):
        load(str(folder))


def test_missing_weights(folder: Path) -> None:
    (folder / WEIGHTS).unlink()
    with pytest.raises(ModelError, match=r"model\.safetensors is missing"):
        load(str(folder))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name =", "name = =", "not valid TOML"),
        ("format = 1", "format = 99", "unknown model format; got 99; allowed: 1; update govtext"),
        ("format = 1\n", "", "unknown model format"),
        ('kind = "fast"', 'kind = "slow"', "unknown kind of model; got 'slow'; allowed: fast"),
        ("licence =", "license =", "lacks or garbles 'licence'"),
        ("temperature =", "warmth =", "lacks or garbles 'temperature'"),
        ("trained_on = [", "trained_on = 3 # [", "lacks or garbles"),
    ],
)
def test_a_manifest_that_cannot_be_used(folder: Path, old: str, new: str, message: str) -> None:
    edit(folder, old, new)
    with pytest.raises(ModelError, match=message):
        load(str(folder))


@pytest.mark.parametrize(
    "change",
    [
        {"heads": [1]},
        {"calibration": {}},
        {"calibration": {**tiny_manifest()["calibration"], "topics": {"temperature": 1.0, "thresholds": [0.5]}}},
        {"options": {}},
    ],
    ids=["heads no table", "no calibration", "too few thresholds", "no n-gram sizes"],
)
def test_a_manifest_that_contradicts_itself(folder: Path, change: dict[str, Any]) -> None:
    write_manifest(folder, {**tiny_manifest(), **change})
    with pytest.raises(ModelError):
        load(str(folder))


def test_weights_without_a_tensor(folder: Path) -> None:
    weights = tiny_weights()
    del weights["words"]
    save_file(weights, folder / WEIGHTS)
    write_manifest(folder, tiny_manifest())
    with pytest.raises(ModelError):
        load(str(folder))


def test_weights_that_are_no_safetensors(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes(b"junk")
    write_manifest(folder, tiny_manifest())
    with pytest.raises(ModelError):
        load(str(folder))


def test_a_manifest_that_is_not_utf8(folder: Path) -> None:
    (folder / MANIFEST).write_bytes(b"name = '\xff'")
    with pytest.raises(ModelError, match="not valid TOML"):
        load(str(folder))


def test_installed_models(bundled: Path) -> None:
    (model,) = installed_models()
    size = sum(path.stat().st_size for path in (bundled / "tiny").iterdir())
    assert (model.name, model.path, model.size_bytes) == ("tiny", bundled / "tiny", size)
    assert model.quality == tiny_manifest()["quality"]
    assert load("tiny").name == "tiny"


@pytest.mark.usefixtures("bundled")
def test_an_unknown_name_suggests_the_nearest() -> None:
    with pytest.raises(ModelError, match=r"no such model; got 'tinny'; allowed: tiny, auto.*did you mean 'tiny'"):
        find_model("tinny")
    with pytest.raises(ModelError, match="no such model"):
        load("hub/of-somebody")


def test_no_bundled_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.scoring.manifest.models_folder", lambda: tmp_path / "none")
    assert installed_models() == ()
    with pytest.raises(ModelError, match="no such model"):
        load()


def test_written_manifests_are_plain_toml(tiny_folder: Path) -> None:
    data = tomllib.loads((tiny_folder / MANIFEST).read_text(encoding="utf-8"))
    assert data["format"] == 1
    assert data["calibration"]["topics"]["thresholds"]


def unsafe(source: str) -> list[str]:
    """Imports of modules that run code from data, and calls of ``torch.load``, in Python source."""
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names if alias.name.split(".")[0] in UNSAFE]
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            found += [module] if module.split(".")[0] in UNSAFE else []
            found += ["torch.load" for alias in node.names if (module, alias.name) == ("torch", "load")]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found += ["torch.load"] if (node.value.id, node.attr) == ("torch", "load") else []
        elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
            found.append("allow_pickle")
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_reads_pickles(path: Path) -> None:
    assert unsafe(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    ["import pickle", "import os, joblib.x", "from dill import loads", "torch.load('x')", "from torch import load"],
)
def test_the_scan_sees_unsafe_code(source: str) -> None:
    scan: Callable[[str], list[str]] = unsafe
    assert scan(source)
