"""Names of persons after a cue: ``a.n.``, ``nama saya``, forms of address. Without a cue nothing is a name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.text.resources import read_rows, read_words
from govtext.text.trie import alternation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.text.identifiers import Find

_CAPITALISED = r"[A-Z](?:[a-z'’]{1,25}|\.)"
_CAPITALS = r"[A-Z][A-Z'’]{1,25}"
_NAME = rf"{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}(?!\w)"
_NAME_IN_CAPITALS = rf"{_CAPITALS}(?: {_CAPITALS}){{0,3}}(?!\w)"
_ANY_NAME = rf"(?P<name>{_NAME_IN_CAPITALS}|{_NAME})"
_KIN = r"ibu|bapak|ayah|anak|suami|istri|nenek|kakek|adik|kakak|tetangga|saudara|keponakan|mertua|ortu"
_BEFORE_ONE_CASE = re.compile(r"\b(?:pak|bapak|bpk|bu|ibu|mbah|mas|mbak|mba|pakde|bude|bulik|paklik) ", re.IGNORECASE)
_I = r"(?:saya|sy|aku|kami)"
_ONE_CASE = re.compile(r"(?:[a-z]{4,20}|[A-Z]{4,20})\b(?!['’@.-]\w)")
_WORD = re.compile(r"\S+")
# Rare derivations are in no word list; names of this length hardly look like them.
_DERIVED = re.compile(r"(?:di|ber|mem|men)[a-z]{5,}|[a-z]+(?:nya|kan|lah)")


@cache
def _forms_of_address() -> str:
    """Return the forms of address; only abbreviations take a full stop, after the others it ends the sentence."""
    return alternation({*read_words("sapaan.txt"), "alm", "drs.", "tn", "ny"})


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the patterns of a cue and the name after it."""
    address = rf"(?:(?i:{_forms_of_address()})\s){{0,2}}"
    my_name = (
        rf"(?i:nama (?:{_I}|lengkap|{_KIN})(?: saya)?(?: adalah)?|nama|perkenalkan,? saya|dengan saya"
        rf"|(?:{_KIN}) {_I}(?:,? (?:yang )?bernama)?|bernama|pemilik)"
    )
    return (
        re.compile(rf"\b(?i:a\.n\.?|a/n|an\.|atas nama)\s?:?\s?{address}{_ANY_NAME}"),
        re.compile(rf"\d{{8}} an\s{address}{_ANY_NAME}"),
        re.compile(rf"\b{my_name}\s?:?\s?{address}{_ANY_NAME}"),
        re.compile(rf"\b(?i:{_forms_of_address()})\s?{address}(?P<name>{_NAME})"),
        re.compile(rf"\b(?i:salam|hormat saya|hormat kami|ttd)[,:]\s{address}(?P<name>{_NAME})"),
        re.compile(rf"^\s*{_ANY_NAME}(?=\s?[,:-]\s?(?:NIK|KTP|KK|(?i:umur|usia))\b)", re.MULTILINE),
    )


def find_names(text: str) -> Iterator[Find]:
    """Yield the names that follow a cue in ``text``."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            end = _end_of_name(text, match.start("name"), match.end("name"))
            if end > match.start("name"):
                yield match.start("name"), end, "name"
    for match in _BEFORE_ONE_CASE.finditer(text):
        name = _ONE_CASE.match(text, match.end())
        if name and _is_unknown(name.group().lower()):
            yield name.start(), name.end(), "name"


def _end_of_name(text: str, start: int, end: int) -> int:
    """Cut a run of capitalised words where one of them is an office, a programme or a common word."""
    last = start
    for match in _WORD.finditer(text, start, end):
        word = match.group().lower()
        if any(word in read_words(f"{name}.txt") for name in ("not_names", "programmes", "cities")):
            break
        last = match.end()
    return last


def _is_unknown(word: str) -> bool:
    """Tell whether a word that capitals do not show to be a name is none of the words of comments, and so is one.

    The counted words hold no names: `training/build_word_counts.py` leaves out what mostly follows such a cue.
    """
    return word not in _words() and not _DERIVED.fullmatch(word)


@cache
def _words() -> frozenset[str]:
    counted = (row[0] for row in read_rows("word_counts.tsv", 2))
    informal = (row[0] for row in read_rows("slang.tsv", 3))
    return frozenset((*counted, *informal)) | read_words("not_names.txt") | read_words("programmes.txt")
