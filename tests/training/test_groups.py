from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from govtext.scoring import Pipeline
from govtext.scoring.scores import Scores
from govtext.training.data import MODEL_HEADS, Example, head_slices, target_arrays
from govtext.training.groups import FEWEST, GroupError, group_errors, groups

from .test_calibrate import examples
from .test_join import as_scores

SEVEN = "satu dua tiga empat lima enam tujuh"


class Fixed:
    """Answers with the scores it was given, whatever is asked."""

    def __init__(self, scores: Scores) -> None:
        self._scores = scores

    def scores(self, texts: Sequence[str]) -> Scores:
        assert len(texts) == len(self._scores.formality)
        return self._scores


def comments(count: int) -> list[Example]:
    """Comments of several platforms, lengths and languages, with labels drawn at random."""
    texts = (SEVEN, f"{SEVEN} {SEVEN} {SEVEN}", f"{SEVEN} piye", f"{SEVEN} " * 5)
    return [
        Example(texts[number % 4], "comments", example.targets, platform=("twitter", "youtube", "")[number % 3])
        for number, example in enumerate(examples(count))
    ]


def answered(chosen: Sequence[Example], seed: int = 3, flips: float = 0.03) -> Scores:
    """Answers of which some are wrong."""
    targets, _ = target_arrays(chosen)
    flipped = np.random.default_rng(seed).random(targets.shape) < flips
    logits = np.where((targets > 0.5) ^ flipped, 2.0, -2.0).astype(np.float32)
    return as_scores(logits, np.full(len(chosen), 0.9, dtype=np.float32))


def measured(chosen: Sequence[Example], scores: Scores) -> dict[tuple[str, str, str], GroupError]:
    found = group_errors(cast(Pipeline, Fixed(scores)), chosen)
    return {(row.kind, row.group, row.head): row for row in found}


def frame(chosen: Sequence[Example], scores: Scores) -> pd.DataFrame:
    """The same comments and errors, counted in the plainest way."""
    rows: list[dict[str, Any]] = []
    for number, example in enumerate(chosen):
        row: dict[str, Any] = {"platform": example.platform, "words": len(example.text.split())}
        row["javanese"] = "piye" in example.text
        for head, ids in MODEL_HEADS.items():
            gold = [name for name, value in zip(ids, example.targets[head], strict=True) if value == 1]
            if head in scores.given:
                said = [name for name, given in zip(ids, scores.given[head][number], strict=True) if given]
            elif head in scores.chosen:
                said = [ids[scores.chosen[head][number]]]
            else:
                continue
            row[head] = set(gold) != set(said)
            if head == "voices":
                row["voice"] = gold
        rows.append(row)
    return pd.DataFrame(rows)


def test_the_shares_are_those_that_pandas_counts() -> None:
    chosen = comments(240)
    scores = answered(chosen)
    found, table = measured(chosen, scores), frame(chosen, scores)
    voice = MODEL_HEADS["voices"][0]
    members = {
        ("platform", "twitter"): table.platform == "twitter",
        ("length", "up to 15 words"): table.words <= 15,
        ("length", "16 to 30 words"): table.words.between(16, 30),
        ("length", "more than 30 words"): table.words > 30,
        ("language", "javanese"): table.javanese,
        ("language", "indonesian"): ~table.javanese,
        ("voice", "any group"): table.voice.map(len) > 0,
        ("voice", voice): table.voice.map(lambda names: voice in names),
    }
    for (kind, group), inside in members.items():
        for head in ("topics", "poverty_related", "voices", "sentiment", "intent", "stance"):
            row = found[kind, group, head]
            assert row.cases == inside.sum()
            if row.cases < FEWEST:
                continue
            assert row.error is not None
            assert row.error.value == pytest.approx(table[head][inside].mean())
            assert row.error.low <= row.error.value <= row.error.high
            if (~inside).sum() >= FEWEST:
                assert row.difference is not None
                share = table[head][inside].mean() - table[head][~inside].mean()
                assert row.difference.value == pytest.approx(share)
                assert row.difference.low <= share <= row.difference.high


def test_a_group_that_is_answered_worse_stands_out_and_only_in_that_head() -> None:
    chosen = comments(240)
    good, bad = answered(chosen, flips=0.0), answered(chosen, flips=1.0)
    javanese = np.array(["piye" in example.text for example in chosen])
    chosen_heads = {**good.chosen, "sentiment": np.where(javanese, bad.chosen["sentiment"], good.chosen["sentiment"])}
    scores = Scores(good.probabilities, good.given, chosen_heads, good.formality, good.needs_review)
    found = measured(chosen, scores)
    worse = found["language", "javanese", "sentiment"]
    assert worse.difference is not None
    assert worse.difference.low > 0.9
    better = found["language", "indonesian", "sentiment"].difference
    assert better is not None
    assert better.high < -0.9
    intent = found["language", "javanese", "intent"].difference
    assert intent is not None
    assert intent.low <= 0 <= intent.high


@pytest.mark.parametrize(("inside", "told"), [(FEWEST - 1, False), (FEWEST, True)])
def test_few_cases_get_no_figure(inside: int, told: bool) -> None:
    drawn = examples(60)
    chosen = [
        Example(SEVEN, "comments", example.targets, platform="youtube" if number < inside else "twitter")
        for number, example in enumerate(drawn)
    ]
    row = measured(chosen, answered(chosen))["platform", "youtube", "topics"]
    assert row.cases == inside
    assert (row.error is not None) is told
    assert (row.difference is not None) is told


def test_a_group_of_all_comments_has_nothing_to_differ_from() -> None:
    chosen = [Example(SEVEN, "comments", example.targets, platform="twitter") for example in examples(30)]
    row = measured(chosen, answered(chosen))["platform", "twitter", "intent"]
    assert row.error is not None
    assert row.difference is None


def test_only_comments_are_grouped() -> None:
    others = [Example(SEVEN, "smsa", {"sentiment": (1.0, 0.0, 0.0)})]
    assert group_errors(cast(Pipeline, Fixed(answered(comments(1)))), others) == []
    chosen = comments(40)
    scores = answered(chosen)
    assert measured([*others, *chosen], scores) == measured(chosen, scores)


def test_lengths_and_languages_leave_no_comment_out() -> None:
    chosen = comments(50)
    members = {(kind, group): inside for kind, group, inside in groups(chosen)}
    lengths = [inside for (kind, _), inside in members.items() if kind == "length"]
    assert (np.sum(lengths, axis=0) == 1).all()
    spoken = [inside for (kind, _), inside in members.items() if kind == "language"]
    assert np.any(spoken, axis=0).all()
    named = target_arrays(chosen)[0][:, head_slices()["voices"]].sum(axis=1) > 0
    assert (members["voice", "any group"] == named).all()
    assert ("platform", "") not in members
