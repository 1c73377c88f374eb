"""The sentence splitter."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from govtext.text import sentences

from .strategies import TEXTS


def split(text: str) -> list[str]:
    return [span.text for span in sentences(text)]


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_every_visible_character_is_in_exactly_one_sentence(text: str) -> None:
    position = 0
    for span in sentences(text):
        assert not text[position : span.start].strip()
        assert span.text == text[span.start : span.end] == span.text.strip()
        assert span.text
        position = span.end
    assert not text[position:].strip()


@pytest.mark.parametrize(
    "expected",
    [
        ["Selamat pagi min.", "Saya mau tanya, kapan PKH cair?", "Sudah tiga bulan menunggu!"],
        ["pagi min.", "kapan cair ya?", "tetangga sudah dapat"],
        ["Warga Jl. Mawar No. 5 Kab. Contoh belum terdata.", "Mohon dicek."],
        ["Rapat dipimpin dr. Sari dan R. Contoh.", "Semua hadir."],
        ["Bantuan Rp1.200.000 naik 2.5 persen.", "Cukup?"],
        ["Beras, telur, dll.", "Belum termasuk gas."],
        ["Sampai hari ini belum...", "Padahal sudah lapor."],
        ["gak jelas...sudah lapor tiga kali"],
        ["masih nunggu... belum ada kabar"],
        ["Terima kasih 🙏🙏", "Semoga sehat selalu"],
        ["Mantap. 👍", "Lanjutkan!"],
        ["sudah dua bulan belum cair 😭😭", "tolong dibantu min"],
        ['"Kapan cair?" tanya warga.', "Petugas diam."],
        ["Beliau berkata, “Sabar.”", "Kami pulang."],
        ["🙏🙏 Terima kasih min."],
        ["Lihat contoh.go.id/bansos ya."],
        ["Apa?!", "Masa begitu!!!"],
        ["(Sudah lapor. Belum dijawab.)", "Tolong."],
        ["Bandara (SSK. II) ramai.", "Antre."],
        ["Honje (E. contoh (Bl.) Smith. Wangi) tumbuh.", "Indah."],
        ["Datang (sudah sore.", "Pulang malam."],
        ["Assalamualaikum wr. wb.", "Saya mau tanya min."],
        ["Perusahaan PT. Contoh Tbk., merugi.", "Karyawan di-PHK."],
        ["Warga RT. 05 RW. 02 belum terdata.", "Mohon dicek."],
        ["Dibuka Sari Contoh, Ph. D. dan warga.", "Semua hadir."],
        ["Penerima PKH.", "Tapi tidak pernah dapat BPNT."],
    ],
    ids=lambda parts: parts[0][:24],
)
def test_sentences_of_a_text(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


def test_list_numbers_stay_with_their_lines() -> None:
    assert split("1. Fotokopi KK\n2. KTP asli.") == ["1. Fotokopi KK", "2. KTP asli."]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", " \n ", "\u2028"])
def test_a_line_break_ends_a_sentence(line_break: str) -> None:
    assert split(f"Nama belum masuk{line_break}tolong dicek") == ["Nama belum masuk", "tolong dicek"]


def test_glued_sentences_split_before_a_capital_only() -> None:
    assert split("Sudah beres.Sekarang menunggu.") == ["Sudah beres.", "Sekarang menunggu."]
    assert split("sudah beres.sekarang menunggu") == ["sudah beres.sekarang menunggu"]


def test_spans_are_offsets_into_the_original() -> None:
    text = "  👍🏽 Halo.\n\tKapan cair?  "
    assert [(span.start, span.end) for span in sentences(text)] == [(2, 10), (12, 23)]
