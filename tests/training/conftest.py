from __future__ import annotations

from pathlib import Path

import pytest

from govtext.training.config import TrainingConfig, read_config

CONFIG = """
name = "tiny"
kind = "fast"
seed = 1
epochs = 1
batch_size = 2
learning_rate = 1e-3
threads = 1
[vocabulary]
min_count = 1
svd_width = 2
svd_window = 2
[network]
width = 8
channels = 8
hidden = 8
dropout = 0.3
word_dropout = 0.1
row_dropout = 0.1
ngram_sizes = [3, 4]
ngram_buckets = 64
max_tokens = 256
wide_tokens = 16
[formality]
parallel = []
hidden = 4
dropout = 0.1
epochs = 10
batch_size = 8
learning_rate = 1e-2
weights = { stif = 2.0 }
[loss]
topics = 1.0
[weights]
[holdout]
dkk = 0.2
"""


@pytest.fixture
def config_text() -> str:
    return CONFIG


@pytest.fixture
def config(tmp_path: Path, config_text: str) -> TrainingConfig:
    path = tmp_path / "run.toml"
    path.write_text(config_text, encoding="utf-8")
    read = read_config(path)
    assert isinstance(read, TrainingConfig)
    return read
