"""Colloquial affixes and the standard forms that may stand for them (Sneddon 2006).

``ng-``, ``ny-``, ``n-``, ``m-`` and ``nge-`` are meN-; ``-in`` is -kan or -i; ``ke-`` before a verb is ter-.

Sneddon, J. N. (2006): Colloquial Jakartan Indonesian. Pacific Linguistics, chapters 2 and 3.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# The nasal that meN- takes before the first letter of a root, and whether it swallows that letter.
_NASALS = {
    **dict.fromkeys("aiueogh", ("meng", False)), "k": ("meng", True), "t": ("men", True), "s": ("meny", True),
    "p": ("mem", True), **dict.fromkeys("bfv", ("mem", False)), **dict.fromkeys("cdjz", ("men", False)),
}  # fmt: skip
# Colloquial prefix and standard prefix; nge- stands before roots of one syllable (ngecek) and loans (ngedit).
_PREFIXES = (("ng", "meng"), ("ny", "meny"), ("n", "men"), ("m", "mem"), ("nge", "menge"), ("nge", "me"), ("ke", "ter"))
_SHORTEST_REST = 3
_SHORTEST_SUFFIXED = 4  # babin is no bab-in
_SUFFIX = "in"


def with_nasal(root: str) -> str:
    """Return ``root`` with the prefix meN- (``cari`` → ``mencari``, ``tulis`` → ``menulis``)."""
    nasal, swallows = _NASALS.get(root[:1], ("me", False))
    return nasal + (root[1:] if swallows else root)


def standard_forms(word: str) -> Iterator[str]:
    """Yield what ``word`` may be with standard affixes; most are no words, so look each up."""
    for stem, suffix in _suffixed(word):
        if suffix is not None:
            yield stem + suffix
            if not stem.startswith(("di", "ng", "ny", "me")):
                yield with_nasal(stem) + suffix
        for colloquial, standard in _PREFIXES:
            rest = stem.removeprefix(colloquial)
            if rest != stem and len(rest) >= _SHORTEST_REST:
                yield standard + rest + (suffix or "")
                if colloquial == "nge":
                    yield with_nasal(rest) + (suffix or "")


def is_affixed(word: str, standard: str) -> bool:
    """Tell whether ``standard`` is ``word`` with standard affixes and nothing else changed."""
    return standard in standard_forms(word)


def _suffixed(word: str) -> Iterator[tuple[str, str | None]]:
    """Yield stems and standard suffixes; None where the word ends in no colloquial suffix."""
    yield word, None
    stem = word.removesuffix(_SUFFIX)
    if stem != word and len(stem) >= _SHORTEST_SUFFIXED:
        yield from ((stem, suffix) for suffix in ("kan", "i", ""))
