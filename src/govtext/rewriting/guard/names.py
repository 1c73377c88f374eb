"""Finds names: programmes, documents and offices by their lists, others as runs of capitalised words."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import is_word, phrases, table, words
from govtext.rewriting.guard.units import is_counted, unit_at
from govtext.text.resources import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.reading import Phrase, Reading

_LOGIC = frozenset(("negation", "modality", "condition", "bound", "scope", "idiom", "reassurance"))
_NAMED = frozenset(("word", "abbreviation"))
_ACTION = re.compile(r"(?:pe|ke)[a-z]{4,}an")  # nouns of action are written with a capital in lists of services
_MOST_UNKNOWN = 3  # words of a name in small letters


def find_names(reading: Reading) -> None:
    """Add the names that no list knows: runs of capitals, and unknown words after ``kelurahan`` and the like."""
    places = {phrase.first: phrase for phrase in reading.phrases if phrase.role.kind == "place"}
    tokens, at, taken, shouted = reading.tokens, reading.at, reading.taken, reading.shouted
    cities, before_names = read_words("cities.txt"), words("places", "before_names", "")
    done = 0
    for position in _candidates(reading, places):
        if position < done or taken[position]:
            continue
        token = tokens[at[position]]
        if token.kind not in _NAMED:
            continue
        word = reading.words[position]
        if position in places:
            done = _place(reading, places[position])
        elif not (shouted or token.text.islower()):
            done = _run(reading, position)
        elif word in before_names:
            done = _unknown_after(reading, position)
        elif word in cities or (shouted and not is_word(word)):
            reading.add("name", word, position, position)


def _candidates(reading: Reading, places: dict[int, Phrase]) -> Iterator[int]:
    """Return the positions where a name may begin, in order."""
    telling = read_words("cities.txt") | words("places", "before_names", "")
    if not (reading.shouted or telling.isdisjoint(reading.words)):
        yield from range(len(reading.words))
    elif places:
        yield from sorted({*reading.raised, *places})
    else:
        yield from reading.raised


def _add(reading: Reading, first: int, last: int) -> None:
    """Add a name; where the next higher region begins, another: ``Kelurahan Cacaban Kecamatan Magelang Tengah``."""
    levels, heads = words("places", "levels", ""), _heads()
    start = first
    for place in range(first + 1, last + 1):
        if reading.words[place] in levels and reading.words[place - 1] not in heads:
            reading.add("name", " ".join(reading.words[start:place]), start, place - 1)
            start = place
    reading.add("name", " ".join(reading.words[start : last + 1]), start, last)


def _place(reading: Reading, phrase: Phrase) -> int:
    """Add a place of service with the name after it."""
    end = _capitals_end(reading, phrase.last + 1)
    if end == phrase.last + 1:
        if is_counted(reading, phrase.first) and unit_at(reading, phrase.first):
            return end
        end = _unknown_end(reading, end)
    _add(reading, phrase.first, end - 1)
    return end


def _unknown_after(reading: Reading, position: int) -> int:
    end = _unknown_end(reading, position + 1)
    if end == position + 1:
        end = _capitals_end(reading, end)
        if end == position + 1:
            return end
    first = position + (reading.words[position] in words("places", "address", ""))
    _add(reading, first, end - 1)
    return end


def _unknown_end(reading: Reading, position: int) -> int:
    """Return where a run of words in small letters that are no Indonesian words ends."""
    end = position
    while end < min(len(reading.words), position + _MOST_UNKNOWN) and not reading.taken[end]:
        token, word = reading.token(end), reading.words[end]
        known = is_word(word) and word not in read_words("cities.txt")
        if token.kind != "word" or known or not _adjacent(reading, end) or not word.isalpha():
            break
        end += 1
    return end


def _capitals_end(reading: Reading, position: int) -> int:
    """Return where a run of words with capitals that may belong to a name ends."""
    end = position
    while end < len(reading.words) and not reading.taken[end]:
        token, word = reading.token(end), reading.words[end]
        if token.kind not in _NAMED or token.text.islower() or reading.shouted:
            break
        if (end and not _adjacent(reading, end)) or word in _breaking() or _is_shouted_word(token.text, word):
            break
        end += 1
    return end


def _adjacent(reading: Reading, position: int) -> bool:
    """Tell whether only a space stands before the word at ``position``."""
    if position == 0 or reading.at[position] == reading.at[position - 1]:
        return True
    return reading.text[reading.token(position - 1).end : reading.token(position).start] == " "


def _is_shouted_word(text: str, word: str) -> bool:
    """Tell an ordinary word in capitals (GRATIS) from an acronym; short ones are taken for acronyms (SD, DAK)."""
    return text.isupper() and len(text) > 3 and word not in _heads() and is_word(word)  # noqa: PLR2004


@cache
def _heads() -> frozenset[str]:
    return frozenset(word for phrase in table("places")["heads"] for word in phrase.split())


@cache
def _breaking() -> frozenset[str]:
    """Return the words that end a name though a capital may stand on them: address and logic."""
    logic = {
        first
        for first, roles in phrases().items()
        for role in roles
        if role.kind.partition(" ")[0] in _LOGIC and not role.phrase and first not in ("asli", "khusus")
    }
    return frozenset(logic) | words("places", "address", "")


def _run(reading: Reading, position: int) -> int:
    """Add the run of capitalised words at ``position`` if it is a name, and return the position after it."""
    word = reading.words[position]
    end = _capitals_end(reading, position)
    if end == position:
        return position + 1
    if position in reading.begins and not _is_sure(reading, position):
        return position + 1
    generic = words("places", "generic", "")
    first, last = position, end - 1
    while first <= last and reading.words[first] in generic:
        first += 1
    while last >= first and reading.words[last] in generic:
        last -= 1
    word = reading.words[first] if first == last else ""
    weak = word in _heads() or len(word) == 1 or word in _breaking() or (_ACTION.fullmatch(word) and is_word(word))
    if first <= last and not (weak and not _is_acronym(reading, first)):
        _add(reading, first, last)
    return end


def _is_sure(reading: Reading, position: int) -> bool:
    """Tell whether a word that takes a capital from its place would have one elsewhere, too."""
    word = reading.words[position]
    if word in _heads() or word in read_words("cities.txt") or _is_acronym(reading, position):
        return True
    return word not in words("places", "generic", "") and not is_word(word)


def _is_acronym(reading: Reading, position: int) -> bool:
    text = reading.token(position).text
    return len(text) > 1 and text.isupper() and not is_word(reading.words[position])
