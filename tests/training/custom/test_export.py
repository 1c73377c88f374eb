"""What is exported gives the scores that govtext gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tokenizers import Tokenizer

import govtext
from govtext.errors import InputError
from govtext.scoring.manifest import columns
from govtext.training.custom.export import export_model
from govtext.training.custom.run import train_custom

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
onnxruntime = pytest.importorskip("onnxruntime")

TEXTS = ("jalan rusak parah pak", "terima kasih", "", "bansos sudah cair ya min di desa kami sekali")


@pytest.fixture
def model(backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path) -> Path:
    train_custom(write(config_text("full", backbone, {"epochs = 20": "epochs = 1"})), tmp_path / "model")
    return tmp_path / "model"


def _logits(folder: Path) -> Any:
    network = transformers.AutoModelForSequenceClassification.from_pretrained(folder).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
    batch = tokenizer(list(TEXTS), return_tensors="pt", padding=True, truncation=True)
    with torch.inference_mode():
        return network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.numpy(), network


def test_transformers_all_heads(model: Path, tmp_path: Path) -> None:
    export_model(str(model), "transformers", tmp_path / "out")
    found, network = _logits(tmp_path / "out")
    nlp = govtext.load(str(model))
    assert found == pytest.approx(nlp.model.logits(TEXTS), abs=1e-5)
    assert next(iter(network.config.id2label.values())) == "rasa:kesal"


@pytest.mark.parametrize(("head", "kind"), [("rasa", "single_label"), ("subjek", "multi_label")])
def test_transformers_one_head(head: str, kind: str, model: Path, tmp_path: Path) -> None:
    export_model(str(model), "transformers", tmp_path / "out", head=head)
    found, network = _logits(tmp_path / "out")
    nlp = govtext.load(str(model))
    assert found == pytest.approx(nlp.model.logits(TEXTS)[:, columns(nlp.manifest.heads)[head]], abs=1e-5)
    assert tuple(network.config.id2label.values()) == nlp.manifest.heads[head]
    assert network.config.problem_type == f"{kind}_classification"


def test_onnx(model: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxscript")
    files = export_model(str(model), "onnx", tmp_path / "out")
    assert {"model.onnx", "tokenizer.json", "labels.json"} <= {path.name for path in files}
    about = json.loads((tmp_path / "out" / "labels.json").read_text(encoding="utf-8"))
    session = onnxruntime.InferenceSession(str(tmp_path / "out" / "model.onnx"))
    tokenizer = Tokenizer.from_file(str(tmp_path / "out" / "tokenizer.json"))
    tokenizer.enable_truncation(about["window"])
    tokenizer.enable_padding(pad_id=1)
    nlp = govtext.load(str(model))
    for texts in (TEXTS, TEXTS[:1], TEXTS * 3):
        batch = tokenizer.encode_batch(list(texts))
        inputs = {
            "input_ids": np.array([one.ids for one in batch]),
            "attention_mask": np.array([one.attention_mask for one in batch]),
        }
        assert session.run(None, inputs)[0] == pytest.approx(nlp.model.logits(texts), abs=1e-5)
    head = about["heads"]["subjek"]
    assert head["multi"]
    assert head["labels"] == list(nlp.manifest.heads["subjek"])
    assert head["thresholds"] == list(nlp.manifest.calibration["subjek"].thresholds)


def test_what_cannot_be_exported(
    model: Path, fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=r"no such head.*did you mean 'rasa'"):
        export_model(str(model), "transformers", tmp_path / "out", head="rassa")
    with pytest.raises(InputError, match="no empty folder"):
        export_model(str(model), "onnx", model)
    with pytest.raises(InputError, match="no encoder"):
        export_model("fast", "onnx", tmp_path / "out")
    train_custom(write(config_text()), tmp_path / "few")
    with pytest.raises(InputError, match="method = 'full'"):
        export_model(str(tmp_path / "few"), "onnx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_accurate_encoder_is_a_bert_with_heads_beside_it(tmp_path: Path) -> None:
    """The shipped model, its heads applied as docs/training.md says, against the engine that govtext runs on torch."""
    from safetensors.torch import load_file
    from torch.nn import functional

    from govtext.scoring.manifest import find_model, read_manifest
    from govtext.scoring.torch_engine import TorchEngine

    export_model("accurate", "transformers", tmp_path / "out")
    body = transformers.AutoModel.from_pretrained(tmp_path / "out", add_pooling_layer=False).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(tmp_path / "out")
    heads = load_file(tmp_path / "out" / "heads.safetensors")
    batch = tokenizer(["Bansos belum cair, min", "jalan rusak"], return_tensors="pt", padding=True)
    mask = batch["attention_mask"][..., None]
    with torch.inference_mode():
        states = body(**batch).last_hidden_state
        states = functional.layer_norm(states, states.shape[-1:], heads["norm.weight"], heads["norm.bias"])
        attention = (states @ heads["attention.weight"].T).masked_fill(mask == 0, -1e4).softmax(1)
        mean = (states * mask).sum(1) / mask.sum(1)
        deep = functional.gelu(
            functional.linear(mean, heads["deep_in.weight"], heads["deep_in.bias"]), approximate="tanh"
        )
        logits = (
            (attention * (states @ heads["value.weight"].T)).sum(1) + deep @ heads["deep_out.weight"].T + heads["bias"]
        )
    folder = find_model("accurate")
    engine = TorchEngine(folder, read_manifest(folder).options, "cpu")
    wanted = engine.run(batch["input_ids"].numpy(), explain=False)[0]
    assert logits.numpy() == pytest.approx(wanted, abs=1e-4)
    export_model("accurate", "onnx", tmp_path / "graph")
    session = onnxruntime.InferenceSession(str(tmp_path / "graph" / "model.onnx"))
    found = session.run(["scores"], {"ids": batch["input_ids"].numpy()})[0]
    assert np.abs(found - wanted).max() < 1.0  # int8 products
