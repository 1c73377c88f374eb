"""Short forms with two readings."""

from __future__ import annotations

import pytest

from govtext.text import normalize, tokenize
from govtext.text.contexts import in_context
from govtext.text.resources import read_rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dr kemarin belum cair", "dari kemarin belum cair"),
        ("antre dr jam 5", "antre dari jam 5"),
        ("naik dr 200 orang", "naik dari 200 orang"),
        ("bantuan dr kelurahan", "bantuan dari kelurahan"),
        ("besok km datang ya", "besok kamu datang ya"),
        ("kl bisa besok", "kalau bisa besok"),
        ("antre smp sore", "antre sampai sore"),
    ],
)
def test_a_plain_word_after_it_shows_the_common_reading(text: str, expected: str) -> None:
    assert normalize(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "dr. Budi belum datang",
        "dr Budi belum datang",
        "kata dr besok buka",
        "periksa ke dr gigi",
        "ada dr spesialis anak",
        "besok datang ke dr",
        "lima puluh ribu per km jalan",
        "anak smp negeri juga dapat",
        "jarak 5 km dari sini",
    ],
)
def test_names_and_neighbours_show_the_other_reading(text: str) -> None:
    assert normalize(text).text == text


def test_the_last_word_tells_nothing() -> None:
    tokens = tokenize("bantuan dr")
    assert in_context(tokens, 1) is None
    assert in_context(tokens, 0) is None


def test_levels_below_full_leave_them() -> None:
    assert normalize("bantuan dr kelurahan", "slang").text == "bantuan dr kelurahan"


def test_no_neighbour_is_listed_in_capitals() -> None:
    for form, formal, *neighbours in read_rows("contexts.tsv", 4):
        assert form != formal
        assert all(words == words.lower() and words.split() for words in neighbours)
