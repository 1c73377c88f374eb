"""The words of many texts as numbers: tokens in standard spelling, computed once for each distinct stretch of text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.text.tokens import tokenize
from govtext.text.words import respell, standardize

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

BREAK = 0
"""Number of what is no word: a figure, a mark, an account, a link, the end of a text. No phrase reaches across it."""
MOST_WORDS = 1 << 20
"""Distinct words that are told apart; later ones are breaks. Some 150 MB."""
_MOST_STRETCHES = 1 << 19
_LONGEST_KNOWN = 40


@dataclass(frozen=True, slots=True)
class Words:
    """The words of some texts.

    Attributes:
        flat: the numbers of all words, text after text; every text ends in a `BREAK`.
        ends: for each text where it ends in ``flat``.
    """

    flat: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    @property
    def starts(self) -> npt.NDArray[np.int64]:
        """For each text where it begins in ``flat``."""
        return np.concatenate([[0], self.ends[:-1]]).astype(np.int64) if len(self.ends) else self.ends

    def select(self, rows: npt.NDArray[Any]) -> Self:
        """Return the words of some texts."""
        starts, lengths = self.starts[rows], (self.ends - self.starts)[rows]
        return type(self)(self.flat[ranges(starts, lengths)], np.cumsum(lengths))

    def slice(self, first: int, last: int) -> Self:
        """Return the words of the texts from ``first`` up to before ``last``, without copying them."""
        start = int(self.starts[first]) if first < len(self) else len(self.flat)
        return type(self)(self.flat[start : int(self.ends[last - 1])], self.ends[first:last] - start)

    @property
    def texts(self) -> npt.NDArray[np.int64]:
        """For each entry of ``flat`` the text it belongs to."""
        return np.repeat(np.arange(len(self)), self.ends - self.starts)


def ranges(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """Return the places ``start, start + 1, …`` of each range, one range after the other."""
    ends = np.cumsum(lengths)
    offsets = np.repeat(starts - (ends - lengths), lengths)
    return (offsets + np.arange(int(ends[-1]) if len(ends) else 0)).astype(np.int64)


def words_of(stretch: str) -> list[str]:
    """Return the words of a stretch in standard spelling, lower case; an empty string for a token that is no word."""
    found: list[str] = []
    for token in tokenize(stretch):
        if token.kind == "word":
            found += standard(token.norm)
        elif token.kind == "hashtag":
            found += ["", *(word for part in token.parts for word in standard(part.lower())), ""]
        else:
            found.append("")
    return found


def standard(word: str) -> list[str]:
    """Return the standard spelling of a lower-case word as a list of words."""
    return standardize(respell(word)).lower().split()


class Vocabulary:
    """Numbers words in the order in which they come, and remembers how frequent stretches of text read."""

    def __init__(self) -> None:
        self.words: list[str] = [""]
        self.left_out = 0
        self._number: dict[str, int] = {"": BREAK}
        self._known: dict[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def number(self, word: str) -> int | None:
        """Return the number of a word, None if no text had it."""
        return self._number.get(word)

    def starting(self, beginning: str) -> list[int]:
        """Return the numbers of the words that begin with ``beginning``."""
        return [number for number, word in enumerate(self.words) if word.startswith(beginning)]

    def read(self, texts: pa.Array) -> Words:
        """Return the words of ``texts``; a null has none."""
        stretches = pc.utf8_split_whitespace(texts.cast(pa.string()))
        coded = pc.list_flatten(stretches).dictionary_encode()
        known = [self._stretch(stretch) for stretch in coded.dictionary.to_pylist()]
        lengths = np.fromiter(map(len, known), np.int64, len(known))
        flat = np.fromiter((number for one in known for number in one), np.int32, int(lengths.sum()))
        starts = np.cumsum(lengths) - lengths
        places = coded.indices.to_numpy()
        counts = np.asarray(pc.fill_null(pc.list_value_length(stretches), 0).to_numpy(zero_copy_only=False))
        return _joined(flat, starts[places], lengths[places], counts)

    def _stretch(self, stretch: str) -> tuple[int, ...]:
        numbers = self._known.get(stretch)
        if numbers is None:
            numbers = tuple(map(self._add, words_of(stretch)))
            if len(stretch) <= _LONGEST_KNOWN and len(self._known) < _MOST_STRETCHES:
                self._known[stretch] = numbers
        return numbers

    def _add(self, word: str) -> int:
        number = self._number.get(word)
        if number is None:
            if len(self.words) >= MOST_WORDS:
                self.left_out += 1
                return BREAK
            number = self._number[word] = len(self.words)
            self.words.append(word)
        return number


def _joined(
    flat: npt.NDArray[np.int32], starts: npt.NDArray[Any], lengths: npt.NDArray[Any], counts: npt.NDArray[Any]
) -> Words:
    """Join the words of the stretches, ``counts`` of them a text, and end each text with a break."""
    spoken = flat[ranges(starts, lengths)]
    sums = np.concatenate([[0], np.cumsum(lengths)])
    ends = sums[np.cumsum(counts)] + np.arange(1, len(counts) + 1)  # one break more for each text before
    result = np.full(len(spoken) + len(counts), BREAK, np.int32)
    is_word = np.ones(len(result), bool)
    is_word[ends - 1] = False
    result[is_word] = spoken
    return Words(result, ends.astype(np.int64))


def join(pieces: Sequence[Words]) -> Words:
    """Return the words of several groups of texts as those of one."""
    if not pieces:
        return Words(np.empty(0, np.int32), np.empty(0, np.int64))
    shifts = np.cumsum([0, *(len(piece.flat) for piece in pieces[:-1])])
    ends = [piece.ends + shift for piece, shift in zip(pieces, shifts, strict=True)]
    return Words(np.concatenate([piece.flat for piece in pieces]), np.concatenate(ends))
