"""Normalisation: levels, what changes, what never changes, alignment."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import InputError
from govtext.text import LEVELS, normalize, tokenize
from govtext.text.lexicon import lexicon
from govtext.text.words import respell, standardize

from .strategies import TEXTS
from .test_alignment import check

NEVER_CHANGED = {
    *("number", "amount", "unit", "date", "time", "phone", "id_number", "url", "email", "mention", "hashtag"),
    *("emoji", "emoticon", "abbreviation"),
}
SPELT_OUT = sorted(lexicon())


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.sampled_from(LEVELS))
def test_alignment_covers_both_texts(text: str, level: str) -> None:
    check(text, normalize(text, level))


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.sampled_from(LEVELS[:-1]))  # formal wording is chosen once, in context
def test_normalising_twice_changes_nothing(text: str, level: str) -> None:
    once = normalize(text, level).text
    assert normalize(once, level).text == once


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=30))
def test_result_is_nfc(text: str) -> None:
    assert unicodedata.is_normalized("NFC", normalize(text, "unicode").text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cafe\u0301", "caf\u00e9"),
        ("satu\u00a0dua\u3000tiga", "satu dua tiga"),
        ("ｂａｎｓｏｓ２", "bansos2"),
        ("𝗯𝗮𝗻𝘀𝗼𝘀", "bansos"),
        ("ban\u200bsos\u00ad", "bansos"),
        ("bаnsоs", "bansos"),  # Cyrillic a and o
        ("сосед", "сосед"),  # a word all in Cyrillic
        ("km² ½ ꦗꦮ", "km² ½ ꦗꦮ"),
        ("baris\u2028baru", "baris\nbaru"),
        ("👩🏽‍🌾 ❤️", "👩🏽‍🌾 ❤️"),
        ("yg anak2 bangeeet", "yg anak2 bangeeet"),
    ],
)
def test_level_unicode(text: str, expected: str) -> None:
    assert normalize(text, "unicode").text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bangeeet", "banget"),
        ("MAAAF ya", "MAAAF ya"),  # a single word in capitals may be an acronym
        ("anak2", "anak-anak"),
        ("Buku2nya", "Buku-bukunya"),
        ("mereka²", "mereka-mereka"),
        ("sebaik2nya", "sebaik-baiknya"),
        ("berlari2", "berlari-lari"),
        ("kelas2 km2 h2 co2", "kelas2 km2 h2 co2"),
        ("yg", "yg"),
    ],
)
def test_level_spelling(text: str, expected: str) -> None:
    assert normalize(text, "spelling").text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sdh lapor tp blm ada kabar", "sudah lapor tetapi belum ada kabar"),
        ("Gmn min, yg tua gak dapet", "Bagaimana min, yang tua tidak dapat"),
        ("org2 sini bnyk yg nganggur", "orang-orang sini banyak yang menganggur"),
        ("temennya bangett", "temannya banget"),
        ("makasiiih", "terima kasih"),
        ("dirumah kemana", "di rumah ke mana"),
        ("anak2 pada nangis dikampung", "anak-anak pada menangis di kampung"),
        ("pmbangunan jalan kmpung trhambat", "pembangunan jalan kampung terhambat"),
        ("wkwkwk siapapun gakbisa", "hahaha siapa pun tidak bisa"),
        ("YG DAPET CUMA ORG KAYA", "YANG DAPAT CUMA ORANG KAYA"),
        ("ｙｇ 𝗴𝗮𝗸", "yang tidak"),
    ],
)
def test_level_full(text: str, expected: str) -> None:
    assert normalize(text).text == expected


@pytest.mark.parametrize(
    "kept",
    [
        "Rp1.200.000,-", "1,5 jt", "300rb", "19-11-2024", "08.00 WIB", "https://yg.id/gak", "@yg_gak", "#yg",
        "yg@gak.id",
        "👍🏽", ":)", "a.n.", "S.Pd.", "PKH", "BPNT", "KK", "RT 03/05", "0812-0000-0000", "3300000000000000",
        "dll", "npwp", "ktp", "bpjs", "08xxxxxx",
        "Sdri Wlndri", "wis ora iso", "matur nuwun nggih", "kok sih dong toh", "orang kaya", "Bu Tri", "Pak Krn",
    ],
)  # fmt: skip
def test_what_never_changes(kept: str) -> None:
    assert normalize(f"sdh {kept} , blm").text == f"sudah {kept} , belum"


def test_only_level_full_guesses() -> None:
    assert normalize("pmbgian", "slang").text == "pmbgian"
    assert normalize("pmbgian", "full").text == "pembagian"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("min knp ktp blm jadi jg sih", "admin, kenapa ktp belum jadi juga"),
        ("gue lapor krn jalan rusak bgt", "saya lapor karena jalan rusak sekali."),
        ("pakai rekening lama aja ya?", "pakai rekening lama saja?"),
    ],
)
def test_level_formal(text: str, expected: str) -> None:
    assert normalize(text, "formal").text == expected


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(LEVELS))
def test_what_is_no_word_never_changes(text: str, level: str) -> None:
    clean = normalize(text, "unicode").text
    result, place = normalize(clean, level).text, 0
    for token in tokenize(clean):
        if token.kind in NEVER_CHANGED:
            place = result.find(token.text, place)
            assert place >= 0, token
            place += len(token.text)


def test_changed_words_map_back() -> None:
    text = "Min, gmn \u200bini?"
    result = normalize(text)
    assert result.text == "Min, bagaimana ini?"
    start = result.text.index("bagaimana")
    left, right = result.to_original(start, start + len("bagaimana"))
    assert text[left:right] == "gmn"


@pytest.mark.parametrize("level", ["slang!", "", "Unicode", "none"])
def test_unknown_level_names_the_known_ones(level: str) -> None:
    with pytest.raises(InputError, match="unicode, spelling, slang, full"):
        normalize("halo", level)


@pytest.mark.parametrize(("word", "result"), [("tmn2", "tmn-tmn"), ("covid2", "covid2"), ("xyz2", "xyz2")])
def test_reduplication_needs_a_word(word: str, result: str) -> None:
    assert respell(word) == result


@pytest.mark.parametrize(
    ("word", "result"),
    [("Yg", "Yang"), ("tmnmu", "temanmu"), ("org-orgnya", "orang-orangnya"), ("krnlah", "karenalah"), ("desa", "desa")],
)
def test_standard_word(word: str, result: str) -> None:
    assert standardize(word) == result


def test_no_entry_of_the_lexicon_leads_to_another() -> None:
    known = lexicon()
    assert not {word for formal in known.values() for word in formal.split()} & set(known)


@pytest.mark.parametrize("word", SPELT_OUT[:: len(SPELT_OUT) // 60])
def test_an_entry_of_the_lexicon_is_reached(word: str) -> None:
    if [token.kind for token in tokenize(word)] == ["word"]:
        assert normalize(word).text == lexicon()[word]
