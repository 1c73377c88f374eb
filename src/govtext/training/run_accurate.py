"""Fine-tune and write an `accurate` model."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch

from govtext.scoring.accurate import AccurateModel
from govtext.scoring.encoder import Encoder
from govtext.scoring.manifest import TOKENIZER
from govtext.scoring.onnx_engine import OnnxEngine
from govtext.scoring.pipeline import by_maximum
from govtext.training.calibrate import calibrate
from govtext.training.config import EncoderConfig
from govtext.training.data import MODEL_HEADS, unlabelled_texts
from govtext.training.distil import soften
from govtext.training.encode import encode, fine_tune, marks_of, pretrained, tokenizer_of
from govtext.training.graph import encoder_tensors, write_encoder
from govtext.training.ranges import activation_ranges
from govtext.training.task import Task

_DESCRIPTION = "All heads in one pass of a multilingual encoder, int8 on ONNX Runtime (extra 'accurate')."
_RANGE_TEXTS = 1_024


def train_accurate(config: EncoderConfig, task: Task) -> dict[str, Any]:
    """Write the files of the model, and return what the manifest says of them."""
    torch.manual_seed(config.seed)
    model, tokenizer = pretrained(task.base, config), tokenizer_of(task.base)
    checkpoints = task.out.with_suffix(".checkpoints")
    examples = task.examples
    if config.distillation:
        measured = [example.text for example in task.validation]
        examples = soften(examples, unlabelled_texts(task.data), measured, config.distillation, config.seed)
        task.log(f"{len(examples)} examples with soft labels")
    fine_tune(model, tokenizer, examples, config, checkpoints, resume=task.resume, log=task.log)
    about = export(model, config, task)
    shutil.rmtree(checkpoints)
    return about


def export(model: Encoder, config: EncoderConfig, task: Task) -> dict[str, Any]:
    """Write ``model`` for inference, with activation ranges from a sample of the training texts."""
    tokenizer, encoder = tokenizer_of(task.base), model.body.config
    tokenizer.save(str(task.out / TOKENIZER))
    chosen = np.random.default_rng(config.seed).permutation(len(task.examples))[:_RANGE_TEXTS]
    windows = encode(tokenizer, [task.examples[index].text for index in chosen], config.max_tokens)
    marks = marks_of(tokenizer)
    ranges = activation_ranges(model, windows, marks["padding"])
    state = {name: tensor.detach().numpy() for name, tensor in model.state_dict().items()}
    tensors = encoder_tensors(state, encoder.num_hidden_layers, ranges)
    write_encoder(task.out, tensors, encoder.num_attention_heads, encoder.layer_norm_eps, marks["padding"])
    options = {
        "window": config.max_tokens,
        "attention_heads": encoder.num_attention_heads,
        "epsilon": encoder.layer_norm_eps,
        **marks,
    }
    logits = _open(task.out, options, config.threads).logits([example.text for example in task.validation])
    calibration, review_below = calibrate(logits, task.validation)
    return {
        "kind": "accurate",
        "description": _DESCRIPTION,
        "review_below": review_below,
        "options": options,
        "calibration": calibration,
    }


def _open(folder: Path, options: dict[str, Any], threads: int) -> AccurateModel:
    """Open what was written, so that the model is calibrated as it will run."""
    sizes = {head: len(ids) for head, ids in MODEL_HEADS.items()}
    return AccurateModel(folder, OnnxEngine(folder, threads), options, by_maximum(sizes))
