"""The formality layer: it learns, changes nothing else, and is the same each time."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("torch")

from govtext.scoring.fast import FastModel
from govtext.training.config import TrainingConfig
from govtext.training.data import Example
from govtext.training.formality import fit_formality, parallel_examples
from scoring.tiny import BY_MAXIMUM, OPTIONS, tiny_weights

STIFF = [f"Diberitahukan kepada warga RT {number}, berkas agar dilengkapi." for number in range(12)]
CHATTY = [f"min kapan cair ya {number}" for number in range(12)]
EXAMPLES = [
    *(Example(text, "stif", {"formality": (0.95,)}) for text in STIFF),
    *(Example(text, "stif", {"formality": (0.1,)}) for text in CHATTY),
    Example("tanpa register", "comments", {"sentiment": (1.0, 0.0, 0.0)}),
]


def fitted(config: TrainingConfig, epochs: int = 60) -> dict[str, npt.NDArray[Any]]:
    weights = tiny_weights()
    layer = replace(config.formality, epochs=epochs)
    return fit_formality(weights, FastModel(weights, OPTIONS, BY_MAXIMUM), EXAMPLES, layer, 3, lambda _: None)


def test_the_layer_tells_registers_apart_and_leaves_the_other_heads(config: TrainingConfig) -> None:
    before = FastModel(tiny_weights(), OPTIONS, BY_MAXIMUM).logits([*STIFF, *CHATTY])
    after = FastModel(fitted(config), OPTIONS, BY_MAXIMUM).logits([*STIFF, *CHATTY])
    assert after[: len(STIFF), -1].min() > after[len(STIFF) :, -1].max()
    np.testing.assert_array_equal(after[:, :-1], before[:, :-1])


def test_the_layer_is_the_same_each_time(config: TrainingConfig) -> None:
    one, two = fitted(config, 10), fitted(config, 10)
    assert all(np.array_equal(one[name], two[name]) for name in one)


def test_versions_of_a_parallel_set(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    rows = [
        {"bureaucratic": "Agar dilengkapi.", "friendly": "Lengkapi, yuk.", "unchanged": False},
        {"bureaucratic": "Pasal 5.", "friendly": "Pasal 5.", "unchanged": True},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    found = {example.text: example.targets["formality"][0] for example in parallel_examples([path])}
    assert found.keys() == {"Agar dilengkapi.", "Lengkapi, yuk."}
    assert found["Agar dilengkapi."] > 0.9
    assert found["Lengkapi, yuk."] < 0.5
