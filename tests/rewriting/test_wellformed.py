"""Suggestions against the sentence around them."""

from __future__ import annotations

import pytest

from govtext.rewriting import rewrite
from govtext.rewriting.matching import Hit, hits
from govtext.rewriting.wellformed import fitting


def hit_of(text: str, rule: str) -> Hit:
    return next(hit for hit in hits(text) if hit.rule.id == rule)


@pytest.mark.parametrize(
    ("text", "rule", "fit"),
    [
        ("Pelaku UMKM diimbau untuk mencatat penjualan.", "siapa-diimbau-me", "Pelaku UMKM, yuk catat"),
        (
            "Pelaku UMKM diimbau untuk mencatat penjualan dan tidak menaikkan harga.",
            "siapa-diimbau-me",
            "Mohon pelaku UMKM mencatat",
        ),
        (
            "Pelaku UMKM diimbau untuk mencatat penjualan, menyimpan struk, dan melapor.",
            "siapa-diimbau-me",
            "Mohon pelaku UMKM mencatat",
        ),
        ("Pelaku UMKM diimbau untuk mencatat penjualan dan modal.", "siapa-diimbau-me", "Pelaku UMKM, yuk catat"),
    ],
)
def test_an_invitation_goes_with_no_verb_of_another_form(text: str, rule: str, fit: str) -> None:
    hit = hit_of(text, rule)
    assert fitting(text, hit, hit.replacements("friendly"))[0] == fit


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Petugas melakukan verifikasi lapangan di tiga desa.", "melakukan-pe-an"),
        ("Bank melakukan penyaluran triwulan IV pada Desember.", "melakukan-pe-an"),
    ],
)
def test_a_noun_keeps_what_describes_it(text: str, rule: str) -> None:
    for hit in (one for one in hits(text) if one.rule.id == rule):
        assert fitting(text, hit, hit.replacements("friendly")) == ()
    assert rewrite(text).text == text


def test_a_passive_with_its_agent_stays_passive() -> None:
    text = "Pendataan dilaksanakan pada Senin oleh petugas desa."
    for hit in hits(text):
        assert all("langsung" not in option for option in fitting(text, hit, hit.replacements("friendly")))


def test_half_a_quotation_is_left_alone() -> None:
    text = 'Dinas sudah meminta agar warga dapat mengambil beras," kata lurah.'
    assert hits(text)
    assert all(fitting(text, hit, hit.replacements("friendly")) == () for hit in hits(text))


def test_a_pronoun_does_not_stand_for_people_named_again() -> None:
    alone = "Warga dapat mengambil beras di balai desa."
    again = "Warga dapat mengambil beras di balai desa. Warga yang sakit diwakili."
    assert fitting(alone, hit_of(alone, "warga-dapat-me"), ("kamu bisa mengambil",)) == ("kamu bisa mengambil",)
    assert fitting(again, hit_of(again, "warga-dapat-me"), ("kamu bisa mengambil",)) == ()


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Air keran akan mengalami penurunan sampai besok.", True),
        ("Air keran akan mengalami penurunan debit sampai besok.", False),
        ("Harga cabai mengalami kenaikan dari Rp40.000.", True),
        ("Harga cabai mengalami kenaikan tipis.", False),
    ],
)
def test_a_verb_without_object_takes_none(text: str, fits: bool) -> None:
    found = [hit for hit in hits(text) if hit.rule.id.startswith("mengalami-")]
    assert found
    assert all(bool(fitting(text, hit, hit.replacements("plain"))) is fits for hit in found)


def test_a_sentence_gets_one_reason() -> None:
    text = (
        "Air mati akibat pipa bocor, dan loket tutup dikarenakan listrik padam. Kantor dipindahkan dikarenakan banjir."
    )
    found = {hit.start: hit for hit in hits(text) if "karena" in hit.replacements("plain")}
    fit = [bool(fitting(text, hit, hit.replacements("plain"))) for _, hit in sorted(found.items())]
    assert fit == [False, False, True]
