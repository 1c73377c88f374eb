"""A noisy channel for unknown words: the standard word that was most probably meant (Kernighan, Church, Gale 1990).

Candidates share the consonants of the word; how well one explains it is the cost of turning it into the word by
edits learnt from pairs (``data/edits.tsv``), weighed against how usual it is (``data/ranking.tsv``).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from functools import cache, lru_cache
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from govtext.text.colloquial import standard_forms
from govtext.text.resources import read_rows
from govtext.text.stems import is_derivation, stem

if TYPE_CHECKING:
    from collections.abc import Container

_CACHED_WORDS = 65_536
_SHORTEST_WORD = 3  # two letters stand for too much: dm, kk, rt
_LONGEST_WORD = 20
_LONGEST_PIECE = 4
_TRIED = 12  # of the candidates, the most usual ones are scored
_TRIED_FORMS = 3  # and so many for each way to read its affixes
_RARE = 0.1  # count of a derivation that the word list lacks
BARE_SHARE = 0.26  # words with fewer vowels than this are abbreviated, not respelt
_VOWELS = frozenset("aiueo")
_NO_CONSONANT = re.compile(r"[aiueoh]")
_NASAL_BEFORE_CONSONANT = re.compile(r"[mn](?=[^mn])")
_DOUBLE = re.compile(r"(.)\1+")
_RESPELT = (("ng", "g"), ("ny", "y"), ("sy", "s"), ("dh", "d"), ("q", "k"), ("v", "f"), ("z", "s"))
FEATURES = ("edits", "usual", "usual_if_bare", "added", "dropped", "contained", "begins", "known", "bias")
LIKELY = -0.6  # log-odds from which a guess is worth taking at all
_UNLIKELY = -16.0  # log-probability below which a way to write a word is not followed


class Guess(NamedTuple):
    """A standard word for an unknown one, and the log-odds that it is right."""

    word: str
    score: float


@cache
def words() -> dict[str, int]:
    """Return standard words and their counts, from ``data/words.tsv`` (built by ``training/build_words.py``)."""
    return {word: int(count) for word, count in read_rows("words.tsv", 2)}


def is_standard(word: str) -> bool:
    """Tell whether ``word`` is in the list, or is derived regularly and not by a colloquial affix.

    Roots in -i take no -i (Sneddon 2010, 1.196): ``pagii`` is lengthened.
    """
    if word in words():
        return True
    return not word.endswith("ii") and is_derivation(word) and not is_colloquial(word, words())


def is_colloquial(word: str, known: Container[str]) -> bool:
    """Tell whether a form of ``word`` with standard affixes is ``known``.

    ``maafkan`` and ``memaafkan`` have one root, so that the first is no colloquial form of the second; but ``kebawa``
    is one of ``terbawa``.
    """
    forms = [form for form in standard_forms(word) if form in known]
    return any(word.startswith("ke") or stem(form) != stem(word) for form in forms)


def skeleton(word: str) -> str:
    """Return the consonants that survive abbreviation and respelling: ``dengar``, ``dgr`` → ``dgr``."""
    for old, new in _RESPELT:
        word = word.replace(old, new)
    bare = _DOUBLE.sub(r"\1", _NASAL_BEFORE_CONSONANT.sub("", _NO_CONSONANT.sub("", word)))
    return bare.rstrip("k") if len(bare) >= _SHORTEST_WORD else bare


@cache
def _by_skeleton() -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word, _ in sorted(words().items(), key=lambda item: -item[1]):
        index[skeleton(word)].append(word)
    return dict(index)


def candidates(word: str) -> list[str]:
    """Return the standard words that ``word`` may stand for, the most usual first."""
    known, index = words(), _by_skeleton()
    found = dict.fromkeys(index.get(skeleton(word), ())[:_TRIED])
    for form in standard_forms(word):
        if is_standard(form):
            found[form] = None
        found.update(dict.fromkeys(index.get(skeleton(form), ())[:_TRIED_FORMS]))
    found.pop(word, None)
    return sorted(found, key=lambda form: -known.get(form, 0))


@cache
def _edits() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for source, target, cost in read_rows("edits.tsv", 3):
        table[source.strip("_")][target.strip("_")] = -int(cost) / 100
    return dict(table)


@cache
def _weights() -> tuple[float, ...]:
    rows = {name: float(weight) for name, weight in read_rows("ranking.tsv", 2)}
    return tuple(rows[name] for name in FEATURES)


def edit_score(word: str, standard: str) -> float:
    """Return the log-probability of the best way to write ``standard`` as ``word``."""
    source, target = f"^{word}$", f"^{standard}$"
    table, rows, columns = _edits(), len(source), len(target)
    best = [[-math.inf] * (columns + 1) for _ in range(rows + 1)]
    best[0][0] = 0.0
    for i in range(rows + 1):
        longest = min(_LONGEST_PIECE, rows - i + 1)
        pieces = [(k, table[source[i : i + k]]) for k in range(longest) if source[i : i + k] in table]
        here = best[i]
        for j in range(columns + 1):
            value = here[j]
            if value < _UNLIKELY:
                continue
            for step, options in pieces:
                line = best[i + step]
                for reach in range(_LONGEST_PIECE + 1 if j < columns else 1):
                    cost = options.get(target[j : j + reach])
                    if cost is not None and j + reach <= columns and value + cost > line[j + reach]:
                        line[j + reach] = value + cost
    return max(best[rows][columns], _UNLIKELY)


def features(word: str, standard: str) -> tuple[float, ...]:
    """Return what speaks for ``standard`` as the meaning of ``word``, in the order of `FEATURES`."""
    return (edit_score(word, standard), *_cheap_features(word, standard))


def _cheap_features(word: str, standard: str) -> tuple[float, ...]:
    """Return the features that cost no alignment."""
    count = words().get(standard)
    usual = math.log(count or _RARE)
    vowels, others = _vowels(word), _vowels(standard)
    bare = vowels < BARE_SHARE * len(word)
    added = max(0, len(standard) - others - len(word) + vowels)
    letters = iter(standard)
    contained = all(letter in letters for letter in word)
    begins = standard[0] == word[0]
    return (usual, usual * bare, added, max(0, vowels - others), contained, begins, count is not None, 1.0)


def _vowels(word: str) -> int:
    return sum(letter in _VOWELS for letter in word)


@lru_cache(maxsize=_CACHED_WORDS)
def guess(word: str) -> Guess | None:
    """Return the most probable standard word for ``word`` in lower case; None if there is no candidate."""
    if not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD or not (word.isascii() and word.isalpha()):
        return None
    edits, *others = _weights()
    affixed = set(standard_forms(word))
    best: Guess | None = None
    for standard in candidates(word):
        score = sum(map(mul, others, _cheap_features(word, standard)))
        least = -math.inf if standard in affixed else LIKELY
        if score > max(least, best.score if best else least):  # edits only make it lower
            score += edits * edit_score(word, standard)
            if best is None or score > best.score:
                best = Guess(standard, score)
    return best
