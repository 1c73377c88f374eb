"""`auto`: the fast model for every text, the accurate one for those it is not sure of."""

from __future__ import annotations

import hashlib
import importlib.util
import warnings
from collections.abc import Sequence

import numpy as np

from govtext.errors import GovtextWarning
from govtext.scoring.evidence import Attribution
from govtext.scoring.manifest import installed_models
from govtext.scoring.pipeline import AUTO, Pipeline, open_model
from govtext.scoring.probability import confidence
from govtext.scoring.scores import Scores
from govtext.scoring.tally import count
from govtext.scoring.windows import Ints


class Cascade(Pipeline):
    """Two pipelines as one.

    Args:
        fast: scores every text.
        accurate: scores once more those texts whose confidence (`govtext.scoring.probability.confidence`, intent
            counted) is below the limit in its manifest, ``options.cascade_below``, which was set on validation data for
            this pair.
    """

    def __init__(self, fast: Pipeline, accurate: Pipeline) -> None:
        super().__init__(fast.model, fast.manifest)
        self._accurate = accurate
        self._below = float(accurate.manifest.options["cascade_below"])

    @property
    def name(self) -> str:
        """Name of the pair."""
        return AUTO

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all that labels depend on, of both models."""
        return hashlib.sha256((super().fingerprint + self._accurate.fingerprint).encode()).hexdigest()

    def scores(self, texts: Sequence[str]) -> Scores:
        """Return the calibrated scores of ``texts`` as arrays; a text that comes twice is escalated once."""
        first = super().scores(texts)
        asked, rows, places = self._unsure(first, texts)
        return first.with_rows(rows, self._accurate.scores(asked), places) if asked else first

    def explained(self, texts: Sequence[str]) -> tuple[Scores, Sequence[Attribution | None]]:
        """Return scores as `scores` does, and what each piece of an escalated text adds."""
        first, attributions = super().explained(texts)
        asked, rows, places = self._unsure(first, texts)
        if not asked:
            return first, attributions
        second, found = self._accurate.explained(asked)
        merged = list(attributions)
        for row, place in zip(rows.tolist(), places.tolist(), strict=True):
            merged[row] = found[place]
        return first.with_rows(rows, second, places), merged

    def _unsure(self, first: Scores, texts: Sequence[str]) -> tuple[list[str], Ints, Ints]:
        """Return the texts to escalate, without repeats; the rows they stand in; and the text of each such row."""
        rows = np.flatnonzero(confidence(first.probabilities, intent=True) < self._below)
        unsure = [texts[row] for row in rows.tolist()]
        places = {text: number for number, text in enumerate(dict.fromkeys(unsure))}
        count("escalated", len(places))
        return list(places), rows, np.array([places[text] for text in unsure], dtype=np.int64)


def open_auto(device: str, threads: int) -> Pipeline:
    """Return the cascade if its parts are installed, else the fast model; what is missing is said in a warning."""
    names = {model.name for model in installed_models()}
    if "accurate" not in names:
        return open_model("fast")
    if importlib.util.find_spec("onnxruntime") is None:
        warnings.warn(
            "auto runs as fast: the accurate model needs pip install 'govtext[accurate]'", GovtextWarning, stacklevel=3
        )
        return open_model("fast")
    return Cascade(open_model("fast"), open_model("accurate", device, threads))
