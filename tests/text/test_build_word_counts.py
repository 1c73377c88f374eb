"""The script that counts words for the splitter of hashtags."""

from __future__ import annotations

from .scripts import load_script

builder = load_script("build_word_counts")


def test_rare_words_and_names_stay_out() -> None:
    texts = [
        *["antrean bansos panjang"] * 5,
        *["langka"] * 4,
        *["kata Sukarni begitu"] * 4,
        "sukarni",
        *["bu karsiyem datang"] * 5,
        *["di kota Semarang"] * 5,
        *["pak bupati hadir"] * 5,
        *["kata nya"] * 500,
    ]
    counts = builder.count_words(texts)
    assert counts["antrean"] == counts["bansos"] == counts["semarang"] == counts["bupati"] == 5
    assert not {"langka", "sukarni", "karsiyem", "nya"} & set(counts)
