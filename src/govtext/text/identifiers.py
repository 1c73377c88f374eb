"""Personal data with a form of its own: identity numbers, phones, e-mail, bank accounts, plates, mentions."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from govtext.text.resources import read_rows, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

Find = tuple[int, int, str]
"""Start, end and kind of a piece of personal data."""

_DIGIT = re.compile(r"\d")

# 16 digits in one piece or in the groups people write: 4-4-4-4, 6-6-4, 2-2-2-6-4. Area code, birth date or
# registration date, serial number (Permendagri 102/2019).
_NIK = re.compile(
    r"(?<!\d)(?<!\d\.)(?:\d{16}|\d{4}([ .-])\d{4}\1\d{4}\1\d{4}|\d{6}([ .-])\d{6}\2\d{4}"
    r"|\d{2}([ .-])\d{2}\3\d{2}\3\d{6}\3\d{4})(?!\d)"
)
# After the cue a number with a digit too few or too many is one as well: people mistype.
_NIK_AFTER_CUE = re.compile(
    r"\b(?:nik|no\.? ?k[kt]p?|nomor (?:ktp|kk|nik)|ktp|kk)\b[ :.=(]{0,4}(?:(?:saya|sy|no|nomor|nya)\b[ :.=]{0,4})?"
    r"(\d(?:[ .-]?\d){11,19})(?!\d)",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}\b")
# Mobile numbers begin with 08 or +628; land lines need a separator after the area code, or they would be any number.
# The letter o stands for 0, also to get past the filters of platforms. A slash may stand before a second number.
_PHONE = re.compile(
    r"(?<![\w.,-])(?<!Rp )(?:\(?(?:\+ ?62|62|[0o])[ .-]?\(?8 ?\d{1,2}\)?(?:[ ./-]?\d{2,5}){2,3}"
    r"|(?<!/)(?:\(0\d{2,3}\) ?|0\d{2,3}[ -]|\+62[ -]\d{2,3}[ -])\d{5,8})(?!\d|[.,]\d|/\d(?!\d{8}))"
)
_PHONE_AFTER_CUE = re.compile(
    r"\b(?:wa|hp|telp|tlp|telepon|whatsapp|sms|no\.? ?(?:wa|hp|telp))\b[ :.]{1,3}(?:(?:saya|sy|no|di|ke)\b[ :.]{1,2})?"
    r"(\+?\d(?:[ .-]?\d){6,13})(?![\d.,])",
    re.IGNORECASE,
)
_PHONE_DIGITS = range(7, 15)

_BANK = r"bri|bca|bni|btn|bsi|bjb|mandiri|bank [a-z]{3,12}"
_ACCOUNT = re.compile(
    rf"\b(?:no\.?rek|rek(?:ening(?:nya)?)?|norek(?:ening)?|kks|{_BANK})\b"
    r"[^\d\n]{0,25}(?<![\d.,])(\d(?:[ .-]?\d){7,19})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_ACCOUNT_BEFORE_BANK = re.compile(rf"(?<![\d.,+-])(\d(?:[ .-]?\d){{9,17}}) \(?(?:{_BANK})\b", re.IGNORECASE)
_ACCOUNT_DIGITS = range(8, 19)  # BCA has 10, Mandiri 13, BRI 15
_FOUR_YEARS = re.compile(r"(?:(?:19|20)\d\d[ .-]?){4}")
_GROUPED_AMOUNT = re.compile(r"\d{1,3}(?:\.\d{3})+")
_DATE = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ]\d{2,4}|\d{4}[-. ]\d{1,2}[-. ]\d{1,2}|\d{4}[-. ]\d{4}")
_MONEY_BEFORE = re.compile(r"(?:rp|idr|rupiah|sebesar|senilai|saldo)[ .:]{0,3}$", re.IGNORECASE)
_MONEY_AFTER = re.compile(r"\s?(?:rupiah|ribu|rb|juta|jt|miliar|triliun|[,]-|orang|kk\b|jiwa|kpm)", re.IGNORECASE)

_PLATE_CUE = re.compile(
    r"\b(?:(?:plat|nopol(?:nya)?|no\.? ?pol|nomor polisi|pelat)\b[^\d\n]{0,12}?|(?:mobil|motor|truk|bus|angkot) )"
    r"\b(?P<plate>(?P<area>[a-z]{1,2})[ -]?\d{1,4}[ -]?(?P<end>[a-z]{1,3}))\b",
    re.IGNORECASE,
)
_PLATE = re.compile(r"(?<![\w@#.-])(?P<plate>(?P<area>[A-Z]{1,2})[ -]?\d{3,4}[ -]?(?P<end>[A-Z]{1,3}))(?![\w-])")
_NO_PLATE_END = frozenset({"RT", "RW", "KG", "KM", "RB", "JT", "WIB", "KK", "KPM", "DI", "KE", "YG", "VA"})
_MENTION = re.compile(r"(?<![\w@.])@([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,60}[A-Za-z0-9_])?)")


def find_identifiers(text: str) -> Iterator[Find]:
    """Yield every identifier in ``text``; finds of different kinds may overlap."""
    if "@" in text:
        yield from ((m.start(), m.end(), "email") for m in _EMAIL.finditer(text))
        yield from ((m.start(), m.end(), "mention") for m in _MENTION.finditer(text) if not _is_public(m[1]))
    if _DIGIT.search(text):
        yield from _numbers(text)


def _is_public(handle: str) -> bool:
    """Tell whether a mention names no private person: an institution, or a price (``@5000``)."""
    return handle.isdecimal() or is_institution(handle)


def is_institution(handle: str) -> bool:
    """Tell whether ``handle`` belongs to a public institution, by the patterns of ``data/institutions.tsv``."""
    exact, prefixes, parts = _institutions()
    name = handle.lower()
    return name in exact or name.startswith(prefixes) or any(part in name for part in parts)


@cache
def _institutions() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    by_place: dict[str, list[str]] = {"exact": [], "prefix": [], "part": []}
    for name, place in read_rows("institutions.tsv", 2):
        by_place[place].append(name)
    return frozenset(by_place["exact"]), tuple(by_place["prefix"]), tuple(by_place["part"])


def _numbers(text: str) -> Iterator[Find]:
    accounts = {match.start(1) for match in _ACCOUNT.finditer(text)}
    for match in _NIK.finditer(text):
        if match.start() not in accounts and not _FOUR_YEARS.fullmatch(match.group()):
            yield match.start(), match.end(), "nik"
    for match in _NIK_AFTER_CUE.finditer(text):
        yield match.start(1), match.end(1), "nik"
    for match in _PHONE.finditer(text):
        if _digits(match.group()) in range(8, 16) and not _MONEY_AFTER.match(text, match.end()):
            yield match.start(), match.end(), "phone"
    for match in _PHONE_AFTER_CUE.finditer(text):
        if _digits(match[1]) in _PHONE_DIGITS and not _is_amount_or_date(text, match.start(1), match.end(1)):
            yield match.start(1), match.end(1), "phone"
    for match in chain(_ACCOUNT.finditer(text), _ACCOUNT_BEFORE_BANK.finditer(text)):
        if _digits(match[1]) in _ACCOUNT_DIGITS and not _is_amount_or_date(text, match.start(1), match.end(1)):
            yield match.start(1), match.end(1), "account"
    yield from _plates(text)


def _plates(text: str) -> Iterator[Find]:
    areas, codes = read_words("plate_areas.txt"), read_words("programmes.txt")
    for match in chain(_PLATE_CUE.finditer(text), _PLATE.finditer(text)):
        area, end = match["area"].upper(), match["end"].upper()
        if area in areas and end not in _NO_PLATE_END and end.lower() not in codes:
            yield *match.span("plate"), "plate"


def _digits(piece: str) -> int:
    return len(_DIGIT.findall(piece))


def _is_amount_or_date(text: str, start: int, end: int) -> bool:
    number = text[start:end]
    return bool(
        _GROUPED_AMOUNT.fullmatch(number)
        or _DATE.fullmatch(number)
        or _MONEY_BEFORE.search(text, max(0, start - 20), start)
        or _MONEY_AFTER.match(text, end)
    )
