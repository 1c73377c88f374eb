"""Learns which pieces of a sequence become which pieces of another: monotone many-to-many alignment.

Jiampojamarn, Kondrak and Sherif (2007), with Viterbi instead of full EM. Used for letters of words and for words of
sentences alike; `prior` says what to expect before any pair is seen.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Piece = tuple[str, ...]
Pair = tuple[Piece, Piece]
Score = "Callable[[Piece, Piece], float]"
IMPOSSIBLE = -1e9


def align(source: Sequence[str], target: Sequence[str], moves: Sequence[tuple[int, int]], score: Score) -> list[Pair]:
    """Return the best segmentation of both sequences into paired pieces; empty if there is none."""
    rows, columns = len(source), len(target)
    best = [[IMPOSSIBLE] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(rows + 1):
        for j in range(columns + 1):
            for step, reach in moves if best[i][j] > IMPOSSIBLE / 2 else ():
                if i + step > rows or j + reach > columns:
                    continue
                value = best[i][j] + score(tuple(source[i : i + step]), tuple(target[j : j + reach]))
                if value > best[i + step][j + reach]:
                    best[i + step][j + reach] = value
                    origin[i + step, j + reach] = (i, j)
    pairs: list[Pair] = []
    here = (rows, columns)
    while here in origin:
        i, j = origin[here]
        pairs.append((tuple(source[i : here[0]]), tuple(target[j : here[1]])))
        here = (i, j)
    return pairs[::-1] if here == (0, 0) else []


def learn(
    data: Iterable[tuple[Sequence[str], Sequence[str], int]],
    moves: Sequence[tuple[int, int]],
    prior: Score,
    rounds: int = 4,
    strength: float = 2.0,
) -> tuple[Counter[Pair], list[list[Pair]]]:
    """Return how often each piece became each other one (weighted), and the last alignments.

    Between rounds the score of a pair is the log-probability of its source given its target, the prior counting for
    ``strength`` observations.
    """
    data = list(data)
    score = prior
    counts: Counter[Pair] = Counter()
    found: list[list[Pair]] = []
    for _ in range(rounds):
        found = [align(source, target, moves, score) for source, target, _ in data]
        counts = Counter()
        for pairs, (_, _, weight) in zip(found, data, strict=True):
            for pair in pairs:
                counts[pair] += weight
        score = posterior(counts, prior, strength)
    return counts, found


def posterior(counts: Counter[Pair], prior: Score, strength: float) -> Score:
    """Return the score after ``counts``, the prior counting for ``strength`` observations of each target."""
    totals: Counter[Piece] = Counter()
    for (_, target), count in counts.items():
        totals[target] += count
    known: dict[Pair, float] = {}

    def score(source: Piece, target: Piece) -> float:
        value = known.get((source, target))
        if value is None:
            observed = counts[source, target] + strength * math.exp(prior(source, target))
            value = known[source, target] = math.log(observed / (totals[target] + strength))
        return value

    return score
