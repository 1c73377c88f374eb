"""Train and write a `fast` model."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from safetensors.numpy import save_file

from govtext.scoring.fast import FastModel
from govtext.scoring.manifest import WEIGHTS
from govtext.scoring.pipeline import by_maximum
from govtext.training.calibrate import calibrate
from govtext.training.config import TrainingConfig
from govtext.training.data import MODEL_HEADS, unlabelled_texts
from govtext.training.distil import soften
from govtext.training.export import fold
from govtext.training.fit import fit, predict
from govtext.training.formality import fit_formality
from govtext.training.network import EncodedTexts, Network
from govtext.training.task import Task
from govtext.training.vectors import build_vocabulary, context_vectors, cue_vectors, encoder_vectors

_DESCRIPTION = "All heads, on numpy alone: word vectors with character n-grams, a convolution and label-wise attention."


def train_fast(config: TrainingConfig, task: Task) -> dict[str, Any]:
    """Write the weights, and return what the manifest says of them."""
    examples, unlabelled = task.examples, unlabelled_texts(task.data)
    corpus = [*(example.text for example in examples), *unlabelled]
    vocabulary = build_vocabulary(corpus, config.vocabulary.min_count)
    task.log(f"{len(vocabulary.words)} words")
    views = np.concatenate(
        [
            encoder_vectors(vocabulary.words, task.base),
            context_vectors(corpus, vocabulary, config.vocabulary, config.seed),
            cue_vectors(vocabulary.words),
        ],
        axis=1,
    )
    # After the encoder was loaded, which draws random numbers too.
    torch.manual_seed(config.seed)
    network = Network(views, config.network)
    checkpoint = task.out.with_suffix(".checkpoint")
    measured = [example.text for example in task.validation]
    if config.distillation:
        examples = soften(examples, unlabelled, measured, config.distillation, config.seed)
        task.log(f"{len(examples)} examples with soft labels")
    encoded = EncodedTexts([example.text for example in examples], vocabulary, config.network)
    fit(network, encoded, examples, config, task.log, checkpoint=checkpoint, resume=task.resume)
    shown = EncodedTexts(measured, vocabulary, config.network)
    calibration, review_below = calibrate(predict(network, shown), task.validation)
    options = {
        "ngram_sizes": config.network.ngram_sizes,
        "window": config.network.max_tokens,
        "wide_tokens": config.network.wide_tokens,
    }
    weights = fold(network, vocabulary)
    model = FastModel(weights, options, by_maximum({name: len(classes) for name, classes in MODEL_HEADS.items()}))
    weights = fit_formality(weights, model, task.examples, config.formality, config.seed, task.log)
    save_file(weights, task.out / WEIGHTS)
    (task.out / WEIGHTS).chmod(0o644)  # safetensors writes for the owner only
    checkpoint.unlink()
    return {
        "kind": "fast",
        "description": _DESCRIPTION,
        "review_below": review_below,
        "options": options,
        "calibration": calibration,
    }
