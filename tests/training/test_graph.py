"""What is fine-tuned in torch is what runs on ONNX Runtime."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pytest

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from tokenizers import Tokenizer, models, pre_tokenizers

from govtext.errors import InputError
from govtext.scoring.accurate import AccurateModel
from govtext.scoring.encoder import Encoder
from govtext.scoring.onnx_engine import OnnxEngine
from govtext.scoring.torch_engine import TorchEngine
from govtext.training.graph import encoder_tensors, write_encoder
from govtext.training.ranges import activation_ranges

N_OUTPUTS, LAYER_COUNT, HEADS = 5, 2, 4
PIECES = ("<s>", "<pad>", "</s>", "<unk>", "bansos", "belum", "cair", "pak", "jalan", "rusak")
BY_MAXIMUM = np.array([True, True, False, False, False])
OPTIONS: dict[str, Any] = {"window": 16, "start": 0, "padding": 1, "end": 2, "epsilon": 1e-12, "attention_heads": HEADS}
TEXTS = (
    "bansos belum cair",
    "cair",
    "",
    "jalan rusak pak",
    "apa ini 🙏 \ud800",
    "bansos belum cair pak " * 3,
    "jalan rusak belum cair pak bansos " * 30,
)


@pytest.fixture(scope="module")
def network() -> Encoder:
    config = transformers.BertConfig(
        vocab_size=len(PIECES),
        hidden_size=32,
        num_hidden_layers=LAYER_COUNT,
        num_attention_heads=HEADS,
        intermediate_size=64,
        max_position_embeddings=32,
        layer_norm_eps=1e-12,
        pad_token_id=1,
    )
    with torch.random.fork_rng():
        torch.manual_seed(3)
        made = Encoder(config, N_OUTPUTS, hidden=8, dropout=0.1)
        for name, tensor in made.named_parameters():
            if "norm" not in name.lower():
                torch.nn.init.normal_(tensor, 0, 0.3)
    return made.eval()


@pytest.fixture(scope="module")
def folder(network: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("accurate")
    tokenizer = Tokenizer(models.WordLevel({piece: i for i, piece in enumerate(PIECES)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(path / "tokenizer.json"))
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    windows = np.random.default_rng(0).integers(3, len(PIECES), (64, 10)).tolist()
    ranges = activation_ranges(network, [[0, *window, 2] for window in windows], padding=1)
    write_encoder(path, encoder_tensors(state, LAYER_COUNT, ranges), HEADS, 1e-12, padding=1)
    return path


@pytest.fixture(scope="module")
def model(folder: Path) -> AccurateModel:
    return AccurateModel(folder, OnnxEngine(folder, threads=2), OPTIONS, BY_MAXIMUM)


def expected(network: Encoder, text: str) -> npt.NDArray[np.float32]:
    """Scores of one text of at most fourteen words."""
    known = {piece: i for i, piece in enumerate(PIECES)}
    ids = [0, *(known.get(word, 3) for word in text.split()), 2]
    with torch.inference_mode():
        found: npt.NDArray[np.float32] = network(torch.tensor([ids]), torch.ones(1, len(ids))).numpy()[0]
    return found


def test_scores_are_those_of_the_network_but_for_int8(network: Encoder, model: AccurateModel) -> None:
    texts = ["bansos belum cair", "cair", "jalan rusak pak", "bansos belum cair pak " * 3]
    wanted = np.array([expected(network, text) for text in texts])
    assert np.ptp(wanted, axis=0).min() > 0.3  # else a tolerance proves nothing
    np.testing.assert_allclose(model.logits(texts), wanted, atol=0.1)


def test_any_batch_gives_the_same(model: AccurateModel, monkeypatch: pytest.MonkeyPatch) -> None:
    together = model.logits(TEXTS)
    alone = np.concatenate([model.logits([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-4)
    monkeypatch.setattr("govtext.scoring.accurate._STEP_TEXTS", 2)
    np.testing.assert_allclose(model.logits(TEXTS), together, atol=1e-4)


def test_a_text_without_pieces_is_an_empty_window(network: Encoder, model: AccurateModel) -> None:
    found = model.logits(["", "cair", "  "])
    np.testing.assert_allclose(found[[0, 2]], np.tile(expected(network, ""), (2, 1)), atol=0.1)
    np.testing.assert_allclose(found[1], expected(network, "cair"), atol=0.1)
    assert model.logits([]).shape == (0, N_OUTPUTS)


def test_a_long_text_is_the_maximum_or_mean_of_its_windows(model: AccurateModel) -> None:
    size, words = OPTIONS["window"] - 2, TEXTS[-1].split()
    count = -(-(len(words) - size // 8) // (size - size // 8))
    begins = [number * (len(words) - size) // (count - 1) for number in range(count)]
    parts = model.logits([" ".join(words[begin : begin + size]) for begin in begins])
    merged = np.where(BY_MAXIMUM, parts.max(axis=0), parts.mean(axis=0))
    np.testing.assert_allclose(model.logits([TEXTS[-1]])[0], merged, atol=1e-4)


def test_the_network_is_the_same_on_torch(folder: Path, model: AccurateModel) -> None:
    other = AccurateModel(folder, TorchEngine(folder, OPTIONS, "cpu"), OPTIONS, BY_MAXIMUM)
    (scores, attributions), (wanted, expected_parts) = other.explain(TEXTS), model.explain(TEXTS)
    # Activations have 8 bits in the one and 32 in the other.
    np.testing.assert_allclose(scores, wanted, atol=0.1)
    for found, other_found in zip(attributions, expected_parts, strict=True):
        assert found.spans == other_found.spans
        np.testing.assert_allclose(found.parts, other_found.parts, atol=0.1)


def test_an_unknown_device_is_named(folder: Path) -> None:
    with pytest.raises(InputError, match=r"torch cannot use the device.*gpu9.*device='cpu'"):
        TorchEngine(folder, OPTIONS, "gpu9")


def test_pieces_add_up_to_what_the_attention_says(network: Encoder, model: AccurateModel) -> None:
    scores, attributions = model.explain(TEXTS)
    np.testing.assert_allclose(scores, model.logits(TEXTS), atol=1e-4)
    assert [len(found.spans) for found in attributions] == [found.parts.shape[0] for found in attributions]
    text, found = TEXTS[0], attributions[0]
    assert [text[start:end] for start, end in found.spans] == text.split()
    with torch.inference_mode():
        ids = torch.tensor([[0, *(PIECES.index(word) for word in text.split()), 2]])
        states = network.norm(network.body(input_ids=ids).last_hidden_state)
        parts = network.attention(states).softmax(1) * network.value(states)
    np.testing.assert_allclose(found.parts, parts[0, 1:-1].numpy(), atol=0.05)
    assert attributions[TEXTS.index("")].spans == []


def test_every_piece_of_a_long_text_is_explained(model: AccurateModel) -> None:
    attribution = model.explain([TEXTS[-1]])[1][0]
    assert [TEXTS[-1][start:end] for start, end in attribution.spans] == TEXTS[-1].split()
    assert np.isfinite(attribution.parts).all()


def test_weights_stay_in_the_safetensors_file(folder: Path) -> None:
    assert (folder / "model.onnx").stat().st_size < 20_000
    assert (folder / "model.safetensors").stat().st_size > 20_000
