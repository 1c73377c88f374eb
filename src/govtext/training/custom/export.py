"""Models written for other libraries: transformers and ONNX Runtime."""

from __future__ import annotations

import json
import logging
import shutil
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save_file

from govtext.errors import InputError, MissingExtraError, suggest
from govtext.scoring.custom import ENCODER, read_custom_manifest
from govtext.scoring.manifest import (
    CUSTOM,
    GRAPH,
    TOKENIZER,
    WEIGHTS,
    YES_NO,
    Calibration,
    check_files,
    columns,
    find_model,
    read_manifest,
    read_table,
)

LABELS, HEADS = "labels.json", "heads.safetensors"
TRANSFORMERS, ONNX = "transformers", "onnx"
_HEAD_PARTS = ("norm.", "deep_in.", "attention.", "value.", "deep_out.", "bias")
_OPSET = 18


def export_model(model: str, target: str, out: Path, *, head: str | None = None) -> list[Path]:
    """Write a model for ``target`` into the new folder ``out``, and return the files.

    Every export has ``labels.json``: the heads, their classes in the order of the scores, and the calibration.
    An `accurate` model is exported without `fast`, with which govtext mixes it (its manifest says how).

    Args:
        model: a name or folder that `govtext.load` takes, with an encoder.
        target: ``"transformers"`` (loads with ``AutoModelForSequenceClassification``; of `accurate` with ``AutoModel``,
            its heads in ``heads.safetensors``) or ``"onnx"``.
        out: folder to write.
        head: for ``"transformers"`` and models of your own: this head only, with its labels in ``config.json``.

    Raises:
        InputError: the model has no encoder, there is no such head, or ``out`` is not empty.
        MissingExtraError: the ``train`` extra is not installed.
    """
    if target not in (TRANSFORMERS, ONNX):
        raise InputError("unknown target", got=target, allowed=(TRANSFORMERS, ONNX), fix=suggest(target, (ONNX,)))
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise InputError("the output is no empty folder", got=str(out), fix="name a new folder with -o")
    folder = find_model(model)
    custom = read_table(folder).get("kind") == CUSTOM
    manifest, multi = _described(folder, model)
    if head is not None and (not custom or target == ONNX):
        raise InputError("one head alone is exported of models of your own, to transformers", got=head)
    if head is not None and head not in manifest.heads:
        raise InputError("no such head", got=head, allowed=manifest.heads, fix=suggest(head, manifest.heads))
    check_files(folder, manifest)
    out.mkdir(parents=True, exist_ok=True)
    try:
        if custom:
            _custom(folder, manifest, target, out, head)
        elif target == ONNX:
            for name in (GRAPH, WEIGHTS, TOKENIZER):
                shutil.copyfile(folder / name, out / name)
        else:
            _own(folder, manifest, out)
    except ImportError as error:
        raise MissingExtraError("exporting", "train") from error
    heads = {name: ids for name, ids in manifest.heads.items() if head in (None, name)}
    labels = {
        name: {"labels": list(ids), "multi": name in multi, **_calibration(manifest.calibration[name])}
        for name, ids in heads.items()
    }
    about = {"model": manifest.name, "licence": manifest.licence, "window": manifest.options["window"], "heads": labels}
    (out / LABELS).write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    if (folder / "README.md").is_file():
        shutil.copyfile(folder / "README.md", out / "README.md")
    return sorted(out.iterdir())


def _described(folder: Path, model: str) -> tuple[Any, Sequence[str]]:
    """Return the manifest of a model with an encoder, and its heads of which a text may have many classes."""
    if read_table(folder).get("kind") == CUSTOM:
        own = read_custom_manifest(folder)
        if own.options.get("architecture") != ENCODER:
            raise InputError(
                "a few-shot model has no network that other libraries run",
                got=model,
                fix="train it with method = 'full' or 'frozen', or use govtext.load",
            )
        return own, own.multi
    manifest = read_manifest(folder)
    if manifest.kind != "accurate":
        raise InputError("this model has no encoder", got=model, fix="export accurate, or a model of your own")
    return manifest, (*YES_NO, "formality")


def _custom(folder: Path, manifest: Any, target: str, out: Path, head: str | None) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    network = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    network.eval()
    if target == ONNX:
        _graph(network, out / GRAPH)
        shutil.copyfile(folder / TOKENIZER, out / TOKENIZER)
        return
    chosen = {name: ids for name, ids in manifest.heads.items() if head in (None, name)}
    if head is not None:
        _keep(network, columns(manifest.heads)[head])
    names = list(chosen[head]) if head else [f"{name}:{label}" for name, ids in chosen.items() for label in ids]
    network.config.id2label = dict(enumerate(names))
    network.config.label2id = {name: number for number, name in enumerate(names)}
    if head is not None:
        many = head in manifest.multi
        network.config.problem_type = "multi_label_classification" if many else "single_label_classification"
    network.save_pretrained(out)
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    tokenizer.model_max_length = int(manifest.options["window"])
    tokenizer.save_pretrained(out)


def _keep(network: Any, place: slice) -> None:
    """Leave in the last layer of ``network`` the outputs of one head."""
    from torch import nn

    name, layer = [
        (name, part)
        for name, part in network.named_modules()
        if isinstance(part, nn.Linear) and part.out_features == network.config.num_labels
    ][-1]
    kept = nn.Linear(layer.in_features, place.stop - place.start, bias=layer.bias is not None)
    kept.weight.data = layer.weight.data[place].clone()
    if layer.bias is not None:
        kept.bias.data = layer.bias.data[place].clone()
    parent, _, last = name.rpartition(".")
    setattr(network.get_submodule(parent), last, kept)
    network.num_labels = network.config.num_labels = place.stop - place.start


def _graph(network: Any, path: Path) -> None:
    """Write ``network`` as a graph: ``input_ids`` and ``attention_mask`` in, ``logits`` out, any batch and length."""
    import torch

    class Plain(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
            return self.network(input_ids=input_ids, attention_mask=attention_mask).logits

    # A mask of ones would be traced as no mask at all.
    ids, mask = torch.ones(2, 5, dtype=torch.long), torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])
    axes = {0: "texts", 1: "pieces"}
    network.set_attn_implementation("eager")
    with _quiet():
        torch.onnx.export(
            Plain().eval(),
            (ids, mask),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["logits"],
            dynamic_shapes={"input_ids": axes, "attention_mask": axes},
            opset_version=_OPSET,
            dynamo=True,
            external_data=False,
            verbose=False,
        )


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the exporter from telling what it lacks for images, and about its own future."""
    logger = logging.getLogger("torch.onnx")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _own(folder: Path, manifest: Any, out: Path) -> None:
    """Write the encoder of an `accurate` model as a ``BertModel``, and its heads beside it."""
    from govtext.scoring.torch_engine import network_state
    from govtext.training.custom.encoder import open_backbone

    backbone = open_backbone(str(folder), folder, 1)
    backbone.tokenizer.model_max_length = int(manifest.options["window"])
    backbone.tokenizer.save_pretrained(out)
    from transformers import BertModel

    body = BertModel(backbone.network.config, add_pooling_layer=False)
    body.load_state_dict(backbone.network.bert.state_dict(), strict=False)
    body.save_pretrained(out)
    state: Mapping[str, Any] = network_state(load_file(folder / WEIGHTS))
    heads = {name: np.ascontiguousarray(part) for name, part in state.items() if name.startswith(_HEAD_PARTS)}
    save_file(heads, out / HEADS)


def _calibration(row: Calibration) -> dict[str, Any]:
    return {"temperature": row.temperature, **({"thresholds": list(row.thresholds)} if row.thresholds else {})}
