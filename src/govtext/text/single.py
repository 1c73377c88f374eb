"""The word that a single informal word most probably stands for, where no sentence around it can tell.

A log-linear ranking (Och and Ney 2002) of `govtext.text.options`: how well the edits explain the spelling, how usual
the option is, how it was found. Weights are learnt by ``training/build_single.py``; those whose names begin with
``bare_`` are added for words that lack vowels. Bolder than `govtext.text.channel`, which speaks for words in a text
and has to be sure.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache

from govtext.text.channel import BARE_SHARE, edit_score, is_standard, skeleton
from govtext.text.channel import words as standard_words
from govtext.text.options import WAYS, in_comments, options, sound, targets, vocabulary
from govtext.text.resources import read_rows, read_words

EDITS = ("edits", "edits_by_length")
SHAPES = ("usual", "in_comments", "standard", "added", "dropped", "contained", "begins", "ends", "length", "meant",
          "consonants", "sound", "short")  # fmt: skip
"""Features of one word; those and `EDITS` have a second weight for words without vowels."""
FEATURES = (*EDITS, *SHAPES, "derived", "parts", *WAYS, *(f"bare_{name}" for name in (*EDITS, *SHAPES)))
LEAST = -4.0
"""Score below which a word stays as it is: of the guesses below it, on held-out pairs, hardly one in ten is right. Two
words written together and words written twice are taken wherever they win, since three of four are right."""

_CACHED_WORDS = 16_384
_KEPT = ("acronyms.txt", "cities.txt", "given_names.txt")
_LONGEST_WORD = 20
_UNSEEN, _UNSEEN_IN_COMMENTS = 0.1, 0.5  # in place of a count of nought
_SHORT = 3


@lru_cache(maxsize=_CACHED_WORDS)
def meaning(word: str) -> str | None:
    """Return what ``word``, in lower case and unknown to the lexicon, stands for; None if it had better stay.

    Standard words stay, and so do acronyms, which comments write in capitals.
    """
    if len(word) > _LONGEST_WORD or not (word.isascii() and word.isalpha()) or not is_guessable(word):
        return None
    known = weights()
    best, least, answer = -math.inf, math.inf, None
    ranked = sorted(
        ((_weighed(word, shape_features(word, option, way), known), option, way) for option, way in _allowed(word)),
        key=lambda found: (-found[0], found[1]),
    )
    for shape, option, way in ranked:
        if shape <= best:
            break  # edits only make it lower
        score = shape + _weighed(word, edit_features(word, option, way), known)
        if score > best:
            best, answer, least = score, option, -math.inf if way in {"apart", "twice"} else LEAST
    return answer if best >= least else None


def is_guessable(word: str) -> bool:
    """Tell whether ``word`` is neither standard nor an acronym, a city or a given name."""
    return not (is_standard(word) or word in targets() or any(word in read_words(name) for name in _KEPT))


def _allowed(word: str) -> list[tuple[str, str]]:
    """Return the options that are standard or more usual than ``word``, so that no guess leads back to it."""
    own = in_comments().get(word, 0)
    return [
        (option, way)
        for option, way in options(word).items()
        if way in {"twice", "apart"} or not is_guessable(option) or in_comments().get(option, 0) > own
    ]


def shape_features(word: str, option: str, way: str) -> dict[str, float]:
    """Return the features of an option that cost no alignment."""
    if way == "twice":
        return {way: 1.0}
    if way == "apart":
        counts = vocabulary()
        chances = (math.log(counts.get(part, 1) / _total()) for part in option.split())
        return {way: 1.0, "parts": sum(chances)}
    standard, comments = standard_words().get(option, 0), in_comments().get(option, 0)
    vowels, others = _vowels(word), _vowels(option)
    letters = iter(option)
    return {
        way: 1.0,
        "usual": math.log(standard or _UNSEEN),
        "in_comments": math.log(comments or _UNSEEN_IN_COMMENTS),
        "standard": float(standard > 0),
        "added": float(max(0, len(option) - others - len(word) + vowels)),
        "dropped": float(max(0, vowels - others)),
        "contained": float(all(letter in letters for letter in word)),
        "begins": float(option[0] == word[0]),
        "ends": float(option[-1] == word[-1]),
        "length": float(abs(len(option) - len(word))),
        "meant": math.log1p(targets().get(option, 0)),
        "consonants": float(skeleton(option) == skeleton(word)),
        "sound": float(sound(option) == sound(word)),
        "short": float(len(option) <= _SHORT),
        "derived": float(option not in vocabulary()),
    }


def edit_features(word: str, option: str, way: str) -> dict[str, float]:
    """Return the log-probability of the edits from ``option`` to ``word``, whole and by length."""
    if way in {"twice", "apart"}:
        return {}
    score = edit_score(word, option)
    return {"edits": score, "edits_by_length": score / max(len(word), len(option))}


def with_bare(word: str, features: dict[str, float]) -> dict[str, float]:
    """Return ``features``, doubled under ``bare_`` names if ``word`` lacks vowels."""
    if not is_bare(word):
        return features
    return features | {f"bare_{name}": features[name] for name in (*EDITS, *SHAPES) if name in features}


def is_bare(word: str) -> bool:
    """Tell whether ``word`` has so few vowels that some must have been left out."""
    return _vowels(word) < BARE_SHARE * len(word)


Weights = tuple[dict[str, float], dict[str, float]]
"""Weights by feature: for words with vowels, and for those without."""


def _weighed(word: str, features: dict[str, float], known: Weights) -> float:
    chosen = known[is_bare(word)]
    return sum(chosen[name] * value for name, value in features.items())


@cache
def weights() -> Weights:
    """Return the weights, from ``data/single.tsv``."""
    return split_weights({name: float(weight) for name, weight in read_rows("single.tsv", 2)})


def split_weights(found: dict[str, float]) -> Weights:
    """Add the ``bare_`` weights to the others."""
    plain = {name: weight for name, weight in found.items() if not name.startswith("bare_")}
    return plain, {name: weight + found.get(f"bare_{name}", 0.0) for name, weight in plain.items()}


@cache
def _total() -> int:
    return sum(vocabulary().values())


def _vowels(word: str) -> int:
    return sum(map(word.count, "aiueo"))
