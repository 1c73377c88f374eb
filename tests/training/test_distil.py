from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import govtext
from govtext.training.config import DistillationConfig
from govtext.training.data import MODEL_HEADS, Example
from govtext.training.distil import SOURCE, soften
from scoring.tiny import write_tiny

LABELLED = [
    Example("bansos belum cair", "smsa", {"sentiment": (0.0, 0.0, 1.0)}),
    Example("jalan bagus", "stif", {"formality": (0.5,)}),
]
UNLABELLED = ["kapan cair pak", "kapan cair pak", "jalan bagus", "teks dev"]


@pytest.fixture
def teacher(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "teacher")


def test_labels_are_mixed_and_unlabelled_heads_take_the_opinion_of_the_teacher(teacher: Path, tmp_path: Path) -> None:
    config = DistillationConfig(teacher, share=0.25)
    lines: list[str] = []
    found = soften(LABELLED, UNLABELLED, ["teks dev"], config, tmp_path / "answers.npz", lines.append)
    assert [(item.text, item.source) for item in found] == [
        ("bansos belum cair", "smsa"),
        ("jalan bagus", "stif"),
        ("kapan cair pak", SOURCE),
    ]
    opinion = govtext.load(str(teacher)).scores([item.text for item in found]).probabilities
    for row, item in enumerate(found):
        assert set(item.targets) == set(MODEL_HEADS)
        for name in MODEL_HEADS:
            wanted = opinion[name][row]
            if row == 0 and name == "sentiment":
                wanted = 0.75 * np.array([0, 0, 1]) + 0.25 * wanted
            if row == 1 and name == "formality":
                wanted = 0.75 * np.array([0.5]) + 0.25 * wanted
            np.testing.assert_allclose(item.targets[name], wanted, atol=1e-3)


def test_answers_are_kept_for_the_same_texts_only(teacher: Path, tmp_path: Path) -> None:
    config, cache = DistillationConfig(teacher, share=0.25), tmp_path / "answers.npz"
    lines: list[str] = []
    first = soften(LABELLED, UNLABELLED, [], config, cache, lines.append)
    asked = len(lines)
    again = soften(LABELLED, UNLABELLED, [], config, cache, lines.append)
    assert lines[asked:] == [f"the teacher's answers are taken from {cache}"]
    for left, right in zip(first, again, strict=True):
        assert left.targets == right.targets
    fewer = soften(LABELLED, UNLABELLED[:1], [], config, cache, lines.append)
    assert len(fewer) == len(first) - 1
    assert "has answered" in lines[-1]
