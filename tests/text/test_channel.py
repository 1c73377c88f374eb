"""The noisy channel: what an unknown word stands for, colloquial affixes, joined words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.text.channel import candidates, edit_score, guess, is_standard, skeleton, words
from govtext.text.colloquial import is_affixed, standard_forms, with_nasal
from govtext.text.compounds import split_negation, split_particle, split_preposition
from govtext.text.words import standardize

LETTERS = st.text("abdeghiklmnoprstuwy", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("root", "verb"),
    [
        ("ambil", "mengambil"), ("kirim", "mengirim"), ("tulis", "menulis"), ("sapu", "menyapu"), ("pukul", "memukul"),
        ("beli", "membeli"), ("cari", "mencari"), ("ganti", "mengganti"), ("lapor", "melapor"), ("", "me"),
    ],
)  # fmt: skip
def test_nasal_prefix(root: str, verb: str) -> None:
    assert with_nasal(root) == verb


@pytest.mark.parametrize(
    ("word", "standard"),
    [
        ("ngambil", "mengambil"), ("nyapu", "menyapu"), ("nulis", "menulis"), ("mukul", "memukul"),
        ("ngecat", "mengecat"),        ("kebawa", "terbawa"), ("ambilin", "ambilkan"), ("ambilin", "mengambilkan"),
        ("temuin", "temui"),
        ("dikirimin", "dikirimkan"), ("ngirimin", "mengirimi"),
    ],
)  # fmt: skip
def test_colloquial_affixes(word: str, standard: str) -> None:
    assert standard in standard_forms(word)
    assert is_affixed(word, standard)


def test_a_word_without_colloquial_affixes_has_no_other_form() -> None:
    assert list(standard_forms("jalan")) == []


@pytest.mark.parametrize(
    ("word", "verdict"), [("sekolah", True), ("menyekolahkan", True), ("sklh", False), ("ngirim", False)]
)
def test_standard_words(word: str, *, verdict: bool) -> None:
    assert is_standard(word) is verdict


@pytest.mark.parametrize(("one", "other"), [("dengar", "dgr"), ("tunggu", "tggu"), ("syukur", "skr"), ("bagus", "bgs")])
def test_abbreviating_keeps_the_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


@given(LETTERS)
def test_no_spelling_is_likelier_than_the_word_itself_by_chance(word: str) -> None:
    assert edit_score(word, word) > edit_score(word[::-1] + "zz", word)


@given(LETTERS)
@settings(deadline=None)  # the first word loads the tables
def test_candidates_are_standard_and_differ(word: str) -> None:
    found = candidates(word)
    assert word not in found
    assert all(map(is_standard, found))
    assert found == sorted(found, key=lambda form: -words().get(form, 0))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pmrintah", "pemerintah"), ("kslhan", "kesalahan"), ("penddikan", "pendidikan"), ("dibrikn", "diberikan"),
        ("kluhan", "keluhan"), ("ngumpulkn", "mengumpulkan"), ("bntuannya", "bantuannya"),
    ],
)  # fmt: skip
def test_guesses(word: str, meant: str) -> None:
    found = guess(word)
    assert found is not None
    assert found.word == meant


@pytest.mark.parametrize("word", ["", "a", "kk", "x" * 40, "naïf", "anak2", "bcdfgh"])
def test_no_guess(word: str) -> None:
    assert guess(word) is None


@pytest.mark.parametrize(
    ("word", "apart"),
    [
        ("dipuskesmas", "di puskesmas"), ("kekantornya", "ke kantornya"), ("dirumahku", "di rumahku"), ("kejam", None),
        ("keluar", None), ("dimakan", None), ("dijalani", None), ("kesana", "ke sana"),
    ],
)  # fmt: skip
def test_prepositions_are_split_from_places(word: str, apart: str | None) -> None:
    assert split_preposition(word) == apart


@pytest.mark.parametrize(
    ("word", "apart"),
    [("sedikitpun", "sedikit pun"), ("dimanapun", "di mana pun"), ("walaupun", None), ("ampun", None), ("pun", None)],
)
def test_pun_is_split_but_from_conjunctions(word: str, apart: str | None) -> None:
    assert split_particle(word) == apart


@pytest.mark.parametrize(
    ("word", "rest"), [("gakpernah", "pernah"), ("gabisa", "bisa"), ("ganti", None), ("gatot", None)]
)
def test_negations_are_split_from_usual_words(word: str, rest: str | None) -> None:
    assert split_negation(word) == rest


@pytest.mark.parametrize(
    "word", ["pkh", "rsud", "ttd", "gampang", "kakek", "leleh", "becek", "ngeri", "nyata", "maafkan", "ngenteni"]
)
def test_words_that_stand(word: str) -> None:
    assert standardize(word, guessing=True) == word
