"""Training from the first file to the last, on an invented data folder and a tiny random encoder."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

import govtext
from govtext.cli import cli
from govtext.scoring.manifest import read_manifest

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")

from tokenizers import Tokenizer, models, pre_tokenizers

TOPICS = {"bansos": "social_assistance", "puskesmas": "health", "sekolah": "education"}
SENTIMENTS = {"bagus": "positive", "biasa": "neutral", "rusak": "negative"}
WORDS = (*TOPICS, *SENTIMENTS, "pak", "mohon", "dong", "nih", "kapan", "di", "desa", "kami")
WIDTH = 16

ACCURATE = """
name = "tiny"
kind = "accurate"
seed = 1
epochs = 1
batch_size = 8
learning_rate = 1e-3
head_learning_rate = 1e-2
layer_decay = 0.9
warmup_steps = 1
save_steps = 5
threads = 1
max_tokens = 16
hidden = 8
dropout = 0.1
freeze_embeddings = true
[loss]
topics = 1.0
poverty_related = 0.5
sentiment = 1.0
intent = 0.7
voices = 1.2
stance = 0.7
formality = 0.3
[weights]
comments = 1.5
[holdout]
dkk = 0.2
"""


def comments(count: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(count):
        topic, sentiment = list(TOPICS)[number % 3], list(SENTIMENTS)[number // 3 % 3]
        rows.append(
            {
                "text": f"{topic} {WORDS[number % len(WORDS)]} {sentiment} {number}",
                "topics": [TOPICS[topic]],
                "poverty_related": topic == "bansos",
                "sentiment": SENTIMENTS[sentiment],
                "intent": "complaint" if sentiment == "rusak" else "statement",
                "voices": ["extreme_poor"] if topic == "bansos" else [],
                "stance": "self" if topic == "bansos" else "none",
                "register": 1 + number % 5,
            }
        )
    return rows


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    rows = comments(60)
    sentiment = [{"text": row["text"], "sentiment": row["sentiment"], "lang": "javanese"} for row in rows]
    pairs = [{"informal": f"gak {word}", "formal": f"tidak {word}"} for word in WORDS]
    files: dict[str, list[dict[str, Any]]] = {
        **{f"comments/{name}": rows for name in ("train", "train_rare", "train_more", "train_broad", "dev")},
        **{f"sentiment/{name}": sentiment for name in ("smsa_train", "nusax_train", "dkk_train", "ppkm_train")},
        **{f"sentiment/{name}": sentiment for name in ("smsa_valid", "nusax_valid")},
        **{f"formality/{name}": pairs for name in ("stif_train", "stif_dev")},
        **{f"formality/{name}": [{"text": "dalam rangka"}] for name in ("gov_bureaucratic", "gov_friendly")},
    }
    # Rows of one text must not stand on both sides of the held-out share.
    files["sentiment/dkk_train"] = [{**row, "text": f"{row['text']} dkk"} for row in sentiment]
    for name, lines in files.items():
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with gzip.open(folder / "comments" / "unlabelled.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": row["text"]}) + "\n" for row in rows)
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base")
    pieces = ("<s>", "<pad>", "</s>", "<unk>", *WORDS)
    tokenizer = Tokenizer(models.WordLevel({piece: i for i, piece in enumerate(pieces)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    config = transformers.BertConfig(
        vocab_size=len(pieces),
        hidden_size=WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=2 * WIDTH,
        max_position_embeddings=32,
        pad_token_id=1,
    )
    with torch.random.fork_rng():
        torch.manual_seed(0)
        transformers.BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def _keep_determinism() -> Any:
    yield
    torch.use_deterministic_algorithms(False)


def train(config: str, data: Path, base: Path, out: Path) -> str:
    path = out.with_suffix(".toml")
    path.write_text(config, encoding="utf-8")
    result = CliRunner().invoke(
        cli, ["train", str(path), "--data", str(data), "--base", str(base), "-o", str(out)], catch_exceptions=False
    )
    assert result.exit_code == 0
    return result.output


@pytest.fixture(params=["fast", "accurate"])
def config(request: pytest.FixtureRequest, config_text: str) -> str:
    heads = ACCURATE[ACCURATE.index("topics = 1.0") : ACCURATE.index("[weights]")]
    return ACCURATE if request.param == "accurate" else config_text.replace("topics = 1.0\n", heads)


@pytest.mark.filterwarnings("ignore")  # of transformers, datasets and torch, about their own future
def test_training_writes_a_model_that_loads_and_repeats_itself(
    config: str, data: Path, base: Path, tmp_path: Path
) -> None:
    printed = train(config, data, base, tmp_path / "first")
    assert "topics micro-F1" in printed
    nlp = govtext.load(str(tmp_path / "first"))
    assert nlp("bansos rusak pak").text == "bansos rusak pak"
    card = (tmp_path / "first" / "README.md").read_text(encoding="utf-8")
    assert "| comments | 240 |" in card
    assert not list(tmp_path.glob("*.checkpoint*"))

    train(config, data, base, tmp_path / "second")
    first, second = read_manifest(tmp_path / "first"), read_manifest(tmp_path / "second")
    assert first.sha256 == second.sha256
    assert first.calibration == second.calibration
    assert first.quality == second.quality
