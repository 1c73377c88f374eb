from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from govtext.errors import ModelError
from govtext.scoring.evidence import Attribution
from govtext.scoring.manifest import WEIGHTS, file_hash
from govtext.scoring.mixture import Mixture
from govtext.scoring.pipeline import _beside

from .tiny import SENTENCES, write_tiny


class Fixed:
    """The same scores for every text, all of them from its first character."""

    def __init__(self, row: list[float]) -> None:
        self.row = np.array(row, dtype=np.float32)

    def logits(self, texts: object) -> npt.NDArray[np.float32]:
        return np.tile(self.row, (len(list(texts)), 1))  # type: ignore[call-overload]

    def explain(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[Attribution]]:
        return self.logits(texts), [Attribution([(0, 1)], self.row[None])] * len(texts)


def test_each_head_has_its_own_share() -> None:
    mixed = Mixture(Fixed([4, 4, 4]), Fixed([0, 0, 8]), {"a": 0.25, "b": 0.75}, {"a": 2, "b": 1})
    assert mixed.logits(["x", "y"]).tolist() == [[1, 1, 5], [1, 1, 5]]
    scores, attributions = mixed.explain(["x"])
    assert scores.tolist() == [[1, 1, 5]]
    assert attributions[0].parts.tolist() == [[4, 4, 4]]


def test_the_other_model_is_found_beside_and_no_other_version_is_taken(tmp_path: Path) -> None:
    other = write_tiny(tmp_path / "fast")
    beside = {"model": "fast", "sha256": file_hash(other / WEIGHTS)}
    assert _beside(tmp_path / "accurate", beside).logits(SENTENCES).shape[0] == len(SENTENCES)
    with pytest.raises(ModelError, match=r"mixed with another version of .*fast; run training/join_models\.py"):
        _beside(tmp_path / "accurate", {**beside, "sha256": "0" * 64})
    with pytest.raises(ModelError, match="is not a govtext model"):
        _beside(tmp_path / "accurate", {**beside, "model": "none"})
