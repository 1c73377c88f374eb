"""Calibrated scores of a batch, before they become objects or table columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
import numpy.typing as npt

from govtext.scoring.evidence import Attribution
from govtext.scoring.manifest import ONE_OF, YES_NO, Manifest, columns
from govtext.scoring.probability import confidence, one_of, yes_no

Floats = npt.NDArray[np.floating[Any]]
Ints = npt.NDArray[np.int64]
Array = TypeVar("Array", bound=npt.NDArray[Any])
# Spaces, control characters, joiners, variation selectors and half surrogates show nothing.
_VISIBLE = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\ud800-\udfff]")


class Model(Protocol):
    """What turns texts into logits."""

    def logits(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return raw scores, shape (n_texts, n_classes of all heads in the order of the manifest)."""


@runtime_checkable
class ExplainedModel(Model, Protocol):
    """A model that can say where its logits come from."""

    def explain(self, texts: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[Attribution]]:
        """Return raw scores as `logits` does, and what each piece of each text adds to them."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Calibrated scores of n comments.

    Attributes:
        probabilities: for each head an array of shape (n, n_classes).
        given: for each yes/no head which classes are given, shape (n, n_classes).
        chosen: for each one-answer head the index of the class, shape (n,).
        formality: shape (n,), 0 casual to 1 bureaucratic.
        needs_review: shape (n,).
    """

    probabilities: dict[str, Floats]
    given: dict[str, npt.NDArray[np.bool_]]
    chosen: dict[str, npt.NDArray[np.int64]]
    formality: Floats
    needs_review: npt.NDArray[np.bool_]

    def with_rows(self, rows: Ints, other: Scores, places: Ints) -> Scores:
        """Return these scores, but for comment ``rows[i]`` those of comment ``places[i]`` of ``other``."""

        def put(before: Array, after: Array) -> Array:
            merged = before.copy()
            merged[rows] = after[places]
            return merged

        return Scores(
            {name: put(values, other.probabilities[name]) for name, values in self.probabilities.items()},
            {name: put(values, other.given[name]) for name, values in self.given.items()},
            {name: put(values, other.chosen[name]) for name, values in self.chosen.items()},
            put(self.formality, other.formality),
            put(self.needs_review, other.needs_review),
        )


def score(model: Model, manifest: Manifest, texts: Sequence[str]) -> Scores:
    """Score ``texts``; see `calibrated`."""
    return calibrated(model.logits(texts), manifest, texts)


def explain(model: Model, manifest: Manifest, texts: Sequence[str]) -> tuple[Scores, Sequence[Attribution | None]]:
    """Score ``texts``, and say what each piece of them adds, where the model can tell."""
    if not isinstance(model, ExplainedModel):
        return score(model, manifest, texts), [None] * len(texts)
    logits, attributions = model.explain(texts)
    return calibrated(logits, manifest, texts), attributions


def calibrated(logits: npt.NDArray[np.float32], manifest: Manifest, texts: Sequence[str]) -> Scores:
    """Turn raw scores into `Scores`. A text without a visible character is neutral, a statement, about nothing."""
    probabilities: dict[str, Floats] = {}
    for name, place in columns(manifest.heads).items():
        scaled = logits[:, place] / manifest.calibration[name].temperature
        probabilities[name] = one_of(scaled) if name in ONE_OF else yes_no(scaled)
    blank = np.array([_VISIBLE.search(text) is None for text in texts], dtype=bool)
    if blank.any():
        _set_blank(probabilities, manifest, blank)
    given = {name: probabilities[name] >= np.array(manifest.calibration[name].thresholds) for name in YES_NO}
    chosen = {name: probabilities[name].argmax(axis=1) for name in ONE_OF}
    chosen["stance"] = _stance(probabilities["stance"], given["voices"], manifest.heads["stance"].index("none"))
    return Scores(
        probabilities,
        given,
        chosen,
        probabilities["formality"][:, 0],
        confidence(probabilities) < manifest.review_below,
    )


def _stance(probabilities: Floats, voices: npt.NDArray[np.bool_], none: int) -> npt.NDArray[np.int64]:
    """Choose the stance that fits the voices: by the label scheme it is "none" just where there is no group."""
    some = probabilities.copy()
    some[:, none] = -1
    result: npt.NDArray[np.int64] = np.where(voices.any(axis=1), some.argmax(axis=1), none)
    return result


def _set_blank(probabilities: dict[str, Floats], manifest: Manifest, blank: npt.NDArray[np.bool_]) -> None:
    certain = {"sentiment": "neutral", "intent": "statement", "stance": "none"}
    for name, values in probabilities.items():
        values[blank] = 0
        if name in certain:
            values[blank, manifest.heads[name].index(certain[name])] = 1
