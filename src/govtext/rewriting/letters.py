"""Capital letters at the beginning of a piece of text (EYD V, I.A)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from govtext.text.channel import words
from govtext.text.resources import read_words, rows_of

_DATA = Path(__file__).parent / "data"

_PLAIN = re.compile(r"[^\W\d_]+(?=[\s,.!?;)\"'”’/]|:(?!//)|\Z)")
"""A whole word; not the beginning of an address (https://…) or of e-KTP."""


def capitalize(text: str) -> str:
    """Return ``text`` with a capital first letter, if it begins with a word in small letters."""
    match = _PLAIN.match(text)
    return text[0].upper() + text[1:] if match and match.group().islower() else text


def uncapitalize(text: str) -> str:
    """Return ``text`` with a small first letter, if it begins with a common word and not with a name."""
    match = _PLAIN.match(text)
    if match is None or not match.group().istitle():
        return text
    word = match.group().lower()
    return text if word not in words() or word in _names() else text[0].lower() + text[1:]


@cache
def people() -> frozenset[str]:
    """Return the words for people whom official texts tell what they may or must do: *pemohon*, *peserta*."""
    return frozenset(row[0] for row in rows_of(_DATA / "people.txt", 1))


@cache
def _names() -> frozenset[str]:
    kept = (row[0] for row in rows_of(_DATA / "capitals.txt", 1))
    return frozenset(kept) | read_words("cities.txt") | read_words("programmes.txt")
