"""Expressive lengthening: ``bangeeet`` → ``banget``, ``maaaf`` → ``maaf``."""

from __future__ import annotations

import re
from functools import cache

from govtext.text.resources import read_words

# Three equal letters in a row occur in no Indonesian word; two do (maaf, tanggal) and are left alone. xxx is a mask
# for what is not to be shown (08xxx, xxxuserxxx), not a lengthened x.
LENGTHENED = re.compile(r"([^\W\d_xX])\1{2,}", re.IGNORECASE)
_RUN = re.compile(r"([^\W\d_])\1+", re.IGNORECASE)
_ROMAN = re.compile(r"[IVXLCM]+")


@cache
def _doubles() -> dict[str, str]:
    """Return words that are spelt with a double letter, by their form without it."""
    return {_RUN.sub(r"\1", word): word for word in read_words("doubles.txt")}


def squeeze(word: str) -> str:
    """Return ``word`` without lengthening, its letter case kept.

    A run of three or more equal letters becomes one letter, or two if that gives a word known to be spelt so.
    Roman numerals (``III``) are left alone.
    """
    if not LENGTHENED.search(word) or _ROMAN.fullmatch(word):
        return word
    bare = _RUN.sub(r"\1", word)
    double = _doubles().get(bare.lower())
    if double is None:
        return LENGTHENED.sub(r"\1", word)
    return with_case_of(word, double)


def with_case_of(model: str, word: str) -> str:
    """Return ``word`` in the letter case of ``model``: all upper, first letter upper, or as it is."""
    if len(model) > 1 and model.isupper():
        return word.upper()
    if model[:1].isupper():
        return word[:1].upper() + word[1:]
    return word
