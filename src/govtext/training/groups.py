"""Error rates by group of comments: whom a model serves worse than others.

One share a group and head, so that groups can be compared: a comment is in error for ``topics`` or ``voices`` unless it
got exactly the right set, for the other heads unless it got the right answer. Disaggregated error rates with intervals
are what model cards are asked to show (Mitchell et al. 2019, "Model Cards for Model Reporting").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from govtext.evaluation import Interval, bootstrap
from govtext.scoring import Pipeline
from govtext.scoring.manifest import ONE_OF, YES_NO
from govtext.scoring.scores import Scores
from govtext.training.data import MODEL_HEADS, Example, head_slices, target_arrays
from govtext.training.languages import languages, markers

Flags = npt.NDArray[np.bool_]
KINDS = ("language", "platform", "length", "voice")
FEWEST = 15  # cases in a group and outside it; a share of fewer says nothing
_SHORT, _LONG = 15, 30  # words; about a third of the validation comments lies below, between and above


@dataclass(frozen=True, slots=True)
class GroupError:
    """How often comments of a group are answered wrongly.

    Attributes:
        kind: what the comments are grouped by, one of `KINDS`.
        group: such as ``javanese`` or ``youtube``. A comment may be in several of a kind, or in none.
        head: the part of the answer that is compared.
        cases: comments in the group.
        error: share of them in error, 0 to 1; None if there are fewer than `FEWEST`.
        difference: that share less the share of all other comments; None if either are fewer than `FEWEST`.
    """

    kind: str
    group: str
    head: str
    cases: int
    error: Interval | None
    difference: Interval | None


def group_errors(pipeline: Pipeline, examples: Sequence[Example]) -> list[GroupError]:
    """Return the error rates of the comments among ``examples``, with bootstrap intervals (1,000 samples, seed 0)."""
    comments = [example for example in examples if example.source == "comments"]
    if not comments:
        return []
    wrong = errors(pipeline.scores([example.text for example in comments]), comments)
    return [
        _compare(kind, group, head, inside, wrong[head])
        for kind, group, inside in groups(comments)
        for head in (*YES_NO, *ONE_OF)
    ]


def errors(scores: Scores, comments: Sequence[Example]) -> Mapping[str, Flags]:
    """Return for each head which of ``comments`` are in error, shape (n,)."""
    targets, slices = target_arrays(comments)[0], head_slices()
    sets = {head: (targets[:, slices[head]].astype(bool) != scores.given[head]).any(axis=1) for head in YES_NO}
    return sets | {head: targets[:, slices[head]].argmax(axis=1) != scores.chosen[head] for head in ONE_OF}


def groups(comments: Sequence[Example]) -> Iterator[tuple[str, str, Flags]]:
    """Yield each kind and name of group with its members among ``comments``, shape (n,)."""
    spoken = [languages(comment.text) for comment in comments]
    yield "language", "indonesian", np.array([not found for found in spoken])
    for language in markers():
        yield "language", language, np.array([language in found for found in spoken])
    platforms = np.array([comment.platform for comment in comments])
    for platform in sorted(set(platforms.tolist()) - {""}):
        yield "platform", platform, np.array(platforms == platform)
    words = np.array([len(comment.text.split()) for comment in comments])
    yield "length", f"up to {_SHORT} words", words <= _SHORT
    yield "length", f"{_SHORT + 1} to {_LONG} words", (words > _SHORT) & (words <= _LONG)
    yield "length", f"more than {_LONG} words", words > _LONG
    named = target_arrays(comments)[0][:, head_slices()["voices"]].astype(bool)
    yield "voice", "any group", np.array(named.any(axis=1))
    for column, voice in enumerate(MODEL_HEADS["voices"]):
        yield "voice", voice, named[:, column]


def _compare(kind: str, group: str, head: str, inside: Flags, wrong: Flags) -> GroupError:
    cases, rest = int(inside.sum()), int((~inside).sum())
    error = bootstrap(_share, wrong[inside], inside[inside]) if cases >= FEWEST else None
    difference = bootstrap(_difference, wrong, inside) if min(cases, rest) >= FEWEST else None
    return GroupError(kind, group, head, cases, error, difference)


def _share(wrong: Flags, inside: Flags) -> float:
    return float(wrong[inside].mean())


def _difference(wrong: Flags, inside: Flags) -> float:
    return _share(wrong, inside) - _share(wrong, ~inside)
