"""Evidence spans: the cue words of a comment that point to the labels it was given."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from govtext.labels import Cue, cues
from govtext.types import Span

_WORD = re.compile(r"[^\W_]+")


@functools.cache
def _index() -> tuple[Mapping[str, tuple[Cue, ...]], tuple[int, ...]]:
    """Cues by their first word (with its star, if it has one), and the lengths of all starred first words."""
    by_first: dict[str, list[Cue]] = defaultdict(list)
    for cue in cues():
        by_first[cue.words[0]].append(cue)
    lengths = {len(first) - 1 for first in by_first if first.endswith("*")}
    return {first: tuple(found) for first, found in by_first.items()}, tuple(sorted(lengths))


def _fits(pattern: str, word: str) -> bool:
    if pattern.endswith("*"):
        stem = pattern[:-1]
        rest = word[len(stem) :]
        return word.startswith(stem) and (not rest or rest.isalpha())
    return word == pattern


def find_cues(text: str, labels: Iterable[str]) -> dict[str, tuple[Span, ...]]:
    """Return the spans in ``text`` of the cues of ``labels``.

    Of cues of one label that overlap, the longest is kept.

    Args:
        text: the original text.
        labels: ids of topics or voices to look for.

    Returns:
        For each label its spans in text order; an empty tuple where no cue stands.
    """
    wanted = {label: () for label in labels}
    if not wanted:
        return {}
    # A lower-case form of another length (as of İ) would shift every offset behind it.
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    words = [(match.group(), match.start(), match.end()) for match in _WORD.finditer(lowered)]
    by_first, lengths = _index()
    hits: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for position, (word, start, _) in enumerate(words):
        firsts = [word, *(word[:length] + "*" for length in lengths if length <= len(word))]
        for cue in (cue for first in firsts for cue in by_first.get(first, ()) if cue.label in wanted):
            following = words[position : position + len(cue.words)]
            if len(following) == len(cue.words) and all(
                _fits(pattern, found) for pattern, (found, _, _) in zip(cue.words, following, strict=True)
            ):
                hits[cue.label].append((start, following[-1][2]))
    return {label: tuple(Span(s, e, text[s:e]) for s, e in _longest(hits[label])) for label in wanted}


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end in kept):
            kept.append((start, end))
    return sorted(kept)
