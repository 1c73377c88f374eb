"""Tiny random backbones and labelled texts of our own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from govtext.scoring import manifest
from scoring.tiny import write_tiny

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
pytest.importorskip("sklearn")

from tokenizers import Tokenizer, models, pre_tokenizers, processors

GOOD = ("terima kasih pak lurah", "bagus sekali jalannya", "senang bansos sudah cair", "mantap pelayanan cepat")
BAD = ("kecewa bansos belum cair", "jalan rusak parah", "marah harga beras naik", "lambat sekali pelayanan")
WORDS = sorted({word for text in (*GOOD, *BAD) for word in text.split()})
ENDS = ("", " ya", " min", " pak", " di desa kami", " tolong")


@pytest.fixture
def rows() -> list[tuple[str, str, str]]:
    """Texts, their feeling, and what they are about: any number of subjects between `;`."""
    found = []
    for texts, feeling in ((GOOD, "senang"), (BAD, "kesal")):
        for text in texts:
            subjects = [name for name in ("bansos", "jalan", "pelayanan") if name in text]
            found += [(text + end, feeling, "|".join(subjects)) for end in ENDS]
    return found


@pytest.fixture
def write(tmp_path: Path, rows: list[tuple[str, str, str]]) -> Callable[..., Path]:
    """Write a table as Excel does and a configuration; returns the configuration."""

    def _write(config: str, table: list[tuple[str, str, str]] | None = None) -> Path:
        lines = ["no;komentar;rasa;bidang"]
        lines += [
            f"{n};{text};{feeling};{about}" for n, (text, feeling, about) in enumerate(rows if table is None else table)
        ]
        (tmp_path / "data.csv").write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        path = tmp_path / "run.toml"
        path.write_text(config, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def fast(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a tiny random model in the place of the bundled `fast`."""
    folder = tmp_path_factory.mktemp("models")
    write_tiny(folder / "fast")
    monkeypatch.setattr(manifest, "models_folder", lambda: folder)
    text = (folder / "fast" / manifest.MANIFEST).read_text(encoding="utf-8").replace('"tiny"', '"fast"')
    (folder / "fast" / manifest.MANIFEST).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def backbone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a directory with a tiny random BERT, as one would download it."""
    folder = tmp_path_factory.mktemp("backbone")
    pieces = ["<s>", "<pad>", "</s>", "<unk>", *WORDS, "ya", "min", "di", "desa", "kami", "tolong"]
    tokenizer = Tokenizer(models.WordLevel({piece: number for number, piece in enumerate(pieces)}, "<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    wrapped: Any = transformers.PreTrainedTokenizerFast
    marks = {"pad_token": "<pad>", "cls_token": "<s>", "sep_token": "</s>", "unk_token": "<unk>"}
    wrapped(tokenizer_object=tokenizer, **marks).save_pretrained(folder)
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(pieces), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=48,
        max_position_embeddings=32, pad_token_id=1, initializer_range=0.1,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    transformers.BertModel(config).save_pretrained(folder)
    return folder


CONFIG = """
name = "coba"
method = "{method}"
backbone = "{backbone}"
licence = "CC-BY-4.0"
seed = 3
[data]
train = "data.csv"
validation_share = 0.25
[heads.rasa]
[heads.subjek]
column = "bidang"
multi = true
separator = "|"
[fitting]
epochs = 20
batch_size = 8
learning_rate = 3e-3
patience = 20
max_tokens = 8
device = "cpu"
threads = 1
"""


@pytest.fixture
def config_text() -> Callable[..., str]:
    def _text(method: str = "few_shot", backbone: Any = "fast", replaced: dict[str, str] | None = None) -> str:
        text = CONFIG.format(method=method, backbone=backbone)
        for before, after in (replaced or {}).items():
            assert before in text
            text = text.replace(before, after)
        return text

    return _text
