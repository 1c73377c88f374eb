"""Tokens of a text, remembered for a while: a rewriter and its guard read each candidate several times."""

from __future__ import annotations

from functools import lru_cache

from govtext.text import tokenize
from govtext.types import Token

LONGEST_CACHED = 2_000  # characters: bounds the memory of the caches
CACHED_TEXTS = 256


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return what `govtext.tokenize` returns."""
    return _remembered(text) if len(text) <= LONGEST_CACHED else tokenize(text)


@lru_cache(maxsize=CACHED_TEXTS)
def _remembered(text: str) -> tuple[Token, ...]:
    return tokenize(text)
