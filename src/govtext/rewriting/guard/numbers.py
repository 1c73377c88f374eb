"""Canonical values of numbers: digits, number words, amounts. A value is a string, so that no digit is rounded away."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import table

if TYPE_CHECKING:
    from collections.abc import Sequence

_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}
_LONGEST_NUMERAL = 3  # leading zeros belong to the number from here on: 0293, 007
_AMOUNT = re.compile(
    r"(?P<currency>rp\.?|idr|usd|us\$|sgd|s\$|myr|\$|€|£|¥)?(?P<number>\d[\d.,]*?)(?P<unit>[a-z²³]+[23]?)?(?:-?(?P<about>an))?(?:,-+)?"
)
_TENS, _HUNDREDS, _THOUSANDS = 10, 100, 1000


@lru_cache(maxsize=4096)
def canonical(digits: str) -> str:
    """Return the value of a number as written in Indonesian: ``600.000,00`` → ``600000``, ``6,10`` → ``6.1``.

    What could be read in two ways (``6.11``, ``600,000``) comes back as it stands with a question mark.
    """
    if _ENGLISH.fullmatch(digits) or not (_GROUPED.fullmatch(digits) or _PLAIN.fullmatch(digits)):
        return f"{digits}?"
    whole, _, fraction = digits.replace(".", "").partition(",")
    if len(whole) < _LONGEST_NUMERAL or "." in digits:
        whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if fraction else whole


def scaled(value: str, power: int) -> str:
    """Multiply a canonical value by a power of ten: ``("1.5", 6)`` → ``1500000``."""
    if value.endswith("?"):
        return f"{value[:-1]}e{power}?"
    whole, _, fraction = value.partition(".")
    shifted = fraction[:power].ljust(power, "0")
    whole = (whole + shifted).lstrip("0") or "0"
    rest = fraction[power:].rstrip("0")
    return f"{whole}.{rest}" if rest else whole


def split_amount(norm: str) -> tuple[str, str, str, bool] | None:
    """Return currency, number, unit and whether about so much is meant, of one token: ``rp600rb-an``."""
    match = _AMOUNT.fullmatch(norm)
    if not match:
        return None
    return match["currency"] or "", canonical(match["number"].rstrip(".,")), match["unit"] or "", bool(match["about"])


def roman(text: str) -> str | None:
    """Return the value of a Roman numeral in capitals up to 39."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_ROMAN_VALUES[letter] for letter in text]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-value if value < following else value for value, following in pairs))


@cache
def _number_words() -> tuple[dict[str, int], dict[str, int]]:
    values = table("values")
    return {**values["digits"]}, {**values["multipliers"]}


def number_words(words: Sequence[str], start: int) -> tuple[str, int] | None:
    """Return the value of the number words at ``start`` and the position after them; None if there are none."""
    digits, multipliers = _number_words()
    total = current = 0
    position, before = start, ""
    while position < len(words):
        word = words[position]
        if word in digits:
            if before and (before in digits and before not in ("seratus", "seribu", "sejuta")):
                break
            current += digits[word]
            if word in ("seribu", "sejuta"):
                total, current = total + current, 0
        elif word in multipliers and before:
            factor = multipliers[word]
            if word == "belas":
                current += _TENS
            elif factor < _THOUSANDS:
                last = current % _TENS if factor == _TENS else current % _HUNDREDS
                current += last * (factor - 1)
            elif not current:
                break
            else:
                total, current = total + current * factor, 0
        else:
            break
        before = word
        position += 1
    if position == start:
        return None
    value = str(total + current)
    return _decimals(words, position, value)


def _decimals(words: Sequence[str], position: int, value: str) -> tuple[str, int]:
    """Read what follows ``koma``: ``enam koma satu satu``."""
    digits, _ = _number_words()
    if position + 1 >= len(words) or words[position] != "koma" or words[position + 1] not in digits:
        return value, position
    position += 1
    fraction = ""
    while position < len(words) and words[position] in digits:
        fraction += str(digits[words[position]])
        position += 1
    return canonical(f"{value},{fraction}"), position
