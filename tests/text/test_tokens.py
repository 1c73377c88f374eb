"""The tokenizer: losslessness, kinds, and the shapes of comments."""

from __future__ import annotations

import unicodedata
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings

from govtext.text import TOKEN_KINDS, tokenize, tokens
from govtext.text.patterns import master_pattern
from govtext.types import Token

from .strategies import TEXTS


def pieces(text: str) -> list[str]:
    return [token.text for token in tokenize(text)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.text, token.kind) for token in tokenize(text)]


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_tokens_and_gaps_give_the_text_back(text: str) -> None:
    position = 0
    for token in tokenize(text):
        gap = text[position : token.start]
        assert all(char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in gap), gap
        assert token.text == text[token.start : token.end]
        assert token.text
        assert not any(char.isspace() for char in token.text)
        assert token.kind in TOKEN_KINDS
        position = token.end
    assert all(char.isspace() or unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} for char in text[position:])


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_what_is_remembered_changes_nothing(text: str) -> None:
    expected = [match.span() for match in master_pattern().finditer(text)]
    assert [(token.start, token.end) for token in tokenize(text)] == expected


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("08.00", "jam", "kurang"),
        ("jt", "5", "orang"),
        ("Rp", "cuma", "300"),
        ("No.", "kata", "5"),
        ("dr.", "kata", "Sari"),
        ("(dr.", "kata", "Sari"),
        ("12,5", "ada", "kg"),
        ("7.30", "buka", "WIB"),
    ],
)
def test_a_stretch_seen_alone_is_looked_at_again_in_context(text: str, left: str, right: str) -> None:
    tokens._known.clear()
    fresh = kinds(f"{left} {text} {right}")
    tokenize(text)
    tokenize(f"ini {text} itu")
    assert kinds(f"{left} {text} {right}") == fresh


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_MOST_KNOWN", 5)
    tokens._known.clear()
    for number in range(50):
        tokenize("a" * (number + 1))
        assert len(tokens._known) <= 5


def test_a_token_is_a_frozen_dataclass_like_any_other() -> None:
    (token,) = tokenize("desa")
    assert token == Token("desa", 0, 4, "word", "desa")
    assert hash(token) == hash(Token("desa", 0, 4, "word", "desa"))
    with pytest.raises(FrozenInstanceError):
        token.text = "kota"  # type: ignore[misc]


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_norm_has_no_capitals_and_only_hashtags_have_parts(text: str) -> None:
    for token in tokenize(text):
        assert token.norm == token.norm.lower()
        assert token.kind == "hashtag" or token.parts == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anak-anak", ["anak-anak"]),
        ("buku-bukunya anak2nya mohon2", ["buku-bukunya", "anak2nya", "mohon2"]),
        ("mereka² ke-3 se-Jateng", ["mereka²", "ke-3", "se-Jateng"]),
        ("di-PHK, pkh-nya", ["di-PHK", ",", "pkh-nya"]),
        ("Jum'at do’a", ["Jum'at", "do’a"]),
        ("tahun 1990-an 60an", ["tahun", "1990-an", "60an"]),
        ("gak jelas...sudah lapor", ["gak", "jelas", "...", "sudah", "lapor"]),
        ("cair??? Kapan!!", ["cair", "?", "?", "?", "Kapan", "!", "!"]),
        ("sudah.Saya", ["sudah", ".", "Saya"]),
        ("ibu/bapak dan/atau", ["ibu", "/", "bapak", "dan", "/", "atau"]),
        ("RT/RW 03/05", ["RT/RW", "03/05"]),
        ('"belum" (lagi)', ['"', "belum", '"', "(", "lagi", ")"]),
        ("50% warga", ["50", "%", "warga"]),
        ("kelas 1,2,3 saja", ["kelas", "1", ",", "2", ",", "3", "saja"]),
        ("nomor 10.Lanjut", ["nomor", "10", ".", "Lanjut"]),
        ("_tebal_ nama_saya", ["_", "tebal", "_", "nama_saya"]),
        ("satu -- dua – tiga", ["satu", "--", "dua", "–", "tiga"]),
        ("a &amp; b", ["a", "&amp;", "b"]),
    ],
)
def test_words_and_punctuation(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rp1.200.000,-", "amount"),
        ("Rp300rb", "amount"),
        ("Rp.50.000", "amount"),
        ("300k", "amount"),
        ("3kg", "amount"),
        ("100jt", "amount"),
        ("$25", "amount"),
        ("1.250,75", "number"),
        ("2500-3000", "number"),
        ("19-11-2024", "date"),
        ("1/2/2023", "date"),
        ("2024-11-19", "date"),
        ("10:30", "time"),
        ("08.00-15.30", "time"),
        ("0812-0000-0000", "phone"),
        ("+6281200000000", "phone"),
        ("024-0000000", "phone"),
        ("3300000000000000", "id_number"),
        ("33.00.00.000000.0000", "id_number"),
        ("https://contoh.go.id/a?b=1", "url"),
        ("cekbansos.contoh.go.id", "url"),
        ("wa.me/6281200000000", "url"),
        ("warga.desa@contoh.go.id", "email"),
        ("@dinas.contoh", "mention"),
        ("#Bansos2024", "hashtag"),
        ("a.n.", "abbreviation"),
        ("s.d.", "abbreviation"),
        ("d/a", "abbreviation"),
        ("S.Pd.", "abbreviation"),
        ("Kab.", "abbreviation"),
        (":'(", "emoticon"),
        ("T_T", "emoticon"),
        ("<3", "emoticon"),
        ("👩🏽‍🌾", "emoji"),
        ("🇮🇩", "emoji"),
        ("1️⃣", "emoji"),
        ("❤️", "emoji"),
        ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "emoji"),
        ("bansos", "word"),
        ("ꦗꦮ", "word"),
        ("de\u0301sa", "word"),
        ("…", "punctuation"),
        ("\ud800", "symbol"),
        ("+", "symbol"),
    ],
)
def test_one_token_and_its_kind(text: str, kind: str) -> None:
    assert kinds(text) == [(text, kind)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cuma 1,5 jt", [("cuma", "word"), ("1,5", "amount"), ("jt", "unit")]),
        ("Rp 300.000 saja", [("Rp", "unit"), ("300.000", "amount"), ("saja", "word")]),
        ("jam 08.00 WIB", [("jam", "word"), ("08.00", "time"), ("WIB", "word")]),
        ("pukul 7.30 pagi", [("pukul", "word"), ("7.30", "time"), ("pagi", "word")]),
        ("Jl. Mawar No. 5", [("Jl.", "abbreviation"), ("Mawar", "word"), ("No.", "abbreviation"), ("5", "number")]),
        (
            "dr. Sari dari dr desa",
            [("dr.", "abbreviation"), ("Sari", "word"), *[(w, "word") for w in ("dari", "dr", "desa")]],
        ),
        ("makasih:) kak", [("makasih", "word"), (":)", "emoticon"), ("kak", "word")]),
        ("#a#b", [("#a", "hashtag"), ("#b", "hashtag")]),
        ("👍🏽👍🏽", [("👍🏽", "emoji"), ("👍🏽", "emoji")]),
        ("lihat contoh.go.id.", [("lihat", "word"), ("contoh.go.id", "url"), (".", "punctuation")]),
        ("(https://contoh.id/a)", [("(", "punctuation"), ("https://contoh.id/a", "url"), (")", "punctuation")]),
        ("@min.", [("@min", "mention"), (".", "punctuation")]),
    ],
)
def test_kinds_in_context(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize("text", ["banyak hal. Lalu", "kata no. Tidak", "selesai.me"])
def test_a_word_before_a_full_stop_is_no_abbreviation(text: str) -> None:
    assert "abbreviation" not in {token.kind for token in tokenize(text)}
    assert "url" not in {token.kind for token in tokenize(text)}


@pytest.mark.parametrize(
    ("text", "norm"), [("BANGEEET", "banget"), ("Maaaf", "maaf"), ("Desa", "desa"), ("III", "iii")]
)
def test_norm(text: str, norm: str) -> None:
    assert [token.norm for token in tokenize(text)] == [norm]
