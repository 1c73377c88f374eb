from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import govtext
from govtext.errors import ConfigError
from govtext.training.config import DistillationConfig
from govtext.training.data import MODEL_HEADS, Example
from govtext.training.distil import SOURCE, soften, write_soft_labels
from scoring.tiny import write_tiny

LABELLED = [
    Example("bansos belum cair", "smsa", {"sentiment": (0.0, 0.0, 1.0)}),
    Example("jalan bagus", "stif", {"formality": (0.5,)}),
]
UNLABELLED = ["kapan cair pak", "kapan cair pak", "jalan bagus", "teks dev"]
TEXTS = [*(example.text for example in LABELLED), *UNLABELLED]


@pytest.fixture
def teacher(tmp_path: Path) -> govtext.Pipeline:
    return govtext.load(str(write_tiny(tmp_path / "teacher")))


def write(path: Path, texts: list[str], teacher: govtext.Pipeline, share: float = 0.25) -> DistillationConfig:
    write_soft_labels(path, texts, teacher, print)
    return DistillationConfig(path, share)


def test_labels_are_mixed_and_unlabelled_heads_take_the_opinion_of_the_teacher(
    teacher: govtext.Pipeline, tmp_path: Path
) -> None:
    found = soften(LABELLED, UNLABELLED, ["teks dev"], write(tmp_path / "soft", TEXTS, teacher), 0)
    assert [(item.text, item.source) for item in found] == [
        ("bansos belum cair", "smsa"),
        ("jalan bagus", "stif"),
        ("kapan cair pak", SOURCE),
    ]
    opinion = teacher.scores([item.text for item in found]).probabilities
    for row, item in enumerate(found):
        assert set(item.targets) == set(MODEL_HEADS)
        for name in MODEL_HEADS:
            wanted = opinion[name][row]
            if row == 0 and name == "sentiment":
                wanted = 0.75 * np.array([0, 0, 1]) + 0.25 * wanted
            if row == 1 and name == "formality":
                wanted = 0.75 * np.array([0.5]) + 0.25 * wanted
            np.testing.assert_allclose(item.targets[name], wanted, atol=0.003)


def test_a_text_without_soft_labels_keeps_its_own(teacher: govtext.Pipeline, tmp_path: Path) -> None:
    found = soften(LABELLED, UNLABELLED, [], write(tmp_path / "soft", ["jalan bagus", "teks dev"], teacher), 0)
    assert [item.text for item in found] == ["bansos belum cair", "jalan bagus", "teks dev"]
    assert found[0] == LABELLED[0]
    assert set(found[1].targets) == set(MODEL_HEADS)


def test_so_many_unlabelled_texts_are_drawn(teacher: govtext.Pipeline, tmp_path: Path) -> None:
    texts = [f"jalan rusak nomor {number}" for number in range(20)]
    config = replace(write(tmp_path / "soft", texts[:15], teacher), unlabelled=5)
    first, again, other = ([e.text for e in soften(LABELLED, texts, [], config, seed)[2:]] for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) == 5
    assert set(first) < set(texts[:15])


def test_the_file_holds_no_text_and_is_the_same_twice(teacher: govtext.Pipeline, tmp_path: Path) -> None:
    write(tmp_path / "first", TEXTS, teacher)
    write(tmp_path / "second", TEXTS, teacher)
    written = (tmp_path / "first").read_bytes()
    assert written == (tmp_path / "second").read_bytes()
    assert not any(text.encode() in written for text in TEXTS)


def test_missing_and_damaged_files_are_named(tmp_path: Path) -> None:
    (tmp_path / "damaged").write_bytes(b"no safetensors")
    for name in ("missing", "damaged"):
        with pytest.raises(ConfigError, match=rf"cannot read the soft labels in .*{name}.*write_soft_labels\.py"):
            soften(LABELLED, UNLABELLED, [], DistillationConfig(tmp_path / name, 0.25), 0)
