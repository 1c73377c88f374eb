"""Finds references to the law: ``Pasal 3 ayat (2) huruf a``, ``UU No. 13 Tahun 2011``, ``Perpres 63/2017``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import words
from govtext.rewriting.guard.reading import Item

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Phrase, Reading

_NUMBER = re.compile(r"(?P<number>\d{1,5}[a-z]?)(?:/(?P<year>(?:19|20)\d\d))?")
_PLAIN = re.compile(r"\d{1,3}[a-z]?|[a-z]|[ivx]+")
_REACH = 7  # words from the kind of regulation to its number: Peraturan Daerah Kota Tasikmalaya Nomor 8
_ARTICLES = ("pasal", "ayat", "huruf", "angka")


def find_laws(reading: Reading) -> None:
    """Add every reference to an article or a regulation."""
    end = 0
    for phrase in reading.phrases:
        if phrase.role.kind != "law" or phrase.first < end:
            continue
        if phrase.role.value in _ARTICLES:
            end = _article(reading, phrase.first)
        elif phrase.first == phrase.last and reading.words[phrase.first] in words("places", "capitals_only", ""):
            if reading.token(phrase.first).text.isupper():
                _regulation(reading, phrase)
        else:
            _regulation(reading, phrase)


def _article(reading: Reading, first: int) -> int:
    """Add a chain of article, paragraph, letter and number; the words alone refer to nothing."""
    parts: list[str] = []
    position = last = first
    while reading.word(position) in _ARTICLES or (parts and reading.word(position) == "ps."):
        bracket = reading.word(position + 1) == "("
        number = reading.word(position + 1 + bracket)
        if not _PLAIN.fullmatch(number):
            break
        parts.append(f"{reading.words[position]} {number}")
        last = position + 1 + bracket
        last += reading.word(last + 1) == ")"
        position = last + 1
    if parts:
        reading.add("law", " ".join(parts), first, last)
    return last + 1


def _regulation(reading: Reading, phrase: Phrase) -> None:
    """Add a regulation with its number and year; the name of a region may stand before the number."""
    position = phrase.last + 1
    for place in range(position, min(position + _REACH, len(reading.words))):
        if reading.words[place] in ("nomor", "no") or (place == position and _NUMBER.fullmatch(reading.words[place])):
            start = place + (reading.words[place] in ("nomor", "no"))
            found = _NUMBER.fullmatch(reading.word(start + (reading.word(start) == ".")))
            if found:
                _add_numbered(reading, phrase, place, start + (reading.word(start) == "."), found)
                return
            break
        if not reading.words[place].isalpha():
            break
    reading.add("law", phrase.role.value, phrase.first, phrase.last)


def _add_numbered(reading: Reading, phrase: Phrase, place: int, start: int, found: re.Match[str]) -> None:
    year, last = found["year"], start
    if (
        not year
        and reading.word(start + 1) in ("tahun", "/")
        and re.fullmatch(r"(?:19|20)\d\d", reading.word(start + 2))
    ):
        year, last = reading.words[start + 2], start + 2
    value = f"{phrase.role.value} {found['number'].lstrip('0')}"
    reading.items.append(Item("law", f"{value}/{year}" if year else value, phrase.first, last))
    for position in (*range(phrase.first, phrase.last + 1), *range(place, last + 1)):
        reading.taken[position] = 1
