"""A training run that was stopped goes on as if it had not been."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from govtext.scoring.features import tokenize_batch
from govtext.training.config import TrainingConfig
from govtext.training.data import Example
from govtext.training.vectors import Vocabulary

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch")

from govtext.training.checkpoint import save_checkpoint
from govtext.training.fit import fit
from govtext.training.network import EncodedTexts, Network

WORDS = ("bansos", "belum", "cair", "jalan", "rusak")
EXAMPLES = [
    Example(f"{left} {right} {number}", "comments", {"topics": tuple(float(number % 13 == k) for k in range(13))})
    for number, (left, right) in enumerate([(a, b) for a in WORDS for b in WORDS])
]


@pytest.fixture
def config(config: TrainingConfig) -> TrainingConfig:
    return replace(config, epochs=3)


def vocabulary() -> Vocabulary:
    words = {int(tokenize_batch([word]).hashes[0]): word for word in WORDS}
    return Vocabulary(np.array(sorted(words), dtype=np.uint64), [words[key] for key in sorted(words)])


def new_network(config: TrainingConfig) -> Network:
    torch.manual_seed(config.seed)
    return Network(np.ones((len(WORDS), 4), dtype=np.float32), config.network)


def weights(network: Network) -> dict[str, np.typing.NDArray[np.float32]]:
    return {name: tensor.numpy().copy() for name, tensor in network.state_dict().items()}


def test_a_resumed_run_ends_with_the_same_weights(
    tmp_path: Path, config: TrainingConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = EncodedTexts([example.text for example in EXAMPLES], vocabulary(), config.network)
    lines: list[str] = []
    whole = new_network(config)
    fit(whole, texts, EXAMPLES, config, lines.append)

    class StoppedError(Exception):
        pass

    def stop_after_two(path: Path, epoch: int, *state: Any) -> None:
        save_checkpoint(path, epoch, *state)
        if epoch == 2:
            raise StoppedError

    path = tmp_path / "run.checkpoint"
    monkeypatch.setattr("govtext.training.fit.save_checkpoint", stop_after_two)
    with pytest.raises(StoppedError):
        fit(new_network(config), texts, EXAMPLES, config, lines.append, checkpoint=path)
    monkeypatch.undo()

    torch.manual_seed(99)  # another process has drawn other random numbers
    resumed = Network(np.ones((len(WORDS), 4), dtype=np.float32), config.network)
    fit(resumed, texts, EXAMPLES, config, lines.append, checkpoint=path, resume=True)
    assert "going on after epoch 2" in lines
    for name, array in weights(whole).items():
        np.testing.assert_array_equal(weights(resumed)[name], array, err_msg=name)


def test_a_run_with_the_same_seed_gives_the_same_weights(config: TrainingConfig) -> None:
    texts = EncodedTexts([example.text for example in EXAMPLES], vocabulary(), config.network)
    found = []
    for seed in (1, 1, 2):
        network = new_network(replace(config, seed=seed))
        fit(network, texts, EXAMPLES, replace(config, seed=seed), lambda _: None)
        found.append(weights(network)["deep_in.weight"])
    np.testing.assert_array_equal(found[0], found[1])
    assert np.abs(found[0] - found[2]).max() > 1e-3


def test_resuming_without_a_checkpoint_starts_anew(tmp_path: Path, config: TrainingConfig) -> None:
    texts = EncodedTexts([example.text for example in EXAMPLES], vocabulary(), config.network)
    plain, resumed = new_network(config), new_network(config)
    torch.manual_seed(config.seed)
    fit(plain, texts, EXAMPLES, config, lambda _: None)
    torch.manual_seed(config.seed)
    path = tmp_path / "none.checkpoint"
    fit(resumed, texts, EXAMPLES, config, lambda _: None, checkpoint=path, resume=True)
    np.testing.assert_array_equal(weights(plain)["bias"], weights(resumed)["bias"])
    assert path.exists()
