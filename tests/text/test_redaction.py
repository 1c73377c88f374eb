"""Redaction: what is masked, what survives, spans into the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from govtext.text import redact
from govtext.text.identifiers import is_institution
from govtext.text.redaction import PLACEHOLDERS

from .strategies import TEXTS


@settings(deadline=None, max_examples=400)
@given(TEXTS)
def test_only_the_spans_change(text: str) -> None:
    result = redact(text)
    rebuilt, position = "", 0
    for span in result.spans:
        assert position <= span.start < span.end <= len(text)
        assert span.placeholder == PLACEHOLDERS[span.kind]
        rebuilt += text[position : span.start] + span.placeholder
        position = span.end
    assert rebuilt + text[position:] == result.text


@pytest.mark.parametrize(
    "number", ["3300000000000000", "3300 0000 0000 0000", "33.00.00.000000.0000", "330000-000000-0000"]
)
@pytest.mark.parametrize("frame", ["NIK {} belum terdaftar", "{}", "no KK:{}."])
def test_identity_numbers(frame: str, number: str) -> None:
    assert redact(frame.format(number)).text == frame.format("[NIK]")


def test_neighbouring_identity_numbers_are_all_masked() -> None:
    assert redact("KK 3300000000000000,3300000000000000/3300000000000000").text == "KK [NIK],[NIK]/[NIK]"


def test_a_mistyped_identity_number_is_masked_after_its_cue_only() -> None:
    assert redact("NIK saya 330000000000000 ditolak").text == "NIK saya [NIK] ditolak"
    assert redact("kode 330000000000000 ditolak").text == "kode 330000000000000 ditolak"


@pytest.mark.parametrize(
    "number",
    ["081200000000", "0812-0000-0000", "0812 0000 0000", "+6281200000000", "+62 812 0000 0000", "62812-0000-0000",
     "(024) 0000000", "024-0000000"],
)  # fmt: skip
def test_phones(number: str) -> None:
    assert redact(f"Hubungi {number} ya").text == "Hubungi [TELEPON] ya"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("kirim ke warga.desa@contoh.co.id.", "kirim ke [EMAIL]."),
        ("rek BRI 0000-01-000000-53-0 saya", "rek BRI [REKENING] saya"),
        ("No. rekening: 0000000000", "No. rekening: [REKENING]"),
        ("transfer bank jateng 000 000 0000", "transfer bank jateng [REKENING]"),
        ("mobil H 1234 AB parkir", "mobil [PLAT] parkir"),
        ("plat h 12 ab itu", "plat [PLAT] itu"),
        ("tolong @budi_99 dan @siti.contoh", "tolong [AKUN] dan [AKUN]"),
        ("lapor @pemkotcontoh @kemensosri @dinsos.contoh", "lapor @pemkotcontoh @kemensosri @dinsos.contoh"),
    ],
)
def test_contacts_accounts_and_plates(text: str, masked: str) -> None:
    assert redact(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Rumah di Jl. Mawar No. 5 RT 03/RW 05 Desa Contoh Kec. Contohan", "Rumah di [ALAMAT]"),
        ("Jalan Diponegoro III no. 12A, Kel. Contoh banjir", "[ALAMAT] banjir"),
        ("jl mawar no 12 rusak parah", "[ALAMAT] rusak parah"),
        ("lampu jl salak https://contoh.id/a mati", "lampu [ALAMAT] https://contoh.id/a mati"),
        ("jalan melati no 7 gelap", "[ALAMAT] gelap"),
        ("warga RT 3 RW 2 kok gak dapet", "warga [ALAMAT] kok gak dapet"),
        ("RT/RW 03/05 belum didata", "[ALAMAT] belum didata"),
        ("rt03/rw05 gelap", "[ALAMAT] gelap"),
        ("Alamat: Dusun Krajan, Desa Contoh. Terima kasih", "Alamat: [ALAMAT]. Terima kasih"),
    ],
)
def test_addresses(text: str, masked: str) -> None:
    assert redact(text).text == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a.n. Contoh Sari belum cair", "a.n. [NAMA] belum cair"),
        ("atas nama CONTOH SARI, ditolak", "atas nama [NAMA], ditolak"),
        ("Nama saya Contoh Sari. Mohon dicek", "Nama saya [NAMA]. Mohon dicek"),
        ("Bu Contoh sudah tua", "Bu [NAMA] sudah tua"),
        ("Bu Hj. Contoh Sari sakit", "Bu Hj. [NAMA] sakit"),
        ("Pak Contoh Tolong dicek", "Pak [NAMA] Tolong dicek"),
        ("NAMA : CONTOH\nNIK belum ada", "NAMA : [NAMA]\nNIK belum ada"),
        ("Mbah Contoh tinggal sendiri", "Mbah [NAMA] tinggal sendiri"),
    ],
)
def test_names(text: str, masked: str) -> None:
    assert redact(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "Bantuan Rp1.200.000 cair 19-11-2024 jam 08.00",
        "PKH dan BPNT tahap 3 tahun 2024 untuk 18.000.000 KPM",
        "Rekening BCA saya berisi Rp300.000",
        "BRI cair 20-11-2024",
        "saldo BNI 1.200.000 rupiah",
        "Pak Lurah dan Bu Camat tolong",
        "Bapak Presiden, kapan cair?",
        "nama saya belum masuk DTKS",
        "Pak. Kapan cair?",
        "Saya berdomisili di Kota Contoh",
        "atas nama BELIAU",
        "Bu Tolong dibantu",
        "jalan rusak di desa saya",
        "Jalan di depan rumah gelap",
        "jalan keluar dari kemiskinan",
        "Desa Contoh belum dapat",
        "warga desa 2024 orang",
        "PPKM Level 4 dan RTLH 2024 DI desa",
        "harga 081 ribu, skor 08.00-12.00",
        "Rp 081.200.000",
        "kode OTP 123456 dan 1500-567",
        "cekbansos.contoh.go.id #PKH2024 a@b",
    ],
)
def test_what_survives(text: str) -> None:
    assert redact(text).text == text


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("kemensosri", True),
        ("PemkotContoh", True),
        ("bpjskesehatan_ri", True),
        ("dinkes.contoh", True),
        ("polreskotacontoh", True),
        ("lapor1708", True),
        ("lapor_pak", False),
        ("budi_99", False),
        ("akemen", False),
    ],
)
def test_institutions(handle: str, expected: bool) -> None:
    assert is_institution(handle) is expected


def test_the_surer_find_stands_where_two_overlap() -> None:
    result = redact("NIK 3300000000000000, WA 081200000000")
    assert [span.kind for span in result.spans] == ["nik", "phone"]


def test_spans_survive_emoji_and_combining_marks() -> None:
    text = "👩🏽‍🌾 de\u0301sa: 081200000000"
    (span,) = redact(text).spans
    assert text[span.start : span.end] == "081200000000"


@pytest.mark.parametrize(
    "text",
    [
        "Mbah kula lumpuh, dereng angsal bantuan",
        "pak nyuwun tulung dalane dibenerin",
        "bu punten bade tumaros",
        "mas niki pripun daftare",
    ],
)
def test_javanese_and_sundanese_words_after_a_form_of_address_are_no_names(text: str) -> None:
    assert redact(text).text == text
