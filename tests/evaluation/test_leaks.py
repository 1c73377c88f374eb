"""The leak check against brute force."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import InputError, InputTypeError
from govtext.evaluation import leaks
from govtext.evaluation.leakage import LOWEST

words = st.lists(st.sampled_from("abcdefghijkl"), max_size=14)
texts = st.lists(words.map(" ".join), max_size=12)
thresholds = st.integers(2, 20).map(lambda n: n / 20)


def by_force(train: list[str], test: list[str], threshold: float) -> list[tuple[int, int, float, bool]]:
    found = []
    for j, asked in enumerate(test):
        same = [i for i, text in enumerate(train) if text.split() == asked.split() and asked]
        if same:
            found.append((j, same[0], 1.0, True))
            continue
        best: tuple[float, int] | None = None
        for i, text in enumerate(train):
            a, b = set(asked.split()), set(text.split())
            if min(len(a), len(b)) < 4:
                continue
            alike = len(a & b) / len(a | b)
            if alike >= threshold and (best is None or alike > best[0]):
                best = alike, i
        if best:
            found.append((j, best[1], best[0], False))
    return found


@settings(deadline=None)
@given(texts, texts, thresholds)
def test_pairs_are_those_of_brute_force(train: list[str], test: list[str], threshold: float) -> None:
    report = leaks(train, test, threshold=threshold)
    assert [(k.test, k.train, k.similarity, k.exact) for k in report.leaks] == by_force(train, test, threshold)
    assert (report.train_rows, report.test_rows) == (len(train), len(test))
    assert report.exact + report.near == len(report.leaks)


@settings(deadline=None)
@given(st.integers(4, 60), st.integers(1, 60), thresholds)
def test_a_pair_right_on_the_threshold_is_found(size: int, shared: int, threshold: float) -> None:
    shared = min(shared, size)
    train = " ".join(f"k{n}" for n in range(size))
    test = " ".join(f"k{n}" for n in range(shared))
    expected = shared == size or (shared >= 4 and shared / size >= threshold)
    assert bool(leaks([train], [test], threshold=threshold).leaks) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bansos PKH belum cair!!", "bansos pkh belum cair"),
        ("bansos  pkh\tbelum\ncair", "bansos pkh belum cair"),
        ("ﬁle bansos", "FILE BANSOS"),
        ("kafe\u0301 tutup", "kafé tutup"),
    ],
)
def test_case_marks_and_spacing_are_no_difference(left: str, right: str) -> None:
    assert leaks([left], [right]).exact == 1


def test_texts_without_words_never_leak() -> None:
    assert leaks(["", "🙏🙏", "!!!"], ["", "🙏🙏", "!!!", "   "]).leaks == ()


def test_a_very_long_and_a_broken_text_are_compared() -> None:
    long = " ".join(f"kata{n}" for n in range(20_000))
    report = leaks([long, "\ud800 satu dua tiga empat"], [long + " lagi", "\ud800 satu dua tiga empat"])
    assert [(leak.test, leak.exact) for leak in report.leaks] == [(0, False), (1, True)]


@pytest.mark.parametrize("threshold", [0.0, LOWEST - 0.01, 1.01, -1.0, float("nan")])
def test_a_threshold_out_of_range_is_refused(threshold: float) -> None:
    with pytest.raises(InputError, match="threshold is out of range"):
        leaks(["a"], ["a"], threshold=threshold)


@pytest.mark.parametrize("wrong", ["satu teks", b"satu", [None], [1]])
def test_something_else_than_texts_is_refused(wrong: Any) -> None:
    with pytest.raises(InputTypeError):
        leaks(wrong, ["a"])
    with pytest.raises(InputTypeError):
        leaks(["a"], wrong)


def test_nothing_leaks_from_nothing() -> None:
    assert leaks([], ["a b c d"]).share == leaks(["a"], []).share == 0
    assert str(leaks([], [])).startswith("0 of 0 test texts (0.0%)")
