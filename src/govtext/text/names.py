"""Names of persons after a cue: ``a.n.``, ``nama saya``, forms of address. Without a cue nothing is a name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.text.resources import read_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.text.identifiers import Find

_CAPITALISED = r"[A-Z](?:[a-z'’]{1,25}|\.(?=\s?[A-Z]))"
_CAPITALS = r"[A-Z][A-Z'’]{1,25}"
_NAME = rf"{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}(?![\w])"
_NAME_IN_CAPITALS = rf"{_CAPITALS}(?: {_CAPITALS}){{0,3}}(?![\w])"
_ADDRESS = (
    r"pak|bapak|bpk\.?|bu|ibu|mas|mbak|mba|mbah|pakde|bude|budhe|paklik|bulik|kang|teh|ustadz|ustaz|kyai|kiai|gus"
    r"|sdr\.?|sdri\.?|saudara|saudari|tn\.|ny\.|alm\.|almarhum|almarhumah|h\.|hj\.|dr\."
)
_ACCOUNT_OF = re.compile(
    rf"\b(?i:a\.n\.?|a/n|an\.|atas nama)\s?:?\s?(?:(?i:{_ADDRESS})\s){{0,2}}(?P<name>{_NAME_IN_CAPITALS}|{_NAME})"
)
_MY_NAME = re.compile(
    r"\b(?i:nama (?:saya|sy|aku|lengkap|ibu|bapak|anak|suami|istri|nenek|kakek)(?: saya)?(?: adalah)?"
    r"|nama|perkenalkan,? saya)\s?:?\s?"
    rf"(?:(?i:{_ADDRESS})\s){{0,2}}(?P<name>{_NAME_IN_CAPITALS}|{_NAME})"
)
_AFTER_ADDRESS = re.compile(rf"\b(?i:{_ADDRESS})\s?(?:(?i:{_ADDRESS})\s){{0,2}}(?P<name>{_NAME})")
_WORD = re.compile(r"\S+")


def find_names(text: str) -> Iterator[Find]:
    """Yield the names that follow a cue in ``text``."""
    for pattern in (_ACCOUNT_OF, _MY_NAME, _AFTER_ADDRESS):
        for match in pattern.finditer(text):
            end = _end_of_name(text, match.start("name"), match.end("name"))
            if end > match.start("name"):
                yield match.start("name"), end, "name"


def _end_of_name(text: str, start: int, end: int) -> int:
    """Cut a run of capitalised words where one of them is an office, a programme or a common word."""
    last = start
    for match in _WORD.finditer(text, start, end):
        word = match.group().lower()
        if word in read_words("not_names.txt") or word in read_words("programmes.txt"):
            break
        last = match.end()
    return last
