"""What is trained in torch is what runs in numpy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from govtext.scoring.fast import FastModel
from govtext.scoring.features import SURFACE, tokenize_batch
from govtext.training.config import TrainingConfig
from govtext.training.vectors import Vocabulary

if TYPE_CHECKING:
    import torch
else:
    torch = pytest.importorskip("torch")

from govtext.training.data import N_OUTPUTS
from govtext.training.export import fold, quantise
from govtext.training.network import EncodedTexts, Network

TEXTS = (
    "bansos belum cair",
    "cair",
    "cair cair bansos",
    "x",
    "wkwkwk ngeselin",
    "tolong bansos pak, kapan cair?!",
    "",
    "🙏 bansos 08123456789 @kemensos",
    "belum " * 40,
)


EVERY_MEAN = np.zeros(N_OUTPUTS, dtype=bool)


def folded(network: Network, vocabulary: Vocabulary) -> dict[str, np.typing.NDArray[Any]]:
    """Return the weights with a formality layer, which is fitted after the network and no part of it."""
    weights = fold(network, vocabulary)
    inputs = weights["dense.deep.in"].shape[0] + weights["dense.wide"].shape[0] + len(SURFACE)
    zeros = {"in": (inputs, 2), "in_bias": (2,), "out": (2,)}
    return weights | {f"dense.formality.{name}": np.zeros(shape, dtype=np.float32) for name, shape in zeros.items()}


def options(config: TrainingConfig) -> dict[str, object]:
    network = config.network
    return {"ngram_sizes": network.ngram_sizes, "window": network.max_tokens, "wide_tokens": network.wide_tokens}


@pytest.fixture
def vocabulary() -> Vocabulary:
    words = {int(tokenize_batch([word]).hashes[0]): word for word in ("bansos", "belum", "cair")}
    return Vocabulary(np.array(sorted(words), dtype=np.uint64), [words[key] for key in sorted(words)])


@pytest.fixture
def network(config: TrainingConfig) -> Network:
    with torch.random.fork_rng():
        torch.manual_seed(5)
        made = Network(np.random.default_rng(5).normal(size=(3, 6)).astype(np.float32), config.network)
        for tensor in (made.own.weight, made.wide.weight, made.bias):
            torch.nn.init.normal_(tensor, 0, 0.3)
        torch.nn.init.normal_(made.ngrams.weight, 0, 0.5)
    return made.eval()


def expected(network: Network, vocabulary: Vocabulary, config: TrainingConfig, chosen: list[int]) -> torch.Tensor:
    encoded = EncodedTexts(TEXTS, vocabulary, config.network)
    with torch.inference_mode():
        result: torch.Tensor = network(encoded.batch(np.array(chosen)))
    return result


FILLED = [index for index, text in enumerate(TEXTS) if text]


def test_logits_equal_the_network(network: Network, vocabulary: Vocabulary, config: TrainingConfig) -> None:
    model = FastModel(folded(network, vocabulary), options(config), EVERY_MEAN)
    found = model.logits(TEXTS)
    wanted = expected(network, vocabulary, config, FILLED).numpy()
    assert np.ptp(wanted, axis=0).min() > 0.2  # else a tolerance proves nothing
    np.testing.assert_allclose(found[FILLED, :-1], wanted[:, :-1], atol=0.03)


def test_logits_are_exact_but_for_int8(network: Network, vocabulary: Vocabulary, config: TrainingConfig) -> None:
    weights = folded(network, vocabulary)
    with torch.inference_mode():
        rows = {"ngrams": network.ngrams.weight.numpy(), "words": word_vectors(network, vocabulary)}
    for name, exact in rows.items():
        weights[name] = exact
        weights[f"{name[:-1]}_scales"] = np.ones(len(exact), dtype=np.float32)
    found = FastModel(weights, options(config), EVERY_MEAN).logits(TEXTS)
    wanted = expected(network, vocabulary, config, FILLED).numpy()
    np.testing.assert_allclose(found[FILLED, :-1], wanted[:, :-1], atol=1e-4)


def word_vectors(network: Network, vocabulary: Vocabulary) -> np.typing.NDArray[np.float32]:
    encoded = EncodedTexts(vocabulary.words, vocabulary, network.config)
    batch = encoded.batch(np.arange(len(vocabulary.words)))
    vectors = network.words(batch.rows, batch.ngrams, batch.ngram_offsets)[batch.index[:, 0]]
    result: np.typing.NDArray[np.float32] = vectors.numpy()
    return result


def test_a_text_without_tokens_gets_the_bias(network: Network, vocabulary: Vocabulary, config: TrainingConfig) -> None:
    model = FastModel(folded(network, vocabulary), options(config), EVERY_MEAN)
    np.testing.assert_allclose(model.logits(["", " "]), np.tile(network.bias.detach().numpy(), (2, 1)))


def test_padding_changes_nothing(network: Network, vocabulary: Vocabulary, config: TrainingConfig) -> None:
    together = expected(network, vocabulary, config, FILLED)
    for line, index in enumerate(FILLED):
        alone = expected(network, vocabulary, config, [index])
        torch.testing.assert_close(alone[0], together[line], atol=1e-5, rtol=0)


def test_folding_leaves_no_torch_and_right_shapes(network: Network, vocabulary: Vocabulary) -> None:
    weights = fold(network, vocabulary)
    assert all(isinstance(array, np.ndarray) for array in weights.values())
    assert weights["words"].shape == (3, 8)
    assert [str(weights[name].dtype) for name in ("words", "word_scales")] == ["int8", "float16"]
    assert weights["dense.label.words"].shape == (8, 2 * N_OUTPUTS)


def test_quantise_keeps_a_row_within_its_step() -> None:
    rows = np.random.default_rng(1).normal(size=(50, 16)).astype(np.float32) * np.geomspace(0.01, 10, 50)[:, None]
    rows[0] = 0
    codes, scales = quantise(rows.astype(np.float32))
    error = np.abs(codes * scales.astype(np.float32)[:, None] - rows).max(axis=1)
    assert (error <= np.abs(rows).max(axis=1) / 127 * 0.6).all()
