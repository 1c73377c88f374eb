"""The fact guard: canonical values, what may change and what may not, protected stretches, the data files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from govtext.errors import InputTypeError
from govtext.rewriting.facts import FACT_KINDS, Difference, differences, facts, protected
from govtext.rewriting.guard.lexicon import is_word, phrases, roots, rows, spell, table, words
from govtext.rewriting.guard.numbers import canonical, number_words, roman, scaled

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "fact_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
KINDS = {*FACT_KINDS, "sense", "pairing"}


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number, _ in enumerate(CASES, 1)])
def test_a_rewrite_is_kept_or_its_corruption_noticed(case: dict[str, Any]) -> None:
    found = differences(case["before"], case["after"])
    if case["kept"]:
        assert found == (), case["note"]
    else:
        assert {difference.kind for difference in found} & set(case["differs"]), case["note"]


@pytest.mark.parametrize("case", CASES, ids=[f"{number}" for number, _ in enumerate(CASES, 1)])
def test_a_text_differs_not_from_itself(case: dict[str, Any]) -> None:
    for text in (case["before"], case["after"]):
        assert differences(text, text) == ()


def test_the_cases_cover_every_kind_both_ways() -> None:
    assert len(CASES) >= 300
    assert {kind for case in CASES for kind in case["differs"]} <= KINDS
    corrupted = {d.kind for case in CASES if not case["kept"] for d in differences(case["before"], case["after"])}
    assert corrupted == KINDS
    kept = {fact.kind for case in CASES if case["kept"] for fact in facts(case["after"])}
    assert kept == set(FACT_KINDS)


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("Bantuan Rp600.000,- per KPM", "amount", ("Rp600000",)),
        ("bantuan Rp 600 ribu", "amount", ("Rp600000",)),
        ("dapat 600rb", "amount", ("Rp600000",)),
        ("modal 1,5 jt", "amount", ("Rp1500000",)),
        ("modal Rp5 M", "amount", ("Rp5000000000",)),
        ("honor Rp300-600rb", "amount", ("Rp300000", "Rp600000")),
        ("sekitar 600 ribuan rupiah", "amount", ("Rp~600000",)),
        ("hibah US$ 1.000", "amount", ("USD1000",)),
        ("sebanyak 25.000 jiwa", "number", ("25000",)),
        ("dua puluh lima ribu jiwa", "number", ("25000",)),
        ("turun 6,10%", "number", ("6.1 persen",)),
        ("turun 6.11 persen", "number", ("6.11? persen",)),
        ("3 (tiga) rangkap", "number", ("3 lembar",)),
        ("antara 3 sampai 5 hari", "number", ("3 hari", "5 hari")),
        ("3-5 hari", "number", ("3 hari", "5 hari")),
        ("tahap II dan tahap ketiga", "number", ("2", "3")),
        ("ukuran 3x4 dan COVID-19", "number", ("3x4", "covid-19")),
        ("anak2 dan buku2nya", "number", ()),
        ("nilai (-2 SD)", "number", ("-2",)),
        ("satu setengah bulan dan setahun", "number", ("1", "1 tahun")),
        ("20 Desember 2024", "date", ("2024-12-20",)),
        ("20-12-2024 dan 20/12/24 dan 2024-12-20", "date", ("2024-12-20",) * 3),
        ("tgl 5 dan 20 Des", "date", ("---05", "--12-20")),
        ("3-20 Juli 2021", "date", ("2021-07-03", "2021-07-20")),
        ("10 s.d. 16 September 2017", "date", ("2017-09-10", "2017-09-16")),
        ("Maret 2023, bulan mei, besok", "date", ("2023-03", "--05", "besok")),
        ("Senin-Jumat, tiap hari minggu", "date", ("senin", "jumat", "minggu")),
        ("2 minggu sekali", "date", ()),
        ("tanggal 31-13-2024", "date", ("31-13-2024?",)),
        ("pukul 08.00 WIB s.d. 14.00 WIB", "time", ("08:00 WIB", "14:00 WIB")),
        ("08.00-12.00 WITA", "time", ("08:00 WITA", "12:00 WITA")),
        ("jam 8 malam, jam delapan, 24 jam", "time", ("20:00", "08:00")),
        ("RT 03/RW 05, RT 7, rw02, RT/RW 1/2", "name", ("rt 3", "rw 5", "rt 7", "rw 2", "rt 1", "rw 2")),
        ("di Kel. Kemirirejo, Kec. Magelang Tengah", "name", ("kelurahan kemirirejo", "kecamatan magelang tengah")),
        ("di kelurahan kemirirejo kota magelang", "name", ("kelurahan kemirirejo", "kota magelang")),
        ("Halo Sobat! Yuk Bapak/Ibu warga, datang", "name", ()),
        ("Masyarakat Penerima Manfaat agar GRATIS", "name", ()),
        ("Dinsos dan Disdukcapil", "name", ("dinas sosial", "disdukcapil")),
        ("Program Keluarga Harapan, PBI JK, KIP-K", "programme", ("pkh", "pbi-jk", "kip kuliah")),
        ("e-KTP, KK, dan akte lahir", "document", ("ktp elektronik", "kk", "akta kelahiran")),
        ("fotokopi KTP, KIA asli", "document", ("fotokopi ktp", "ktp", "kia", "asli kia")),
        ("150 KK miskin dan pena merah", "document", ()),
        ("kartu berobat dan suratnya", "document", ("kartu berobat",)),
        ("cek https://www.Contoh.go.id/Bansos/", "link", ("contoh.go.id/Bansos",)),
        ("0812-0000-0000, +62 812 0000 0000, (0293) 123456", "phone", ("081200000000", "081200000000", "0293123456")),
        ("Bantuan@contoh.go.id", "email", ("bantuan@contoh.go.id",)),
        ("@Dinsos_Contoh #BansosTepat", "handle", ("@dinsos_contoh",)),
        ("@Dinsos_Contoh #BansosTepat", "hashtag", ("#bansostepat",)),
        ("Pasal 5 ayat (2) huruf a UU No. 13 Tahun 2011", "law", ("pasal 5 ayat 2 huruf a", "uu 13/2011")),
        ("Perpres 63/2017; Perda Kota Magelang Nomor 4 Tahun 2022", "law", ("perpres 63/2017", "perda 4/2022")),
        ("gak bisa diwakilkan, jangan lupa bawa KTP", "negation", ("diwakilkan",)),
        ("SKTM adalah Surat Keterangan Tidak Mampu", "negation", ()),
        ("tidak hanya beras, tetapi juga telur", "negation", ()),
        ("dilarang merokok; tidak wajib hadir", "modality", ("prohibition", "exemption")),
        ("wajib hadir, boleh diwakilkan, berhak menerima", "modality", ("obligation", "permission", "right")),
        ("wajib pajak dapat bantuan", "modality", ()),
        ("klo hujan, kecuali lansia, cuma Senin", "condition", ("if", "except", "only")),
        ("selama 3 hari, selama stok ada", "condition", ("while",)),
        ("paling lambat tgl 20 Desember", "bound", ("<= --12-20",)),
        ("sebelum Jumat, 20 Desember 2024", "bound", ("< 2024-12-20",)),
        ("minimal 3 lembar, maksimal 5 lembar, > 2", "bound", (">= 3 lembar", "<= 5 lembar")),
        ("tidak lebih dari 5 tahun, 60 tahun ke atas", "bound", ("<= 5 tahun", ">= 60 tahun")),
        ("08.00 WIB s.d. selesai", "bound", ("<= selesai",)),
        ("tutup sampai ada pemberitahuan", "bound", ("<= again",)),
        ("untuk semua, sebagian, tiap bulan, per orang", "scope", ("all", "some", "each bulan", "each orang")),
        ("kata Camat, “Bantuan tepat sasaran.”", "quotation", ("bantuan tepat sasaran",)),
    ],
)  # fmt: skip
def test_a_fact_has_a_canonical_value(text: str, kind: str, values: tuple[str, ...]) -> None:
    assert facts(text).of(kind) == values


def test_a_fact_says_where_it_stands() -> None:
    text = "Ambil Rp 600.000 di Kantor Kelurahan Kemirirejo, paling lambat 20 Desember 2024."
    found = {(fact.kind, fact.span.text) for fact in facts(text)}
    assert found >= {
        ("amount", "Rp 600.000"),
        ("name", "Kantor Kelurahan Kemirirejo"),
        ("bound", "paling lambat"),
        ("date", "20 Desember 2024"),
    }
    assert len(facts(text)) == len(facts(text).items)


def test_a_difference_names_kind_change_and_value() -> None:
    assert differences("Ambil 3 paket.", "Ambil 4 paket.") == (
        Difference("number", "lost", "3 paket"),
        Difference("number", "added", "4 paket"),
    )


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("Camat berkata, “Bantuan tepat sasaran.” Setuju?", ["Camat", "“Bantuan tepat sasaran.”"]),
        ('Ia menulis "jangan lupa" di papan.', ['"jangan lupa"']),
        ("«Gratis», begitu tulisannya.", ["«Gratis»"]),
        ("Semua jelas, kata Kepala Dinas Sosial Budi Contoh.", ["kata Kepala Dinas Sosial Budi Contoh."]),
        ("Sesuai Pasal 5 ayat (2) huruf a, warga didata.", ["Pasal 5 ayat (2) huruf a"]),
        (
            "Inilah UU No. 13 Tahun 2011 tentang Penanganan Fakir Miskin dan Orang Telantar itu.",
            ["UU No. 13 Tahun 2011 tentang Penanganan Fakir Miskin dan Orang Telantar"],
        ),
        ("sambutan Kepala Dinas Sosial dan Ibu Sulastri", ["Kepala Dinas Sosial", "Ibu Sulastri"]),
        ("(1) Setiap warga.", []),
        ("Dasarnya UU No. 13 Tahun 2011 itu.", ["UU No. 13 Tahun 2011"]),
        ("Aturan:\nPasal 5\nSetiap orang wajib melapor.\n\nAyo, lapor!", ["Pasal 5\nSetiap orang wajib melapor."]),
        ("Pasal 5 berbunyi: setiap orang wajib lapor.", ["Pasal 5 berbunyi: setiap orang wajib lapor."]),
        (
            "Catat, ya. Izin sebagaimana dimaksud pada ayat (1) dapat dicabut. Warga dapat melapor.",
            ["Izin sebagaimana dimaksud pada ayat (1) dapat dicabut"],
        ),
        ("Dana yang selanjutnya disebut Hibah dapat ditarik.", ["Dana yang selanjutnya disebut Hibah dapat ditarik."]),
        ("Syarat sebagaimana dimaksud di brosur.", []),
        (
            "Bahwa apabila ada pelanggaran, izin dicabut.\nAyo, lapor!",
            ["Bahwa apabila ada pelanggaran, izin dicabut."],
        ),
        ("Dalam hal hujan, acara pindah.", []),
        (
            "Catat, ya. Surat ini mulai berlaku sejak tanggal ditetapkan. Warga dapat melapor.",
            ["Surat ini mulai berlaku sejak tanggal ditetapkan"],
        ),
        (
            'Ingat Pasal 5 UU 13/2011 berbunyi: "Setiap orang wajib lapor", jadi warga dapat lapor.',
            ['Pasal 5 UU 13/2011 berbunyi: "Setiap orang wajib lapor"'],
        ),
        ("penerima PKH membawa fotokopi KTP", ["PKH", "fotokopi", "KTP"]),
        ("cek di contoh.go.id atau @dinsos_contoh #Bansos", ["contoh.go.id", "@dinsos_contoh", "#Bansos"]),
        ("ada tiga paket senilai Rp 50.000", ["tiga paket", "Rp 50.000"]),
        ("ambil hari Senin pukul 08.00 WIB di Balai Desa Sukorejo", ["Senin", "08.00 WIB", "Balai Desa Sukorejo"]),
        ("tidak ada yang dilindungi di sini", []),
        ("", []),
    ],
)
def test_what_a_rewrite_must_not_touch(text: str, stretches: list[str]) -> None:
    assert [span.text for span in protected(text)] == stretches


@pytest.mark.parametrize("value", [None, 1, b"halo", ["halo"]], ids=repr)
def test_wrong_types_are_errors_that_name_the_function(value: Any) -> None:
    for name, call in (
        ("facts", lambda: facts(value)),
        ("protected", lambda: protected(value)),
        ("differences", lambda: differences(value, "a")),
        ("differences", lambda: differences("a", value)),
    ):
        with pytest.raises(InputTypeError, match=name):
            call()


def test_names_keep_in_any_case_but_not_in_any_number() -> None:
    text = "Warga Kemirirejo mengambil di Kelurahan Kemirirejo."
    assert differences(text, text.lower()) == ()
    assert differences(text, "Ambil di Kelurahan Kemirirejo.") != ()


@pytest.mark.parametrize("row", rows("names", 3), ids=lambda row: row[1])
def test_every_listed_name_is_read_under_all_its_forms(row: tuple[str, str, str]) -> None:
    kind, value, forms = row
    if value in ("pasal", "ayat"):
        return  # nothing without a number
    for form in forms.split("|"):
        text = form.upper() if form in words("places", "capitals_only", "") else form
        found = facts(f"tentang {text} di sini")
        assert (kind, value) in {(fact.kind, fact.value) for fact in found}, form


@pytest.mark.parametrize("unit", table("values")["units"])
def test_every_unit_is_read_under_all_its_forms(unit: str) -> None:
    for form in table("values")["units"][unit]:
        assert facts(f"ada 7 {form}.").of("number") == (f"7 {unit}".strip(),), form


@pytest.mark.parametrize(("one", "other"), rows("opposites", 2))
def test_every_opposite_is_noticed(one: str, other: str) -> None:
    assert differences(f"Ini yang {one} itu.", f"Ini yang {other} itu.") != ()


def test_phrases_are_tried_longest_first() -> None:
    for roles in phrases().values():
        assert [len(role.phrase) for role in roles] == sorted((len(role.phrase) for role in roles), reverse=True)


@pytest.mark.parametrize(
    ("norm", "expected"),
    [
        ("gabisa", ("tidak", "bisa")),
        ("posyandunya", ("posyandu",)),
        ("non-dtks", ("non", "dtks")),
        ("senin-jumat", ("senin", "-", "jumat")),
        ("se-jatim", ("se", "jatim")),
        ("khususnya", ("khususnya",)),
        ("smp", ("smp",)),
        ("kemirirejo", ("kemirirejo",)),
    ],
)
def test_spelling(norm: str, expected: tuple[str, ...]) -> None:
    assert spell(norm) == expected


def test_roots_join_forms_and_synonyms() -> None:
    assert roots("memberikan") & roots("kasih")
    assert roots("pencetakan") & roots("dicetak")
    assert not roots("terdaftar") & roots("diperbaiki")
    assert is_word("diselenggarakannya")
    assert not is_word("kemirirejo")


@pytest.mark.parametrize(
    ("digits", "value"),
    [
        ("600.000", "600000"),
        ("600.000,00", "600000"),
        ("6,10", "6.1"),
        ("6.11", "6.11?"),
        ("600,000", "600,000?"),
        ("03", "3"),
        ("0293", "0293"),
        ("0", "0"),
        ("1.2.3", "1.2.3?"),
    ],
)
def test_canonical_numbers(digits: str, value: str) -> None:
    assert canonical(digits) == value


def test_numbers_in_words_and_letters() -> None:
    assert number_words(["seratus", "dua", "puluh", "lima", "ribu", "tiga"], 0) == ("125003", 6)
    assert number_words(["enam", "koma", "satu", "satu", "persen"], 0) == ("6.11", 4)
    assert number_words(["dua", "dua"], 0) == ("2", 1)
    assert number_words(["ribu"], 0) is None
    assert [roman(text) for text in ("IV", "XIX", "IIX", "")] == ["4", "19", None, None]
    assert scaled("1.5", 6) == "1500000"
    assert scaled("1.23456789", 3) == "1234.56789"
    assert scaled("6.11?", 3) == "6.11e3?"
