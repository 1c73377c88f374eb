"""How `accurate` and `fast` work together: mixed scores, and from which confidence on `fast` is enough.

Everything here is set on validation data, for one pair of weights; it is to be set again whenever one of them changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from govtext.evaluation import accuracy, macro_f1, micro_f1
from govtext.scoring.manifest import ONE_OF, YES_NO
from govtext.scoring.probability import confidence, one_of, yes_no
from govtext.scoring.scores import Scores
from govtext.training.data import MODEL_HEADS, Example, head_slices, target_arrays

Floats = npt.NDArray[np.float32]
_SHARES = np.round(np.arange(0.0, 1.01, 0.05), 2)
_LIMITS = np.round(np.arange(0.30, 1.0, 0.01), 2)
_TINY = 1e-6


def mixing_shares(encoder: Floats, words: Floats, examples: Sequence[Example]) -> dict[str, float]:
    """Return for each head the share of the encoder at which the mixed scores have the smallest loss.

    The loss is the cross-entropy at the best temperature of a few, so that a share is not chosen for its softness.

    Args:
        encoder: raw scores of the encoder, shape (n_examples, n_classes).
        words: raw scores of the model of words, likewise.
        examples: validation examples; each counts for the heads that it has labels for.
    """
    targets, labelled = target_arrays(examples)
    slices, shares = head_slices(), {}
    for column, head in enumerate(MODEL_HEADS):
        rows, place = labelled[:, column], slices[head]
        losses = [
            _loss(head, share * encoder[rows, place] + (1 - share) * words[rows, place], targets[rows, place])
            for share in _SHARES
        ]
        shares[head] = float(_SHARES[int(np.argmin(losses))])
    return shares


def _loss(head: str, logits: Floats, gold: Floats) -> float:
    found = []
    for temperature in (0.6, 0.8, 1.0, 1.25, 1.6):
        probabilities = one_of(logits / temperature) if head in ONE_OF else yes_no(logits / temperature)
        clipped = np.clip(probabilities, _TINY, 1 - _TINY)
        each = gold * np.log(clipped) + (0 if head in ONE_OF else (1 - gold) * np.log(1 - clipped))
        found.append(-float(np.sum(each)))
    return min(found)


def cascade_limit(fast: Scores, accurate: Scores, examples: Sequence[Example], loss: float) -> float:
    """Return the lowest confidence of ``fast`` from which it is left alone.

    At it the cascade loses no more than ``loss`` against ``accurate`` in any of `headlines`.
    """
    best, sure = headlines(accurate, examples), confidence(fast.probabilities, intent=True)
    for limit in _LIMITS:
        rows = np.flatnonzero(sure < limit)
        found = headlines(fast.with_rows(rows, accurate, rows), examples)
        if all(best[name] - found[name] <= loss for name in best):
            return float(limit)
    return 1.0


def headlines(scores: Scores, examples: Sequence[Example]) -> Mapping[str, float]:
    """Return the headline figures of ``examples`` as scored: comments by head, and each other source of sentiment."""
    targets, slices = target_arrays(examples)[0], head_slices()
    source = np.array([example.source for example in examples])
    comments, found = source == "comments", {}
    for head in YES_NO:
        found[head] = micro_f1(targets[comments][:, slices[head]].astype(bool), scores.given[head][comments])
    for head in ONE_OF:
        gold = targets[:, slices[head]].argmax(axis=1)
        found[head] = accuracy(gold[comments], scores.chosen[head][comments])
    gold = targets[:, slices["sentiment"]].argmax(axis=1)
    for name in ("smsa", "nusax"):
        rows = source == name
        if rows.any():
            found[name] = macro_f1(gold[rows], scores.chosen["sentiment"][rows])
    return found
