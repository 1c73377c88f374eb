"""Finds amounts and counts: a number with its magnitude, currency and unit, and ranges of them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import table, words
from govtext.rewriting.guard.numbers import canonical, number_words, roman, scaled, split_amount
from govtext.rewriting.guard.units import unit_at, unit_forms

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Reading

_YEAR = re.compile(r"(?:19|20)\d\d")
_GLUED = re.compile(r"(?P<number>\d[\d.,]*)-?(?P<unit>[^\W\d_]+[²³23]?)")
_ORDINAL = re.compile(r"ke-?(?P<number>\d+)(?:-?nya)?")
_RT = re.compile(r"(?P<kind>r[tw])[.-]?(?P<number>\d{1,3})")
_DOUBLED = re.compile(r"(?P<base>[^\W\d_]{3,})2(?:an|nya|annya)?")
_LONGEST_BRACKET = 14


def add_amount(reading: Reading, position: int) -> int:
    """Add what the tokenizer calls an amount: it carries a currency or a unit, or stands before one."""
    word, first = reading.words[position], position
    currency = table("values")["currencies"].get(reading.word(position - 1), "")
    if currency and reading.token(position - 1).kind in ("unit", "symbol"):
        first -= 1
    else:
        currency = ""
    bare = word.removesuffix(",-")
    after = add_range(reading, first, position, bare, currency) if "-" in bare else None
    if after:
        return after
    parts = split_amount(word)
    if parts is None:
        reading.add("amount", f"{word}?", first, position)
        return position + 1
    return add_quantity(reading, first, currency or parts[0], parts[1], position + 1, glued=parts[2], about=parts[3])


def add_range(reading: Reading, first: int, position: int, word: str, currency: str = "") -> int | None:
    """Add ``3-5 hari`` or ``Rp300-600rb`` as two values; the unit and the currency belong to both."""
    left, _, right = word.partition("-")
    lower, upper = split_amount(left), split_amount(right)
    if lower is None or upper is None or (_YEAR.fullmatch(left) and _YEAR.fullmatch(right)):
        return None
    currency = currency or lower[0]
    glued = upper[2]
    end = add_quantity(reading, first, currency, upper[1], position + 1, glued=glued, about=upper[3])
    high = reading.items[-1]
    value = lower[1]
    scale = _magnitudes(currency).get(lower[2] or glued or reading.word(position + 1))
    # "1-3 juta" counts in millions on both sides
    value = scaled(value, scale) if scale else value
    low = high._replace(value=high.value.replace(_bare(high.value), value, 1))
    reading.items.insert(-1, low)
    reading.ranges.append((low, high))
    if high in reading.soft:
        reading.soft.add(low)
    return end


def _bare(value: str) -> str:
    """Return the number inside a canonical value: ``Rp~600000`` → ``600000``."""
    return value.partition(" ")[0].lstrip("RpUSDGMYEJ~")


@cache
def _money() -> dict[str, int]:
    values = table("values")
    return {**values["magnitudes"], **values["money_magnitudes"]}


def _magnitudes(currency: str) -> dict[str, int]:
    return _money() if currency else table("values")["magnitudes"]


def add_quantity(
    reading: Reading, first: int, currency: str, number: str, end: int, *, glued: str = "", about: bool = False
) -> int:
    """Add a number with the magnitude, currency or unit after it, and return the position after them.

    Args:
        reading: where to add it.
        first: position of its first word.
        currency: as written before the number, or empty.
        number: canonical value so far.
        end: the position after the number.
        glued: letters written on to the number (``600rb``).
        about: whether only so much is meant (``600-an``).
    """
    values = table("values")
    currency = values["currencies"].get(currency, currency)
    magnitudes = _magnitudes(currency)
    large, unit = False, None
    if glued in magnitudes:
        number, large = scaled(number, magnitudes[glued]), True
    elif glued:
        unit = next((name for rest, name in unit_forms().get(glued, ()) if not rest), glued)
    while unit is None and reading.word(end) in magnitudes and end not in reading.lines:
        number, large, end = scaled(number, magnitudes[reading.words[end]]), True, end + 1
    power, after = _approximation(reading, end)
    if after > end:
        number, about, large, end = scaled(number, power), True, large or power > 0, after
    for _ in range(2):  # rupiah may stand before or after the same number in words
        if reading.word(end) == "rupiah":
            currency, end = "Rp", end + 1
        end = _after_bracket(reading, number, end)
    if unit is None and not currency and end not in reading.lines:
        unit, end = unit_at(reading, end) or (None, end)
    value = f"{'~' if about else ''}{'-' if _is_negative(reading, first) else ''}{number}"
    if currency or (large and unit is None):
        reading.add("amount", f"{currency or 'Rp'}{value}", first, end - 1)
        if not currency:
            reading.soft.add(reading.items[-1])
    else:
        reading.add("number", f"{value} {unit}" if unit else value, first, end - 1)
    return end


def _approximation(reading: Reading, position: int) -> tuple[int, int]:
    """Return the power of ten of ``ribuan`` or ``-an`` after a number, and the position after it."""
    approximate = table("values")["approximate"]
    place = position + (reading.word(position) == "-")
    if reading.word(place) in approximate:
        return approximate[reading.words[place]], place + 1
    return 0, place + 1 if place > position and reading.word(place) == "an" else position


def _is_negative(reading: Reading, first: int) -> bool:
    """Tell a sign, ``(-2 SD)``, from the mark of a range or of a list."""
    if reading.word(first - 1) not in ("-", "−", "–") or first - 1 in reading.lines or first == 1:
        return False
    mark, text = reading.token(first - 1), reading.text
    return mark.end == reading.token(first).start and text[mark.start - 1 : mark.start] in (" ", "(", "\u00a0")


def _after_bracket(reading: Reading, number: str, end: int) -> int:
    """Skip the same number in brackets: ``3 (tiga) orang``, ``Rp600.000 (enam ratus ribu rupiah)``."""
    if reading.word(end) != "(":
        return end
    spelled = number_words(reading.words[end + 1 : end + 1 + _LONGEST_BRACKET], 0)
    if spelled is None:
        parts = split_amount(reading.word(end + 1)) if reading.word(end + 1)[:1].isdecimal() else None
        spelled = (parts[1], 1) if parts else None
    if spelled is None:
        return end
    close = end + 1 + spelled[1]
    close += reading.word(close) == "rupiah"
    return close + 1 if spelled[0] == number and reading.word(close) == ")" else end


def add_mixed(reading: Reading, position: int) -> int:
    """Add a word with digits in it: ``10hari``, ``3x``, ``ke-2``, ``RT03``, ``COVID-19``; not ``anak2``."""
    word = reading.words[position]
    glued, ordinal, doubled = _GLUED.fullmatch(word), _ORDINAL.fullmatch(word), _DOUBLED.fullmatch(word)
    neighbourhood = _RT.fullmatch(word)
    if neighbourhood:
        reading.add("name", f"{neighbourhood['kind']} {int(neighbourhood['number'])}", position, position)
    elif ordinal:
        reading.add("number", canonical(ordinal["number"]), position, position)
    elif glued:
        number = canonical(glued["number"].rstrip(".,"))
        return add_quantity(reading, position, "", number, position + 1, glued=glued["unit"])
    elif not doubled or doubled["base"] in words("values", "ordered"):
        reading.add("number", word, position, position)
    return position + 1


def add_roman(reading: Reading, position: int) -> int:
    """Add ``tahap II``; a single letter only after a word that is numbered."""
    text = reading.token(position).text
    value = roman(text)
    if value is not None and (len(text) > 1 or reading.word(position - 1) in words("values", "ordered")):
        reading.add("number", value, position, position)
    return position + 1
