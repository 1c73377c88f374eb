"""An export is read with nothing but its own files, and gives the labels that govtext gives."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tokenizers import Tokenizer

import govtext
from govtext.errors import InputError, MissingExtraError
from govtext.scoring.custom import CustomPipeline
from govtext.training.custom.export import export_model
from govtext.training.custom.run import train_custom

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
onnxruntime = pytest.importorskip("onnxruntime")
pytest.importorskip("onnxscript")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
TEXTS = (
    "jalan rusak parah pak", "terima kasih", "bansos belum cair", "senang bansos sudah cair", "apa ini", "🙏",
    "pak " * 50, "bansos sudah cair ya min di desa kami sekali",
)  # fmt: skip
SIZES = {"num_attention_heads": 4, "num_hidden_layers": 2, "intermediate_size": 48, "hidden_size": 32}
OTHERS: dict[str, tuple[str, dict[str, int]]] = {
    "bert": ("Bert", SIZES),
    "xlm-roberta": ("XLMRoberta", SIZES),
    "electra": ("Electra", {**SIZES, "embedding_size": 16}),
    "distilbert": ("DistilBert", {"n_heads": 4, "n_layers": 2, "hidden_dim": 48, "dim": 32}),
}


@pytest.fixture
def model(
    request: pytest.FixtureRequest, backbone: Path, write: Callable[..., Path], config_text: Callable[..., str],
    tmp_path: Path,
) -> Path:  # fmt: skip
    """A model over a tiny random encoder of the family asked for."""
    family, sizes = OTHERS[getattr(request, "param", "bert")]
    folder = tmp_path / "backbone"
    transformers.AutoTokenizer.from_pretrained(backbone).save_pretrained(folder)
    vocabulary = transformers.AutoConfig.from_pretrained(backbone).vocab_size
    settings = getattr(transformers, f"{family}Config")(
        vocab_size=vocabulary, max_position_embeddings=32, pad_token_id=1, initializer_range=0.1, **sizes
    )
    torch.manual_seed(0)
    getattr(transformers, f"{family}Model")(settings).save_pretrained(folder)
    train_custom(write(config_text("full", folder, {"epochs = 20": "epochs = 3"})), tmp_path / "model")
    return tmp_path / "model"


def read_labels(about: dict[str, Any], logits: np.ndarray) -> list[dict[str, list[str]]]:
    """Decode scores as docs/training.md tells: temperature, then thresholds or the highest."""
    said: list[dict[str, list[str]]] = [{} for _ in logits]
    start = 0
    for name, head in about["heads"].items():
        part = logits[:, start : start + len(head["labels"])] / head["temperature"]
        start += len(head["labels"])
        for row, cells in enumerate(part):
            if head["multi"]:
                chances = 1 / (1 + np.exp(-cells))
                said[row][name] = [
                    label
                    for label, chance, least in zip(head["labels"], chances, head["thresholds"], strict=True)
                    if chance >= least
                ]
            else:
                said[row][name] = [head["labels"][int(cells.argmax())]]
    assert start == logits.shape[1]
    return said


def answers(folder: Path) -> list[dict[str, list[str]]]:
    """What govtext says."""
    nlp = govtext.load(str(folder))
    assert isinstance(nlp, CustomPipeline)
    found = []
    for one in nlp.pipe(TEXTS):
        labels = one.labels.items()
        found.append({name: sorted(x.id for x in got) if isinstance(got, tuple) else [got.id] for name, got in labels})
    return found


def tidy(said: list[dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    return [{name: sorted(labels) for name, labels in one.items()} for one in said]


@pytest.mark.parametrize("model", OTHERS, indirect=True)
def test_onnx_runtime_answers_the_same_at_any_size(model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    files = export_model(str(model), "onnx", out)
    assert {path.name for path in files} == {"README.md", "labels.json", "model.onnx", "tokenizer.json"}
    about = json.loads((out / "labels.json").read_text(encoding="utf-8"))
    session = onnxruntime.InferenceSession(str(out / "model.onnx"))
    assert [(one.name, one.shape) for one in session.get_inputs()] == [
        ("input_ids", ["texts", "pieces"]),
        ("attention_mask", ["texts", "pieces"]),
    ]
    tokenizer = Tokenizer.from_file(str(out / "tokenizer.json"))
    tokenizer.enable_truncation(about["window"])
    tokenizer.enable_padding(pad_id=1)
    together: list[np.ndarray] = []
    for size in (1, 3, len(TEXTS)):
        parts = []
        for start in range(0, len(TEXTS), size):
            batch = tokenizer.encode_batch(list(TEXTS[start : start + size]))
            ids = np.array([one.ids for one in batch], dtype=np.int64)
            mask = np.array([one.attention_mask for one in batch], dtype=np.int64)
            parts.append(session.run(["logits"], {"input_ids": ids, "attention_mask": mask})[0])
        together.append(np.concatenate(parts))
    for one in together:
        assert one == pytest.approx(together[0], abs=1e-5)
        assert tidy(read_labels(about, one)) == answers(model)


@pytest.mark.parametrize("model", OTHERS, indirect=True)
@pytest.mark.parametrize("head", [None, "rasa", "subjek"])
def test_transformers_answers_the_same(head: str | None, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export_model(str(model), "transformers", out, head=head)
    about = json.loads((out / "labels.json").read_text(encoding="utf-8"))
    assert list(about["heads"]) == ([head] if head else ["rasa", "subjek"])
    network = transformers.AutoModelForSequenceClassification.from_pretrained(out).eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(out)
    assert tokenizer.model_max_length == about["window"]
    batch = tokenizer(list(TEXTS), return_tensors="pt", padding=True, truncation=True)
    with torch.inference_mode():
        logits = network(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits.numpy()
    wanted = [{name: labels for name, labels in one.items() if head in (None, name)} for one in answers(model)]
    assert tidy(read_labels(about, logits)) == wanted
    assert network.config.num_labels == logits.shape[1] == len(network.config.id2label)


def test_a_pipeline_of_transformers_reads_one_head(model: Path, tmp_path: Path) -> None:
    export_model(str(model), "transformers", tmp_path / "out", head="rasa")
    classify = transformers.pipeline("text-classification", model=str(tmp_path / "out"), device="cpu")
    texts = list(TEXTS[:5])
    assert [[one["label"]] for one in classify(texts, truncation=True)] == [one["rasa"] for one in answers(model)[:5]]


def test_an_export_carries_licence_and_card_and_no_text(model: Path, tmp_path: Path) -> None:
    export_model(str(model), "onnx", tmp_path / "out")
    about = json.loads((tmp_path / "out" / "labels.json").read_text(encoding="utf-8"))
    assert (about["model"], about["licence"], about["window"]) == ("coba", "CC-BY-4.0", 8)
    assert (tmp_path / "out" / "README.md").read_bytes() == (model / "README.md").read_bytes()


def test_a_changed_model_is_not_exported(model: Path, tmp_path: Path) -> None:
    weights = bytearray((model / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (model / "model.safetensors").write_bytes(weights)
    with pytest.raises(govtext.GovtextError, match="sha256 differs"):
        export_model(str(model), "onnx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_wrong_targets_and_outputs(model: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"unknown target.*onx.*did you mean 'onnx'"):
        export_model(str(model), "onx", tmp_path / "out")
    with pytest.raises(InputError, match="one head alone"):
        export_model(str(model), "onnx", tmp_path / "out", head="rasa")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="no empty folder"):
        export_model(str(model), "onnx", tmp_path / "file")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "out").exists()
    (tmp_path / "empty").mkdir()
    assert export_model(str(model), "onnx", tmp_path / "empty")


def test_a_missing_exporter_is_named(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("torch.onnx._internal.exporter")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(MissingExtraError, match=r"\[train\]"):
        export_model(str(model), "onnx", tmp_path / "out")


def test_exporting_is_quiet_and_changes_no_setting(
    model: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    import logging
    import warnings

    before = logging.getLogger("torch.onnx").level, list(warnings.filters)
    export_model(str(model), "onnx", tmp_path / "out")
    assert (logging.getLogger("torch.onnx").level, list(warnings.filters)) == before
    told = capfd.readouterr()
    assert "torch" not in told.out + told.err
