"""Finds quotations and the words that attribute them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.types import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 600
_QUOTED = re.compile(
    rf"“([^“”]{{1,{_LONGEST}}})”|«([^«»]{{1,{_LONGEST}}})»|(?<!\w)\"([^\"\n]{{1,{_LONGEST}}})\"(?!\w)|„([^„“”]{{1,{_LONGEST}}})[“”]"
)
_SAID = re.compile(
    r"\b(?:kata|ujar|tutur|ucap|jelas|ungkap|tegas|sebut|papar|terang|imbuh|tambah|lanjut|kata|pesan)(?:nya)?\b"
    r"(?:[ ,](?=[A-Z])[A-Z][\w.'’-]{0,40}){1,8}"
)
_SPACES = re.compile(r"\s+")
_EDGES = " \t\n,.!?…"


def find_quotations(text: str) -> Iterator[Span]:
    """Yield the quotations with their marks."""
    if not any(mark in text for mark in '"“«„'):
        return
    for match in _QUOTED.finditer(text):
        yield Span(match.start(), match.end(), match.group())


def find_attributions(text: str) -> Iterator[Span]:
    """Yield ``kata Kepala Dinas Sosial``: whose words are quoted."""
    for match in _SAID.finditer(text):
        yield Span(match.start(), match.end(), match.group())


def quoted(quotation: str) -> str:
    """Return what is quoted, without marks, outer stops and differences of spacing and case."""
    return _SPACES.sub(" ", quotation[1:-1]).strip(_EDGES).lower()
