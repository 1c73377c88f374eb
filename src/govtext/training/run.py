"""Train, calibrate, write and measure a `fast` model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from govtext.errors import MissingExtraError
from govtext.scoring import load
from govtext.scoring.manifest import WEIGHTS, write_manifest
from govtext.training.card import write_card
from govtext.training.config import TrainingConfig
from govtext.training.data import (
    MODEL_HEADS,
    Example,
    split_holdout,
    training_examples,
    unlabelled_texts,
    validation_examples,
)
from govtext.training.measure import Result, measure
from govtext.training.vectors import build_vocabulary, context_vectors, cue_vectors, encoder_vectors

_DESCRIPTION = "All heads, on numpy alone: word vectors with character n-grams, a convolution and label-wise attention."
_TRAINED_ON = (
    "govtext labelled comments (aggregates only)",
    "SmSA (MIT)",
    "NusaX-senti (CC BY-SA 4.0)",
    "dkk health-office comments (Apache-2.0)",
    "PPKM tweets",
    "STIF-Indonesia (MIT)",
    "government sentences",
    "word vectors: multilingual-e5-small (MIT) and 114,064 unlabelled comments",
)
_HEADLINES = {
    "topics micro-F1": "comments: topics micro-F1",
    "voices micro-F1": "comments: voices micro-F1",
    "poverty_related F1": "comments: poverty F1",
    "sentiment accuracy": "comments: sentiment accuracy",
    "intent accuracy": "comments: intent accuracy",
    "stance accuracy": "comments: stance accuracy",
}
# Registers 1-2, 3, 4 and 5 of the label scheme: casual, neutral, formal, bureaucratic, cut half-way between.
_LEVELS = (0.375, 0.625, 0.875)


def train_fast(
    config: TrainingConfig, data: Path, base: Path, out: Path, log: Callable[[str], None], *, resume: bool = False
) -> Sequence[Result]:
    """Train on ``data`` with word vectors from the encoder in ``base``, and write the model folder ``out``.

    A checkpoint is kept beside ``out`` until the model is written; ``resume`` goes on from it.

    Raises:
        MissingExtraError: the ``train`` extra is not installed.
        InputError: a file of ``data`` is missing.
    """
    try:
        import torch
        from safetensors.numpy import save_file

        from govtext.training.calibrate import calibrate
        from govtext.training.export import fold
        from govtext.training.fit import fit, predict
        from govtext.training.network import EncodedTexts, Network
    except ImportError as error:
        raise MissingExtraError("training", "train") from error

    torch.set_num_threads(config.threads)
    torch.use_deterministic_algorithms(True)
    examples, held_out = split_holdout(training_examples(data, config.labels), config.holdout, config.seed)
    validation: list[Example] = [*validation_examples(data), *held_out]
    texts = [example.text for example in examples]
    corpus = [*texts, *unlabelled_texts(data)]
    vocabulary = build_vocabulary(corpus, config.vocabulary.min_count)
    log(f"{len(examples)} examples, {len(validation)} to validate, {len(vocabulary.words)} words")
    views = np.concatenate(
        [
            encoder_vectors(vocabulary.words, base),
            context_vectors(corpus, vocabulary, config.vocabulary, config.seed),
            cue_vectors(vocabulary.words),
        ],
        axis=1,
    )
    # After the encoder was loaded, which draws random numbers too.
    torch.manual_seed(config.seed)
    network = Network(views, config.network)
    encoded, checkpoint = EncodedTexts(texts, vocabulary, config.network), out.with_suffix(".checkpoint")
    fit(network, encoded, examples, config, log, checkpoint=checkpoint, resume=resume)
    shown = EncodedTexts([example.text for example in validation], vocabulary, config.network)
    calibration, review_below = calibrate(predict(network, shown), validation)

    out.mkdir(parents=True, exist_ok=True)
    save_file(fold(network, vocabulary), out / WEIGHTS)
    (out / WEIGHTS).chmod(0o644)  # safetensors writes for the owner only
    about = {
        "name": config.name,
        "kind": "fast",
        "description": _DESCRIPTION,
        "licence": "Apache-2.0",
        "trained_on": _TRAINED_ON,
        "review_below": review_below,
        "formality_levels": _LEVELS,
        "options": {
            "ngram_sizes": config.network.ngram_sizes,
            "window": config.network.max_tokens,
            "wide_tokens": config.network.wide_tokens,
        },
        "heads": MODEL_HEADS,
        "calibration": calibration,
        "quality": {},
    }
    write_manifest(out, about)
    results = measure(load(str(out)), validation)
    write_manifest(out, {**about, "quality": headlines(results)})
    write_card(out, results, examples, config)
    checkpoint.unlink()
    return results


def headlines(results: Sequence[Result]) -> dict[str, float]:
    """Return the few figures that ``govtext models`` shows."""
    found = {
        _HEADLINES[r.measure]: round(r.interval.value, 3)
        for r in results
        if r.data == "comments dev" and r.measure in _HEADLINES
    }
    shown = ("SmSA valid", "NusaX valid indonesian", "NusaX valid javanese", "NusaX valid sundanese")
    return found | {f"{r.data}: macro-F1": round(r.interval.value, 3) for r in results if r.data in shown}
