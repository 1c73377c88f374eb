"""Who a text is told to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.rewriting import rewrite
from govtext.rewriting.audience import is_grave, is_law, is_message


@pytest.mark.parametrize(
    "text",
    [
        "Diberitahukan kepada warga bahwa loket pajak pindah ke lantai dua.",
        "Pemohon wajib membawa KTP asli saat mengambil kartu.",
        "Pendaftaran pelatihan menjahit dibuka sampai hari Jumat pekan depan.",
        "Mohon tidak memarkir kendaraan di depan gerbang puskesmas.",
        "Sehubungan dengan perbaikan pipa, aliran air mati pada Senin pagi.",
        "Lansia yang sakit bisa diwakili keluarga dalam satu KK saat pengambilan bantuan.",
        "Pemohon mengisi formulir di loket dua, lalu menunggu panggilan.",
        "Untuk membuat akta, siapkan fotokopi KK dan buku nikah.",
    ],
)
def test_what_asks_allows_or_announces_is_a_message(text: str) -> None:
    assert is_message(text)


@pytest.mark.parametrize(
    "text",
    [
        "Syarat pendaftaran beasiswa untuk warga kota:",  # a heading
        "dan petugas mencatat semua laporan warga di buku.",  # a piece of a sentence
        "1. Pemohon wajib mengisi formulir di loket dua.",  # a list item
        "Loket tutup.",
        "Posyandu adalah layanan kesehatan yang bisa dipakai semua warga.",  # a definition
        "Hal tersebut membuat warga bisa mengambil beras lebih cepat.",  # goes on with what went before
        "Namun, warga yang terlambat tetap harus mengisi formulir.",
        "Bupati menegaskan bahwa semua warga harus mendapat beras.",  # what somebody said
        'Kepala dinas berpesan, "Warga jangan panik."',
        "Warga dapat mengajukan keberatan sebagaimana dimaksud pada ayat (1).",  # law
        "Yth. Pelapor, mohon melengkapi laporan dalam tiga hari.",  # a letter
        "Para lurah agar menyampaikan daftar penerima bantuan.",  # from office to office
        "Persentase penduduk miskin tahun ini turun dibandingkan tahun lalu.",
        "",
        "🙏🏽",
    ],
)
def test_reports_law_letters_and_fragments_are_not(text: str) -> None:
    assert not is_message(text)


def test_what_is_told_to_nobody_gets_plain_words() -> None:
    told = rewrite(
        "Dalam rangka menjaga keselamatan, apabila hujan, pengunjung wajib menggunakan jas hujan dari loket."
    )
    untold = rewrite(
        "Menurut catatan dinas, dalam rangka menjaga keselamatan, apabila hujan, petugas menggunakan jas hujan."
    )
    assert all(word in told.text for word in ("kalau", "memakai", "Sobat"))
    assert all(word in untold.text for word in ("jika", "menggunakan"))
    assert "Sobat" not in untold.text


def test_news_of_danger_gets_no_cheerful_greeting() -> None:
    text = "Diberitahukan kepada warga agar segera mengungsi ke balai desa apabila banjir meninggi."
    assert is_grave(text)
    found = rewrite(text).text
    assert found != text
    assert "Halo" not in found
    assert not is_grave("Loket buka lagi hari Senin.")


@given(st.text(max_size=200))
def test_any_text_is_told_to_somebody_or_nobody(text: str) -> None:
    assert is_message(text) in {True, False}
    assert is_grave(text) in {True, False}


@pytest.mark.parametrize(
    "text",
    [
        "Pasal 7 (1) Setiap pedagang wajib memiliki kartu tanda pedagang.",
        "Retribusi sebagaimana dimaksud pada ayat (2) dibayar tunai.",
        "Tim Siaga Banjir yang selanjutnya disebut TSB adalah tim di tingkat kelurahan.",
        "Barang siapa merusak taman kota dipidana dengan pidana kurungan.",
        "Peraturan ini mulai berlaku pada tanggal diundangkan.",
    ],
)
def test_the_text_of_a_law_stays(text: str) -> None:
    assert is_law(text)
    made = rewrite(text)
    assert made.text == text
    assert made.unchanged_reason == "the text of a law stays"


@pytest.mark.parametrize(
    "text",
    [
        "Sesuai Pasal 7 Perda Pasar, pedagang wajib memiliki kartu.",
        "Peraturan baru tentang pasar mulai berlaku Senin depan.",
        "Pedagang yang merusak taman didenda.",
        "",
    ],
)
def test_who_names_a_law_is_no_law(text: str) -> None:
    assert not is_law(text)
