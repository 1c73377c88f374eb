"""Fine-tuning an encoder on custom heads, with the Trainer of transformers: all of it, or its heads alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import Dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    BertForSequenceClassification,
    EarlyStoppingCallback,
    PreTrainedTokenizerFast,
    PrinterCallback,
    Trainer,
    TrainerCallback,
    TrainingArguments,
    set_seed,
)

from govtext.errors import ConfigError, InputError
from govtext.scoring.accurate import encodable
from govtext.scoring.manifest import MANIFEST, TOKENIZER, WEIGHTS, columns, find_model, read_manifest
from govtext.scoring.sequence import padded
from govtext.scoring.torch_engine import network_config, network_state
from govtext.training.custom.config import CustomConfig
from govtext.training.custom.data import Split, targets

Floats = npt.NDArray[np.float32]
_RATES = {"full": 2e-5, "frozen": 1e-3}
_ACCURATE = "accurate"
_MOST_WEIGHT = 10.0  # of a rare class: beyond, single texts rule the loss


@dataclass(frozen=True, slots=True)
class Backbone:
    """A pretrained network with new heads, its tokenizer, and the id that fills batches."""

    network: Any
    tokenizer: Any
    padding: int


def open_backbone(name: str, folder: Path, n_classes: int) -> Backbone:
    """Open an encoder with ``n_classes`` new outputs.

    Args:
        name: ``accurate``, a directory (looked for from ``folder`` too), or an id of the Hub.
        folder: of the configuration.
        n_classes: of all heads.

    Raises:
        InputError: there is no such backbone here, or it cannot be downloaded.
        ConfigError: its tokenizer has no ``tokenizer.json`` nor can be converted to one.
    """
    local = next((path for path in (folder / name, Path(name)) if path.is_dir()), None)
    place = find_model(_ACCURATE) if name == _ACCURATE and local is None else local
    if place is not None and (place / MANIFEST).is_file() and not (place / "config.json").is_file():
        return _own(place, n_classes)
    where = str(place or name)
    try:
        tokenizer = AutoTokenizer.from_pretrained(where, use_fast=True)
        # Weights in pickle run code when they are opened, so they are refused here.
        network = AutoModelForSequenceClassification.from_pretrained(
            where, num_labels=n_classes, use_safetensors=True, ignore_mismatched_sizes=True
        )
    except (OSError, ValueError, ImportError) as error:
        first = str(error).strip().split("\n", maxsplit=1)[0]
        raise InputError(
            f"cannot open the backbone ({first[:200]})", got=name,
            fix="name a directory with config.json, model.safetensors and tokenizer.json, or a Hub id while online",
        ) from None  # fmt: skip
    if not getattr(tokenizer, "is_fast", False) or tokenizer.pad_token_id is None:
        raise ConfigError("the backbone has no fast tokenizer with a piece for padding", got=name)
    network.config.pad_token_id = tokenizer.pad_token_id
    return Backbone(network, tokenizer, tokenizer.pad_token_id)


def _own(place: Path, n_classes: int) -> Backbone:
    """Open the encoder of an `accurate` model, its int8 weights as floats."""
    manifest = read_manifest(place)
    if manifest.kind != _ACCURATE:
        raise InputError("this govtext model has no encoder", got=str(place), fix="take 'accurate' as the backbone")
    tensors, options = load_file(place / WEIGHTS), manifest.options
    state = {name: torch.from_numpy(np.ascontiguousarray(part)) for name, part in network_state(tensors).items()}
    config = network_config(tensors, options)
    config.num_labels = n_classes
    network = BertForSequenceClassification(config)
    body = {name.removeprefix("body."): part for name, part in state.items() if name.startswith("body.")}
    network.bert.load_state_dict(body, strict=False)  # it has no pooler: that is learnt anew
    pieces = Tokenizer.from_file(str(place / TOKENIZER))
    start, end = (pieces.id_to_token(int(options[mark])) for mark in ("start", "end"))
    from tokenizers.processors import TemplateProcessing

    pieces.post_processor = TemplateProcessing(
        single=f"{start} $A {end}", special_tokens=[(start, int(options["start"])), (end, int(options["end"]))]
    )
    padding = pieces.id_to_token(int(options["padding"]))
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=pieces, pad_token=padding, cls_token=start, sep_token=end, bos_token=start, eos_token=end,
        model_input_names=["input_ids", "attention_mask"],
    )  # fmt: skip
    return Backbone(network, tokenizer, int(options["padding"]))


def fit_encoder(
    config: CustomConfig, split: Split, folder: Path, checkpoints: Path, *, resume: bool, log: Callable[[str], None]
) -> Backbone:
    """Train an encoder on ``split``; ``checkpoints`` holds an epoch each, and ``resume`` goes on from the last."""
    set_seed(config.seed)
    settings = config.fitting
    backbone = open_backbone(config.backbone, folder, sum(map(len, split.heads.values())))
    body, window = backbone.network, window_of(config, backbone)
    if config.method == "frozen":
        for name, parameter in body.base_model.named_parameters():
            parameter.requires_grad = name.startswith("pooler.")  # many encoders come with an untrained one
    backbone.tokenizer.backend_tokenizer.enable_truncation(window)
    arguments = TrainingArguments(
        output_dir=str(checkpoints),
        use_cpu=uses_cpu(settings.device),
        seed=config.seed,
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=4 * settings.batch_size,
        learning_rate=settings.learning_rate or _RATES[config.method],
        lr_scheduler_type="linear",
        warmup_steps=0.1,
        max_grad_norm=1.0,
        remove_unused_columns=False,
        label_names=["targets", "labelled"],
        eval_strategy="epoch",
        save_strategy="epoch",
        logging_strategy="epoch",
        save_total_limit=2,
        load_best_model_at_end=True,
        metric_for_best_model="eval_loss",
        greater_is_better=False,
        dataloader_pin_memory=False,
        report_to="none",
        disable_tqdm=True,
    )
    if settings.threads:
        torch.set_num_threads(settings.threads)
    trainer = _Trainer(
        model=body,
        args=arguments,
        train_dataset=_Texts(split.train, split.heads, backbone),
        eval_dataset=_Texts(split.validation, split.heads, backbone),
        data_collator=_Collator(backbone.padding),
        callbacks=[EarlyStoppingCallback(settings.patience), _Report(log)],
    )
    trainer.remove_callback(PrinterCallback)  # standard output is for results
    trainer.heads, trainer.multi = split.heads, tuple(h for h, s in config.heads.items() if s.multi)
    trainer.class_weights = torch.tensor(class_weights(split, trainer.multi, balanced=config.balanced))
    trainer.train(resume_from_checkpoint=resume and any(checkpoints.glob("checkpoint-*")))
    body.eval().to("cpu")
    return backbone


def uses_cpu(device: str) -> bool:
    """Tell whether to train on the processor; a device that is not there raises `InputError`."""
    if device not in ("auto", "cpu", "cuda"):
        raise ConfigError("unknown device", got=device, allowed=("auto", "cpu", "cuda"))
    if device == "cuda" and not torch.cuda.is_available():
        raise InputError("torch finds no graphics card", got=device, fix="take device = 'auto'")
    return device == "cpu" or not torch.cuda.is_available()


def window_of(config: CustomConfig, backbone: Backbone) -> int:
    """Return the most pieces of a text, which neither configuration nor encoder goes beyond."""
    reach = getattr(backbone.network.config, "max_position_embeddings", config.fitting.max_tokens)
    if getattr(backbone.network.config, "model_type", "") in ("roberta", "xlm-roberta", "camembert"):
        reach -= backbone.padding + 1  # their positions count from behind the padding
    return int(min(config.fitting.max_tokens, reach))


def class_weights(split: Split, multi: Sequence[str], *, balanced: bool) -> Floats:
    """Return the weight of each class: the inverse of its frequency, so that heads weigh the same; else ones.

    For heads with many answers it is the weight of the positive cases: the ratio of negatives to positives, at most 10.
    """
    wanted, labelled = targets(split.train, split.heads)
    weights = np.ones(wanted.shape[1], dtype=np.float32)
    for number, (head, place) in enumerate(columns(split.heads).items()):
        counts, n = wanted[labelled[:, number]][:, place].sum(axis=0), labelled[:, number].sum()
        if balanced:
            found = (n - counts) / np.maximum(counts, 1) if head in multi else n / (len(counts) * np.maximum(counts, 1))
            weights[place] = np.clip(found, 1 / _MOST_WEIGHT, _MOST_WEIGHT)
    return weights


class _Texts(Dataset[dict[str, Any]]):
    def __init__(self, rows: Any, heads: Mapping[str, Sequence[str]], backbone: Backbone) -> None:
        encoded = backbone.tokenizer.backend_tokenizer.encode_batch([encodable(row.text) for row in rows])
        self.ids = [one.ids or [backbone.padding] for one in encoded]
        self.targets, self.labelled = targets(rows, heads)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, index: int) -> dict[str, Any]:
        return {"ids": self.ids[index], "targets": self.targets[index], "labelled": self.labelled[index]}


class _Collator:
    def __init__(self, padding: int) -> None:
        self.padding = padding

    def __call__(self, rows: Sequence[dict[str, Any]]) -> dict[str, Tensor]:
        batch = padded([row["ids"] for row in rows], self.padding)
        batch |= {name: np.stack([row[name] for row in rows]) for name in ("targets", "labelled")}
        return {name: torch.from_numpy(values) for name, values in batch.items()}


class _Report(TrainerCallback):
    def __init__(self, log: Callable[[str], None]) -> None:
        self.log = log

    def on_log(self, *_: Any, logs: Any = None, **__: Any) -> None:
        for name in ("loss", "eval_loss"):
            if logs and name in logs:
                self.log(f"epoch {logs['epoch']:g}: {name.replace('eval_', 'validation ')} {float(logs[name]):.4f}")


class _Trainer(Trainer):
    heads: Mapping[str, Sequence[str]]
    multi: Sequence[str]
    class_weights: Tensor

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, Tensor | Any],
        return_outputs: bool = False,
        num_items_in_batch: Tensor | int | None = None,  # noqa: ARG002 - the signature of Trainer
    ) -> Any:
        output = model(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        weights = self.class_weights.to(output.logits.device)
        total = output.logits.sum() * 0
        for number, (head, place) in enumerate(columns(self.heads).items()):
            rows = inputs["labelled"][:, number]
            if not rows.any():
                continue
            scores, wanted = output.logits[rows][:, place].float(), inputs["targets"][rows][:, place]
            if head in self.multi:
                each = functional.binary_cross_entropy_with_logits(scores, wanted, pos_weight=weights[place])
            else:
                each = functional.cross_entropy(scores, wanted.argmax(1), weight=weights[place])
            total = total + each
        return (total, output) if return_outputs else total
