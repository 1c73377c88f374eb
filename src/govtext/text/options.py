"""What a word by itself may stand for: every standard word that a known way of writing informally could lead from.

The ways are those of Wibowo et al. (2021): vowels left out, sounds written otherwise, beginnings or ends cut off,
colloquial affixes, words written together or twice. Wide on purpose; `govtext.text.single` ranks.

Wibowo, H. A., et al. (2021): IndoCollex: A testbed for morphological transformation of Indonesian word colloquialism.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govtext.text.channel import is_standard, skeleton
from govtext.text.channel import words as standard_words
from govtext.text.colloquial import standard_forms
from govtext.text.lexicon import lexicon
from govtext.text.resources import read_rows
from govtext.text.stems import is_root

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WAYS = ("spelling", "beginning", "affixed", "twice", "apart")
"""How an option was found."""

_SAME_CONSONANTS, _OTHER_CONSONANTS, _AFFIXED_CONSONANTS, _SAME_SOUND, _CUT = 40, 15, 4, 40, 10
_SHORTEST_CUT = 3
_SHORTEST_ROOT = 3
_SHORTEST_APART = 5
_SHORTEST_PART = 3
_SHORT_PARTS = frozenset({"di", "ke", "ya", "si", "ku", "mu", "oh", "no"})
_PREPOSITIONS = ("di", "ke")
_NO_WORD = re.compile(r"(.)\1\1|(.)\2$|^[^aiueo]+$")  # haduhhh, guyss, jgn: frequent, but no standard
_HEARD = (("ng", "g"), ("ny", "y"), ("sy", "s"), ("dh", "d"), ("q", "k"), ("v", "f"), ("z", "s"), ("dj", "j"),
          ("tj", "c"), ("f", "p"), ("x", "s"), ("ch", "c"), ("h", ""))  # fmt: skip
_VOWELS = re.compile(r"[aiueo]+")
_DOUBLE = re.compile(r"(.)\1+")


@cache
def in_comments() -> dict[str, int]:
    """Return how often words occur in comments, from ``data/word_counts.tsv``."""
    return {word: int(count) for word, count in read_rows("word_counts.tsv", 2)}


@cache
def targets() -> Counter[str]:
    """Return for each word how many informal words of the lexicon stand for it."""
    return Counter(lexicon().values())


@cache
def vocabulary() -> dict[str, int]:
    """Return the words that may be meant, the most usual first: standard ones, and frequent ones of comments."""
    standard, comments, meant = standard_words(), in_comments(), targets()
    counts = {word: max(standard.get(word, 0), comments.get(word, 0), 1) for word in {*standard, *comments, *meant}}
    chosen = (
        (word, count)
        for word, count in counts.items()
        if word.isalpha() and word not in lexicon() and (word in standard or word in meant or not _NO_WORD.search(word))
    )
    return dict(sorted(chosen, key=lambda item: (-item[1], item[0])))


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return roughly how a word sounds, all vowels alike: ``galo`` and ``galau`` are one."""
    for old, new in _HEARD:
        word = word.replace(old, new)
    heard = _DOUBLE.sub(r"\1", _VOWELS.sub("V", word))
    return heard[:-1] if heard.endswith("k") and len(heard) > _SHORTEST_ROOT else heard


def options(word: str) -> dict[str, str]:
    """Return what ``word``, in lower case, may stand for, each with one of `WAYS`."""
    found: dict[str, str] = {}

    def add(way: str, forms: Iterable[str]) -> None:
        for form in forms:
            found.setdefault(form, way)

    bones = skeleton(word)
    for key in sorted(_keys(bones), key=lambda key: (key != bones, key)):
        most = _SAME_CONSONANTS if key == bones else _OTHER_CONSONANTS
        add("spelling", _by_consonants().get(key, ())[:most])
    add("spelling", _by_sound().get(sound(word), ())[:_SAME_SOUND])
    if len(word) >= _SHORTEST_CUT:
        add("beginning", _beginning_with(word))
    for form in standard_forms(word):
        if is_standard(form):
            found[form] = "affixed"
        add("spelling", _by_consonants().get(skeleton(form), ())[:_AFFIXED_CONSONANTS])
    add("twice", _twice(word))
    add("apart", _apart(word))
    found.pop(word, None)
    return found


def _keys(bones: str) -> set[str]:
    """Return consonants as they are and with one of them left out (Garbe 2012, symmetric delete)."""
    return {bones, *(bones[:place] + bones[place + 1 :] for place in range(len(bones)))}


@cache
def _by_consonants() -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary():
        for key in _keys(skeleton(word)):
            index[key].append(word)
    return dict(index)


@cache
def _by_sound() -> dict[str, list[str]]:
    index: dict[str, list[str]] = defaultdict(list)
    for word in vocabulary():
        index[sound(word)].append(word)
    return dict(index)


@cache
def _in_order() -> list[str]:
    return sorted(vocabulary())


def _beginning_with(start: str) -> list[str]:
    """Return the most usual words that begin with ``start``."""
    ordered, counts = _in_order(), vocabulary()
    first, last = bisect_left(ordered, start), bisect_left(ordered, start + "~")
    return sorted(ordered[first:last], key=counts.__getitem__, reverse=True)[:_CUT]


def _twice(word: str) -> Iterator[str]:
    """Yield ``hati-hati`` for ``atiati``."""
    half = word[: len(word) // 2]
    meant = lexicon().get(half, half)
    if len(half) > 1 and word == half * 2 and meant in standard_words():
        yield f"{meant}-{meant}"


def _apart(word: str) -> Iterator[str]:
    """Yield ``word`` as two words."""
    if len(word) < _SHORTEST_APART:
        return
    for place in range(2, len(word) - 1):
        first, second = word[:place], word[place:]
        if first == second:
            continue
        verb = first in _PREPOSITIONS and (second.endswith(("in", "kan")) or is_root(second))
        if not verb and _is_part(first) and _is_part(second):
            yield f"{first} {second}"


def _is_part(word: str) -> bool:
    return word in _SHORT_PARTS or (len(word) >= _SHORTEST_PART and word in vocabulary())


def caches() -> tuple[object, ...]:
    """Return the functions whose memory depends on the lexicon, for scripts that learn with parts of it."""
    return targets, vocabulary, _by_consonants, _by_sound, _in_order
