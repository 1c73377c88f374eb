"""Stems and the affix analysis under them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from Sastrawi.Stemmer import StemmerFactory

from govtext.errors import ConfigError, InputError
from govtext.text import read_exceptions, stem
from govtext.text.affixes import analyse
from govtext.text.resources import read_rows, read_words

ROOTS = frozenset({
    "beri", "ikan", "berik", "tangis", "kurang", "rang", "selidik", "lidi", "sapu", "pilih", "ajak", "kajak", "ubah",
    "rubah", "kurus", "urus", "cat", "rencana", "ada", "adakan", "bantu", "baca", "tulis", "kirim",
})  # fmt: skip


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("bekasi", "bekasi"),
        ("berikan", "beri"),
        ("memberikan", "beri"),
        ("menangis", "tangis"),
        ("dikurangi", "kurang"),
        ("penyelidikan", "selidik"),
        ("bantuan", "bantu"),
        ("kesejahteraan", "sejahtera"),
        ("anak-anak", "anak"),
        ("buku-bukunya", "buku"),
        ("berubah", "ubah"),
        ("pelajaran", "ajar"),
        ("Pendaftaran", "daftar"),
        ("  mengurus ", "urus"),
        ("semarang", "semarang"),
        ("makan", "makan"),
        ("PKH", "pkh"),
        ("pkh-nya", "pkh-nya"),
        ("café", "café"),
        ("cafe\u0301", "café"),
        ("2024", "2024"),
        ("🙏", "🙏"),
        ("@kemensos", "@kemensos"),
        ("", ""),
    ],
)
def test_stem(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize("text", ["dua kata", "a\nb", "tiga kata saja"])
def test_a_text_is_refused_with_what_to_call(text: str) -> None:
    with pytest.raises(InputError, match="tokenize"):
        stem(text)


@pytest.mark.parametrize("name", sorted(read_words("protected.txt")))
def test_protected_names_stay(name: str) -> None:
    assert stem(name) == stem(name.title()) == name


@pytest.mark.parametrize(("word", "root"), read_rows("stem_exceptions.tsv", 2))
def test_exceptions_hold(word: str, root: str) -> None:
    assert stem(word) == root


def test_users_can_add_exceptions(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("# our office\nSembakonya\tsembako\nmengantre\tantre\n", encoding="utf-8")
    own = read_exceptions(file)
    assert [stem(word, own) for word in ("SEMBAKONYA", "mengantre", "bantuan")] == ["sembako", "antre", "bantu"]
    assert stem("bantuan", {"bantuan": "bantuan"}) == "bantuan"
    assert stem("bantuan") == "bantu"


def test_a_broken_exceptions_file_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("mengantre\tantre\nsembakonya\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"own\.tsv line 2"):
        read_exceptions(str(file))


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("menandatangani", "tandatangan"),
        ("ditindaklanjuti", "tindaklanjut"),
        ("diberitahukan", "beritahu"),
        ("berwewenang", "wewenang"),
        ("merinci", "rinci"),
        ("diupload", "upload"),
    ],
)
def test_roots_that_sastrawi_lacks(word: str, root: str) -> None:
    assert stem(word) == root


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=20))
def test_any_word_has_a_stem_in_lower_case(word: str) -> None:
    if len(word.split()) < 2:
        assert stem(word) == stem(word).lower()


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("dikurangi", "kurang"),  # longer than rang
        ("penyelidikan", "selidik"),  # longer than lidi
        ("memberikan", "beri"),  # a verb has -kan, not berik + an
        ("menyapu", "sapu"),  # meny swallows s
        ("memilih", "pilih"),  # mem before a vowel swallows p
        ("menangis", "tangis"),  # men before a vowel swallows t
        ("mengajak", "ajak"),  # before kajak
        ("berubah", "ubah"),  # ber before be
        ("berencana", "rencana"),  # be before r
        ("mengecat", "cat"),  # menge before one syllable
        ("diadakan", "ada"),  # through the listed verb adakan
        ("bacaannya", "baca"),
        ("kirimkanlah", "kirim"),
        ("ditulis", "tulis"),
        ("xyz", None),
        ("", None),
    ],
)
def test_analysis(word: str, root: str | None) -> None:
    assert analyse(word, ROOTS) == root


@given(st.sampled_from(sorted(ROOTS)), st.sampled_from(["nya", "ku", "lah"]))
def test_clitics_come_off(root: str, clitic: str) -> None:
    assert analyse(root + clitic, ROOTS) is not None


def test_extra_roots_are_none_of_sastrawis() -> None:
    sastrawi = Path(StemmerFactory.__file__).parent / "data/kata-dasar.txt"
    assert not read_words("roots_extra.txt") & set(sastrawi.read_text(encoding="utf-8").split())
