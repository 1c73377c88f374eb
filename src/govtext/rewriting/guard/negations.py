"""Finds negations, how strict each is and which word it governs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from govtext.rewriting.guard.lexicon import roots, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.reading import Phrase, Reading

_WINDOW = 3  # content words kept after a negation
_REACH = 9  # words looked at for them
_REQUEST_REACH = 10
_CLOSE_REQUEST = 3
_BETWEEN = frozenset(("lagi", "juga", "akan", "pernah", "selalu", "pula"))
_NOUN_REACH = 12
_ACTION = re.compile(r"p[e][a-z]{3,}an(?:nya)?")
_NEED = frozenset(("perlu", "usah"))
_ALTERNATIVE = frozenset(("atau", "apa", "ataukah", "ataupun"))


class Negation(NamedTuple):
    """A denied word.

    Attributes:
        forces: what the negation may be: ``not`` denies, ``ask`` asks not to, ``stop`` tells not to, ``ban`` forbids,
            ``cannot`` says it is impossible, ``exempt`` says it is not required. More than one where the text is open.
        word: the denied word; empty if there is none.
        window: the roots of the denied word and the content words after it, one set a word.
        weak: whether it may be missing: reassurance, and words that only may stand for a negation (tutup).
        first: position of its first word. last: position of the last word before the denied one.
        places: the positions of the denied words; the first is that of ``word``.
    """

    forces: frozenset[str]
    word: str
    window: tuple[frozenset[str], ...]
    weak: bool
    first: int
    last: int
    places: tuple[int, ...]


def find_negations(
    reading: Reading, modal: dict[int, Phrase], hidden: frozenset[int]
) -> tuple[list[Negation], set[int]]:
    """Return the negations of a reading and the positions of the modal words that belong to them.

    Args:
        reading: the text.
        modal: the phrases of modality by their first position.
        hidden: positions inside explained acronyms, where nothing is denied.
    """
    found: list[Negation] = []
    used: set[int] = set()
    for phrase in reading.phrases:
        kind, _, strength = phrase.role.kind.partition(" ")
        if kind == "reassurance":
            window: tuple[frozenset[str], ...] = (roots(phrase.role.value),)
            found.append(
                Negation(
                    frozenset(("ask", "stop", "exempt")), phrase.role.value, window, True, *phrase[1:], (phrase.last,)
                )
            )
        elif kind != "negation" or phrase.first in hidden or reading.taken[phrase.first]:
            continue
        elif strength:
            window = tuple(frozenset((root,)) for root in phrase.role.value.split())
            word = reading.words[phrase.last]
            found.append(
                Negation(
                    frozenset(("not", "cannot", "ask")), word, window, strength == "weak", *phrase[1:], (phrase.last,)
                )
            )
        else:
            negation = _negation(reading, phrase, modal, used)
            if negation:
                found.append(negation)
    return found, used


def _negation(reading: Reading, phrase: Phrase, modal: dict[int, Phrase], used: set[int]) -> Negation | None:
    force, last = phrase.role.value, phrase.last
    place = last + 1
    while reading.word(place) in _BETWEEN:
        place += 1
    mode = modal.get(place)
    if force == "not" and mode:
        force = {"permission": "ban", "ability": "cannot", "obligation": "exempt"}.get(mode.role.value, force)
        if force != "not":
            used.add(place)
            last = mode.last
    elif force == "not" and reading.word(place) in _NEED:
        force, last = "exempt", place
    places = content_from(reading, last + 1)
    window = tuple(roots(reading.words[place]) for place in places)
    if not window and (reading.word(phrase.first - 1) in _ALTERNATIVE or reading.word(last + 1) == "?"):
        return None  # "sudah terdaftar atau belum": an open question denies nothing
    done = (
        _done(reading, phrase.first)
        if reading.word(places[0] if places else last + 1) in words("logic", "light")
        else ()
    )
    word = reading.words[places[0]] if places else ""
    return Negation(_forces(reading, phrase, force), word, (*window, *done), False, phrase.first, last, places)


def _done(reading: Reading, position: int) -> Iterator[frozenset[str]]:
    """Yield the roots of the nouns of action before a light verb: ``pencetakan … belum bisa dilakukan``."""
    start = reading.sentence_range(position).start
    for place in range(position - 1, max(position - _NOUN_REACH, start - 1), -1):
        if _ACTION.fullmatch(reading.words[place]):
            yield roots(reading.words[place])


def _forces(reading: Reading, phrase: Phrase, force: str) -> frozenset[str]:
    """Return how a plain negation may be meant: after a request, after ``agar`` or at the start it may ask."""
    if force != "not":
        return frozenset((force,))
    if phrase.first in reading.begins or reading.word(phrase.first - 1) in words("logic", "purposive"):
        return frozenset(("not", "ask"))
    start = reading.sentence_range(phrase.first).start
    for position in range(phrase.first - 1, max(phrase.first - _REQUEST_REACH, start - 1), -1):
        if reading.words[position] in words("logic", "request", "modality"):
            return frozenset(("ask",) if phrase.first - position <= _CLOSE_REQUEST else ("not", "ask"))
    return frozenset(("not",))


def content_from(reading: Reading, start: int) -> tuple[int, ...]:
    """Return the positions of the first few content words from ``start`` to the end of the clause."""
    transparent, ends = words("logic", "transparent"), words("logic", "clause_end")
    found: list[int] = []
    for position in range(start, min(start + _REACH, len(reading.words))):
        word = reading.words[position]
        if word in ends or (found and position in reading.lines):
            break
        if word in transparent or not word[:1].isalnum():
            continue
        found.append(position)
        if len(found) == _WINDOW:
            break
    return tuple(found)


_VERB = re.compile(r"(?:di|me|ber|ter|per)[a-z]{3,}")


def looks_like_verb(word: str) -> bool:
    """Tell whether a word has the form of a derived verb, or is one of help and information."""
    return _VERB.fullmatch(word) is not None or word in words("logic", "access")
