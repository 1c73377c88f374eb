"""A bigram language model with absolute discounting (Kneser and Ney 1995), read from two data files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from govtext.text.resources import rows_of

START, END, OTHER = "<s>", "</s>", "<x>"
"""Before the first word, after the last, and any word the model does not know."""


class Bigrams:
    """Probabilities of words after words.

    Args:
        unigrams: file of word, -100 ln P, -100 ln of its back-off weight.
        bigrams: file of first word, second word, -100 ln P(second | first).
    """

    def __init__(self, unigrams: Path, bigrams: Path) -> None:
        self._single = {word: (-int(p) / 100, -int(backoff) / 100) for word, p, backoff in rows_of(unigrams, 3)}
        self._pairs = {(first, second): -int(p) / 100 for first, second, p in rows_of(bigrams, 3)}

    def known(self, word: str) -> str:
        """Return ``word``, or `OTHER` if the model does not know it."""
        return word if word in self._single else OTHER

    def after(self, first: str, second: str) -> float:
        """Return the log-probability of ``second`` after ``first``, both known."""
        found = self._pairs.get((first, second))
        return self._single[first][1] + self._single[second][0] if found is None else found

    def cost(self, words: Iterable[str]) -> float:
        """Return the mean of -ln P over the words of a text and its end; lower is more fluent."""
        before, total, count = START, 0.0, 0
        for word in (*map(self.known, words), END):
            total -= self.after(before, word)
            before, count = word, count + 1
        return total / count
