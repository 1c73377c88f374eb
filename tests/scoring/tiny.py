"""A tiny random `fast` model, and texts to try it on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save_file

from govtext.scoring.features import SURFACE, tokenize_batch
from govtext.scoring.manifest import WEIGHTS, YES_NO, write_manifest
from govtext.training.data import MODEL_HEADS, N_OUTPUTS

WIDTH, CHANNELS, HIDDEN, BUCKETS = 8, 8, 8, 64
NGRAM_SIZES = (3, 4, 5)
WINDOW, WIDE_TOKENS = 32, 8
OPTIONS = {"ngram_sizes": list(NGRAM_SIZES), "window": WINDOW, "wide_tokens": WIDE_TOKENS}
BY_MAXIMUM = np.repeat([name in YES_NO for name in MODEL_HEADS], [len(ids) for ids in MODEL_HEADS.values()])

SENTENCES = (
    "Bansos PKH belum cair, tolong dibantu pak!",
    "Terima kasih bapak bupati, jalan di desa kami sudah bagus",
    "Kenapa harga beras dan minyak naik terus?",
    "Ibu saya lansia sakit tapi BPJS ditolak puskesmas",
    "anak disabilitas susah sekolah karena tidak ada guru",
    "mohon info cara daftar bantuan modal untuk nelayan kecil",
    "matur nuwun pak lurah 🙏",
)

# Known, unknown and mixed words, symbols, other scripts, broken and normal forms.
VARIED = (
    *SENTENCES,
    "",
    "   ",
    "x",
    "bansos",
    "zzqy wkwkwk ngeselin",
    "bangeeeet mahalnyaaaa!!!!!",
    "Rp 150.000 per 2024-01-31, no 08123456789",
    "@kemensos cek https://contoh.go.id/a?b=1 dong",
    "👩‍👩‍👧 🙏🙏 🏽",
    "cafe\u0301 dan caf\u00e9",
    "pak'e gak ngerti ’ora‘ opo",
    "ꦲꦏ꧀ꦱꦫ 中文 العربية",
    "satu\x00dua",
    "rusak \ud800 \udfff",
    "... ??? !!",
    "bansos " * 300,
    "\ufeffbansos cair",
    "İstanbul ΑΣ ﬁ ½ ²",
)


def tiny_weights(seed: int = 7) -> dict[str, npt.NDArray[Any]]:
    rng = np.random.default_rng(seed)
    vocabulary = np.unique(tokenize_batch(SENTENCES).hashes)

    def codes(rows: int) -> npt.NDArray[np.int8]:
        return rng.integers(-127, 128, (rows, WIDTH)).astype(np.int8)

    def scales(rows: int) -> npt.NDArray[np.float16]:
        return rng.uniform(0.004, 0.012, rows).astype(np.float16)

    def dense(*shape: int) -> npt.NDArray[np.float32]:
        return rng.normal(0, 0.6, shape).astype(np.float32)

    return {
        "vocabulary": vocabulary,
        "words": codes(vocabulary.size),
        "word_scales": scales(vocabulary.size),
        "ngrams": codes(BUCKETS),
        "ngram_scales": scales(BUCKETS),
        **{f"dense.conv.{tap}": dense(WIDTH, CHANNELS) for tap in range(3)},
        "dense.conv.bias": dense(CHANNELS),
        "dense.label.words": dense(WIDTH, 2 * N_OUTPUTS),
        "dense.label.hidden": dense(CHANNELS, 2 * N_OUTPUTS),
        "dense.deep.in": dense(2 * (WIDTH + CHANNELS), HIDDEN),
        "dense.deep.in_bias": dense(HIDDEN),
        "dense.deep.out": dense(HIDDEN, N_OUTPUTS),
        "dense.wide": dense(WIDTH, N_OUTPUTS),
        "dense.formality.in": dense(3 * WIDTH + 2 * CHANNELS + len(SURFACE), HIDDEN),
        "dense.formality.in_bias": dense(HIDDEN),
        "dense.formality.out": dense(HIDDEN),
        "dense.bias": dense(N_OUTPUTS),
    }


def tiny_manifest(seed: int = 7) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    calibration: dict[str, dict[str, Any]] = {}
    for name, ids in MODEL_HEADS.items():
        calibration[name] = {"temperature": round(float(rng.uniform(0.7, 1.5)), 3)}
        if name in YES_NO:
            calibration[name]["thresholds"] = rng.uniform(0.3, 0.6, len(ids)).round(3).tolist()
    return {
        "name": "tiny",
        "kind": "fast",
        "description": 'Random numbers, with "quotes" and a naïve word.',
        "licence": "Apache-2.0",
        "trained_on": ["nothing"],
        "review_below": 0.55,
        "formality_levels": [0.375, 0.625, 0.875],
        "options": OPTIONS,
        "heads": {name: list(ids) for name, ids in MODEL_HEADS.items()},
        "calibration": calibration,
        "quality": {"SmSA valid: macro-F1": 0.5},
    }


def write_tiny(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tiny_weights(), folder / WEIGHTS)
    write_manifest(folder, tiny_manifest())
    return folder
