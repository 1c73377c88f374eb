"""Finds given phrases in the words of many texts at once."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.report.vocabulary import BREAK, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import numpy.typing as npt

    from govtext.report.vocabulary import Vocabulary, Words

Phrase = tuple[tuple[str, bool], ...]
"""Words in standard spelling; of each, whether it may go on with further letters."""


def parse(phrase: str) -> Phrase:
    """Return a phrase as a data file writes it: words, each read as a text's would be; ``*`` leaves the end open."""
    words: list[tuple[str, bool]] = []
    for word in phrase.split():
        if word.endswith("*"):
            words.append((word[:-1].lower(), True))
        else:
            words += [(read, False) for read in words_of(word) if read]
    return tuple(words)


def find(
    phrases: Mapping[str, Iterable[str]], words: Words, vocabulary: Vocabulary
) -> dict[str, npt.NDArray[np.bool_]]:
    """Return for each key which texts hold one of its phrases.

    Words that belong to a longer phrase begin no shorter one: ``kip kuliah`` is no ``kip``.

    Args:
        phrases: for each key its phrases, as `parse` reads them.
        words: the words of the texts.
        vocabulary: what their numbers mean.
    """
    found = {key: np.zeros(len(words), bool) for key in phrases}
    wanted = [(key, _numbers(parse(one), vocabulary)) for key, many in phrases.items() for one in many]
    wanted = [(key, numbers) for key, numbers in wanted if numbers and all(numbers)]
    if not wanted:
        return found
    is_first = _table([number for _, numbers in wanted for number in numbers[0]], len(vocabulary))
    places = np.flatnonzero(is_first[words.flat])
    at_first = words.flat[places]
    taken = np.zeros(len(words.flat), bool)
    for _, alike in groupby(sorted(wanted, key=lambda one: -len(one[1])), key=lambda one: len(one[1])):
        all_hits = []
        for key, numbers in alike:
            hits = places[_table(numbers[0], len(vocabulary))[at_first]]
            for step, allowed in enumerate(numbers[1:], start=1):
                hits = hits[hits + step < len(words.flat)]
                hits = hits[_table(allowed, len(vocabulary))[words.flat[hits + step]]]
            hits = hits[~taken[hits]]
            # Every text ends in a break, which is in no phrase: what was found lies in one text.
            found[key][np.searchsorted(words.ends, hits, side="right")] = True
            all_hits += [hits + step for step in range(len(numbers))]
        for hits in all_hits:
            taken[hits] = True
    return found


def _numbers(phrase: Phrase, vocabulary: Vocabulary) -> list[Sequence[int]]:
    found: list[Sequence[int]] = []
    for word, is_open in phrase:
        number = vocabulary.number(word)
        found.append(vocabulary.starting(word) if is_open else [] if number in (None, BREAK) else [number or BREAK])
    return found


def _table(numbers: Iterable[int], size: int) -> npt.NDArray[Any]:
    table = np.zeros(size, bool)
    table[list(numbers)] = True
    return table
