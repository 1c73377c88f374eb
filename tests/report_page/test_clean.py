from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.report.page.clean import readable


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("", ""),
        (" \n\t ", ""),
        ("dua\nbaris\x00\x1b[31m", "dua baris [31m"),
        ("\u202eterbalik\u202c \u2067kiri\u2069", "terbalik kiri"),
        ("ban\u200bsos \ufeffga\u00adib\u2060", "bansos gaib"),
        ("setengah \ud83d", "setengah \N{REPLACEMENT CHARACTER}"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("👩‍👩‍👧 🏳️‍🌈 🙏🏽", "👩‍👩‍👧 🏳️‍🌈 🙏🏽"),
        ("e\u0301\u0302\u0303\u0304a", "e\u0301\u0302a"),
        ("ꦱꦸꦒꦼꦁ", "ꦱꦸꦒꦼꦁ"),
        ("a" * 20, "a" * 9 + "…"),
    ],
)
def test_readable(raw: str, clean: str) -> None:
    assert readable(raw, 10 if raw == "a" * 20 else 600) == clean


@given(st.text(st.characters(exclude_categories=())), st.integers(1, 80))
def test_what_is_readable_is_short_visible_and_can_be_written(text: str, limit: int) -> None:
    clean = readable(text, limit)
    clean.encode()
    assert len(clean) <= limit
    assert clean == readable(clean, limit)
    assert not {unicodedata.category(one) for one in clean} & {"Cc", "Cs"}
    assert {one for one in clean if unicodedata.category(one) == "Cf"} <= {"\u200c", "\u200d"}


def test_very_long_texts_are_not_read_to_their_end() -> None:
    assert readable("a" * 10_000_000) == "a" * 599 + "…"
