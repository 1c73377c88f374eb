"""Evidence spans: the words of a comment that point to the labels it was given.

They are its cue words, and where a model says what each piece of a text adds to a label, the words that add most.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.labels import Cue, cues
from govtext.types import Span

_WORD = re.compile(r"[^\W_]+")
# Of the words that speak for a label those are shown that together make 60 % of what speaks for it, but no more than
# a few, and none that says much less than the best.
_MASS, _MOST_WORDS, _LEAST = 0.6, 4, 0.3


@dataclass(frozen=True, slots=True)
class Attribution:
    """What each piece of a text adds to its scores.

    Attributes:
        spans: first and last character of each piece, as offsets.
        parts: shape (n_pieces, n_classes of all heads); above zero what speaks for a class.
    """

    spans: Sequence[tuple[int, int]]
    parts: npt.NDArray[np.float32]


@functools.cache
def _index() -> tuple[Mapping[str, tuple[Cue, ...]], tuple[int, ...]]:
    """Cues by their first word (with its star, if it has one), and the lengths of all starred first words."""
    by_first: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues():
        by_first[cue.words[0]].append(cue)
    lengths = {len(first) - 1 for first in by_first if first.endswith("*")}
    return {first: tuple(found) for first, found in by_first.items()}, tuple(sorted(lengths))


@functools.lru_cache(maxsize=65_536)
def _starting_with(word: str) -> tuple[Cue, ...]:
    """Cues whose first word fits ``word``; cached, as most words of a stream were seen before."""
    by_first, lengths = _index()
    firsts = [word, *(word[:length] + "*" for length in lengths if length <= len(word))]
    return tuple(cue for first in firsts for cue in by_first.get(first, ()) if _fits(cue.words[0], word))


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        stem = pattern[:-1]
        rest = word[len(stem) :]
        return word.startswith(stem) and (not rest or rest.isalpha())
    return word == pattern


def find_evidence(
    text: str, labels: Mapping[str, int], attribution: Attribution | None = None
) -> dict[str, tuple[Span, ...]]:
    """Return the spans in ``text`` that speak for ``labels``: cues, and the strongest words of ``attribution``.

    Args:
        text: the original text.
        labels: ids of topics or voices, and the class of each in the scores.
        attribution: what the model saw, if it can tell.

    Returns:
        For each label its spans in text order, none of them overlapping.
    """
    found = find_cues(text, labels)
    if attribution is None or not attribution.spans:
        return found
    words = [match.span() for match in _WORD.finditer(text)]
    owners = _owners(words, attribution.spans)
    inside = owners >= 0
    return {
        label: _united(
            text,
            [(span.start, span.end) for span in found[label]],
            _strongest(words, np.bincount(owners[inside], attribution.parts[inside, column], len(words))),
        )
        for label, column in labels.items()
    }


def _owners(words: Sequence[tuple[int, int]], pieces: Sequence[tuple[int, int]]) -> npt.NDArray[np.int64]:
    """Return the word that each piece is part of, -1 for none; shape (n_pieces,)."""
    spans, borders = np.array(pieces), np.array(words, dtype=np.int64).reshape(-1, 2)
    # A piece may begin with the space before its word.
    found = np.searchsorted(borders[:, 1], spans[:, 0], side="right")
    begins = np.append(borders[:, 0], np.iinfo(np.int64).max)[found]
    return np.where(begins < spans[:, 1], found, -1)


def _strongest(words: Sequence[tuple[int, int]], sums: npt.NDArray[Any]) -> list[tuple[int, int]]:
    """Return the words that add most to a class, of which ``sums`` says what each word adds."""
    sums = np.maximum(sums, 0)
    if not sums.any():
        return []
    order = np.argsort(-sums, kind="stable")[:_MOST_WORDS]
    before = np.cumsum(sums[order]) - sums[order]
    chosen = order[(before < _MASS * sums.sum()) & (sums[order] >= _LEAST * sums[order[0]])]
    return [words[place] for place in chosen.tolist()]


def _united(text: str, cues: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Return the union of spans; words that stand side by side become one span."""
    united: list[tuple[int, int]] = []
    for start, end in sorted([*cues, *words]):
        if united and (start < united[-1][1] or ((start, end) in words and not text[united[-1][1] : start].strip())):
            united[-1] = (united[-1][0], max(end, united[-1][1]))
        else:
            united.append((start, end))
    return tuple(Span(start, end, text[start:end]) for start, end in united)


def find_cues(text: str, labels: Iterable[str]) -> dict[str, tuple[Span, ...]]:
    """Return the spans in ``text`` of the cues of ``labels``.

    Of cues of one label that overlap, the longest is kept.

    Args:
        text: the original text.
        labels: ids of topics or voices to look for.

    Returns:
        For each label its spans in text order; an empty tuple where no cue stands.
    """
    wanted = dict.fromkeys(labels, ())
    if not wanted:
        return {}
    # A lower-case form of another length (as of İ) would shift every offset behind it.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(lowered)]
    hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, (word, start, end) in enumerate(words):
        for cue in _starting_with(word):
            if cue.label not in wanted:
                continue
            following = words[position + 1 : position + len(cue.words)]
            if len(following) == len(cue.words) - 1 and all(map(_fits, cue.words[1:], (w for w, _, _ in following))):
                hits[cue.label].append((start, following[-1][2] if following else end))
    return {label: tuple(Span(s, e, text[s:e]) for s, e in _longest(hits[label])) for label in wanted}


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []  # in text order, so that only two neighbours can overlap a new span
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        place = bisect.bisect(kept, (start, end))
        before_is_free = place == 0 or kept[place - 1][1] <= start
        if before_is_free and (place == len(kept) or end <= kept[place][0]):
            kept.insert(place, (start, end))
    return kept
