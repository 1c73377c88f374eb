from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.training.languages import languages, markers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kapan bantuan cair, pak?", set()),
        ("Matur nuwun nggih pak, bantuane sampun ditampi", {"javanese"}),
        ("kulo dereng nampi bantuan", {"javanese"}),
        ("ISOOO yoh", {"javanese"}),
        ("Punten kang, jalan di dieu geus ruksak", {"sundanese"}),
        ("jalannya rusak atuh, iki piye", {"javanese", "sundanese"}),
        ("this is not what we need pak", {"english"}),
        # one weak word is a name, a borrowing or slang: it shows nothing by itself
        ("Bu Dina dari Jakarta", set()),
        ("ini mah gampang", set()),
        ("the best lah", set()),
        # markers inside longer words are not words
        ("orangtua mengikuti kelas", set()),
        ("", set()),
        ("😭😭 123 https://", set()),
        ("\ud800 piye \udfff", {"javanese"}),
    ],
)
def test_words_show_the_languages(text: str, found: set[str]) -> None:
    assert languages(text) == found


def test_a_long_text_is_read_to_its_end() -> None:
    assert languages("bantuan " * 20_000 + "piye") == {"javanese"}


@given(st.text(), st.sampled_from(sorted(markers()["javanese"].strong)))
def test_a_strong_word_counts_wherever_it_stands_and_however_it_is_written(around: str, word: str) -> None:
    assert "javanese" in languages(f"{around} {word.upper()}, {around}")


def test_the_words_can_be_found_and_mean_one_thing() -> None:
    for of in markers().values():
        assert of.weak
        assert not of.strong & of.weak
        for word in of.strong | of.weak:
            assert re.fullmatch(r"[^\W\d_]+", word)
            assert word == unicodedata.normalize("NFC", word.lower())
            assert not re.search(r"(.)\1\1", word), "lengthened letters are shortened before words are compared"
    strong = [of.strong for of in markers().values()]
    assert not strong[0] & strong[1]
