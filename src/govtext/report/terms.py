"""How many comments of each group hold each term: a word, or two neighbouring words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.report.resources import read_lines
from govtext.report.vocabulary import BREAK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy.typing as npt

    from govtext.report.vocabulary import Vocabulary, Words

LEAST = 5
"""Comments that a term has to be in: rarer ones could be a name, and say nothing about many."""
MOST_TERMS = 200_000
"""Pairs of words that are counted: the most frequent ones."""
_SHORTEST = 3
_STEP = 50_000  # texts at a time


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms and where they are.

    Attributes:
        names: the terms; a pair with a space between its words.
        words: for each number of a word its place in ``names``, -1 if it is no term.
        pairs: the two words of each pair as one number, ascending; the places of pairs follow those of words.
        singles: how many terms are single words.
    """

    names: list[str]
    words: npt.NDArray[np.int64]
    pairs: npt.NDArray[np.int64]
    singles: int

    def __len__(self) -> int:
        return len(self.names)


def find_terms(words: Words, vocabulary: Vocabulary) -> Terms:
    """Choose the terms: in `LEAST` comments or more, made of letters, long enough, without stop words."""
    size = len(vocabulary)
    frequency = np.zeros(size, np.int64)
    for _, numbers in _distinct(words, lambda flat: flat, size):
        frequency += np.bincount(numbers, minlength=size)
    candidates = np.flatnonzero(frequency >= LEAST)
    kept = np.array([n for n in candidates if n != BREAK and _speaks(vocabulary.words[n])], np.int64)
    place = np.full(size, -1)
    place[kept] = np.arange(len(kept))
    pairs, counts = np.empty(0, np.int64), np.empty(0, np.int64)
    for _, keys in _distinct(words, lambda flat: _pairs(flat, place, size), size * size):
        pairs, counts = _added(pairs, counts, *np.unique(keys, return_counts=True))
    frequent = counts >= LEAST
    pairs, counts = pairs[frequent], counts[frequent]
    if len(pairs) > MOST_TERMS:
        pairs = np.sort(pairs[np.argsort(-counts, kind="stable")[:MOST_TERMS]])
    names = [vocabulary.words[n] for n in kept]
    names += [f"{vocabulary.words[pair // size]} {vocabulary.words[pair % size]}" for pair in pairs]
    return Terms(names, place, pairs, len(kept))


def count_terms(terms: Terms, words: Words, groups: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Count the comments that hold each term, for each group of comments.

    Args:
        terms: the terms.
        words: the words of the comments.
        groups: shape (groups, comments), which comments are in each.

    Returns:
        Shape (groups, terms).
    """
    size, counts = len(terms.words), np.zeros((len(groups), len(terms)), np.int64)
    for texts, places in occurrences(terms, words, size):
        for i, group in enumerate(groups):
            counts[i] += np.bincount(places[group[texts]], minlength=len(terms))
    return counts


def occurrences(terms: Terms, words: Words, size: int) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Yield comments and the terms in them, each pair once, some texts at a time."""

    def single(flat: npt.NDArray[Any]) -> npt.NDArray[Any]:
        places: npt.NDArray[Any] = terms.words[flat]
        return places

    def double(flat: npt.NDArray[Any]) -> npt.NDArray[Any]:
        keys = _pairs(flat, terms.words, size)
        at = np.searchsorted(terms.pairs, keys)
        at[at == len(terms.pairs)] = 0
        known = (keys >= 0) & (terms.pairs[at] == keys) if len(terms.pairs) else np.zeros(len(keys), bool)
        return np.where(known, at + terms.singles, -1)

    for which in (single, double):
        yield from _distinct(words, which, len(terms))


def _distinct(
    words: Words, key: Callable[[npt.NDArray[Any]], npt.NDArray[Any]], bound: int
) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Yield texts and their keys (below ``bound``; negative ones are none), each pair once."""
    for first in range(0, len(words), _STEP):
        part = words.slice(first, min(first + _STEP, len(words)))
        keys = key(part.flat).astype(np.int64)
        keep = keys >= 0
        texts, keys = part.texts[keep], keys[keep]
        order = (
            np.lexsort((keys, texts))
            if bound > np.iinfo(np.int64).max // _STEP
            else np.argsort(texts * bound + keys, kind="stable")
        )
        texts, keys = texts[order], keys[order]
        new = np.ones(len(keys), bool)
        new[1:] = (keys[1:] != keys[:-1]) | (texts[1:] != texts[:-1])
        yield texts[new] + first, keys[new]


def _pairs(flat: npt.NDArray[Any], place: npt.NDArray[Any], size: int) -> npt.NDArray[np.int64]:
    """Return for each word the number of the pair that it begins, -1 for none; breaks keep texts apart."""
    keys = np.full(len(flat), -1)
    both = (place[flat[:-1]] >= 0) & (place[flat[1:]] >= 0)
    keys[:-1][both] = flat[:-1][both].astype(np.int64) * size + flat[1:][both]
    return keys


def _added(
    keys: npt.NDArray[Any], counts: npt.NDArray[Any], more: npt.NDArray[Any], more_counts: npt.NDArray[Any]
) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    joined, back = np.unique(np.concatenate([keys, more]), return_inverse=True)
    return joined, np.bincount(back, np.concatenate([counts, more_counts]), len(joined)).astype(np.int64)


def _speaks(word: str) -> bool:
    letters = word.replace("-", "")
    return len(letters) >= _SHORTEST and letters.isalpha() and word not in read_lines("stopwords.txt")
