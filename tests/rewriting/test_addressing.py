"""People told about in the third person are spoken to."""

from __future__ import annotations

import pytest

from govtext.rewriting import rewrite
from govtext.rewriting.addressing import addressing, second_person
from govtext.rewriting.facts import differences


def put(text: str, tone: str = "friendly", address: str = "Sobat") -> str:
    for edit in addressing(text, tone, address):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            "Calon pemain teater boneka wajib hadir tiap Rabu.",
            "Mau jadi pemain teater boneka? Kamu wajib hadir tiap Rabu.",
        ),
        (
            "Pemohon izin keramaian harus melapor ke pos ronda.",
            "Mau mengajukan izin keramaian? Kamu harus melapor ke pos ronda.",
        ),
        ("Peserta lomba balap karung wajib memakai sepatu.", "Mau ikut lomba balap karung? Kamu wajib memakai sepatu."),
        ("Peserta kursus menjahit kelas sore boleh membawa kain sendiri.", None),
        (
            "Nelayan yang tidak melaut dapat mengikuti kursus las.",
            "Kamu nelayan yang tidak melaut? Kamu dapat mengikuti kursus las.",
        ),
        ("Penyewa kios tidak boleh menutup lorong pasar.", "Kamu penyewa kios? Kamu tidak boleh menutup lorong pasar."),
    ],
)
def test_who_may_or_must_do_something_is_asked_and_spoken_to(text: str, spoken: str | None) -> None:
    assert put(text) == (spoken or text)


def test_the_polite_tone_names_them_without_a_question() -> None:
    text = "Penyewa kios tidak boleh menutup lorong pasar."
    assert put(text, "polite", "Bapak/Ibu") == "Bapak/Ibu penyewa kios tidak boleh menutup lorong pasar."


@pytest.mark.parametrize(
    "text",
    [
        "Petugas pasar harus mencatat semua keluhan pembeli.",  # no reader
        "Warga menerima beras dan harus membawa karung sendiri.",  # another verb
        "Penyewa kios harus membayar iuran. Nama penyewa ditempel di papan.",  # named again
        "Peserta kerja bakti, termasuk anak muda, harus membawa sapu.",  # an aside
        "Warga yang sakit dan tidak bisa datang harus mengirim wakil.",  # two thoughts
        "Pengguna wajib menjaga kerahasiaan sandi akun miliknya.",  # whose, if the reader is meant
        "Kamu yang sakit boleh mengirim wakil ke balai desa.",
        "Penerima beras dapat bagian dua karung tiap keluarga.",  # dapat is the verb
        "Lansia harus sabar.",
        "",
        "🙏🏽 Penyewa kios harus membayar iuran tiap bulan.",
    ],
)
def test_others_stay_in_the_third_person(text: str) -> None:
    assert put(text) == text


def test_nobody_is_spoken_to_in_the_plain_tone_or_without_an_address() -> None:
    text = "Penyewa kios tidak boleh menutup lorong pasar."
    assert put(text, "plain", "") == put(text, "friendly", "") == text


def test_the_rewrite_keeps_the_obligation_and_its_exception() -> None:
    text = (
        "Calon penerima kursi roda wajib melampirkan surat keterangan dokter dan fotokopi Kartu Keluarga, "
        "kecuali yang telah terdata di puskesmas."
    )
    found = rewrite(text)
    assert found.text.startswith("Mau jadi penerima kursi roda? Kamu harus melampirkan surat")
    assert "kecuali yang sudah terdata" in found.text
    assert differences(text, found.text) == ()
    assert rewrite(found.text).text == found.text


def spoken(text: str, tone: str = "friendly", address: str = "Sobat") -> str:
    for edit in reversed(second_person(text, tone, address)):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Pemohon bisa mengisi formulir di loket 2.", "Kamu bisa mengisi formulir di loket 2."),
        ("Petugas menghubungi pemohon lewat telepon.", "Petugas menghubungi kamu lewat telepon."),
        (
            "Langkahnya:\n1. Pendaftar membawa bibit\n2. Kartu diserahkan kepada pendaftar.",
            "Langkahnya:\n1. Kamu membawa bibit\n2. Kartu diserahkan kepadamu.",
        ),
        ("Petugas memeriksa KTP pemohon, kemudian mencatatnya.", "Petugas memeriksa KTP kamu, kemudian mencatatnya."),
        ("Untuk ikut senam, Anda perlu membawa matras.", "Untuk ikut senam, kamu perlu membawa matras."),
    ],
)
def test_who_applies_is_the_reader(text: str, said: str) -> None:
    assert spoken(text) == said
    assert spoken(said) == said


def test_the_polite_tone_says_its_address_and_keeps_the_formal_pronoun() -> None:
    assert spoken("Pemohon harus mengisi formulir.", "polite", "Bapak/Ibu") == "Bapak/Ibu harus mengisi formulir."
    assert spoken("Anda perlu membawa matras.", "polite", "Bapak/Ibu") == "Anda perlu membawa matras."


@pytest.mark.parametrize(
    "text",
    [
        "Pemohon mengisi formulir.",  # outside of a list it would ask nothing
        "Ahli waris menunggu, pemohon harus mengisi formulir.",  # and others
        "Pemohon informasi harus mengisi formulir.",  # certain ones
        "Pemohon yang sakit mengirim wakil.",
        "Setiap pemohon mengambil nomor.",
        "Formulir ditandatangani pemohon.",  # no place for a pronoun
        "Pemohon dan saksi hadir; nama pemohon baru dicatat.",
        "Pemohon menyerahkan KTP-nya dan KTP istrinya.",  # whose, if the reader is meant
        "Laporan Anda sudah kami terima.",  # an answer keeps its pronoun
        "Pemohon mengisi formulir, pendaftar menunggu.",  # two of them
        "Pemohon menunggu, mereka dipanggil.",
        "",
        "🙏🏽",
    ],
)
def test_all_places_or_none_get_a_pronoun(text: str) -> None:
    assert spoken(text) == text


def test_no_pronoun_in_the_plain_tone_or_without_an_address() -> None:
    assert second_person("Pemohon mengisi formulir.", "plain", "Sobat") == ()
    assert second_person("Pemohon mengisi formulir.", "friendly", "") == ()


@pytest.mark.parametrize("tone", ["friendly", "polite"])
def test_a_procedure_is_told_to_who_applies(tone: str) -> None:
    text = (
        "Pemohon mengajukan berkas kepada petugas loket, petugas meneliti kelengkapan berkas, "
        "dilakukan verifikasi data, kartu dicetak, kemudian diserahkan kepada pemohon."
    )
    made = rewrite(text, tone)
    assert "emohon" not in made.text
    assert made.text.count("\n") == 4
    assert not differences(text, made.text)
    assert rewrite(made.text, tone).text == made.text
