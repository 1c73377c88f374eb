"""Unicode repairs: NFC, odd spaces, invisible characters, full-width, mathematical and Cyrillic look-alikes."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.text.alignment import Edit

# NFKC folds these blocks to plain letters and digits; elsewhere it would also change superscripts (km²) and fractions.
_FOLDED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff\u24b6-\u24e9\ufb00-\ufb06]")
_ODD_SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_LINE_SEPARATOR = re.compile("[\u0085\u2028\u2029]")
# Soft hyphen, zero-width space, direction marks, word joiner, byte order mark. Joiners stay: emoji are made of them.
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")

_LOOKALIKES = str.maketrans("асеіјорѕухАВСЕНІЈКМОРЅТХαορνΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aceijopsyxABCEHIJKMOPSTXaopvABEZHIKMNOPTYX")
_LOOKALIKE = f"[{''.join(map(chr, _LOOKALIKES))}]"
# A look-alike counts as one only in a word that has Latin letters too.
_MIXED = re.compile(rf"(?<![^\W_])(?:[A-Za-z]|{_LOOKALIKE})+(?![^\W_])")


def character_edits(text: str) -> Iterator[Edit]:
    """Yield the edits that repair the characters of ``text``, in order; none if it is ASCII."""
    if text.isascii():
        return
    mixed = _mixed_scripts(text)
    for match in _FOREIGN.finditer(text):
        start, end = match.span()
        # The letter before may take a combining mark.
        start -= start > 0 and unicodedata.combining(text[start]) != 0
        for left, right in _clusters(text, start, end):
            piece = "".join(mixed.get(place, text[place]) for place in range(left, right))
            repaired = _repair(piece)
            if repaired != text[left:right]:
                yield left, right, repaired


def _mixed_scripts(text: str) -> dict[int, str]:
    """Return the Latin letters that stand for look-alikes, by offset."""
    found: dict[int, str] = {}
    for match in _MIXED.finditer(text):
        word = match.group()
        latin = word.translate(_LOOKALIKES)
        if latin != word and any(character.isascii() for character in word):
            found.update(
                {match.start() + i: new for i, (old, new) in enumerate(zip(word, latin, strict=True)) if old != new}
            )
    return found


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield pieces that normalise independently; the whole piece at once where that does not hold (Hangul jamo)."""
    borders = [p for p in range(start, end) if p == start or not unicodedata.category(text[p]).startswith("M")]
    borders.append(end)
    pieces = list(pairwise(borders))
    apart = "".join(_repair(text[left:right]) for left, right in pieces)
    yield from pieces if apart == _repair(text[start:end]) else [(start, end)]


def _repair(piece: str) -> str:
    piece = _FOLDED.sub(lambda match: unicodedata.normalize("NFKC", match.group()), piece)
    piece = _INVISIBLE.sub("", _LINE_SEPARATOR.sub("\n", _ODD_SPACE.sub(" ", piece)))
    return unicodedata.normalize("NFC", piece)
