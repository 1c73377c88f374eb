from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.report.page.formats import Formats
from govtext.report.page.wording import Wording
from report_page.reading import shown

DAY = date(2024, 8, 19)


@pytest.mark.parametrize(
    ("form", "value", "indonesian", "english"),
    [
        ("count", 1234567, "1.234.567", "1,234,567"),
        ("count", 0, "0", "0"),
        ("share", 0.3018, "30,2 %", "30.2%"),
        ("share", 0.0, "0,0 %", "0.0%"),
        ("share", 1.0, "100,0 %", "100.0%"),
        ("whole_share", 0.296, "30 %", "30%"),
        ("bare_share", 0.3018, "30,2", "30.2"),
        ("bare_whole_share", 0.3018, "30", "30"),
        ("points", 0.031, "+3,1", "+3.1"),
        ("points", -0.031, "−3,1", "−3.1"),
        ("points", -0.0001, "0,0", "0.0"),
        ("decimal", 12.5, "12,5", "12.5"),
        ("decimal", 1234.567, "1.234,57", "1,234.57"),
        ("decimal", 0.00321, "0,0032", "0.0032"),
        ("decimal", -2.0, "−2", "−2"),
        ("signed", 0.5, "+0,50", "+0.50"),
        ("signed", -0.126, "−0,13", "−0.13"),
        ("hours", 5.25, "5,2 jam", "5.2 hours"),
        ("hours", 84, "3,5 hari", "3.5 days"),
        ("date", DAY, "19 Agustus 2024", "19 August 2024"),
        ("short_date", DAY, "19 Agu 2024", "19 Aug 2024"),
        ("month", DAY, "Agustus 2024", "August 2024"),
        ("year", DAY, "2024", "2024"),
    ],
)
def test_numbers_and_dates(form: str, value: object, indonesian: str, english: str) -> None:
    for lang, wanted in (("id", indonesian), ("en", english)):
        text = getattr(Formats(Wording(lang)), form)(value)
        assert text.replace("\xa0", " ") == wanted
        assert " " not in text  # a number never breaks over two lines


@given(st.floats(0, 1), st.sampled_from(["share", "whole_share", "bare_share", "decimal", "signed"]))
def test_shares_as_worked_out_by_hand(value: float, form: str) -> None:
    for lang in ("id", "en"):
        text = getattr(Formats(Wording(lang)), form)(value)
        assert text.replace("\xa0", " ") == shown(value, form, lang)


@pytest.mark.parametrize(
    ("lang", "decimal", "august", "sunday"), [("id", ",", "Agu", "Minggu"), ("en", ".", "Aug", "Sunday")]
)
def test_the_language_of_axes(lang: str, decimal: str, august: str, sunday: str) -> None:
    numbers, names = Formats(Wording(lang)).vega()
    assert numbers["decimal"] == decimal
    assert names["shortMonths"][7] == august  # type: ignore[index]
    assert names["days"][0] == sunday  # type: ignore[index]
    assert {len(names[key]) for key in ("months", "shortMonths")} == {12}  # type: ignore[arg-type]
    assert {len(names[key]) for key in ("days", "shortDays")} == {7}  # type: ignore[arg-type]
