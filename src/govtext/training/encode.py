"""Fine-tuning of the `accurate` model: all heads at once, with the Trainer of transformers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from datasets import Dataset
from safetensors.torch import load_file
from tokenizers import Regex, Tokenizer, normalizers
from torch import Tensor, nn
from transformers import (
    BertConfig,
    Trainer,
    TrainerCallback,
    TrainerState,
    TrainingArguments,
    set_seed,
)

from govtext.errors import ConfigError
from govtext.scoring.accurate import encodable
from govtext.scoring.encoder import Encoder
from govtext.training.config import EncoderConfig
from govtext.training.data import N_OUTPUTS, Example, target_arrays
from govtext.training.fit import loss

Floats = npt.NDArray[np.float32]
MARKS = {"start": "<s>", "end": "</s>", "padding": "<pad>"}
_STEP = 64


def pretrained(base: Path, config: EncoderConfig) -> Encoder:
    """Return the network with the encoder in ``base`` and new heads."""
    model = Encoder(BertConfig.from_pretrained(base), N_OUTPUTS, config.hidden, config.dropout)
    weights = load_file(base / "model.safetensors")
    model.body.load_state_dict({name: tensor.float() for name, tensor in weights.items()})
    return model


def tokenizer_of(base: Path) -> Tokenizer:
    """Return the tokenizer in ``base``, changed to read one spelling where corpora and people have many.

    Text is lower-cased; links and mentions become one each, letters and marks said three times or more stand twice, and
    there is no space before a mark, as SmSA has it. Offsets still point into the original text.
    """
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    replaced = (
        (r"(?:https?://|www\.)\S+", "http"),
        (r"@[\w.]+", "@user"),
        (r"\s+(?=[,.!?;:)])", ""),
        (r"(\D)\1*(?=\1\1)", ""),
        (r"\s+", " "),
    )
    rules = [normalizers.Replace(Regex(pattern), content) for pattern, content in replaced]
    spelling = [normalizers.Lowercase(), *rules, normalizers.Strip()]
    before = [tokenizer.normalizer] if tokenizer.normalizer else []
    tokenizer.normalizer = normalizers.Sequence([*spelling, *before])
    return tokenizer


def marks_of(tokenizer: Tokenizer) -> dict[str, int]:
    """Return the ids of the pieces that begin, end and fill a window."""
    found = {name: tokenizer.token_to_id(piece) for name, piece in MARKS.items()}
    ids = {name: number for name, number in found.items() if number is not None}
    if missing := found.keys() - ids.keys():
        raise ConfigError(f"the tokenizer has no piece for {', '.join(sorted(missing))}", allowed=MARKS.values())
    return ids


def encode(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> list[list[int]]:
    """Return token ids with the marks around them, at most ``max_tokens`` a text."""
    marks = marks_of(tokenizer)
    encoded = tokenizer.encode_batch([encodable(text) for text in texts], add_special_tokens=False)
    return [[marks["start"], *one.ids[: max_tokens - 2], marks["end"]] for one in encoded]


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
    tokenizer: Tokenizer,
    examples: Sequence[Example],
    config: EncoderConfig,
    checkpoints: Path,
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
        data_collator=_Collator(marks_of(tokenizer)["padding"]),
        callbacks=[_Report(log)],
    )
    trainer.govtext = config
    trainer.train(resume_from_checkpoint=resume and any(checkpoints.glob("checkpoint-*")))


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
    """Logs the loss."""

    def __init__(self, log: Callable[[str], None]) -> None:
        self.log = log

    def on_log(self, args: Any, state: TrainerState, control: Any, logs: Any = None, **_: Any) -> None:  # noqa: ARG002 - the signature of TrainerCallback
        if logs and "loss" in logs:
            self.log(f"step {state.global_step}/{state.max_steps}: loss {logs['loss']}")


class _Trainer(Trainer):
    govtext: EncoderConfig

    def compute_loss(self, model: nn.Module, inputs: dict[str, Tensor], *_: Any, **__: Any) -> Tensor:
        logits = model(inputs["input_ids"], inputs["attention_mask"]).float()
        return loss(logits, inputs["targets"], inputs["labelled"], inputs["weight"], self.govtext.loss)

    def create_optimizer(self, _model: nn.Module | None = None) -> torch.optim.Optimizer:
        if not isinstance(self.model, Encoder):
            raise TypeError(type(self.model))
        self.optimizer = torch.optim.AdamW(
            _groups(self.model, self.govtext), weight_decay=0.01, betas=(0.9, 0.98), fused=True
        )
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
