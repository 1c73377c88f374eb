"""Standard spellings of single words: lengthening, numeric reduplication, the slang lexicon."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache

from govtext.text.channel import LIKELY, guess, is_standard
from govtext.text.channel import words as standard_words
from govtext.text.colloquial import is_affixed, standard_forms
from govtext.text.compounds import split_negation, split_particle, split_preposition
from govtext.text.lexicon import lexicon
from govtext.text.resources import read_words
from govtext.text.single import is_bare, meaning
from govtext.text.squeeze import squeeze, with_case_of
from govtext.text.stems import stem

_REDUPLICATED = re.compile(r"(?P<base>[^\W\d_]{3,})(?:2|²)(?P<suffix>an|nya|in|annya|ku|mu)?")
_CLITIC = re.compile(r"(?P<base>[^\W\d_]{2,})(?P<clitic>-?(?:nya|ku|mu|lah|kah))")
_LAST_DOUBLED = re.compile(r"(?<=..)([^\W\d_])\1$")  # not dll
_LAUGHTER = "hahaha"
_LAUGHS = 2
_NEGATION = "tidak"
_CACHED_WORDS = 65_536
# Log-odds above which a guess is taken: acronyms are short, and what many write is seldom a slip.
_RATHER = -0.2
_SURE = 0.2
_SHORT = 3
_ACRONYM = 4
_VOWEL = re.compile(r"[aiueo]", re.IGNORECASE)


@lru_cache(maxsize=_CACHED_WORDS)
def respell(word: str) -> str:
    """Return ``word`` without lengthening, and with ``2`` written out as reduplication (``buku2nya``)."""
    if word.lower() in read_words("acronyms.txt"):
        return word  # pppk
    word = squeeze(word)
    match = _REDUPLICATED.fullmatch(word)
    if not match or not _is_reduplication(match["base"]):
        return word
    return _reduplicate(match["base"]) + (match["suffix"] or "")


def _is_reduplication(base: str) -> bool:
    """Exclude what is counted, not repeated (``kelas2``, ``km2``), and what has no vowel and is no word."""
    bare = base.lower()
    if bare in read_words("counted.txt"):
        return False
    return bare in lexicon() or _VOWEL.search(bare) is not None


def _reduplicate(base: str) -> str:
    """Repeat the root where the prefix ends (``sebaik2`` → ``sebaik-baik``), else the word (``anak2``)."""
    root = stem(base)
    prefixed = base.lower().endswith(root) and len(root) < len(base)
    second = base[-len(root) :] if prefixed else base
    return f"{base}-{second if base.isupper() else second.lower()}"


def standardize(word: str, *, guessing: bool = False, alone: bool = False) -> str:
    """Return the standard word for an informal one, in its letter case; ``word`` itself if there is none.

    Args:
        word: one word.
        guessing: also split joined words, and guess what unknown words stand for.
        alone: the word is all there is, so that a likely guess is worth more than none; implies ``guessing``.
    """
    formal = _standard(word.lower(), guessing, alone)
    return word if formal is None else with_case_of(word, formal)


@lru_cache(maxsize=_CACHED_WORDS)
def _standard(word: str, guessing: bool, alone: bool) -> str | None:
    unsure = word in read_words("not_guessed.txt")
    if word in read_words("kept.txt") or (unsure and not alone):
        return None
    formal = _look_up(word)
    if formal is None and unsure:
        return meaning(word) if is_bare(word) or any(map(is_standard, standard_forms(word))) else None
    if formal is None and alone:
        return split_particle(word) or split_preposition(word) or meaning(word)
    return _infer(word) if formal is None and guessing else formal


def _infer(word: str) -> str | None:
    """Return what a word that the lexicon lacks stands for."""
    apart = split_particle(word) or split_preposition(word)
    if apart or not word.isalpha() or is_standard(word):
        return apart
    rest = split_negation(word)
    if rest:
        return f"{_NEGATION} {rest}"
    found = guess(word)
    if found is None:
        return None
    # The root has to be in use, not only in the dictionary: Javanese ngenteni is no mengenteni.
    if is_affixed(word, found.word) and not standard_words().keys().isdisjoint((found.word, stem(found.word))):
        return found.word
    return found.word if found.score >= _needed(word) else None


def _needed(word: str) -> float:
    """Return the log-odds that a guess for ``word`` has to reach: acronyms (pdam, pkh) are frequent and short."""
    if word in read_words("frequent.txt"):
        return math.inf if len(word) <= _ACRONYM else _RATHER
    return _SURE if len(word) <= _SHORT else LIKELY


def _look_up(word: str) -> str | None:
    known = lexicon()
    if word in known:
        return known[word]
    if _is_laughter(word):
        return _LAUGHTER
    single = _LAST_DOUBLED.sub(r"\1", word)
    if single != word and word not in standard_words() and (single in known or single in _formal_words()):
        return known.get(single, single)
    first, hyphen, second = word.partition("-")
    if hyphen and first in known and second.startswith(first):
        return f"{known[first]}-{known[first]}{second[len(first) :]}"
    match = _CLITIC.fullmatch(word)
    if match and match["base"] in known and word not in _formal_words():
        formal = known[match["base"]]
        return None if " " in formal else formal + match["clitic"].lstrip("-")
    return None


def _is_laughter(word: str) -> bool:
    """Tell ``hahah`` and ``wkwkwk`` from words: at least two of each of the letters, and no others."""
    return any(set(word) == set(pair) and min(map(word.count, pair)) >= _LAUGHS for pair in ("ha", "wk", "xi"))


@cache
def _formal_words() -> frozenset[str]:
    return frozenset(word for formal in lexicon().values() for word in formal.split())
