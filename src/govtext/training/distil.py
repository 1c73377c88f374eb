"""Soft labels: what a better model says of texts, for a smaller one to learn from (Hinton et al. 2015).

They teach every head on every text: comments that nobody labelled, and the heads that a corpus has no labels for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from govtext.scoring import load
from govtext.training.config import DistillationConfig
from govtext.training.data import MODEL_HEADS, N_OUTPUTS, Example, head_slices

SOURCE = "unlabelled"
_STEP = 4_096


def soften(
    examples: Sequence[Example],
    unlabelled: Sequence[str],
    avoid: Sequence[str],
    config: DistillationConfig,
    cache: Path,
    log: Callable[[str], None],
) -> list[Example]:
    """Return ``examples`` with softer targets, and the texts of ``unlabelled`` with soft targets alone.

    A head that an example has a label for gets ``config.share`` of the teacher's opinion; others get it whole.

    Args:
        examples: labelled examples.
        unlabelled: more texts; repeated ones, and those of ``examples`` and ``avoid``, are left out.
        avoid: texts to measure on.
        config: the teacher and its weight.
        cache: file of the teacher's answers, written once and read again if it fits the texts.
        log: takes a line for the person who waits.
    """
    seen = {example.text for example in examples} | set(avoid)
    more = [text for text in dict.fromkeys(unlabelled) if text not in seen]
    soft = _answers(config.teacher, [*(example.text for example in examples), *more], cache, log)
    slices = head_slices()
    softened = [
        Example(example.text, example.source, _mixed(example.targets, row, slices, config.share), example.language)
        for example, row in zip(examples, soft, strict=False)
    ]
    return softened + [
        Example(text, SOURCE, _mixed({}, row, slices, 1.0))
        for text, row in zip(more, soft[len(examples) :], strict=True)
    ]


def _mixed(
    targets: Mapping[str, tuple[float, ...]], soft: npt.NDArray[np.float32], slices: Mapping[str, slice], share: float
) -> dict[str, tuple[float, ...]]:
    mixed = {}
    for name in MODEL_HEADS:
        opinion = soft[slices[name]]
        if name in targets:
            opinion = (1 - share) * np.asarray(targets[name], dtype=np.float32) + share * opinion
        mixed[name] = tuple(opinion.tolist())
    return mixed


def _answers(teacher: Path, texts: Sequence[str], cache: Path, log: Callable[[str], None]) -> npt.NDArray[np.float32]:
    """Return the teacher's probabilities, shape (n_texts, N_OUTPUTS)."""
    nlp = load(str(teacher))
    stamp = f"{nlp.manifest.sha256}, {len(texts)} texts"
    if cache.exists():
        with np.load(cache) as kept:
            if str(kept["stamp"]) == stamp:
                log(f"the teacher's answers are taken from {cache}")
                answers: npt.NDArray[np.float32] = kept["answers"].astype(np.float32)
                return answers
    found = np.empty((len(texts), N_OUTPUTS), dtype=np.float16)
    for start in range(0, len(texts), _STEP):
        probabilities = nlp.scores(texts[start : start + _STEP]).probabilities
        found[start : start + _STEP] = np.concatenate([probabilities[name] for name in MODEL_HEADS], axis=1)
        log(f"the teacher has answered {min(start + _STEP, len(texts)):,} of {len(texts):,}")
    np.savez(cache, answers=found, stamp=np.array(stamp))
    return found.astype(np.float32)
