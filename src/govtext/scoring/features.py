"""Texts to token hashes, vectorised over a whole batch: the tokenizer of the `fast` model.

No Python loop runs per token or character. A batch is joined into one string, normalised by the C string
methods, viewed as an array of codepoints, and cut into tokens by array operations. A token is known by a
64-bit polynomial hash, so neither the vocabulary nor the input is ever held as Python strings.

The character n-grams with word boundaries follow fastText (Bojanowski et al. 2017, "Enriching Word Vectors
with Subword Information").
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_SEPARATOR = "\x00"
_URL = re.compile(r"(?:https?://|www\.)[^\s\x00]+")
_MENTION = re.compile(r"@[\w.]+")
# One codepoint each, from the private use area: they survive lower-casing and count as symbols.
_URL_MARK, _MENTION_MARK = "\ue000", "\ue001"

_GAP, _WORD, _SYMBOL = 0, 1, 2
_TABLE_SIZE = 0x3000
# Classes above the table; a later range overrides an earlier one.
_HIGH_RANGES = (
    (0xD800, 0xE000, _GAP),  # lone surrogates
    (0xE000, 0xF900, _SYMBOL),  # private use, our marks among it
    (0xFE00, 0xFF00, _GAP),  # variation selectors, BOM
    (0x1F000, 0x1FB00, _SYMBOL),  # emoji
    (0x1F3FB, 0x1F400, _GAP),  # skin tones say nothing about the comment
    (0xE0000, 0x110000, _GAP),  # tags
)
_APOSTROPHES = [ord(c) for c in "'’‘`´"]
_BASE = np.uint64(0x9E3779B97F4A7C15 | 1)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_BOUNDARY = np.uint64(0x02)
_LONG_NUMBER = 3
_LENGTHENED = 3


@dataclass(frozen=True, slots=True)
class TokenBatch:
    """The tokens of a batch of texts, flat and in text order.

    Attributes:
        hashes: shape (n_tokens,), 64-bit hash of each token.
        lengths: shape (n_texts,), number of tokens of each text; sums to n_tokens.
        codepoints: shape (n_chars,), the cleaned characters, for character n-grams.
        starts: shape (n_tokens,), offset of each token in ``codepoints``.
        ends: shape (n_tokens,), end of each token in ``codepoints``.
    """

    hashes: Hashes
    lengths: Ints
    codepoints: npt.NDArray[np.uint32]
    starts: Ints
    ends: Ints


@functools.cache
def _class_table() -> npt.NDArray[np.uint8]:
    """Class of every codepoint below ``_TABLE_SIZE``: gap, part of a word, or a symbol that is its own token."""
    table = np.full(_TABLE_SIZE, _GAP, dtype=np.uint8)
    for code in range(_TABLE_SIZE):
        char = chr(code)
        category = unicodedata.category(char)
        if char.isalnum() or category in {"Mn", "Mc"}:
            table[code] = _WORD
        elif category[0] in "PS" and char not in "-_‐‑":
            table[code] = _SYMBOL
    return table


def _classes(codepoints: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    table = _class_table()
    kinds = table[np.minimum(codepoints, _TABLE_SIZE - 1)]
    high = codepoints >= _TABLE_SIZE
    if high.any():
        outer = codepoints[high]
        kind = np.full(outer.shape, _WORD, dtype=np.uint8)  # CJK and other scripts
        for first, end, shown in _HIGH_RANGES:
            kind[(outer >= first) & (outer < end)] = shown
        kinds[high] = kind
    return kinds


def _join(texts: Sequence[str]) -> npt.NDArray[np.uint32]:
    """Return the codepoints of all texts, lower-cased, each text followed by one separator."""
    joined = _SEPARATOR.join(text.replace(_SEPARATOR, " ") for text in texts) + _SEPARATOR
    joined = _MENTION.sub(_MENTION_MARK, _URL.sub(_URL_MARK, joined))
    if not joined.isascii():
        joined = unicodedata.normalize("NFKC", joined)
    encoded = joined.lower().encode("utf-32-le", "surrogatepass")
    return np.frombuffer(encoded, dtype=np.uint32)


def _clean(codepoints: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Drop apostrophes, shorten runs of a repeated character, and hide the digits of long numbers."""
    kept = codepoints[~np.isin(codepoints, _APOSTROPHES)]
    starts, lengths = _runs(kept)
    letter = _classes(kept[starts]) == _WORD
    digit = (kept[starts] >= ord("0")) & (kept[starts] <= ord("9"))
    # bangeeet -> banget, !!!!! -> !!, but never across separators, which count the texts
    shown = np.where(lengths >= _LENGTHENED, np.where(letter, 1, 2), lengths)
    shown = np.where(digit | (kept[starts] == 0), lengths, shown)
    squeezed = np.repeat(kept[starts], shown)

    is_digit = (squeezed >= ord("0")) & (squeezed <= ord("9"))
    starts, lengths = _runs(is_digit)
    long_number = np.repeat(is_digit[starts] & (lengths >= _LONG_NUMBER), lengths)
    squeezed[long_number] = ord("0")
    return squeezed


def _runs(values: npt.NDArray[np.generic]) -> tuple[Ints, Ints]:
    """Return starts and lengths of the runs of equal values."""
    if not values.size:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    return starts, np.diff(np.append(starts, values.size))


def tokenize_batch(texts: Sequence[str]) -> TokenBatch:
    """Cut ``texts`` into hashed tokens: words, single emoji, runs of one punctuation mark."""
    if not texts:
        none = np.zeros(0, dtype=np.int64)
        return TokenBatch(none.astype(np.uint64), none, none.astype(np.uint32), none, none)
    codepoints = _clean(_join(texts))
    kinds = _classes(codepoints)
    previous = np.concatenate(([_GAP], kinds[:-1]))
    changed = np.concatenate(([True], codepoints[1:] != codepoints[:-1]))
    first = (kinds != _GAP) & ((kinds != previous) | ((kinds == _SYMBOL) & changed))
    following = np.concatenate((first[1:], [True])) | np.concatenate((kinds[1:] == _GAP, [True]))
    last = (kinds != _GAP) & following
    starts = np.flatnonzero(first)
    ends = np.flatnonzero(last) + 1
    separators = np.flatnonzero(codepoints == 0)
    lengths = np.diff(np.searchsorted(starts, separators), prepend=0)
    return TokenBatch(_hash_spans(codepoints, starts, ends), lengths, codepoints, starts, ends)


@functools.cache
def _mark_hashes() -> tuple[Hashes, Hashes, Hashes]:
    """Return the hashes of a full stop, of a question or exclamation mark, and of a comma."""
    found = tokenize_batch([". ! ? !! ?? ,"]).hashes
    return found[:1], found[1:5], found[5:]


SURFACE = ("ends with a full stop", "ends with ! or ?", "share of commas")
"""What `surface` says of a text."""


def surface(batch: TokenBatch) -> npt.NDArray[np.float32]:
    """Return what the shape of each text tells of its register, shape (n_texts, len(SURFACE)), each 0 to 1.

    In chat the last full stop is left out; a bag of words does not see that it is missing.
    """
    found = np.zeros((batch.lengths.size, len(SURFACE)), dtype=np.float32)
    if not batch.hashes.size:
        return found
    stop, marks, comma = _mark_hashes()
    ends = np.cumsum(batch.lengths)
    some = batch.lengths > 0
    last = batch.hashes[ends[some] - 1]
    found[some, 0], found[some, 1] = last == stop, np.isin(last, marks)
    commas = np.concatenate(([0], np.cumsum(batch.hashes == comma)))
    found[:, 2] = (commas[ends] - commas[ends - batch.lengths]) / np.maximum(batch.lengths, 1)
    return found


def _hash_spans(codepoints: npt.NDArray[np.uint32], starts: Ints, ends: Ints) -> Hashes:
    """Hash ``codepoints[starts[i]:ends[i]]`` for all i; depends on the characters alone."""
    if not starts.size:
        return np.zeros(0, dtype=np.uint64)
    lengths = ends - starts
    index = _ranges(starts, lengths)
    within = index - np.repeat(starts, lengths)
    terms = (codepoints[index].astype(np.uint64) + np.uint64(1)) * _powers(int(lengths.max()))[within]
    offsets = np.cumsum(lengths) - lengths
    return mix(np.add.reduceat(terms, offsets))


def _ranges(starts: Ints, lengths: Ints) -> Ints:
    """Concatenate ``arange(starts[i], starts[i] + lengths[i])`` for all i."""
    ends = np.cumsum(lengths)
    shifts = np.repeat(starts - (ends - lengths), lengths)
    index: Ints = np.arange(shifts.size, dtype=np.int64) + shifts
    return index


@functools.lru_cache(maxsize=8)
def _powers_of_two_size(size: int) -> Hashes:
    powers: Hashes = np.full(size, _BASE, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _powers(size: int) -> Hashes:
    return _powers_of_two_size(1 << max(5, (size - 1).bit_length()))


def mix(hashes: Hashes) -> Hashes:
    """Finalise polynomial hashes, so that any bits of them can pick a bucket (as in splitmix64)."""
    mixed = (hashes ^ (hashes >> np.uint64(30))) * _MIX
    return mixed ^ (mixed >> np.uint64(27))


def char_ngrams(batch: TokenBatch, chosen: Ints, sizes: Sequence[int], buckets: int) -> tuple[Ints, Ints]:
    """Return the hashed character n-grams of some tokens.

    Args:
        batch: the tokens.
        chosen: shape (n,), indices of tokens in ``batch``.
        sizes: n-gram lengths in characters, counting one boundary mark on each side of the token.
        buckets: number of hash buckets.

    Returns:
        Buckets, flat, and the number of them for each chosen token, shape (n,). A token has at least one.
    """
    starts, lengths = batch.starts[chosen], batch.ends[chosen] - batch.starts[chosen]
    padded_lengths = lengths + 2
    ends = np.cumsum(padded_lengths)
    padded_starts = ends - padded_lengths
    padded = np.full(int(ends[-1]) if ends.size else 0, _BOUNDARY, dtype=np.uint64)
    padded[_ranges(padded_starts + 1, lengths)] = batch.codepoints[_ranges(starts, lengths)]

    found: list[Ints] = []
    owners: list[Ints] = []
    for size in sizes:
        # A token shorter than the smallest n-gram is one n-gram by itself, so every token has a vector.
        count = np.maximum(padded_lengths - size + 1, 1 if size == min(sizes) else 0)
        index = _ranges(padded_starts, count)
        owner = np.repeat(np.arange(chosen.size), count)
        hashes = np.zeros(index.size, dtype=np.uint64)
        last = ends[owner] - 1
        for step in range(size):
            hashes = hashes * _BASE + padded[np.minimum(index + step, last)] + np.uint64(1)
        found.append((mix(hashes + np.uint64(size)) % np.uint64(buckets)).astype(np.int64))
        owners.append(owner)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    return np.concatenate(found)[order], np.bincount(owner, minlength=chosen.size)
