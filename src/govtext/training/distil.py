"""Soft labels: what a better model says of texts, for a smaller one to learn from (Hinton et al. 2015).

They teach every head on every text: comments that nobody labelled, and the heads that a corpus has no labels for. They
are kept by the hash of a text, so that a training can be repeated after its teacher has changed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from govtext.errors import ConfigError
from govtext.scoring import Pipeline
from govtext.scoring.manifest import WEIGHTS
from govtext.training.config import DistillationConfig
from govtext.training.data import MODEL_HEADS, N_OUTPUTS, Example, head_slices, text_id

SOURCE = "unlabelled"
_STEP = 4_096
_LEVELS = 255  # of a probability, kept as a byte


def write_soft_labels(path: Path, texts: Sequence[str], teacher: Pipeline, log: Callable[[str], None]) -> None:
    """Write the probabilities that ``teacher`` gives to the classes of ``texts``.

    The safetensors file holds ``texts``, their hashes in ascending order, shape (n,), and ``probabilities``, one byte
    each, shape (n, N_OUTPUTS).
    """
    distinct = list(dict.fromkeys(texts))
    found = np.empty((len(distinct), N_OUTPUTS), dtype=np.uint8)
    for start in range(0, len(distinct), _STEP):
        probabilities = teacher.scores(distinct[start : start + _STEP]).probabilities
        rows = np.concatenate([probabilities[name] for name in MODEL_HEADS], axis=1)
        found[start : start + _STEP] = np.round(rows * _LEVELS)
        log(f"the teacher has answered {min(start + _STEP, len(distinct)):,} of {len(distinct):,}")
    hashes = np.array([_number(text) for text in distinct], dtype=np.uint64)
    order = np.argsort(hashes, kind="stable")
    about = f"{teacher.name}, weights {teacher.manifest.sha256[WEIGHTS]}"
    save_file({"texts": hashes[order], "probabilities": found[order]}, path, {"teacher": about})
    path.chmod(0o644)  # safetensors writes for the owner only


def soften(
    examples: Sequence[Example], unlabelled: Sequence[str], avoid: Sequence[str], config: DistillationConfig, seed: int
) -> list[Example]:
    """Return ``examples`` with softer targets, and the texts of ``unlabelled`` with soft targets alone.

    A head that an example has a label for gets ``config.share`` of the teacher's opinion; others get it whole. A text
    without soft labels keeps the labels it has.

    Args:
        examples: labelled examples.
        unlabelled: more texts; repeated ones, and those of ``examples`` and ``avoid``, are left out.
        avoid: texts to measure on.
        config: the soft labels and their weight.
        seed: of the draw of unlabelled texts.

    Raises:
        ConfigError: the file of soft labels is missing or damaged.
    """
    seen = {example.text for example in examples} | set(avoid)
    soft, slices = _read(config.soft_labels), head_slices()
    more = [text for text in dict.fromkeys(unlabelled) if text not in seen and _number(text) in soft]
    if config.unlabelled and config.unlabelled < len(more):
        more = random.Random(seed).sample(more, config.unlabelled)  # noqa: S311 - a sample, no secret
    softened = [
        Example(
            example.text,
            example.source,
            _mixed(example.targets, soft.get(_number(example.text)), slices, config.share),
            example.language,
        )
        for example in examples
    ]
    answered = ((text, soft.get(_number(text))) for text in more)
    return softened + [Example(text, SOURCE, _mixed({}, row, slices, 1.0)) for text, row in answered if row is not None]


def _read(path: Path) -> dict[int, npt.NDArray[np.float32]]:
    try:
        tensors = load_file(path)
    except (OSError, SafetensorError) as error:
        raise ConfigError(
            f"cannot read the soft labels in {path}: {error}", fix="write them with training/write_soft_labels.py"
        ) from None
    probabilities = tensors["probabilities"].astype(np.float32) / _LEVELS
    return dict(zip(tensors["texts"].tolist(), probabilities, strict=True))


def _mixed(
    targets: Mapping[str, tuple[float, ...]],
    soft: npt.NDArray[np.float32] | None,
    slices: Mapping[str, slice],
    share: float,
) -> Mapping[str, tuple[float, ...]]:
    if soft is None:
        return targets
    mixed = {}
    for name in MODEL_HEADS:
        opinion = soft[slices[name]]
        if name in targets:
            opinion = (1 - share) * np.asarray(targets[name], dtype=np.float32) + share * opinion
        mixed[name] = tuple(opinion.tolist())
    return mixed


def _number(text: str) -> int:
    return int(text_id(text), 16)
