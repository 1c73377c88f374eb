"""One-step morphological analysis: prefix + dictionary root + suffixes, after Nazief and Adriani (1996).

Sastrawi stops at the first cut that gives a root: ``dikurangi`` → ``rang``, ``penyelidikan`` → ``lidi``. Here all
readings that the sound rules allow are listed, and the longest root wins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUFFIXES = (
    "", "kan", "i", "an", "nya", "ku", "mu", "lah", "kah", "pun",
    "kannya", "inya", "annya", "anku", "anmu", "kanlah", "nyalah", "anlah", "nyapun",
)  # fmt: skip
_VOWELS = "aiueo"
_CONSONANTS = "bcdfghjklmnpqrstvwxyz"
_ANY = _VOWELS + _CONSONANTS
_NO_R = _ANY.replace("r", "")

# Prefix, the letter it swallows, and the letters that may follow it (Tata Bahasa Baku, chapter on meng- and ber-).
# meny-apu = meN- + sapu, so s is restored before a vowel; mem-ilih = meN- + pilih, likewise.
_PREFIXES: tuple[tuple[str, str, str], ...] = (
    ("", "", _ANY), ("di", "", _ANY), ("ke", "", _ANY), ("se", "", _ANY), ("diper", "", _ANY), ("memper", "", _ANY),
    ("ber", "", _NO_R), ("ter", "", _NO_R), ("per", "", _NO_R), ("keber", "", _NO_R), ("keter", "", _NO_R),
    ("be", "", "r"), ("te", "", "r"), ("dike", "", _ANY), ("menge", "", _CONSONANTS), ("penge", "", _CONSONANTS),
    ("me", "", "lmnrwy"), ("mem", "", "bfpv"), ("mem", "p", _VOWELS), ("men", "", "cdjstz"), ("men", "t", _VOWELS),
    ("meng", "", _VOWELS + "ghkq"), ("meng", "k", _VOWELS), ("meny", "s", _VOWELS),
    ("pe", "", _CONSONANTS), ("pem", "", "bfpv"), ("pem", "p", _VOWELS), ("pen", "", "cdjstz"), ("pen", "t", _VOWELS),
    ("peng", "", _VOWELS + "ghkq"), ("peng", "k", _VOWELS), ("peny", "s", _VOWELS),
)  # fmt: skip
# Prefixes that end in r and what they look like when r may be the root's: ber-ubah before be-rubah.
_SHORT_OF = {"be": "ber", "te": "ter", "pe": "per"}
# Verbs with these prefixes take -kan and -i, not -an: memberikan is no memberik-an.
_VERBAL = ("me", "di")
_SHORTEST_ROOT = 3


def analyse(word: str, roots: frozenset[str]) -> str | None:
    """Return the longest root of ``roots`` that one prefix and suffixes make ``word`` of; None if there is none."""
    best: tuple[int, int, int] | None = None
    answer = None
    verbal = word.startswith(_VERBAL)
    for order, (prefix, suffix, root) in enumerate(_readings(word)):
        if root not in roots or (verbal and suffix == "an"):
            continue
        kept = len(word) - len(prefix) - len(suffix)
        if prefix in _SHORT_OF and root.startswith("r"):
            kept -= 1  # the r counts for the prefix, and the prefix with it comes first
        # Of equally long roots, the one with the shorter prefix (beri-kan), then the more usual prefix.
        rank = (-kept, len(_SHORT_OF.get(prefix, prefix)), order)
        if best is None or rank < best:
            best, answer = rank, root
    if answer and answer.endswith("kan") and len(answer) - 3 >= _SHORTEST_ROOT and answer[:-3] in roots:
        return answer[:-3]  # the root list holds some derived verbs: adakan, sahkan
    return answer


def _readings(word: str) -> Iterator[tuple[str, str, str]]:
    """Yield prefix, suffix and root of every cut the sound rules allow."""
    for prefix, swallowed, initials in _PREFIXES:
        rest = word[len(prefix) :]
        if not word.startswith(prefix) or rest[:1] not in initials:
            continue
        for suffix in _SUFFIXES:
            root = swallowed + rest.removesuffix(suffix)
            if rest.endswith(suffix) and len(root) >= _SHORTEST_ROOT:
                yield prefix, suffix, root
