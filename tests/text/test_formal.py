"""Formal wording: what is chosen, what is dropped, and what stays."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from govtext.text import normalize
from govtext.text.alignment import apply_edits
from govtext.text.bigrams import OTHER
from govtext.text.formal import formal_edits, units

from .strategies import TEXTS
from .test_alignment import check


def formal(text: str) -> str:
    return apply_edits(text, formal_edits(text)).text


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_edits_are_in_order_and_cover_text(text: str) -> None:
    check(text, apply_edits(text, formal_edits(text)))


def test_units_hide_what_is_no_word() -> None:
    found = [unit.norm for unit in units("Min, cek @dinas_x Rp5.000 xxxnumberxxx 😭")]
    assert found == ["min", ",", "cek", OTHER, OTHER, OTHER, OTHER]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("airnya mati terus sih.", "airnya mati terus."),
        ("sih", ""),
        ("sih airnya mati.", "airnya mati."),
        ("petugas ramah banget.", "petugas ramah sekali."),
        ("", ""),
        ("😭", "😭"),
    ],
)
def test_wording(text: str, expected: str) -> None:
    assert formal(text) == expected


def test_line_breaks_survive_a_dropped_particle() -> None:
    assert formal("airnya mati\nsih\nlagi.").count("\n") == 2


@pytest.mark.parametrize(
    "text", ["Sdr. Cuma Mau, Jalan Min.", "apakah sudah cair?", "tidak boleh!", "belum, bukan, jangan."]
)
def test_names_questions_and_negations_stay(text: str) -> None:
    assert formal(text) == text


def test_dropped_words_map_to_where_they_stood() -> None:
    text = "airnya mati dong sejak kemarin."
    result = normalize(text, "formal")
    assert "dong" not in result.text
    start = result.text.index("sejak") if "sejak" in result.text else result.text.index("dari")
    assert text[slice(*result.to_original(start, start + 5))] == "sejak"
