"""Two models as one: the weighted mean of their raw scores.

An encoder and a model of words err on different comments, so the mean of both is better than either
(`training/LOG.md`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from govtext.scoring.evidence import Attribution
from govtext.scoring.scores import ExplainedModel, Model
from govtext.scoring.windows import Floats


class Mixture:
    """Scores texts with two models of the same heads.

    Args:
        first: an encoder.
        second: another one.
        shares: for each head the share of ``first``, 0 to 1.
        sizes: for each head its number of classes, in the order of the scores.
    """

    def __init__(
        self, first: ExplainedModel, second: Model, shares: Mapping[str, float], sizes: Mapping[str, int]
    ) -> None:
        self._first, self._second = first, second
        self._share = spread(shares, sizes)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads)."""
        return self._mixed(self._first.logits(texts), texts)

    def explain(self, texts: Sequence[str]) -> tuple[Floats, list[Attribution]]:
        """Return raw scores, and what each piece of each text adds to those of the first model."""
        first, attributions = self._first.explain(texts)
        return self._mixed(first, texts), attributions

    def _mixed(self, first: Floats, texts: Sequence[str]) -> Floats:
        return mix(first, self._second.logits(texts), self._share)


def spread(shares: Mapping[str, float], sizes: Mapping[str, int]) -> Floats:
    """Return the share of each class, shape (n_classes,); see `Mixture` for the arguments."""
    return np.repeat([shares[head] for head in sizes], list(sizes.values())).astype(np.float32)


def mix(first: Floats, second: Floats, share: Floats) -> Floats:
    """Return the weighted mean of raw scores, shapes (n, n_classes); ``share`` is of the first, shape (n_classes,)."""
    mixed: Floats = share * first + (1 - share) * second
    return mixed
