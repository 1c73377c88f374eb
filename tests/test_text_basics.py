"""The promises of the text layer, for any string, and the shapes it must know."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import govtext
from govtext.text import TOKEN_KINDS

ANY = st.text(max_size=80) | st.text("ab 1.,@#:/-_'\n\0é🙏👍🏽\u200d\ud800RpJl", max_size=60)
HOSTILE = [
    "",
    " \n\t ",
    "😂😂",
    "👨‍👩‍👧‍👦",
    "e\u0301",
    "\ud800",
    "a\0b",
    "\ufeffhalo",
    "a" * 100_000,
    "1." * 50_000,
    "@" * 50_000,
]


@settings(deadline=None, max_examples=300)
@given(ANY)
@example("Rp1.200.000,- utk anak2...sudah 👨‍👩‍👧 #BansosTepat")
def test_tokens_are_lossless(text: str) -> None:
    position = 0
    for token in govtext.tokenize(text):
        gap = text[position : token.start]
        assert not "".join(char for char in gap if char.isprintable()).strip()
        assert token.text == text[token.start : token.end]
        assert token.start >= position
        assert token.end > token.start
        assert token.kind in TOKEN_KINDS
        position = token.end
    assert not "".join(char for char in text[position:] if char.isprintable()).strip()


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_sentences_hold_every_visible_character_once(text: str) -> None:
    position = 0
    for sentence in govtext.sentences(text):
        assert not text[position : sentence.start].strip()
        assert sentence.text == text[sentence.start : sentence.end]
        assert sentence.text == sentence.text.strip()
        position = sentence.end
    assert not text[position:].strip()


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_normalised_text_is_aligned_and_stable(text: str) -> None:
    result = govtext.normalize(text)
    out_end = end = 0
    for part in result.alignment:
        assert (part.out_start, part.start) == (out_end, end)
        out_end, end = part.out_end, part.end
    assert (out_end, end) == (len(result.text), len(text))
    assert govtext.normalize(result.text).text == result.text


@settings(deadline=None, max_examples=300)
@given(ANY)
def test_redaction_changes_its_spans_only(text: str) -> None:
    result = govtext.redact(text)
    rebuilt, position = "", 0
    for span in result.spans:
        assert span.start >= position
        rebuilt += text[position : span.start] + span.placeholder
        position = span.end
    assert rebuilt + text[position:] == result.text


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_have_results(text: str) -> None:
    assert isinstance(govtext.tokenize(text), tuple)
    assert isinstance(govtext.sentences(text), tuple)
    assert isinstance(govtext.normalize(text).text, str)
    assert isinstance(govtext.redact(text).text, str)


@pytest.mark.parametrize("name", ["tokenize", "sentences", "normalize", "redact", "stem"])
@pytest.mark.parametrize("wrong", [None, float("nan"), b"halo", ["halo"], 3])
def test_a_wrong_type_is_named(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match=r"takes one text|str"):
        getattr(govtext, name)(wrong)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("anak-anak", "word"),
        ("anak2", "word"),
        ("di-PHK", "word"),
        ("pkh-nya", "word"),
        ("Rp1.200.000,-", "amount"),
        ("Rp300rb", "amount"),
        ("19-11-2024", "date"),
        ("0812-0000-0000", "phone"),
        ("3300000000000000", "id_number"),
        ("@pemkot", "mention"),
        ("#BansosTepatSasaran", "hashtag"),
        ("https://contoh.go.id/a?b=1", "url"),
        ("warga@contoh.go.id", "email"),
        ("👨‍👩‍👧", "emoji"),
        ("a.n.", None),
        ("S.Pd.", None),
    ],
)
def test_one_token(text: str, kind: str | None) -> None:
    (token,) = govtext.tokenize(text)
    assert kind is None or token.kind == kind


def test_hashtag_parts() -> None:
    (token,) = govtext.tokenize("#BansosTepatSasaran")
    assert [part.lower() for part in token.parts] == ["bansos", "tepat", "sasaran"]


@pytest.mark.parametrize(
    ("text", "count"),
    [("Halo min. Kapan cair?", 2), ("Tinggal di Jl. Mawar No. 3 ya", 1), ("Naik 2.500 rupiah", 1), ("satu\ndua", 2)],
)
def test_sentence_count(text: str, count: int) -> None:
    assert len(govtext.sentences(text)) == count


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("gmn kabarnya yg disana", "bagaimana kabarnya yang"),
        ("bagusss", "bagus"),
        ("anak2", "anak-anak"),
    ],
)
def test_normalisation(text: str, wanted: str) -> None:
    assert govtext.normalize(text).text.startswith(wanted)


@pytest.mark.parametrize("kept", ["Rp1.200.000", "https://yg.id/gmn", "@yg_gmn", "#yg", "PKH", "a.n.", "08.00"])
def test_normalisation_keeps_facts(kept: str) -> None:
    assert kept in govtext.normalize(f"yg {kept} gmn").text


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("pendaftaran", "daftar"),
        ("bekasi", "bekasi"),
        ("berikan", "beri"),
        ("menangis", "tangis"),
        ("dikurangi", "kurang"),
    ],
)
def test_stem(word: str, stem: str) -> None:
    assert govtext.stem(word) == stem


def test_stem_takes_one_word() -> None:
    with pytest.raises(ValueError, match="word"):
        govtext.stem("dua kata")


@pytest.mark.parametrize(
    ("text", "placeholder"),
    [
        ("NIK saya 3300000000000000", "[NIK]"),
        ("hub 0812-0000-0000 ya", "[TELEPON]"),
        ("hub +62 812 0000 0000 ya", "[TELEPON]"),
        ("kirim ke warga@contoh.id", "[EMAIL]"),
        ("terima kasih @dapurbude17", "[AKUN]"),
        ("rumah di Jl. Melati No. 3 RT 03/05", "[ALAMAT]"),
        ("atas nama Sumi Wartini", "[NAMA]"),
    ],
)
def test_personal_data_is_masked(text: str, placeholder: str) -> None:
    assert placeholder in govtext.redact(text).text


@pytest.mark.parametrize(
    "text", ["bantuan Rp1.200.000 cair", "tanggal 19-11-2024", "tahun 2025", "PKH tahap 3", "@kemensosri"]
)
def test_facts_survive_redaction(text: str) -> None:
    assert govtext.redact(text).text == text
