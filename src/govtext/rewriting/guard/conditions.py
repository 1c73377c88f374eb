"""Finds conditions, exceptions, restrictions, obligations, permissions and who is meant by them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import words
from govtext.rewriting.guard.negations import looks_like_verb
from govtext.rewriting.guard.reading import Item

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.reading import Phrase, Reading

_NEAR = 3
_SENTENCE_REACH = 60
_WHO_REACH = 5
_SECOND = 2
_OPENING = 6  # words and marks looked at for the first two words
_SO_THAT = frozenset(("agar", "supaya", "biar", "sehingga"))
_SO_THAT_REACH = 5


def find_modality(reading: Reading, modal: dict[int, Phrase], used: set[int], loose: Counter[str]) -> Iterator[Item]:
    """Yield obligations, permissions, rights and exemptions; count in ``loose`` what only may stand for one."""
    for position, (role, first, last) in modal.items():
        if position in used:
            continue
        value = role.value
        if value in ("permission", "ability"):
            after = reading.word(last + 1)
            after = reading.word(last + 2) if after in ("juga", "segera", "pula", "ikut") else after
            purposive = any(reading.word(place) in _SO_THAT for place in range(first - _SO_THAT_REACH, first))
            if reading.asks[reading.sentence_of(first)] or purposive or reading.word(first - 1) == "kiranya":
                value = "ready"
            elif after in words("logic", "access"):
                value = "invitation"
            elif reading.words[first] == "dapat" and not looks_like_verb(after):
                continue  # "dapat bantuan" receives
            else:
                value = "permission"
        elif value == "obligation" and reading.asks[reading.sentence_of(first)]:
            value = "requirement"
        if value in ("obligation", "permission", "right", "exemption"):
            yield Item("modality", value, first, last)
        else:
            loose[value] += 1


def find_conditions(reading: Reading, hidden: frozenset[int], loose: Counter[str]) -> Iterator[Item]:
    """Yield conditions, exceptions and restrictions; count in ``loose`` what only may stand for one."""
    starts = {item.first for item in reading.items if item.kind in ("number", "date", "time")}
    for role, first, last in reading.phrases:
        if role.kind != "condition" or first in hidden or reading.taken[first]:
            continue
        value = role.value
        if value == "when":
            loose["when"] += 1
        elif value == "if" and _leads_to_help(reading, last):
            yield Item("condition", "if found", first, last)
        elif not (value == "while" and _is_duration(reading, last + 1, starts)) and not _describes(
            reading, first, last
        ):
            yield Item("condition", value, first, last)
    yield from _saja(reading, loose)


def _describes(reading: Reading, first: int, last: int) -> bool:
    """Tell ``layanan khusus`` from ``khusus untuk lansia``, which restricts."""
    if reading.words[last] != "khusus" or first in reading.begins:
        return False
    after = reading.word(last + 1)
    return after not in words("logic", "reserved_for") and after not in words("logic", "persons")


def _is_duration(reading: Reading, position: int, starts: set[int]) -> bool:
    if reading.word(position) in words("logic", "duration"):
        return True
    return position + (reading.word(position) in words("values", "between")) in starts


def _leads_to_help(reading: Reading, last: int) -> bool:
    """Tell whether a condition only says that there is something to report or ask: ``jika menemukan …, laporkan``."""
    near = {reading.word(place) for place in range(last + 1, last + 1 + _NEAR)}
    if near.isdisjoint(words("logic", "existence")):
        return False
    sentence = reading.sentence_range(last)
    around = range(max(sentence.start, last - _SENTENCE_REACH), min(sentence.stop, last + _SENTENCE_REACH))
    helping = words("logic", "access") - words("logic", "existence")
    return any(reading.words[place] in helping for place in around)


def _saja(reading: Reading, loose: Counter[str]) -> Iterator[Item]:
    """Yield ``saja`` where it restricts what stands before it: ``hari Senin saja``, ``untuk lansia saja``."""
    if "saja" not in reading.words:
        return
    ends = {item.last for item in reading.items}
    for position, word in enumerate(reading.words):
        if word != "saja" or position == 0:
            continue
        before = reading.words[position - 1]
        if before in words("logic", "not_only") or looks_like_verb(before):
            continue
        if position - 1 in ends or before in words("logic", "persons"):
            yield Item("condition", "only", position, position)
        else:
            loose["only"] += 1


def find_groups(reading: Reading, loose: Counter[str]) -> Iterator[Item]:
    """Yield clauses on persons, which restrict like a condition, and count questions and purposes in ``loose``.

    ``for whom`` is ``bagi warga yang …``, ``who`` is ``warga yang …``.
    """
    purposes = words("logic", "purpose")
    opened: set[int] = set()
    places = [place for place, word in enumerate(reading.words) if word == "yang"] if "yang" in reading.words else []
    for position in places:
        near = [
            place
            for place in range(position - _WHO_REACH, position)
            if reading.word(place) in purposes and not looks_like_verb(reading.word(place + 1))
        ]
        if near:
            opened.update(near)
            yield Item("condition", "for whom", position, position)
        elif position in reading.begins or _is_of_persons(reading, position):
            yield Item("condition", "who", position, position)
    loose["purpose"] += sum(
        reading.word(position) in purposes and position not in opened for position in reading.begins
    )
    if True in reading.asks:
        loose["question"] += len(closed_questions(reading))


def _is_of_persons(reading: Reading, position: int) -> bool:
    """Tell whether ``yang`` goes on with a noun for persons: ``warga``, ``pemilik tanah/bangunan``."""
    persons = words("logic", "persons")
    for place in range(position - 1, max(position - 1 - _WHO_REACH, -1), -1):
        word = reading.word(place)
        if word in persons:
            return True
        if position - place > _SECOND and (looks_like_verb(word) or not word[:1].isalnum()) and word != "/":
            return False
    return False


def closed_questions(reading: Reading) -> set[int]:
    """Return the numbers of the sentences that ask for yes or no; such a question can stand for a condition."""
    return {
        number for number, asks in enumerate(reading.asks) if asks and not _is_open(reading, reading.starts[number])
    }


def _is_open(reading: Reading, start: int) -> bool:
    """Tell whether a question asks for more than yes or no, which no condition can be put as."""
    opening = [word for word in reading.words[start : start + _OPENING] if word[:1].isalnum()]
    return not words("logic", "question").isdisjoint(opening[:_SECOND])


def find_scopes(reading: Reading) -> Iterator[Item]:
    """Yield ``semua`` and ``sebagian``; not the ``semua`` of a greeting."""
    address = words("places", "address", "")
    for role, first, last in reading.phrases:
        if role.kind != "scope" or reading.taken[first]:
            continue
        greets = reading.word(first - 1) in address or (first == 0 and reading.word(last + 1) in ("!", ","))
        if not (role.value == "all" and greets):
            yield Item("scope", role.value, first, last)
