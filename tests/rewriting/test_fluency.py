"""The small language model that ranks candidates."""

from __future__ import annotations

import random

import pytest

from govtext.rewriting.fluency import cost

SENTENCES = (
    "Bapak/Ibu bisa mengambil bantuan di kantor kelurahan.",
    "Jangan lupa bawa KTP dan KK, ya.",
    "Kalau ada pertanyaan, silakan hubungi kami.",
)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_more_fluent_than_its_words_in_disorder(text: str) -> None:
    words = text.rstrip(".").split()
    for seed in range(5):
        mixed = random.Random(seed).sample(words, len(words))
        if mixed != words:
            assert cost(text) < cost(" ".join(mixed) + ".")


@pytest.mark.parametrize("text", ["", "   ", "🙏🏽", "\ud800", "qzxv " * 2_000])
def test_any_text_has_a_finite_cost(text: str) -> None:
    assert 0 <= cost(text) < 50
