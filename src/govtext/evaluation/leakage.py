"""Leak check: which texts of a test set stand in a training set, exactly or nearly."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

from govtext.errors import InputError, InputTypeError

THRESHOLD = 0.6
LOWEST = 0.1  # below, the search would compare nearly all pairs
_SLACK = 1e-9  # 0.55 × 20 is a little more than 11 in floating point
_SHORT = 4  # distinct words; shorter texts, such as thanks, are alike by chance and are only compared exactly
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Leak:
    """A test text and the training text most like it, by their positions; ``similarity`` is 1 for equal words."""

    test: int
    train: int
    similarity: float
    exact: bool


@dataclass(frozen=True, slots=True)
class LeakReport:
    """What a training set gives away of a test set.

    Attributes:
        leaks: one for each test text that leaks, in the order of the test set.
        train_rows: texts of the training set.
        test_rows: texts of the test set.
        threshold: Jaccard similarity from which texts count as nearly the same.
    """

    leaks: tuple[Leak, ...]
    train_rows: int
    test_rows: int
    threshold: float

    @property
    def exact(self) -> int:
        """Test texts that stand in the training set, letter case, punctuation and spacing apart."""
        return sum(leak.exact for leak in self.leaks)

    @property
    def near(self) -> int:
        """Test texts that stand in it nearly, but not exactly."""
        return len(self.leaks) - self.exact

    @property
    def share(self) -> float:
        """Share of the test texts that leak."""
        return len(self.leaks) / self.test_rows if self.test_rows else 0.0

    def __str__(self) -> str:
        return (
            f"{len(self.leaks):,} of {self.test_rows:,} test texts ({self.share:.1%}) stand in the {self.train_rows:,} "
            f"training texts: {self.exact:,} exactly, {self.near:,} nearly (Jaccard {self.threshold:g} or more)"
        )


def leaks(train: Iterable[str], test: Iterable[str], *, threshold: float = THRESHOLD) -> LeakReport:
    """Find the texts of ``test`` that stand in ``train``.

    Texts are compared as sets of words without case, marks and punctuation. Near duplicates are all pairs whose Jaccard
    similarity reaches ``threshold``: none is missed, because two such sets share one of their rarest words (prefix
    filtering: Chaudhuri, Ganti & Kaushik 2006; Bayardo, Ma & Srikant 2007). Texts of fewer than four distinct words are
    only compared exactly.

    Args:
        train: texts that a system may have learnt from.
        test: texts that it is measured on.
        threshold: 0.1 to 1.

    Raises:
        InputError: ``threshold`` is out of range.
        InputTypeError: one ``str`` was given instead of many, or something else than ``str`` is among them.
    """
    if not LOWEST <= threshold <= 1:
        raise InputError("threshold is out of range", got=threshold, allowed=f"{LOWEST} to 1")
    learnt, asked = _words(train, "train"), _words(test, "test")
    first = {" ".join(words): i for i, words in reversed(list(enumerate(learnt))) if words}
    frequency = Counter(word for words in learnt for word in set(words))
    learnt_sets, asked_sets = [set(words) for words in learnt], [set(words) for words in asked]
    postings: dict[str, list[int]] = defaultdict(list)
    for i, words in enumerate(learnt_sets):
        for word in _prefix(words, frequency, threshold):
            postings[word].append(i)
    found = []
    for j, words in enumerate(asked_sets):
        place = first.get(" ".join(asked[j]))
        if place is not None:
            found.append(Leak(j, place, 1.0, exact=True))
            continue
        best = _nearest(words, learnt_sets, postings, frequency, threshold)
        if best is not None:
            found.append(Leak(j, best[1], best[0], exact=False))
    return LeakReport(tuple(found), len(learnt), len(asked), threshold)


def _nearest(
    words: set[str],
    learnt: Sequence[set[str]],
    postings: dict[str, list[int]],
    frequency: Counter[str],
    threshold: float,
) -> tuple[float, int] | None:
    candidates = {i for word in _prefix(words, frequency, threshold) for i in postings.get(word, ())}
    best: tuple[float, int] | None = None
    for i in sorted(candidates):
        other = learnt[i]
        if threshold * len(words) - _SLACK <= len(other) <= len(words) / threshold + _SLACK:
            shared = len(words & other)
            similarity = shared / (len(words) + len(other) - shared)
            if similarity >= threshold and (best is None or similarity > best[0]):
                best = similarity, i
    return best


def _prefix(words: set[str], frequency: Counter[str], threshold: float) -> list[str]:
    """Return the rarest words of a set, as many as must hold one of each set that is similar enough."""
    if len(words) < _SHORT:
        return []
    rarest = sorted(words, key=lambda word: (frequency[word], word))
    return rarest[: len(words) - ceil(threshold * len(words) - _SLACK) + 1]


def _words(texts: Iterable[str], name: str) -> list[list[str]]:
    if isinstance(texts, str | bytes):
        raise InputTypeError(f"{name} takes many texts", got=texts, allowed="an iterable of str")
    found = []
    for text in texts:
        if not isinstance(text, str):
            raise InputTypeError(f"{name} holds something that is not a text", got=text, allowed="str")
        found.append(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))
    return found
