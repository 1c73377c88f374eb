"""Finds every value of a reading: numbers, amounts, dates, times, phone numbers, addresses of the net."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard import moments, quantities
from govtext.rewriting.guard.lexicon import table, words
from govtext.rewriting.guard.numbers import canonical, number_words
from govtext.rewriting.guard.units import unit_at

if TYPE_CHECKING:
    from collections.abc import Callable

    from govtext.rewriting.guard.reading import Reading

_NOT_DIGIT = re.compile(r"\D")
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_PHONE_DIGITS = range(8, 15)
_PHONE_STARTS = frozenset("06")
_FIRST_DIGITS = 3  # of a phone number in groups: 0293, 0812
_ROMAN = frozenset("ivx")
_GROUP = re.compile(r"\d{2,}(?:-\d+)*")


def find_values(reading: Reading) -> None:
    """Add every value to the items of ``reading``."""
    taken, tokens, at, known = reading.taken, reading.tokens, reading.at, _value_words()
    position, count = 0, len(reading.words)
    while position < count:
        word = reading.words[position]
        # most words are neither values nor Roman numerals
        if taken[position] or (word.isalpha() and word not in known and word[0] not in _ROMAN):
            position += 1
            continue
        token = tokens[at[position]]
        finder = _FINDERS.get(token.kind)
        if finder is not None:
            position = finder(reading, position)
        elif word in known:
            position = _worded(reading, position)
        elif token.kind != "word":
            position += 1
        elif not word.isalpha() and any(map(str.isdecimal, word)):
            position = quantities.add_mixed(reading, position)
        elif word[0] in _ROMAN and token.text.isupper():
            position = quantities.add_roman(reading, position)
        else:
            position += 1


@cache
def _value_words() -> frozenset[str]:
    values = table("values")
    found = {"rt", "rw", *words("values", "each"), *words("values", "clock")}
    for section in ("digits", "ordinals", "months", "weekdays", "spans", "approximate"):
        found.update(values[section])
    return frozenset(found)


def _link(reading: Reading, position: int) -> int:
    text = reading.token(position).text
    bare = text[_SCHEME.match(text).end() :].rstrip("/")  # type: ignore[union-attr]  # it also matches nothing
    host, slash, path = bare.partition("/")
    reading.add("link", host.lower() + slash + path, position, position)
    return position + 1


def _as_written(kind: str) -> Callable[[Reading, int], int]:
    def find(reading: Reading, position: int) -> int:
        reading.add(kind, reading.words[position].rstrip("."), position, position)
        return position + 1

    return find


def _phone(reading: Reading, position: int) -> int:
    reading.add("phone", _domestic(reading.words[position]), position, position)
    return position + 1


def _domestic(text: str) -> str:
    digits = _NOT_DIGIT.sub("", text)
    return f"0{digits[2:]}" if digits.startswith("62") else digits


def _identity(reading: Reading, position: int) -> int:
    reading.add("number", _NOT_DIGIT.sub("", reading.words[position]), position, position)
    return position + 1


def _number(reading: Reading, position: int) -> int:
    word = reading.words[position]
    return (
        _timed(reading, position)
        or (quantities.add_range(reading, position, position, word) if "-" in word else None)
        or quantities.add_quantity(reading, position, "", canonical(word), position + 1)
    )


def _amount(reading: Reading, position: int) -> int:
    # A number before a unit is an amount to the tokenizer, and "m" or "jam" may be no unit here.
    timed = _timed(reading, position) if reading.words[position][:1].isdecimal() else None
    return timed or quantities.add_amount(reading, position)


def _timed(reading: Reading, position: int) -> int | None:
    return (
        _grouped_phone(reading, position)
        or moments.add_day_number(reading, position)
        or moments.add_clock_number(reading, position)
    )


def _grouped_phone(reading: Reading, position: int) -> int | None:
    """Add a phone number in groups: ``0812 3456 7890``, ``(0293) 123456``, ``+62 812 …``."""
    first = reading.words[position]
    if first[0] not in _PHONE_STARTS:
        return None
    abroad = first.startswith("62") and reading.word(position - 1) == "+"
    digits, end = _NOT_DIGIT.sub("", first), position + 1
    if not abroad and (not first.startswith("0") or len(digits) < _FIRST_DIGITS):
        return None
    while end < len(reading.words):
        group = end + (reading.words[end] in (")", "-"))
        more = reading.word(group)
        if not _GROUP.fullmatch(more) or len(digits) + len(more) >= _PHONE_DIGITS.stop:
            break
        digits, end = digits + _NOT_DIGIT.sub("", more), group + 1
    if len(digits) not in _PHONE_DIGITS:
        return None
    reading.add("phone", _domestic(digits), position, end - 1)
    return end


def _worded(reading: Reading, position: int) -> int:
    """Read a word that is or begins a value."""
    word, values = reading.words[position], table("values")
    for section, finder in _SECTIONS.items():
        if word in values[section]:
            return finder(reading, position)
    if word in ("rt", "rw"):
        return _neighbourhood(reading, position)
    if word in words("values", "each"):
        return _each(reading, position)
    return moments.add_clock_words(reading, position)


def _span(reading: Reading, position: int) -> int:
    reading.add("number", f"1 {table('values')['spans'][reading.words[position]]}", position, position)
    return position + 1


def _about(reading: Reading, position: int) -> int:
    reading.add("number", f"~1e{table('values')['approximate'][reading.words[position]]}", position, position)
    return position + 1


def _ordinal(reading: Reading, position: int) -> int:
    reading.add("number", str(table("values")["ordinals"][reading.words[position]]), position, position)
    return position + 1


def _digits(reading: Reading, position: int) -> int:
    found = number_words(reading.words, position)
    return quantities.add_quantity(reading, position, "", *found) if found else position + 1


def _neighbourhood(reading: Reading, position: int) -> int:
    """Add ``RT 03/RW 05``, ``RT 03/05`` or ``RT/RW 3/5``."""
    kinds, end = [reading.words[position]], position + 1
    if reading.word(end) == "/" and reading.word(end + 1) in ("rt", "rw"):
        kinds, end = [*kinds, reading.words[end + 1]], end + 2
    end += reading.word(end) in (".", ":")
    numbers = reading.word(end).split("/")
    if not all(map(str.isdecimal, numbers)):
        return position + 1
    for kind, number in zip([*kinds, "rw"] if len(kinds) < len(numbers) else kinds, numbers, strict=False):
        reading.add("name", f"{kind} {number.lstrip('0') or '0'}", position, end)
    return end + 1


def _each(reading: Reading, position: int) -> int:
    """Add ``setiap bulan``, ``per orang`` or ``setiap Senin``; a weekday stays for itself as well."""
    after = reading.word(position + 1)
    counted = unit_at(reading, position + 1)
    day = table("values")["weekdays"].get(reading.word(position + 2) if after == "hari" else after)
    if day:
        reading.add("scope", f"each {day}", position, position)
    elif counted and (counted[0] or after in ("orang", "jiwa")):
        reading.add("scope", f"each {counted[0] or 'orang'}", position, counted[1] - 1)
        return counted[1]
    return position + 1


_SECTIONS: dict[str, Callable[[Reading, int], int]] = {
    "months": moments.add_month,
    "weekdays": moments.add_weekday,
    "spans": _span,
    "approximate": _about,
    "ordinals": _ordinal,
    "digits": _digits,
}
_FINDERS: dict[str, Callable[[Reading, int], int]] = {
    "url": _link,
    "email": _as_written("email"),
    "mention": _as_written("handle"),
    "hashtag": _as_written("hashtag"),
    "phone": _phone,
    "id_number": _identity,
    "date": moments.add_date,
    "time": moments.add_time,
    "number": _number,
    "amount": _amount,
}
