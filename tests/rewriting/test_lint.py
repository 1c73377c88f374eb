from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.errors import InputError, InputTypeError
from govtext.rewriting.linting import lint
from govtext.types import Finding

ODD = ("", "   \n\t", "🙏🏽🙏", "\x00", "\ud800", "e\u0301", "\u200d", "...", "#", "@", "?!")
STIFF = (
    "DIBERITAHUKAN KEPADA SELURUH WARGA bahwa penyaluran BPNT dilaksanakan di balai desa!!! "
    "Setiap KPM wajib membawa KTP dan KK asli agar dapat dilakukan verifikasi data oleh petugas sesuai ketentuan "
    "peraturan resmi yang berlaku di wilayah masing-masing. #bansostepatsasaran"
)
PIECES = (
    "Halo, Sobat! ", "PKH ", "KPM (keluarga penerima manfaat) ", "DTSEN ", "WAJIB DATANG SEGERA ", "dalam rangka ",
    "!!! ", "#ayodaftarpkh ", "#PKH ", "🙏", "✅ ", "\n", "daftar di kelurahan ", "paling lambat 3 Maret 2025. ",
    "Rp300.000 ", "“wajib hadir” ", "0812-0000-0000 ", "bawa KTP ", "e\u0301 ", "dilaporkan ", "\ud800",
    "Pasal 5 ayat (1) ", "( ", ") ",
)  # fmt: skip
posts = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=30).map("".join)


def codes(post: str, kind: str | None = None) -> list[str]:
    return [finding.code for finding in lint(post, kind)]


def of(code: str, post: str) -> list[tuple[str, str]]:
    return [(one.span.text, one.suggestion) for one in lint(post) if one.code == code]


@given(posts)
@settings(max_examples=150, deadline=None)
def test_findings_lie_in_the_post_and_in_order(post: str) -> None:
    found = lint(post)
    assert found == lint(post)
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)
    assert len(set(found)) == len(found)
    for one in found:
        assert 0 <= one.span.start <= one.span.end <= len(post)
        assert post[one.span.start : one.span.end] == one.span.text
        assert one.severity in {"info", "suggestion", "warning"}
        assert one.code
        assert one.message
        assert one.source
        assert (one.span.text == "") == one.code.startswith(("missing-", "no-emoji"))
        assert "{" not in one.message + one.suggestion.replace("{address}", "")


@pytest.mark.parametrize("post", ODD, ids=ascii)
def test_a_post_without_a_word_has_no_finding(post: str) -> None:
    assert [code for code in codes(post) if code != "shouted-punctuation"] == []


@pytest.mark.parametrize("post", [None, b"halo", 3, ["halo"]])
def test_not_a_text(post: object) -> None:
    with pytest.raises(InputTypeError, match="lint takes one text"):
        lint(post)  # type: ignore[arg-type]


def test_unknown_kind_names_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'programme'"):
        lint("Halo", "program")


@pytest.mark.parametrize(
    "piece", ["a", "Kata. ", "WAJIB! ", "KPM ", "bawa ", "#bansostepat ", "(", "!", "“", "di ke ", "\n🙏"]
)
def test_a_long_post_is_read_in_bounded_time(piece: str) -> None:
    post = piece * (100_000 // len(piece))
    started = time.perf_counter()
    found = lint(post)
    assert time.perf_counter() - started < 30
    assert all(post[one.span.start : one.span.end] == one.span.text for one in found)


def test_public_name() -> None:
    assert govtext.lint is lint
    assert all(isinstance(finding, Finding) for finding in govtext.lint(STIFF))


def test_every_part_speaks_of_a_stiff_post() -> None:
    found = codes(STIFF)
    for code in (
        "capitals", "shouted-punctuation", "long-sentence", "hashtag-case", "no-emoji", "unexplained-acronym", "kpm",
        "wajib-me", "missing-greeting", "missing-when", "missing-contact", "missing-cost",
    ):  # fmt: skip
        assert any(one == code or (code == "unexplained-acronym" and one == "bpnt") for one in found), code


def test_a_friendly_whole_post_has_no_finding() -> None:
    post = (
        "Halo, Sobat! Pasar murah untuk keluarga kurang mampu hadir Sabtu, 3 Mei 2025 pukul 08.00 di Balai Desa. 🛒\n"
        "Caranya: ambil nomor antrean, lalu tunjukkan KTP. Beras 5 kg hanya Rp55.000.\n"
        "Ada pertanyaan? Hubungi 0812-0000-0000, ya."
    )
    assert codes(post) == []


def sentence(words: int) -> str:
    return "Halo " + " ".join(["kata"] * (words - 1)) + "."


@pytest.mark.parametrize(("words", "severity"), [(20, None), (21, "suggestion"), (25, "suggestion"), (26, "warning")])
def test_long_sentences(words: int, severity: str | None) -> None:
    post = f"🙏 Ya? {sentence(words)} Selesai, ya."
    found = [one for one in lint(post) if one.code == "long-sentence"]
    assert [one.severity for one in found] == ([severity] if severity else [])
    assert [one.span.text for one in found] == ([sentence(words)] if severity else [])


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    items = "\n".join(f"- fotokopi kartu keluarga nomor {number}" for number in range(1, 8))
    assert of("long-sentence", f"Bawa berkas ini:\n{items}") == []


def test_capitals() -> None:
    assert of("capitals", "Ayo, JANGAN LUPA BAWA KTP besok!") == [("JANGAN LUPA BAWA KTP", "jangan lupa bawa KTP")]
    assert of("capitals", "WARGA KOTA BEKASI, ayo datang!") == [("WARGA KOTA BEKASI", "Warga kota Bekasi")]
    assert of("capitals", "Bawa KTP, KK, KIS, dan NPWP. GRATIS!") == []
    assert of("capitals", "PENGUMUMAN DESA SUMBERWONOASRI") == [
        ("PENGUMUMAN DESA SUMBERWONOASRI", "Pengumuman desa Sumberwonoasri")
    ]


def test_shouted_punctuation() -> None:
    assert of("shouted-punctuation", "Gratis!!! Sudah tahu?!? Ya!") == [("!!!", "!"), ("?!?", "?")]


@pytest.mark.parametrize(
    ("tag", "suggestion"),
    [
        ("#bansostepatsasaran", "#BansosTepatSasaran"),
        ("#Bansostepatsasaran", "#BansosTepatSasaran"),
        ("#BANSOSTEPATSASARAN", "#BansosTepatSasaran"),
        ("#BansosTepatSasaran", None),
        ("#pelayananpublik2025", "#PelayananPublik2025"),
        ("#bansos", None),
        ("#PKH", None),
        ("#polri", None),
        ("#bantuanpkh", "#BantuanPKH"),
        ("#HUTRI", None),
    ],
)
def test_hashtag_case(tag: str, suggestion: str | None) -> None:
    assert of("hashtag-case", f"Cek ya {tag}") == ([(tag, suggestion)] if suggestion else [])


def test_a_hashtag_of_unknown_words_gets_no_suggestion() -> None:
    for text, suggestion in of("hashtag-case", "Cek #wilujengzzqxvdesa"):
        assert (text, suggestion) == ("#wilujengzzqxvdesa", "")


def test_number_of_hashtags_and_emoji() -> None:
    assert of("too-many-hashtags", "Yuk! #Satu #Dua #Tiga #Empat #Lima") == []
    assert [text for text, _ in of("too-many-hashtags", "Yuk! #Satu #Dua #Tiga #Empat #Lima #Enam #Tujuh")] == [
        "#Enam #Tujuh"
    ]
    assert of("too-many-emoji", "Yuk 🙏 datang 😊 ke 🎉 posyandu 💪") == []
    assert [text for text, _ in of("too-many-emoji", "Yuk 🙏 datang 😊 ke 🎉 posyandu 💪 ya 🥳")] == ["🥳"]
    items = "\n".join(f"✅ berkas {number}" for number in range(8))
    assert of("too-many-emoji", f"Bawa ini, ya:\n{items}") == []


def test_emoji_greeting_and_invitation_are_asked_of_whole_messages_only() -> None:
    asked = {"no-emoji", "missing-greeting", "missing-invitation"}
    assert asked <= set(codes("Jembatan desa diperbaiki oleh dinas pekerjaan umum sejak kemarin pagi."))
    assert not asked & set(codes("Jembatan desa diperbaiki."))
    assert not asked & set(codes("Halo, Kak! Jembatan desa diperbaiki. Sudah lewat sana? Tulis di komentar, ya 😊"))


def test_the_greeting_is_looked_for_at_the_beginning() -> None:
    late = "Jembatan desa diperbaiki. Pekerjaan selesai lusa. Warga memutar lewat timur. Terima kasih, Bapak/Ibu."
    assert "missing-greeting" in codes(late)
    assert lint(late)[0].span.start == 0


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ("Yuk, cek SLRT di desamu.", ["SLRT (Sistem Layanan dan Rujukan Terpadu)"]),
        ("Yuk, cek SLRT (Sistem Layanan dan Rujukan Terpadu) di desamu. SLRT buka.", []),
        ("Sistem Layanan dan Rujukan Terpadu (SLRT) buka.", []),
        ("SLRT buka. SLRT tutup.", ["SLRT (Sistem Layanan dan Rujukan Terpadu)"]),
        ("#ProgramIndonesiaPintar (PIP) sudah cair.", []),
        ("(PIP) sudah cair #ProgramIndonesiaPintar", ["PIP (Program Indonesia Pintar)"]),
        ("Bawa KTP dan KK ke RT 03 RW 05 pukul 09.00 WIB.", []),
        ("Datang ke puskesos, ya.", ["puskesos (pusat kesejahteraan sosial)"]),
        ("Tahap III dan IV di DIY.", []),
        ("Rute B12 dan kertas A4.", []),
        ("Tim QZRX datang.", ["QZRX ([kepanjangan])"]),
        ("AYO DATANG KE QZRX", []),
    ],
)
def test_acronyms(post: str, found: list[str]) -> None:
    assert [suggestion for _, suggestion in of("unexplained-acronym", post)] == found


def test_a_rule_about_an_acronym_is_silent_once_it_is_explained() -> None:
    assert "kpm" in codes("Bantuan untuk KPM sudah cair.")
    assert "kpm" not in codes("KPM (keluarga penerima manfaat) bisa datang. Setiap KPM dapat beras.")
    assert "kpm" in codes("Setiap KPM dapat beras. Datang, ya, keluarga penerima manfaat (KPM).")


def test_acronyms_of_rules_are_told_once() -> None:
    found = [one for one in lint("Bantuan untuk KPM sudah cair.") if one.span.text == "KPM"]
    assert [one.code for one in found] == ["kpm"]


def test_rules_are_findings_but_not_in_quotations() -> None:
    (found,) = [one for one in lint("Dalam rangka mempercepat data, kami datang.") if one.code == "dalam-rangka"]
    assert (found.span.text, found.span.start) == ("Dalam rangka", 0)
    assert found.suggestion
    assert "dalam-rangka" not in codes("Pak lurah bilang, “Dalam rangka mempercepat data, kami datang.”")


def test_spans_survive_what_stands_before() -> None:
    for before in ("🙏🏽 ", "e\u0301 ", "Ole\u0301! ", "\x00 "):
        post = f"{before}Cek #bansostepatsasaran ya!!"
        assert of("hashtag-case", post) == [("#bansostepatsasaran", "#BansosTepatSasaran")]
        assert of("shouted-punctuation", post) == [("!!", "!")]
