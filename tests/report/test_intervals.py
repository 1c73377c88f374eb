"""Intervals: what they are, and how often they hold what they should."""

from __future__ import annotations

import math
import random
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.report.intervals import FEW, Share, bootstrap, difference, share, wilson

COUNTS = st.integers(1, 2000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total)))


@given(COUNTS, st.integers(0, 99))
def test_a_share_lies_in_its_interval(counts: tuple[int, int], seed: int) -> None:
    found = share(*counts, seed)
    assert found.share == counts[0] / counts[1]
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.low < found.high


def test_nothing_has_no_share() -> None:
    assert share(0, 0) == Share(0, 0, None, None, None)


@pytest.mark.parametrize(("count", "total"), [(0, 20), (3, 17), (9, 400), (400, 400), (395, 400)])
def test_wilson_solves_its_equation(count: int, total: int) -> None:
    """The bounds are the shares from which the one seen lies 1.96 standard errors away."""
    z = NormalDist().inv_cdf(0.975)
    for bound in wilson(count, total):
        assert (count / total - bound) ** 2 == pytest.approx(z**2 * bound * (1 - bound) / total, abs=1e-9)


def test_bootstrap_of_a_share_is_that_of_its_rows() -> None:
    rows = np.array([1] * 60 + [0] * 140)
    found = share(60, 200, seed=3)
    low, high = bootstrap(rows, lambda drawn: float(drawn.mean()), seed=3)
    assert found.low == pytest.approx(low, abs=0.015)
    assert found.high == pytest.approx(high, abs=0.015)


@pytest.mark.parametrize("truth", [0.02, 0.1, 0.3, 0.5, 0.9])
@pytest.mark.parametrize("total", [20, 60, 300])
def test_intervals_hold_the_truth_about_as_often_as_they_say(truth: float, total: int) -> None:
    """Exact coverage: the chance of each count times whether its interval holds the truth."""
    covered = 0.0
    for count in range(total + 1):
        found = share(count, total, seed=1)
        assert found.low is not None
        assert found.high is not None
        if found.low <= truth <= found.high:
            covered += math.comb(total, count) * truth**count * (1 - truth) ** (total - count)
    assert 0.89 < covered <= 1


def test_more_comments_make_narrower_intervals() -> None:
    widths = [(found.high or 0) - (found.low or 0) for n in (20, 80, 320, 1280) for found in [share(n // 4, n)]]
    assert widths == sorted(widths, reverse=True)


def test_wilson_and_bootstrap_meet_where_one_takes_over() -> None:
    at = share(FEW, 100)
    low, high = wilson(FEW, 100)
    assert at.low == pytest.approx(low, abs=0.02)
    assert at.high == pytest.approx(high, abs=0.02)


@given(COUNTS, COUNTS)
def test_a_difference_lies_in_its_interval(before: tuple[int, int], after: tuple[int, int]) -> None:
    middle, low, high = difference(share(*before), share(*after))
    assert middle is not None
    assert low is not None
    assert high is not None
    assert middle == pytest.approx(after[0] / after[1] - before[0] / before[1])
    assert -1 - 1e-9 <= low <= middle <= high <= 1 + 1e-9


def test_a_difference_needs_two_shares() -> None:
    assert difference(share(0, 0), share(1, 2)) == (None, None, None)


def test_difference_as_newcombe_published() -> None:
    """Newcombe 1998, table II, example (a): 56/70 and 48/80, method 10 gives 0.0524 to 0.3339."""
    first, second = (Share(c, n, c / n, *wilson(c, n)) for c, n in ((48, 80), (56, 70)))
    middle, low, high = difference(first, second)
    assert middle == pytest.approx(0.2)
    assert (low or 0, high or 0) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_bootstrap_of_a_mean_holds_the_truth() -> None:
    rng = random.Random(5)
    held = 0
    for trial in range(200):
        values = np.array([rng.gauss(0.4, 0.2) for _ in range(40)])
        low, high = bootstrap(values, lambda drawn: float(drawn.mean()), seed=trial, replicates=400)
        assert low is not None
        assert high is not None
        held += low <= 0.4 <= high
    assert held > 0.88 * 200


def test_bootstrap_of_too_little() -> None:
    assert bootstrap(np.array([1.0]), lambda drawn: float(drawn.mean()), seed=0) == (None, None)
    assert bootstrap(np.array([1.0, 2.0]), lambda _: float("nan"), seed=0) == (None, None)
