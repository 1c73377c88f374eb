"""Train a model of your own, write its folder, and measure what was written."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from govtext.errors import InputError, MissingExtraError
from govtext.evaluation import accuracy, bootstrap, macro_f1, micro_f1
from govtext.scoring.custom import ENCODER, LINEAR, CustomManifest, CustomPipeline, open_custom
from govtext.scoring.linear import BACKBONE, backbone_of
from govtext.scoring.manifest import (
    CUSTOM,
    MANIFEST,
    WEIGHTS,
    columns,
    find_model,
    read_manifest,
    read_weights,
    write_manifest,
)
from govtext.scoring.pipeline import by_maximum
from govtext.training.custom.calibrate import calibrate_heads
from govtext.training.custom.card import write_card
from govtext.training.custom.config import CustomConfig, custom_config, read_toml
from govtext.training.custom.data import Split, read_split, targets
from govtext.training.measure import Result

# What each method needs; few_shot needs no torch.
_EXTRAS = {"few_shot": "sklearn", "frozen": "train", "full": "train"}


def train_custom(
    path: Path, out: Path, log: Callable[[str], None] = lambda _: None, *, resume: bool = False
) -> Sequence[Result]:
    """Train the model that the configuration ``path`` describes, and write it to the folder ``out``.

    Checkpoints of encoders are kept beside ``out`` until the model is written; ``resume`` goes on from them.

    Raises:
        ConfigError: the configuration is wrong.
        InputError: the data or the backbone cannot be used, or ``out`` holds something else than a custom model.
        MissingExtraError: the extra that the method needs is not installed: ``sklearn`` or ``train``.
    """
    config = custom_config(read_toml(path), path)
    _check_out(out)
    split = read_split(config, path.parent)
    log(f"{len(split.train)} texts to train on, {len(split.validation)} to validate, {split.dropped} left out")
    multi = [head for head, settings in config.heads.items() if settings.multi]
    about: dict[str, Any] = {
        "name": config.name,
        "kind": CUSTOM,
        "description": config.description or f"Trained on own labels: {', '.join(split.heads)}.",
        "licence": config.licence,
        "trained_on": [config.data.dataset or Path(config.data.train).name, f"backbone {config.backbone}"],
        "multi": multi,
        "review_below": 0.0,
        "heads": {head: list(ids) for head, ids in split.heads.items()},
        "calibration": {head: _unset(ids, many=head in multi) for head, ids in split.heads.items()},
        "quality": {},
    }
    try:
        if config.method == "few_shot":
            about["options"] = _train_linear(config, split, out, log)
        else:
            about["options"] = _train_encoder(config, split, path.parent, out, log, resume)
    except ImportError as error:
        if isinstance(error, MissingExtraError):
            raise
        raise MissingExtraError(f"training ({config.method})", _EXTRAS[config.method]) from error
    write_manifest(out, about)
    # Calibrated as it was written and as it will run.
    logits = open_custom(out).model.logits([row.text for row in split.validation])
    wanted, labelled = targets(split.validation, split.heads)
    table, below = calibrate_heads(logits, wanted, labelled, split.heads, multi)
    write_manifest(out, {**about, "calibration": table, "review_below": below})
    results = measure_custom(open_custom(out), split)
    quality = {f"{r.data}: {r.measure}": round(r.interval.value, 3) for r in results if ": " not in r.measure}
    if config.method == "few_shot" and split.made:
        # Few texts are too many to waste: what is shipped has learnt from those it was measured on, too.
        log("once more on all texts")
        everything = replace(split, train=(*split.train, *split.validation))
        about["options"] = _train_linear(config, everything, out, log)
    write_manifest(out, {**about, "calibration": table, "review_below": below, "quality": quality})
    write_card(out, config, split, results)
    return results


def measure_custom(pipeline: CustomPipeline, split: Split) -> list[Result]:
    """Return the figures of each head on the validation part, with 95 % bootstrap intervals (1,000 samples, seed 0)."""
    manifest: CustomManifest = pipeline.manifest
    wanted, labelled = targets(split.validation, split.heads)
    scores = pipeline.scores([row.text for row in split.validation])
    found = []
    for number, (head, place) in enumerate(columns(split.heads).items()):
        rows = labelled[:, number]
        if not rows.any():
            continue
        gold, given = wanted[rows][:, place].astype(bool), scores.given[head][rows]
        if head in manifest.multi:
            kinds = (("micro-F1", micro_f1), ("macro-F1", macro_f1))
            found += [Result(head, name, bootstrap(kind, gold, given), int(gold.sum())) for name, kind in kinds]
        else:
            truth, guess = gold.argmax(axis=1), given.argmax(axis=1)
            singles = (("macro-F1", macro_f1), ("accuracy", accuracy))
            found += [Result(head, name, bootstrap(kind, truth, guess), len(truth)) for name, kind in singles]
        for column, label in enumerate(split.heads[head]):
            interval = bootstrap(micro_f1, gold[:, column], given[:, column])
            found.append(Result(head, f"{label}: F1", interval, int(gold[:, column].sum())))
    return found


def _train_linear(
    config: CustomConfig,
    split: Split,
    out: Path,
    log: Callable[[str], None],
) -> dict[str, Any]:
    from safetensors.numpy import save_file

    from govtext.training.custom.linear import fit_linear

    place = find_model(config.backbone)
    about = read_manifest(place)
    backbone = read_weights(place, about)
    options = {
        **about.options,
        "by_maximum": by_maximum({head: len(ids) for head, ids in about.heads.items()}).tolist(),
        "sha256": about.sha256[WEIGHTS],
    }
    tensors: dict[str, Any] = {BACKBONE + name: tensor for name, tensor in backbone.items()}
    multi = [head for head, settings in config.heads.items() if settings.multi]
    tensors |= fit_linear(
        backbone_of(tensors, options), split.train, split.heads, multi,
        balanced=config.balanced, seed=config.seed, log=log,
    )  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, out / WEIGHTS)
    return {"architecture": LINEAR, "backbone": options}


def _train_encoder(
    config: CustomConfig, split: Split, folder: Path, out: Path, log: Callable[[str], None], resume: bool
) -> dict[str, Any]:
    from govtext.training.custom.encoder import fit_encoder, window_of

    checkpoints = out.with_name(f"{out.name}.checkpoints")
    if not resume:
        shutil.rmtree(checkpoints, ignore_errors=True)
    backbone = fit_encoder(config, split, folder, checkpoints, resume=resume, log=log)
    names = [f"{head}:{label}" for head, ids in split.heads.items() for label in ids]
    backbone.network.config.id2label = dict(enumerate(names))
    backbone.network.config.label2id = {name: number for number, name in enumerate(names)}
    out.mkdir(parents=True, exist_ok=True)
    backbone.network.save_pretrained(out, safe_serialization=True)
    backbone.tokenizer.backend_tokenizer.no_truncation()
    backbone.tokenizer.save_pretrained(out)
    shutil.rmtree(checkpoints, ignore_errors=True)
    return {"architecture": ENCODER, "window": window_of(config, backbone), "padding": backbone.padding}


def _check_out(out: Path) -> None:
    if out.is_file() or (out.is_dir() and any(out.iterdir()) and not (out / MANIFEST).is_file()):
        raise InputError("the output is no empty folder and no model", got=str(out), fix="name a new folder with -o")
    if (out / MANIFEST).is_file() and read_toml(out / MANIFEST).get("kind") != CUSTOM:
        raise InputError("the output holds one of govtext's own models", got=str(out), fix="name a new folder with -o")


def _unset(ids: Sequence[str], *, many: bool) -> Mapping[str, Any]:
    return {"temperature": 1.0, "thresholds": [0.5] * len(ids)} if many else {"temperature": 1.0}
