"""Words that the morphology knows: roots, verb bases, action nouns. Read on first use, once for the process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from govtext.errors import ConfigError
from govtext.text.channel import words
from govtext.text.resources import read_words, rows_of
from govtext.text.stems import is_root

_DATA = Path(__file__).parent / "data"
_KINDS = frozenset("tindx")
_MARKS = frozenset("+-=!")
_SHORT = 4  # the root list is full of rare words of up to four letters, which would split anything


@cache
def nominals() -> dict[str, str]:
    """Return the verb of each action noun that is known (``data/nominals.tsv``)."""
    return dict(_pairs("nominals.tsv"))


@cache
def nouns_by_verb() -> dict[str, list[str]]:
    """Return the action nouns of each verb of the table."""
    table: dict[str, list[str]] = {}
    for noun, verb in nominals().items():
        table.setdefault(verb, []).append(noun)
    return table


@cache
def verbs() -> dict[str, str]:
    """Return the kind (t, i, n, d or x, see ``data/verbs.tsv``) of each verb base that is listed."""
    return _checked("verbs.tsv", _KINDS)


@cache
def _marks() -> dict[str, str]:
    return _checked("roots.tsv", _MARKS)


def is_name(word: str) -> bool:
    """Tell whether ``word`` is a name that no affix may be cut off (``protected.txt`` of the text layer)."""
    return word in read_words("protected.txt")


def is_whole(word: str) -> bool:
    """Tell whether ``word`` is never split: a root, or a derivation that has become a word of its own (tersebut)."""
    mark = _marks().get(word)
    return mark in ("+", "=", "!") if mark else is_root(word)


def can_carry(word: str) -> bool:
    """Tell whether affixes may stand around ``word``: a root, and if it is short one that is in use."""
    mark = _marks().get(word)
    if mark:
        return mark in ("+", "!")
    return is_root(word) and (len(word) > _SHORT or is_used(word))


def keeps_initial(root: str) -> bool:
    """Tell whether p, t, k or s of ``root`` stays after meng- against the rule: mengkaji, mempunyai."""
    return _marks().get(root) == "!"


def is_used(word: str) -> bool:
    """Tell whether ``word`` occurs in ordinary text, or is in our own lists of roots and verb bases."""
    return word in words() or word in verbs() or _marks().get(word) in ("+", "!")


def occurrences(word: str) -> int:
    """Return how often ``word`` occurs in the word counts of the text layer."""
    return words().get(word, 0)


def _pairs(name: str) -> list[tuple[str, str]]:
    pairs = [(row[0], row[1]) for row in rows_of(_DATA / name, 2)]
    if len(dict(pairs)) < len(pairs):
        twice = sorted({first for first, _ in pairs if [one for one, _ in pairs].count(first) > 1})
        raise ConfigError(f"{name} has a word twice", got=", ".join(twice), fix="keep one of the lines")
    return pairs


def _checked(name: str, allowed: frozenset[str]) -> dict[str, str]:
    table = dict(_pairs(name))
    for word, value in table.items():
        if value not in allowed:
            raise ConfigError(f"{name} has an unknown value for {word}", got=value, allowed=sorted(allowed))
    return table
