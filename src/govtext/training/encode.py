"""Fine-tuning of the `accurate` model: all heads at once, with the Trainer of transformers."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from safetensors.torch import load_file
from torch import Tensor, nn
from transformers import (
    BertConfig,
    PreTrainedTokenizerFast,
    Trainer,
    TrainerCallback,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from govtext.scoring.encoder import Encoder, prepare
from govtext.training.config import EncoderConfig
from govtext.training.data import N_OUTPUTS, Example, target_arrays
from govtext.training.fit import loss

Floats = npt.NDArray[np.float32]
_STEP = 64


def pretrained(base: Path, config: EncoderConfig) -> Encoder:
    """Return the network with the encoder in ``base`` and new heads."""
    model = Encoder(BertConfig.from_pretrained(base), N_OUTPUTS, config.hidden, config.dropout)
    weights = load_file(base / "model.safetensors")
    model.body.load_state_dict({name: tensor.float() for name, tensor in weights.items()})
    return model


def tokenizer_of(folder: Path) -> PreTrainedTokenizerFast:
    """Return the tokenizer in ``folder``."""
    return PreTrainedTokenizerFast(tokenizer_file=str(folder / "tokenizer.json"), pad_token="<pad>")  # noqa: S106


def encode(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """Return token ids, at most ``max_tokens`` a text."""
    found: list[list[int]] = tokenizer([prepare(t) for t in texts], truncation=True, max_length=max_tokens)["input_ids"]
    return found


def pad(rows: Sequence[Sequence[int]], padding: int) -> dict[str, Tensor]:
    """Return the ``input_ids`` and ``attention_mask`` of a batch."""
    longest = max(map(len, rows))
    ids = torch.tensor([[*row, *[padding] * (longest - len(row))] for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return {"input_ids": ids, "attention_mask": mask}


def predict(model: Encoder, ids: Sequence[Sequence[int]], padding: int) -> Floats:
    """Return logits, shape (n_texts, N_OUTPUTS)."""
    model.eval()
    order = np.argsort([len(row) for row in ids], kind="stable")
    found = np.zeros((len(ids), N_OUTPUTS), dtype=np.float32)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(ids), _STEP):
            rows = order[start : start + _STEP]
            found[rows] = model(**pad([ids[row] for row in rows], padding)).float().numpy()
    return found


def fine_tune(
    model: Encoder,
    tokenizer: PreTrainedTokenizerFast,
    examples: Sequence[Example],
    config: EncoderConfig,
    checkpoints: Path,
    each_epoch: Callable[[Encoder], str],
    *,
    resume: bool,
    log: Callable[[str], None],
) -> None:
    """Train ``model`` in place; checkpoints are written to ``checkpoints`` and continued from with ``resume``."""
    set_seed(config.seed)
    torch.set_num_threads(config.threads)
    targets, labelled = target_arrays(examples)
    ids = encode(tokenizer, [example.text for example in examples], config.max_tokens)
    table = Dataset.from_dict(
        {
            "input_ids": ids,
            "length": [len(row) for row in ids],
            "targets": targets.tolist(),
            "labelled": labelled.tolist(),
            "weight": [config.weights.get(example.source, 1.0) for example in examples],
        }
    )
    arguments = TrainingArguments(
        output_dir=str(checkpoints),
        use_cpu=True,
        bf16=True,
        seed=config.seed,
        num_train_epochs=config.epochs,
        per_device_train_batch_size=config.batch_size,
        learning_rate=config.learning_rate,
        lr_scheduler_type="cosine",
        warmup_steps=config.warmup_steps,
        max_grad_norm=1.0,
        train_sampling_strategy="group_by_length",
        remove_unused_columns=False,
        save_strategy="steps",
        save_steps=config.save_steps,
        save_total_limit=1,
        logging_steps=50,
        report_to="none",
        disable_tqdm=True,
    )
    trainer = _Trainer(
        model=model,
        args=arguments,
        train_dataset=table,
        data_collator=_Collator(tokenizer.pad_token_id),
        callbacks=[_Report(each_epoch, log)],
    )
    trainer.govtext = config
    trainer.train(resume_from_checkpoint=resume)


class _Collator:
    def __init__(self, padding: int) -> None:
        self.padding = padding

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        return {
            **pad([row["input_ids"] for row in rows], self.padding),
            "targets": torch.tensor([row["targets"] for row in rows]),
            "labelled": torch.tensor([row["labelled"] for row in rows]),
            "weight": torch.tensor([row["weight"] for row in rows]),
        }


class _Report(TrainerCallback):
    """Logs the loss, and the figures of each epoch."""

    def __init__(self, each_epoch: Callable[[Encoder], str], log: Callable[[str], None]) -> None:
        self.each_epoch, self.log = each_epoch, log

    def on_log(self, args: Any, state: TrainerState, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002
        if logs and "loss" in logs:
            self.log(f"step {state.global_step}/{state.max_steps}: loss {logs['loss']}")

    def on_epoch_end(self, args: Any, state: TrainerState, control: Any, model: Any = None, **_: Any) -> None:  # noqa: ARG002
        self.log(f"epoch {state.epoch:.0f}: {self.each_epoch(model)}")
        model.train()


class _Trainer(Trainer):
    govtext: EncoderConfig

    def compute_loss(self, model: nn.Module, inputs: dict[str, Tensor], *_: Any, **__: Any) -> Tensor:
        logits = model(inputs["input_ids"], inputs["attention_mask"]).float()
        return loss(logits, inputs["targets"], inputs["labelled"], inputs["weight"], self.govtext.loss)

    def create_optimizer(self, _model: nn.Module | None = None) -> torch.optim.Optimizer:
        if not isinstance(self.model, Encoder):
            raise TypeError(type(self.model))
        self.optimizer = torch.optim.AdamW(_groups(self.model, self.govtext), weight_decay=0.01, betas=(0.9, 0.98))
        return self.optimizer


def _groups(model: Encoder, config: EncoderConfig) -> list[dict[str, Any]]:
    """Return the trained parameters with the learning rate of their layer."""
    groups: dict[float, list[nn.Parameter]] = {}
    layers = int(model.body.config.num_hidden_layers)
    for name, parameter in model.named_parameters():
        if name.startswith("body.embeddings."):
            parameter.requires_grad_(not config.freeze_embeddings)
            rate = config.learning_rate * config.layer_decay ** (layers + 1)
        elif name.startswith("body.encoder.layer."):
            rate = config.learning_rate * config.layer_decay ** (layers - int(name.split(".")[3]))
        else:
            rate = config.head_learning_rate
        if parameter.requires_grad:
            groups.setdefault(rate, []).append(parameter)
    return [{"params": parameters, "lr": rate} for rate, parameters in groups.items()]


def save(model: Encoder, folder: Path) -> None:
    """Write the weights in full precision, for inference folders to be made from."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(model.state_dict(), folder / "encoder.safetensors")
    (folder / "config.json").write_text(json.dumps(model.body.config.to_dict(), default=str), encoding="utf-8")
