"""What words mark one group of texts against another: log-odds with an informative Dirichlet prior."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

PRIOR = 500.0
"""Weight of the prior: at most as many words as this, spread over the terms as both groups together spread them."""
PRIOR_SHARE = 0.1
"""The prior weighs at most this share of what is counted, so that it does not drown a small archive."""


def log_odds(
    here: npt.NDArray[np.int64], there: npt.NDArray[np.int64], totals: tuple[int, int] | None = None
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Compare how often terms occur in two groups.

    Monroe, Colaresi & Quinn 2008, "Fightin' Words", Political Analysis 16(4), equations 15, 20 and 22: with counts
    ``y`` of sum ``n`` and prior counts ``a`` of sum ``a0``, a term's log-odds in a group is
    ``log((y + a) / (n + a0 - y - a))``; the difference of the two groups has the approximate variance
    ``1 / (y1 + a) + 1 / (y2 + a)``. The prior follows the frequencies of both groups together, so that a term that is
    rare everywhere does not win by chance.

    Args:
        here: counts of each term in the group.
        there: counts in the other group, of the same shape.
        totals: ``n`` of both groups, where a term is a property that one case in ``n`` has or has not; by default the
            sums of the counts, where the terms share the text out among them.

    Returns:
        The log-odds ratio of each term, and its z; both 0 where a term is in neither group or a group is empty.
    """
    both = here + there
    sizes = (int(here.sum()), int(there.sum())) if totals is None else totals
    if not all(sizes):
        return np.zeros(len(here)), np.zeros(len(here))
    prior = min(PRIOR, PRIOR_SHARE * sum(sizes))
    weight = prior * both / sum(sizes)
    present = both > 0

    def odds(counts: npt.NDArray[np.int64], size: int) -> npt.NDArray[np.float64]:
        with_prior = counts + weight
        # A term that is all there is, in one group or both, has nothing beside it: half a case keeps its odds finite.
        rest = np.maximum(size + prior - with_prior, 0.5)
        return np.log(np.where(present, with_prior, 1.0)) - np.log(rest)

    delta = np.where(present, odds(here, sizes[0]) - odds(there, sizes[1]), 0.0)
    safe = np.where(present, weight, 1.0)
    variance = 1 / (here + safe) + 1 / (there + safe)
    return delta, np.where(present, delta / np.sqrt(variance), 0.0)
