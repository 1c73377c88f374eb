"""Changes of shape: greeting, cut sentences, lists."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.rewriting.audience import speaks_to_reader
from govtext.rewriting.listing import lists
from govtext.rewriting.mending import Edit
from govtext.rewriting.rules import TONES
from govtext.rewriting.structure import greeting, softener, splits

OPEN_MONDAY = "Loket pendaftaran dibuka lagi mulai Senin, 3 Maret 2025."


def put(text: str, edits: Iterable[Edit]) -> str:
    for edit in reversed(list(edits)):
        assert text[edit.start : edit.end] == edit.before
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("tone", "address", "greeted"),
    [
        ("friendly", "Sobat", f"Halo, Sobat! {OPEN_MONDAY}"),
        ("friendly", "Kak", f"Halo, Kak! {OPEN_MONDAY}"),
        ("polite", "Bapak/Ibu", f"Bapak/Ibu, l{OPEN_MONDAY[1:]}"),
        ("plain", "Sobat", OPEN_MONDAY),
        ("friendly", "", OPEN_MONDAY),
    ],
)
def test_the_reader_is_greeted(tone: str, address: str, greeted: str) -> None:
    assert put(OPEN_MONDAY, greeting(OPEN_MONDAY, tone, address)) == greeted


@pytest.mark.parametrize(
    "text",
    ["BPS mencatat inflasi 2,1 persen pada Maret 2025.", "Pasal 38 UU Nomor 13 Tahun 2011 mengatur hal itu."],
)
def test_a_name_keeps_its_capital_after_the_greeting(text: str) -> None:
    assert put(text, greeting(text, "polite", "Bapak/Ibu")) == f"Bapak/Ibu, {text}"


@pytest.mark.parametrize(
    "text",
    [
        "Halo, Sobat! Loket buka lagi Senin depan.",
        "Mohon kehadiran Bapak Ibu di balai RW besok.",
        "Undangan: Rapat warga diadakan Senin malam.",
        "Yuk, Kak, ambil bantuannya di balai RW.",
        "Bapak/Ibu bisa mengambil beras di balai RW besok.",
        "Buat kamu yang belum terdaftar, silakan datang ke loket 4.",
        "Para pedagang pasar, mohon menutup lapak sebelum pukul lima.",
        "Kepada warga RW 3, kami kabarkan bahwa air mati besok.",
        "Mau ikut pelatihan menjahit di balai desa?",
        "Selamat pagi, loket buka lagi Senin depan.",
        "Warga yang pindah alamat agar segera melapor ke kelurahan.",
        "",
        "🙏🏽",
    ],
)
def test_who_is_spoken_to_already_is_not_greeted(text: str) -> None:
    assert greeting(text, "friendly", "Sobat") == ()
    assert greeting(text, "polite", "Bapak/Ibu") == ()


@pytest.mark.parametrize(
    ("text", "tone", "cut"),
    [
        (
            (
                "Listrik di tiga kelurahan padam sejak Senin karena gardu rusak, sehingga loket "
                "dipindahkan ke kantor camat kota."
            ),
            "friendly",
            (
                "Listrik di tiga kelurahan padam sejak Senin karena gardu rusak. Jadi, loket "
                "dipindahkan ke kantor camat kota."
            ),
        ),
        (
            ("Beras sudah diterima semua keluarga di RW 3, tetapi minyak goreng masih ditunggu dari gudang kota."),
            "friendly",
            "Beras sudah diterima semua keluarga di RW 3. Tapi, minyak goreng masih ditunggu dari gudang kota.",
        ),
        (
            ("Beras sudah diterima semua keluarga di RW 3, tetapi minyak goreng masih ditunggu dari gudang kota."),
            "polite",
            ("Beras sudah diterima semua keluarga di RW 3. Namun, minyak goreng masih ditunggu dari gudang kota."),
        ),
        (
            (
                "Pemohon mengisi formulir di loket 2; petugas memeriksa berkas; kartu dicetak "
                "dan bisa langsung dibawa hari itu."
            ),
            "plain",
            (
                "Pemohon mengisi formulir di loket 2. Petugas memeriksa berkas; kartu dicetak "
                "dan bisa langsung dibawa hari itu."
            ),
        ),
        (
            (
                "Ada 60 laporan yang masuk sepanjang tahun 2024, dengan rincian 40 laporan "
                "parkir dan 20 laporan jalan rusak."
            ),
            "plain",
            (
                "Ada 60 laporan yang masuk sepanjang tahun 2024. Rinciannya 40 laporan parkir "
                "dan 20 laporan jalan rusak."
            ),
        ),
    ],
)
def test_long_sentences_are_cut(text: str, tone: str, cut: str) -> None:
    assert put(text, splits(text, tone)) == cut


@pytest.mark.parametrize(
    "text",
    [
        "Hujan deras sejak pagi, sehingga acara ditunda.",
        ("Jika listrik di tiga kelurahan masih padam, sehingga loket tutup, pelayanan dipindahkan ke kantor camat."),
        "Rumah yang rusak di tiga desa sudah dicatat petugas; dan baru dua rumah yang sudah diperbaiki bulan ini.",
        "Program ini bukan hanya memberi modal kepada pedagang pasar, tetapi ada juga pelatihan tiap Sabtu.",
        "Beras sudah dikirim ke semua keluarga di RW 3 dan RW 4, tetapi belum diterima dua keluarga di RT 5.",
        (
            "Berkas diperiksa petugas (loket buka pukul delapan sampai dua belas; hari Jumat "
            "loket tutup jam sepuluh) saja."
        ),
    ],
)
def test_what_cannot_stand_alone_stays(text: str) -> None:
    assert splits(text, "friendly") == ()


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (
            "Syaratnya: a. warga kota; b. punya usaha; c. belum pernah dibantu.",
            "Syaratnya:\na. warga kota;\nb. punya usaha;\nc. belum pernah dibantu.",
        ),
        ("Caranya: 1) buka laman, 2) isi data, dan 3) kirim.", "Caranya:\n1) buka laman,\n2) isi data, dan\n3) kirim."),
        (
            "Jangan lupa bawa fotokopi KTP, KK, dan surat pengantar RT. Loket buka pukul 08.00.",
            "Jangan lupa bawa:\n- fotokopi KTP\n- KK\n- surat pengantar RT\nLoket buka pukul 08.00.",
        ),
        (
            "Siapkan surat dari bidan/dokter, KTP (jika ada), dan buku nikah.",
            "Siapkan:\n- surat dari bidan/dokter\n- KTP (jika ada)\n- buku nikah",
        ),
        (
            "Kutipan akta anak, fotokopi KK, serta surat pernyataan yang disetujui ibu.",
            "Dokumennya:\n- kutipan akta anak\n- fotokopi KK\n- surat pernyataan yang disetujui ibu",
        ),
        (
            "Berkas yang diperlukan berupa foto anak, KTP wali, dan surat wali.",
            "Berkas yang diperlukan berupa:\n- foto anak\n- KTP wali\n- surat wali",
        ),
    ],
)
def test_lists_get_a_line_each(text: str, listed: str) -> None:
    assert put(text, lists(text)) == listed


@pytest.mark.parametrize(
    "text",
    [
        "Bawa KTP dan KK.",
        "Bawa surat pengantar RT, RW, dan kelurahan.",
        "Bawa KTP, KK, atau surat keterangan.",
        "Bawa KTP, KK, dan surat keterangan ke loket 3.",
        "Fotokopi KTP, KK, dan akta diserahkan ke petugas.",
        "Formulir, KTP, dan KK dikumpulkan ketua RT.",
        "Rumah di blok a. dan b. sudah didata.",
        "Nilainya 3) lalu 1) dan 2) menyusul.",
    ],
)
def test_what_is_no_list_stays(text: str) -> None:
    assert lists(text) == ()


@pytest.mark.parametrize(
    ("text", "softened"),
    [
        ("Peserta harus membawa KTP.", "Peserta harus membawa KTP, ya."),
        ("Mohon tidak memberi uang. Loket buka.", "Mohon tidak memberi uang, ya. Loket buka."),
    ],
)
def test_a_request_ends_softly(text: str, softened: str) -> None:
    assert put(text, softener(text, "friendly")) == softened
    assert softener(softened, "friendly") == ()


@pytest.mark.parametrize(
    "text",
    [
        "Loket buka mulai Senin.",
        "Ayo, peserta harus membawa KTP.",
        "Peserta harus membawa KTP!",
        'Ia berkata, "Peserta harus membawa KTP."',
        "Peserta harus datang pukul 08.00.",
        "Syarat yang harus dipenuhi sebagai berikut.",
        "Dana bisa dicairkan di bank.",
        "Peserta harus membawa:\n- KTP\n- KK",
        "",
    ],
)
def test_what_asks_for_nothing_or_is_quoted_stays(text: str) -> None:
    assert softener(text, "friendly") == ()


def test_only_friendly_texts_are_softened() -> None:
    assert softener("Peserta harus membawa KTP.", "polite") == ()
    assert softener("Peserta harus membawa KTP.", "plain") == ()


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Kamu bisa datang besok.", True),
        ("Silakan ambil nomor.", True),
        ("Loket tutup, ya.", True),
        ("Warga datang ke loket.", False),
        ("", False),
    ],
)
def test_texts_that_speak_to_their_reader(text: str, speaks: bool) -> None:
    assert speaks_to_reader(text) is speaks


@given(st.text(max_size=200), st.sampled_from(TONES))
def test_edits_of_any_text_fit_it(text: str, tone: str) -> None:
    for edits in (splits(text, tone), lists(text), softener(text, tone), greeting(text, tone, "Sobat")):
        assert all(before.end <= after.start for before, after in pairwise(edits))
        put(text, edits)


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (
            "Pemohon mengisi formulir, petugas memeriksa berkas, kemudian kartu dicetak di loket 3.",
            "Langkahnya:\n1. Pemohon mengisi formulir\n2. Petugas memeriksa berkas\n3. Kartu dicetak di loket 3.",
        ),
        (
            "Loket buka pukul 08.00. Warga mengambil nomor, petugas memanggil nomornya, dan berkas diterima.",
            (
                "Loket buka pukul 08.00. "
                "Langkahnya:\n1. Warga mengambil nomor\n2. Petugas memanggil nomornya\n3. Berkas diterima."
            ),
        ),
        (
            "Pemohon membawa berkas, dilakukan pengecekan data, kartu dicetak, lalu diserahkan kepada pemohon.",
            (
                "Langkahnya:\n1. Pemohon membawa berkas\n2. Dilakukan pengecekan data\n"
                "3. Kartu dicetak, lalu diserahkan kepada pemohon."
            ),
        ),
    ],
)
def test_steps_are_numbered(text: str, listed: str) -> None:
    assert put(text, lists(text)) == listed


@pytest.mark.parametrize(
    "text",
    [
        "Petugas mendata rumah, mengukur lahan, dan mencatat hasilnya.",
        "Pemohon mengisi formulir, petugas memeriksa berkas.",
        "Petugas mendata rumah, sekolah, dan puskesmas di desa itu.",
        "Jika petugas datang, warga menunjukkan KTP, dan data dicatat.",
        "Petugas menyapa, tersenyum, dan melayani.",
    ],
)
def test_what_is_no_procedure_stays(text: str) -> None:
    assert lists(text) == ()
