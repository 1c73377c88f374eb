"""Two models as one: the weighted mean of their raw scores.

An encoder and a model of words err on different comments, so the mean of both is better than either
(`training/LOG.md`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from govtext.scoring.scores import Model
from govtext.scoring.windows import Floats


class Mixture:
    """Scores texts with two models of the same heads.

    Args:
        first: a model.
        second: another one.
        shares: for each head the share of ``first``, 0 to 1.
        sizes: for each head its number of classes, in the order of the scores.
    """

    def __init__(self, first: Model, second: Model, shares: Mapping[str, float], sizes: Mapping[str, int]) -> None:
        self._first, self._second = first, second
        share = np.repeat([shares[head] for head in sizes], list(sizes.values()))
        self._share: Floats = share.astype(np.float32)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads)."""
        first, second = self._first.logits(texts), self._second.logits(texts)
        mixed: Floats = self._share * first + (1 - self._share) * second
        return mixed
