"""A tiny `fast` model of random weights, so that most tests need no shipped model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from safetensors.numpy import save_file

from govtext.scoring import Pipeline, load
from govtext.scoring.features import tokenize_batch
from govtext.scoring.manifest import WEIGHTS, write_manifest
from govtext.training.data import MODEL_HEADS, N_OUTPUTS, ONE_OF_HEADS, YES_NO_HEADS

WORDS = ["kapan", "bansos", "cair", "min", "mbah", "saya", "beras", "naik", "!", "🙏"]
WIDTH, CHANNELS, HIDDEN, BUCKETS = 6, 5, 4, 64


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    rng = np.random.default_rng(0)

    def normal(*shape: int) -> npt.NDArray[np.float32]:
        return rng.normal(0, 0.5, shape).astype(np.float32)

    vocabulary = np.sort(tokenize_batch(WORDS).hashes)
    tensors: dict[str, npt.NDArray[Any]] = {
        "vocabulary": vocabulary,
        "words": rng.integers(-127, 128, (vocabulary.size, WIDTH)).astype(np.int8),
        "word_scales": np.full(vocabulary.size, 0.01, dtype=np.float16),
        "ngrams": rng.integers(-127, 128, (BUCKETS, WIDTH)).astype(np.int8),
        "ngram_scales": np.full(BUCKETS, 0.01, dtype=np.float16),
        **{f"dense.conv.{tap}": normal(WIDTH, CHANNELS) for tap in range(3)},
        "dense.conv.bias": normal(CHANNELS),
        "dense.label.words": normal(WIDTH, 2 * N_OUTPUTS),
        "dense.label.hidden": normal(CHANNELS, 2 * N_OUTPUTS),
        "dense.deep.in": normal(2 * (WIDTH + CHANNELS), HIDDEN),
        "dense.deep.in_bias": normal(HIDDEN),
        "dense.deep.out": normal(HIDDEN, N_OUTPUTS),
        "dense.wide": normal(WIDTH, N_OUTPUTS),
        "dense.bias": normal(N_OUTPUTS),
    }
    save_file(tensors, folder / WEIGHTS)
    calibration = {
        name: {"temperature": 1.3} | ({"thresholds": [0.5] * len(ids)} if name in YES_NO_HEADS else {})
        for name, ids in MODEL_HEADS.items()
    }
    assert set(ONE_OF_HEADS) < set(calibration)
    write_manifest(
        folder,
        {
            "name": "tiny",
            "kind": "fast",
            "description": "random",
            "licence": "none",
            "trained_on": [],
            "review_below": 0.5,
            "formality_levels": [0.375, 0.625, 0.875],
            "options": {"ngram_sizes": [3, 4]},
            "heads": MODEL_HEADS,
            "calibration": calibration,
            "quality": {"x: F1": 0.5},
        },
    )
    return folder


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Pipeline:
    return load(str(tiny_folder))
