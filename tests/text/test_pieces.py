"""Small helpers of the text layer: hashtag parts, squeezing, tries, data files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import ConfigError
from govtext.text import resources
from govtext.text.hashtags import split_hashtag
from govtext.text.resources import read_rows, read_words
from govtext.text.squeeze import squeeze, with_case_of
from govtext.text.trie import alternation

DATA_FILES = {
    "abbreviations.tsv": 4,
    "acronyms.txt": 1,
    "cities.txt": 1,
    "contexts.tsv": 4,
    "counted.txt": 1,
    "doubles.txt": 1,
    "edits.tsv": 3,
    "formal_bigrams.tsv": 3,
    "formal_unigrams.tsv": 3,
    "formal_words.tsv": 3,
    "frequent.txt": 1,
    "given_names.txt": 1,
    "institutions.tsv": 2,
    "kept.txt": 1,
    "not_guessed.txt": 1,
    "not_names.txt": 1,
    "not_street.txt": 1,
    "places.tsv": 2,
    "plate_areas.txt": 1,
    "programmes.txt": 1,
    "protected.txt": 1,
    "ranking.tsv": 2,
    "roots_extra.txt": 1,
    "sapaan.txt": 1,
    "single.tsv": 2,
    "slang.tsv": 3,
    "slang_own.tsv": 2,
    "slang_read.tsv": 2,
    "slashed.txt": 1,
    "stem_exceptions.tsv": 2,
    "units.tsv": 2,
    "word_counts.tsv": 2,
    "words.tsv": 2,
}
KEYED_BY_TWO = {"edits.tsv", "formal_bigrams.tsv", "formal_words.tsv"}


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("#BansosTepatSasaran", ("Bansos", "Tepat", "Sasaran")),
        ("#PKHTepat", ("PKH", "Tepat")),
        ("#bansos_2024", ("bansos", "2024")),
        ("#Optimalkan3Tdan5M", ("Optimalkan", "3", "Tdan", "5", "M")),
        ("#bansos", ("bansos",)),
        ("#DésaKu", ("D", "é", "sa", "Ku")),
        ("#bansostepatsasaran", ("bansos", "tepat", "sasaran")),
        ("#BANTUANUNTUKRAKYAT", ("BANTUAN", "UNTUK", "RAKYAT")),
        ("#Hargaberasnaik", ("Harga", "beras", "naik")),
        ("#kartuprakerja2024", ("kartu", "prakerja", "2024")),
        ("#bupatisemarang", ("bupati", "semarang")),
        ("#zqxvjw", ("zqxvjw",)),
        ("#" + "bansos" * 50, ("bansos" * 50,)),
    ],
)
def test_hashtag_parts(tag: str, parts: tuple[str, ...]) -> None:
    assert split_hashtag(tag) == parts


@given(st.text("aBc3_é", min_size=1, max_size=20))
def test_hashtag_parts_keep_every_letter_and_digit(tag: str) -> None:
    assert "".join(split_hashtag(tag)) == tag.replace("_", "")


@pytest.mark.parametrize(
    ("word", "squeezed"),
    [
        ("bangeeet", "banget"),
        ("BANGEEET", "BANGET"),
        ("Yaaa", "Ya"),
        ("maaaaf", "maaf"),
        ("Minggguuu", "Minggu"),
        ("pertanyaaan", "pertanyaan"),
        ("saat", "saat"),
        ("tanggal", "tanggal"),
        ("III", "III"),
        ("", ""),
    ],
)
def test_squeeze(word: str, squeezed: str) -> None:
    assert squeeze(word) == squeezed


@given(st.text("aAbBgn", max_size=15))
def test_squeezing_twice_changes_nothing(word: str) -> None:
    assert squeeze(squeeze(word)) == squeeze(word)


@pytest.mark.parametrize(("model", "result"), [("YG", "YANG"), ("Yg", "Yang"), ("yg", "yang"), ("Y", "Yang")])
def test_letter_case_is_that_of_the_model(model: str, result: str) -> None:
    assert with_case_of(model, "yang") == result


@given(st.sets(st.text("abc.", min_size=1, max_size=5), min_size=1, max_size=12), st.text("abc.", max_size=6))
def test_alternation_matches_exactly_its_words(words: set[str], other: str) -> None:
    pattern = re.compile(alternation(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert bool(pattern.fullmatch(other)) == (other in words)


def test_alternation_prefers_the_longest_word() -> None:
    match = re.match(alternation(["a", "ab", "abc"]), "abcd")
    assert match is not None
    assert match.group() == "abc"


@pytest.mark.parametrize(("name", "columns"), DATA_FILES.items())
def test_data_file_is_sound(name: str, columns: int) -> None:
    rows = read_rows(name, columns)
    assert rows
    assert all(cell == cell.strip() and cell for row in rows for cell in row)
    keys = {row[: 1 + (name in KEYED_BY_TWO)] for row in rows}
    assert len(keys) == len(rows), "an entry occurs twice"


def test_every_data_file_is_checked() -> None:
    assert {path.name for path in resources._DATA.iterdir()} == set(DATA_FILES)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ConfigError, match="slang_own"):
        read_rows("slang_own.tsv", 3)


@settings(max_examples=20)
@given(st.sampled_from(sorted(DATA_FILES)))
def test_files_are_read_once(name: str) -> None:
    assert read_rows(name, DATA_FILES[name]) is read_rows(name, DATA_FILES[name])


def test_word_counts_are_of_common_words() -> None:
    counts = {word: int(count) for word, count in read_rows("word_counts.tsv", 2)}
    assert min(counts.values()) >= 5
    assert all(word.isascii() and word.isalpha() and word.islower() for word in counts)


def test_abbreviations_have_known_conditions() -> None:
    rows = read_rows("abbreviations.tsv", 4)
    assert {row[1] for row in rows} == {"always", "number", "name"}
    assert {row[2] for row in rows} == {"yes", "no"}


def test_institution_patterns_have_known_places() -> None:
    assert {row[1] for row in read_rows("institutions.tsv", 2)} == {"exact", "prefix", "part"}


def test_doubles_have_a_double_letter() -> None:
    assert all(re.search(r"(.)\1", word) for word in read_words("doubles.txt"))
