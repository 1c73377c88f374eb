"""The script behind single.tsv."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from govtext.text import normalize, single
from govtext.text.lexicon import lexicon

from .scripts import ROOT


@pytest.fixture
def builder(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "training"))
    return importlib.import_module("build_single")


def row(form: str, meant: str) -> dict[str, Any]:
    return {"transformed": form, "original-for": meant, "transformation": "sound-alter"}


def test_pairs_are_single_words_without_lengthening(builder: ModuleType) -> None:
    rows = [row("Rmhh", "rumah"), row("rumahhhh", "rumah"), row("ke mana", "kemana"), row("anak2", "anak-anak")]
    assert builder.pairs_of(rows) == [("rmhh", "rumah")]


def test_the_lexicon_comes_back_as_it_was(builder: ModuleType) -> None:
    before = dict(lexicon())
    form = next(iter(before))
    with builder.lexicon_without([form, "nosuchform"]):
        assert form not in lexicon()
    assert lexicon() == before


def test_the_fit_finds_the_feature_that_tells(builder: ModuleType) -> None:
    sets = [(np.array([[1.0, 0.5], [0.0, 0.5], [0.0, 0.1]]), 0), (np.array([[0.0, 0.3], [1.0, 0.2]]), 1)]
    weights = builder.fit(sets)
    assert weights[0] > abs(weights[1])


def test_weights_are_put_back_after_a_check(builder: ModuleType) -> None:
    shipped = single.weights
    pairs = [("rmah", "rumah"), ("kmpung", "kampung"), ("desoo", "desa"), ("wargo", "warga")]
    with builder.learnt_from(pairs, {"wargo"}):
        assert single.weights is not shipped
        assert single.weights()[0].keys() | {f"bare_{name}" for name in (*single.EDITS, *single.SHAPES)} == set(
            single.FEATURES
        )
    assert single.weights is shipped
    assert normalize("kepalo").text == "kepala"


def test_acronyms_are_what_mixed_case_comments_write_in_capitals(builder: ModuleType) -> None:
    comments = ["Kapan QXZD cair min", "info QXZD dong", "SEMUA KAPITAL QXZB", "ada Qxzc di sini"] * 3
    assert builder.acronyms(comments) == ["qxzd"]


def test_features_have_one_order(builder: ModuleType) -> None:
    vector = builder.vector("rmh", "rumah", "spelling")
    assert len(vector) == len(single.FEATURES)
    assert vector[single.FEATURES.index("spelling")] == 1.0
    assert vector[single.FEATURES.index("bare_contained")] == 1.0
