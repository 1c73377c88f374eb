"""Words alone: what they may stand for, which option wins, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.text import normalize
from govtext.text.lexicon import lexicon
from govtext.text.options import WAYS, options, sound, vocabulary
from govtext.text.resources import read_rows, read_words
from govtext.text.single import (
    FEATURES,
    LEAST,
    edit_features,
    is_bare,
    is_guessable,
    meaning,
    shape_features,
    with_bare,
)
from govtext.text.words import standardize


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pngrus", "pengurus"),  # vowels left out
        ("kesehatann", "kesehatan"),  # lengthened
        ("kepalo", "kepala"),  # another vowel
        ("kepaladesa", "kepala desa"),  # written together
        ("nyalurin", "menyalurkan"),  # colloquial affixes
        ("infrastrukt", "infrastruktur"),  # cut off
    ],
)
def test_each_way_of_writing_is_undone(word: str, meant: str) -> None:
    assert word not in lexicon()
    assert meaning(word) == meant
    assert normalize(word).text == meant


@pytest.mark.parametrize("word", ["bantuan", "penyaluran", "rumah", "bpbd", "pppk", "", "a1", "x" * 21, "日本"])
def test_what_is_standard_an_acronym_or_no_word_stays(word: str) -> None:
    assert meaning(word) is None


def test_only_a_text_of_one_word_is_guessed_at_boldly() -> None:
    word = next(word for word in ("kepalo", "sekoloh", "pegawei") if standardize(word, guessing=True) == word)
    assert normalize(word).text != word
    assert normalize(f"{word}, {word}").text == f"{word}, {word}"
    assert normalize(word, "slang").text == word
    assert normalize(word.title()).text == word.title(), "it may be a name"


@pytest.mark.parametrize("word", ["lha", "ora", "ngene"])
def test_javanese_stays_alone_too(word: str) -> None:
    assert word in read_words("kept.txt")
    assert normalize(word).text == word


def test_what_is_not_guessed_in_a_text_is_guessed_alone_if_its_making_shows() -> None:
    assert {"dijalanin", "bear"} <= read_words("not_guessed.txt")
    assert normalize("sudah dijalanin kok").text == "sudah dijalanin kok"
    assert normalize("dijalanin").text == "dijalankan"
    assert normalize("bear").text == "bear"


@given(st.text("abdeghiklmnoprstuy", min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_guess_is_never_guessed_at_again(word: str) -> None:
    once = normalize(word).text
    assert normalize(once).text == once


@given(st.text("abdeghiklmnoprstuy", min_size=2, max_size=10))
@settings(max_examples=60, deadline=None)
def test_options_are_other_words_found_in_a_known_way(word: str) -> None:
    found = options(word)
    assert word not in found
    assert set(found.values()) <= set(WAYS)
    assert all(
        part in vocabulary() or not is_guessable(part) or len(part) == 2 for form in found for part in form.split()
        if "-" not in form
    )  # fmt: skip


@given(st.text("abdeghiklmnoprstuy", min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_features_have_weights_and_edits_only_cost(word: str) -> None:
    for option, way in options(word).items():
        shapes, edits = shape_features(word, option, way), edit_features(word, option, way)
        assert with_bare(word, shapes | edits).keys() <= set(FEATURES)
        assert all(value <= 0 for value in edits.values())


def test_every_feature_has_a_weight_and_worse_edits_never_help() -> None:
    weights = {name: float(weight) for name, weight in read_rows("single.tsv", 2)}
    assert weights.keys() == set(FEATURES)
    for name in ("edits", "edits_by_length"):
        assert weights[name] >= 0
        assert weights[name] + weights[f"bare_{name}"] >= 0, "the ranking stops early on this ground"
    assert LEAST < 0


def test_bare_words_lack_vowels() -> None:
    assert is_bare("kmrn")
    assert not is_bare("kemarin")


@pytest.mark.parametrize(("one", "other"), [("galo", "galau"), ("kampoeng", "kampung"), ("shubuh", "subuh")])
def test_words_that_sound_alike_are_one(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_the_vocabulary_has_no_informal_word() -> None:
    assert vocabulary().keys().isdisjoint(lexicon())
    counts = list(vocabulary().values())
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize("word", ["magelang", "sukoharjo", "rina", "wahyu", "bpjs"])
def test_cities_names_and_acronyms_alone_stay(word: str) -> None:
    assert normalize(word, "full").text == word
