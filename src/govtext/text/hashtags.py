"""Words inside a hashtag: from its capitals, digits and underscores, else from how often words occur in comments."""

from __future__ import annotations

import re
from functools import cache
from math import inf, log

from govtext.text.resources import read_rows

# An acronym ends where a capitalised word begins: PKHTepatSasaran -> PKH, Tepat, Sasaran.
_PART = re.compile(
    r"[A-Z]+(?=[A-Z][a-z])"
    r"|[A-Z]?[a-z]+"
    r"|[A-Z]+"
    r"|\d+"
    r"|[^\W\d_A-Za-z]+"
)
_BORDER_BY_CAPITAL = re.compile(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_LONGEST_WORD = 20
# Each further letter makes an unknown word ten times as improbable (Norvig 2009, Natural Language Corpus Data). A short
# rest is no word: else every unknown derivation would lose its affixes (optimal + kan).
_PENALTY = log(10)
_SHORTEST_UNKNOWN = 4
_LONGEST_TAG = 100  # longer ones are no tags; the time stays bounded


def split_hashtag(tag: str) -> tuple[str, ...]:
    """Return the parts of ``tag`` (with or without ``#``); joined they give the tag's letters and digits back.

    Capitals inside a tag show its words (``#BansosTepatSasaran``). Without them the most probable words are taken
    (``#bansostepatsasaran``).
    """
    parts: list[str] = _PART.findall(tag)
    if _BORDER_BY_CAPITAL.search(tag) or len(tag) > _LONGEST_TAG:
        return tuple(parts)
    return tuple(word for part in parts for word in (_segment(part) if part.isascii() and part.isalpha() else (part,)))


def _segment(letters: str) -> tuple[str, ...]:
    """Return the most probable words of ``letters`` if their probabilities are independent (Viterbi)."""
    scores, unknown = _log_probabilities()
    lower = letters.lower()
    best = [0.0]
    last_start = [0]
    for end in range(1, len(lower) + 1):
        top, place = -inf, 0
        for start in range(max(0, end - _LONGEST_WORD), end):
            word = lower[start:end]
            score = scores.get(word)
            if score is None and (len(word) >= _SHORTEST_UNKNOWN or word == lower):
                score = unknown - _PENALTY * len(word)
            if score is not None and (score := score + best[start]) > top:
                top, place = score, start
        best.append(top)
        last_start.append(place)
    words: list[str] = []
    end = len(lower)
    while end:
        words.append(letters[last_start[end] : end])
        end = last_start[end]
    return tuple(reversed(words))


@cache
def _log_probabilities() -> tuple[dict[str, float], float]:
    """Return the log-probability of the known words, and that of an unknown one before its letters count."""
    counts = {word: int(count) for word, count in read_rows("word_counts.tsv", 2)}
    total = sum(counts.values())
    return {word: log(count / total) for word, count in counts.items()}, log(10 / total)
