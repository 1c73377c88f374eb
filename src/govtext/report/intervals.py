"""95 % intervals of shares, their differences, means and correlations.

They say how much a figure could move if as many comments came again in the same way. They do not say how far the people
who comment are from the people of the city.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt

LEVEL = 0.95
REPLICATES = 2000
FEW = 10
"""With fewer hits or misses than this a share's bootstrap is replaced by Wilson's interval."""
_Z = 1.959963984540054  # of a standard normal, two-sided 95 %
_MOST_UNITS = 5_000_000  # draws of one bootstrap of raw values that are held at once


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its interval; all three are None where there is nothing to have a share of.

    Attributes:
        count: hits.
        total: cases.
        share: ``count / total``.
        low: lower bound.
        high: upper bound.
    """

    count: int
    total: int
    share: float | None
    low: float | None
    high: float | None

    def row(self, prefix: str = "") -> dict[str, object]:
        """Return the five values as columns of a table."""
        names = ("count", "total", "share", "low", "high")
        return {f"{prefix}{name}": getattr(self, name) for name in names}


def share(count: int, total: int, seed: int = 0) -> Share:
    """Return ``count / total`` with its 95 % interval.

    Percentile bootstrap (Efron & Tibshirani 1993, ch. 13): to draw ``total`` comments anew from those there are is
    to draw the number of hits from a binomial distribution, so `REPLICATES` such numbers are drawn. Near 0 and 1
    that interval shrinks to a point (nobody among 20 would become "surely nobody"); with fewer than `FEW` hits or
    misses it is Wilson's score interval (Wilson 1927; Brown, Cai & DasGupta 2001). Comments count as independent;
    who writes often makes the true interval wider.

    Args:
        count: hits, 0..total.
        total: cases.
        seed: with the same seed and counts the interval is the same.
    """
    return _share(int(count), int(total), seed)


@functools.lru_cache(maxsize=65_536)
def _share(count: int, total: int, seed: int) -> Share:
    if total <= 0:
        return Share(count, total, None, None, None)
    value = count / total
    if min(count, total - count) < FEW:
        return Share(count, total, value, *wilson(count, total))
    drawn = np.random.default_rng([seed, count, total]).binomial(total, value, REPLICATES) / total
    low, high = percentiles(drawn)
    return Share(count, total, value, min(low, value), max(high, value))


def wilson(count: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % score interval of ``count / total`` (Wilson 1927); it has coverage where others collapse."""
    value = count / total
    spread = 1 + _Z**2 / total
    middle = (value + _Z**2 / (2 * total)) / spread
    half = _Z * math.sqrt(value * (1 - value) / total + _Z**2 / (4 * total**2)) / spread
    return (0.0 if count == 0 else max(0.0, middle - half)), (1.0 if count == total else min(1.0, middle + half))


def difference(before: Share, after: Share) -> tuple[float | None, float | None, float | None]:
    """Return ``after - before`` and its 95 % interval, recovered from the two intervals.

    Newcombe's hybrid (Newcombe 1998, method 10; Zou & Donner 2008): each bound lies as far from the difference as the
    bounds of the shares lie from the shares, added as independent variances are.
    """
    if None in (before.share, after.share):
        return None, None, None
    b, bl, bh = float(before.share or 0), float(before.low or 0), float(before.high or 0)
    a, al, ah = float(after.share or 0), float(after.low or 0), float(after.high or 0)
    middle = a - b
    return middle, middle - math.hypot(a - al, bh - b), middle + math.hypot(ah - a, b - bl)


def percentiles(drawn: npt.NDArray[Any]) -> tuple[float, float]:
    """Return the bounds between which 95 % of the replicates lie."""
    tail = 100 * (1 - LEVEL) / 2
    low, high = np.percentile(drawn, [tail, 100 - tail])
    return float(low), float(high)


def bootstrap(
    values: npt.NDArray[Any], measure: Callable[[npt.NDArray[Any]], float], seed: int, replicates: int = REPLICATES
) -> tuple[float | None, float | None]:
    """Return the percentile bootstrap interval of a measure of rows (Efron & Tibshirani 1993, ch. 13).

    Args:
        values: shape (n, …); rows are drawn with replacement.
        measure: from such an array to a number; a NaN is left out.
        seed: of the draws.
        replicates: fewer are drawn of very many rows, where more would not change the bounds.

    Returns:
        The bounds; None for fewer than two rows or where the measure is a number in hardly any replicate.
    """
    if len(values) < 2:  # noqa: PLR2004
        return None, None
    rng = np.random.default_rng([seed, len(values)])
    drawn = np.array(
        [
            measure(values[rng.integers(0, len(values), len(values))])
            for _ in range(min(replicates, max(200, _MOST_UNITS // len(values))))
        ]
    )
    drawn = drawn[np.isfinite(drawn)]
    return percentiles(drawn) if len(drawn) > 1 else (None, None)
