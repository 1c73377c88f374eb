"""Measures, intervals and significance against scikit-learn, plain loops and closed forms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from itertools import pairwise, product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import InputError
from govtext.evaluation import randomisation, task
from govtext.evaluation.data import Example
from govtext.evaluation.results import mean_of_parts
from govtext.evaluation.scores import (
    bleu_rows,
    calibration,
    class_accuracy,
    class_macro_f1,
    head_slices,
    interval,
    label_f1,
    label_rows,
    measures,
    segmentation_rows,
    span_f1,
    spans,
    task_rows,
)

labels = st.sampled_from(task("emot").labels)
pairs = st.lists(st.tuples(labels, labels), min_size=1, max_size=30)


def scored(name: str, gold: Sequence[Any], said: Sequence[Any]) -> dict[str, float]:
    one = task(name)
    rows = task_rows(one, [Example("teks", right) for right in gold], said)
    return {measure.name: measure.of(rows) for measure in measures(one)}


@settings(deadline=None)
@given(pairs)
def test_classification_is_that_of_scikit_learn(both: list[tuple[str, str]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    gold, said = map(list, zip(*both, strict=True))
    found = scored("emot", gold, said)
    assert found["macro_f1"] == pytest.approx(sklearn.f1_score(gold, said, average="macro"))
    assert found["accuracy"] == pytest.approx(sklearn.accuracy_score(gold, said))
    one = task("emot")
    each = sklearn.f1_score(gold, said, average=None, labels=list(one.labels), zero_division=0)
    rows = label_rows(one, gold, said)
    assert [label_f1(one, k, rows) for k in range(len(one.labels))] == pytest.approx(list(each))


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.sampled_from(["negative", "positive"])] * 2), min_size=1, max_size=30))
def test_f1_of_two_classes_is_that_of_the_positive_one(both: list[tuple[str, str]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    gold, said = map(list, zip(*both, strict=True))
    expected = sklearn.f1_score(gold, said, pos_label="positive", zero_division=0)
    assert scored("indolem-sentiment", gold, said)["f1_last"] == pytest.approx(expected)


flags = st.lists(st.booleans(), min_size=12, max_size=12)


@settings(deadline=None)
@given(st.lists(st.tuples(flags, flags), min_size=1, max_size=15))
def test_many_labels_score_as_in_scikit_learn(both: list[tuple[list[bool], list[bool]]]) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    one, (gold, said) = task("hate-speech"), np.array(both).transpose(1, 0, 2)
    named = [[tuple(np.array(one.labels)[row]) for row in side] for side in (gold, said)]
    found = scored("hate-speech", *named)
    assert found["macro_f1"] == pytest.approx(sklearn.f1_score(gold, said, average="macro", zero_division=0))
    assert found["micro_f1"] == pytest.approx(sklearn.f1_score(gold, said, average="micro", zero_division=0))
    assert found["exact"] == pytest.approx(sklearn.accuracy_score(gold, said))
    each = sklearn.f1_score(gold, said, average=None, zero_division=0)
    rows = label_rows(one, *named)
    assert [label_f1(one, k, rows) for k in range(12)] == pytest.approx(list(each))


def test_heads_are_scored_apart_and_their_mean_comes_first() -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    one, rng = task("comments"), np.random.default_rng(4)
    sides: list[list[tuple[str, ...]]] = [[], []]
    columns = head_slices(one)
    for side, _ in product(sides, range(40)):
        row: list[str] = []
        for head, place in columns.items():
            names = one.labels[place]
            single = head in {"sentiment", "intent", "stance"}
            row += [names[rng.integers(len(names))]] if single else [n for n in names if rng.random() < 0.3]
        side.append(tuple(row))
    found = scored("comments", *sides)
    assert next(iter(found)) == "mean_of_heads"
    assert found["mean_of_heads"] == pytest.approx(np.mean([found[head] for head in one.heads]))
    intent = [[next(n for n in row if n.startswith("intent:")) for row in side] for side in sides]
    assert found["intent"] == pytest.approx(sklearn.f1_score(*intent, average="macro"))
    topics = [[[n in row for n in one.labels[columns["topics"]]] for row in side] for side in sides]
    assert found["topics"] == pytest.approx(sklearn.f1_score(*topics, average="micro"))


pieces = st.lists(st.text("ab .", min_size=1, max_size=4), min_size=1, max_size=6).filter(
    lambda parts: any(part.strip() for part in parts)
)


def plain_spans(parts: Sequence[str]) -> list[tuple[int, int]]:
    """Entities as seqeval counts them, (start, end), over the letters that are no space."""
    letters = [k for k, part in enumerate(parts) for letter in part if not letter.isspace()]
    return [(letters.index(k), letters.index(k) + letters.count(k)) for k in sorted(set(letters))]


@settings(deadline=None)
@given(st.lists(st.tuples(pieces, st.integers(0, 2**12)), min_size=1, max_size=4))
def test_span_f1_is_that_of_counting_equal_spans(sentences: list[tuple[list[str], int]]) -> None:
    gold = [parts for parts, _ in sentences]
    said = []
    for parts, cuts in sentences:
        text = "".join(parts)
        places = [0, *(k for k in range(1, len(text)) if cuts >> (k % 12) & 1), len(text)]
        said.append([text[a:b] for a, b in pairwise(places)])
    hits = sum(len(set(plain_spans(a)) & set(plain_spans(b))) for a, b in zip(gold, said, strict=True))
    wanted, guessed = (sum(len(plain_spans(parts)) for parts in side) for side in (gold, said))
    precision, recall = hits / guessed, hits / wanted
    expected = 2 * precision * recall / (precision + recall) if hits else 0.0
    assert span_f1(segmentation_rows(task("ud-id-tokens"), gold, said)) == pytest.approx(expected)
    assert span_f1(segmentation_rows(task("ud-id-sentences"), gold, said)) == pytest.approx(expected)
    assert [sorted(spans(parts)) for parts in gold] == [plain_spans(parts) for parts in gold]


def test_span_f1_by_hand() -> None:
    # "Jl." and "Mawar" are right, "5." is not split: 2 hits, 4 wanted, 3 answered
    rows = segmentation_rows(task("ud-id-tokens"), [["Jl.", "Mawar", "5", "."]], [["Jl.", "Mawar", "5."]])
    assert rows.tolist() == [[2, 4, 3]]
    assert span_f1(rows) == pytest.approx(4 / 7)
    assert span_f1(np.zeros((2, 3), dtype=np.int64)) == 0


def test_an_answer_that_loses_letters_or_says_nothing_is_no_hit() -> None:
    one = task("ud-id-sentences")
    assert span_f1(segmentation_rows(one, [["Satu.", "Dua."]], [["Satu."]])) == pytest.approx(2 / 3)
    assert span_f1(segmentation_rows(one, [["Satu.", "Dua."]], [[]])) == 0
    assert span_f1(segmentation_rows(one, [["Satu.", "Dua."]], [["Satu.", "Dua.", "Tiga."]])) == pytest.approx(4 / 5)


@pytest.mark.parametrize(
    ("said", "right"), [("tidak", 1), (" TIDAK ", 1), ("ngga", 1), ("", 0), ("tidaknya", 0), ("tidak tidak", 0)]
)
def test_a_word_is_right_whatever_its_case(said: str, right: int) -> None:
    assert scored("indocollex", [("Tidak ", "ngga")], [said]) == {"accuracy": right}


def test_corpus_bleu_is_that_of_sacrebleu() -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    gold = ["bantuan sudah cair kemarin siang", "saya tidak tahu jadwalnya", "terima kasih banyak"]
    for said in (gold, ["bantuan cair siang", "saya tidak tahu", "makasih"], ["", "x", "y"]):
        found = scored("stif-transfer", [(one,) for one in gold], said)["bleu"]
        assert found == pytest.approx(sacrebleu.corpus_bleu(said, [gold]).score)


def test_numbers_kept_and_texts_changed_of_rewrites() -> None:
    pytest.importorskip("sacrebleu")
    texts = ["bawa 2 berkas", "tgl 5-6", "tetap  sama", "1 dan 1"]
    said = ["bawa 2 berkas ya", "tgl 5", "tetap sama", "1 dan 1"]
    rows = bleu_rows(texts, [("bawa 2 berkas",)] * 4, said)
    found = {measure.name: measure.of(rows) for measure in measures(task("rewrite"))}
    assert (found["numbers_kept"], found["changed"]) == (3 / 4, 2 / 4)


def test_calibration_of_classes_and_of_labels_by_hand() -> None:
    one = task("smsa")
    chances = np.array([[0.9, 0.05, 0.05], [0.9, 0.1, 0.0]])
    assert calibration(one, ["positive", "negative"], chances) == pytest.approx(0.4)
    many = task("hate-speech")
    sure = np.zeros((1, 12))
    sure[0, 0] = 1
    assert calibration(many, [("HS",)], sure) == 0
    assert calibration(many, [("Abusive",)], sure) == pytest.approx(1 / 12 + 1 / 12)


def test_the_bootstrap_is_that_of_a_plain_loop() -> None:
    rng = np.random.default_rng(5)
    rows = rng.integers(0, 3, (40, 2))
    found = interval(class_accuracy, rows, None, 300, 11)
    draw = np.random.default_rng(11)
    values = []
    for _ in range(300):
        hits = 0
        for place in draw.integers(0, 40, 40):
            hits += int(rows[place, 0] == rows[place, 1])
        values.append(hits / 40)
    assert (found.low, found.high) == pytest.approx(tuple(np.percentile(values, [2.5, 97.5])))
    assert found.value == class_accuracy(rows)


def test_the_bootstrap_of_a_share_is_as_wide_as_the_binomial() -> None:
    gold = np.arange(400) % 4 > 0  # three quarters
    found = interval(class_accuracy, np.stack([gold, np.ones(400)], 1).astype(np.int64), None, 2_000, 0)
    half = 1.96 * math.sqrt(0.75 * 0.25 / 400)
    assert (found.low, found.high) == pytest.approx((0.75 - half, 0.75 + half), abs=0.006)


def test_strata_are_drawn_within_themselves() -> None:
    parts = np.repeat([0, 1], 50)
    rows = np.stack([parts, np.zeros(100), parts], 1).astype(np.int64)  # all of part 0 right, none of part 1
    within = interval(lambda drawn: mean_of_parts(class_accuracy, drawn), rows, parts, 100, 0)
    assert (within.value, within.low, within.high) == (0.5, 0.5, 0.5)
    across = interval(class_accuracy, rows[:, :2], None, 100, 0)
    assert across.low < 0.5 < across.high


def test_the_mean_of_parts_counts_each_part_alike() -> None:
    rows = np.array([[1, 1, 0]] * 9 + [[1, 0, 1]])
    assert mean_of_parts(class_accuracy, rows) == 0.5
    assert class_accuracy(rows) == 0.9


def swapped(first: np.ndarray[Any, Any], second: np.ndarray[Any, Any]) -> float:
    """Exact p: every way of swapping."""
    real, hits, n = abs(class_accuracy(first) - class_accuracy(second)), 0, len(first)
    for choice in product([0, 1], repeat=n):
        left = np.array([(second if swap else first)[i] for i, swap in enumerate(choice)])
        right = np.array([(first if swap else second)[i] for i, swap in enumerate(choice)])
        hits += abs(class_accuracy(left) - class_accuracy(right)) >= real - 1e-12
    return float(hits / 2**n)


@pytest.mark.parametrize("seed", range(4))
def test_randomisation_comes_near_to_all_ways_of_swapping(seed: int) -> None:
    rng = np.random.default_rng(seed)
    gold = rng.integers(0, 2, 9)
    first, second = (np.stack([gold, rng.integers(0, 2, 9)], 1) for _ in range(2))
    exact = swapped(first, second)
    # four standard errors of 4,000 trials
    assert randomisation(class_accuracy, first, second, trials=4_000) == pytest.approx(exact, abs=0.035)


def test_randomisation_of_a_sign_test_is_the_binomial() -> None:
    """Systems differ on n examples, the first right on all of them: p is 2 / 2^n."""
    gold = np.ones(30, dtype=np.int64)
    worse = gold.copy()
    worse[:5] = 0
    p = randomisation(class_accuracy, np.stack([gold, gold], 1), np.stack([gold, worse], 1), trials=8_000)
    assert p == pytest.approx(2 / 2**5, abs=0.012)


def test_randomisation_looks_both_ways_and_is_never_zero() -> None:
    rng = np.random.default_rng(8)
    gold = rng.integers(0, 3, 60)
    first, second = np.stack([gold, gold], 1), np.stack([gold, rng.integers(0, 3, 60)], 1)
    of = partial(class_macro_f1, 3)
    there, back = (randomisation(of, a, b, trials=99, seed=2) for a, b in ((first, second), (second, first)))
    assert there == back == pytest.approx(1 / 100)


def test_systems_must_have_answered_the_same() -> None:
    with pytest.raises(InputError, match="different examples"):
        randomisation(class_accuracy, np.zeros((3, 2), dtype=np.int64), np.zeros((4, 2), dtype=np.int64))
