"""The scripts that learn edits, standard words and formal wording, on data made for the purpose."""

from __future__ import annotations

import importlib
import json
import math
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

TRAINING = Path(__file__).parents[2] / "training"
MOVES = ((1, 1), (1, 0), (0, 1), (1, 2))


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TRAINING))


@pytest.fixture
def aligning(load: None) -> ModuleType:
    return importlib.import_module("aligning")


@pytest.fixture
def formal(load: None) -> ModuleType:
    return importlib.import_module("build_formal")


def flat(source: tuple[str, ...], target: tuple[str, ...]) -> float:
    return -0.1 if source == target else -2.0 * (len(source) + len(target))


def test_alignment_covers_both_sides(aligning: ModuleType) -> None:
    pairs = aligning.align("bgus", "bagus", MOVES, flat)
    assert "".join(letter for source, _ in pairs for letter in source) == "bgus"
    assert "".join(letter for _, target in pairs for letter in target) == "bagus"
    assert ((), ("a",)) in pairs


def test_what_the_moves_forbid_is_not_aligned(aligning: ModuleType) -> None:
    assert aligning.align("ab", "", ((1, 1),), flat) == []


def test_seen_pairs_become_likelier(aligning: ModuleType) -> None:
    counts, _ = aligning.learn([("dapet", "dapat", 3), ("cepet", "cepat", 2)], MOVES, flat)
    score = aligning.posterior(counts, flat, 2.0)
    assert counts[("e",), ("a",)] == 5
    assert flat(("e",), ("a",)) < score(("e",), ("a",)) < 0
    assert score(("o",), ("a",)) < score(("e",), ("a",))


def test_insertions_go_to_the_word_before(formal: ModuleType) -> None:
    pairs = [((), ("!",)), (("min",), ("admin",)), ((), (",",)), (("cek",), ("cek",))]
    assert list(formal.with_insertions(pairs)) == [((), ("!",)), (("min",), ("admin", ",")), (("cek",), ("cek",))]


@pytest.mark.parametrize(
    ("source", "target", "count", "back", "verdict"),
    [
        ("sih", (), 2, 0, True),
        ("tidak", (), 9, 0, False),
        ("halo", ("halo", ","), 2, 0, True),
        ("halo", ("halo", "?"), 9, 0, False),
        ("?", (".",), 9, 0, False),
        (",", (".",), 9, 0, True),
        ("banget", ("sekali",), 5, 0, True),
        ("banget", ("sekali",), 4, 0, False),
        ("banget", ("sekali",), 5, 6, False),
        ("bertanya", ("tanya",), 9, 0, False),
        ("sampai", ("nyampe",), 9, 0, False),
        ("<x>", ("dua",), 9, 0, False),
    ],
)
def test_only_wording_may_change(
    formal: ModuleType, source: str, target: tuple[str, ...], count: int, back: int, *, verdict: bool
) -> None:
    assert formal.sound(source, target, count, back) is verdict


def test_probabilities_after_a_word_add_up(formal: ModuleType) -> None:
    unigrams, bigrams = formal.language_model([["air", "mati"]] * 3 + [["air", "hidup"]] * 2)
    single = {word: math.exp(-int(p) / 100) for word, p, _ in (row.split("\t") for row in unigrams)}
    backoff = {word: math.exp(-int(weight) / 100) for word, _, weight in (row.split("\t") for row in unigrams)}
    after = {
        second: math.exp(-int(p) / 100) for first, second, p in (row.split("\t") for row in bigrams) if first == "air"
    }
    assert set(after) == {"mati", "hidup"}
    rest = backoff["air"] * (1 - sum(single[word] for word in after))  # unknown words have a share too
    assert sum(after.values()) + rest == pytest.approx(1.0, abs=0.05)


def test_words_are_standard_by_use_or_by_derivation(load: None) -> None:
    build_words = importlib.import_module("build_words")
    edited = Counter({"posyandu": 2})
    total = Counter(
        {"posyandu": 16, "pembangunan": 3, "pengaduan": 2, "bangett": 50, "bdn": 9, "kebuka": 4, "terbuka": 9}
    )
    assert build_words.standard_words(edited, total, frozenset()) == {"posyandu": 16, "pembangunan": 3, "terbuka": 9}


def test_texts_are_read_once_each(load: None, tmp_path: Path) -> None:
    build_words = importlib.import_module("build_words")
    path = tmp_path / "texts.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in ("a b", "a b", "b")), encoding="utf-8")
    assert build_words.count_words(build_words.texts(path)) == {"a": 1, "b": 2}


def test_edits_are_learnt_from_pairs_of_one_word_each(load: None) -> None:
    build_edits = importlib.import_module("build_edits")
    rows = [
        {"transformed": "Sklh", "original-for": "sekolah", "transformation": "disemvoweling"},
        {"transformed": "dirumah", "original-for": "di rumah", "transformation": "space-dash"},
        {"transformed": "baguuus", "original-for": "bagus", "transformation": "sound-alter"},
    ]
    assert build_edits.indocollex_pairs(rows) == {("sklh", "sekolah"): 1}
    assert build_edits.usable(Counter({("sklh", "sekolah"): 1, ("rumah", "sekolah"): 1})) == {("sklh", "sekolah"): 1}
