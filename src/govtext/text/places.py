"""Addresses: chains of street, house number, RT/RW and village, begun by a street, an RT or the word ``alamat``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from govtext.text.resources import read_words
from govtext.text.trie import alternation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.text.identifiers import Find

_CAPITALISED = r"[A-Z][\w'’-]{1,30}"
_HOUSE_NUMBER = r"[A-Z]{0,2}[-/]?\d{1,4}(?:[-/]\d{1,4})?[A-Za-z]?(?!\w)"
_BLOCK = rf"(?:(?i:blok|blk|kav|kavling)\b\.?\s?(?:{_HOUSE_NUMBER}|[A-Z]{{1,2}}(?!\w)))"
_HOUSE = rf"(?:\s?,?\s?(?:(?i:no|nomor|nmr)\b\.?\s?{_HOUSE_NUMBER}|{_BLOCK}))"
# "Jl. Pemuda 12" has a house number, "Jl. Pemuda 12 hari gelap" has none.
_COUNTED = r"(?i:hari|bulan|bln|tahun|thn|minggu|jam|menit|kali|x|km|m|meter|titik|orang|kk|lampu)"
_BARE_HOUSE = rf"(?:(?:\s(?:(?i:km)\b\.?\s?)?\d{{1,3}}[A-Z]?|/\d{{1,3}})(?![\w%]|[-.,:/]\d|\s?{_COUNTED}\b))"
_RT_RW = (
    r"(?i:rt\s?/\s?rw|rt|rw)\b\s?[.:]?\s?\d{1,3}(?!\w)(?:\s?[/,]?\s?(?:(?i:rw)\b\s?[.:]?\s?)?(?<!\d)\d{1,3}(?!\w))?"
    r"|(?i:r[tw])\d{1,3}(?:\s?[/,]?\s?(?i:rw)\d{1,3})?(?!\w)"
)
_HAMLET = r"(?:dusun|dsn|desa|ds|kelurahan|kel|kecamatan|kec|kampung|kp|dukuh)"
_ESTATE = r"(?:perumahan|perum|komplek|kompleks|griya|asrama|rusunawa|rusun)"
_UNIT = rf"(?:{_HAMLET}|{_ESTATE}|kabupaten|kab|kota|rt|rw)"
_PLACE_NAME = rf"(?!(?i:{_UNIT}|sudah|sdh|yang|yg|saya|kami|ini|itu|tidak|gak|belum|kok)\b){_CAPITALISED}"
_VILLAGE = rf"(?i:{_UNIT})\b\.?\s?{_PLACE_NAME}(?:\s{_PLACE_NAME}){{0,2}}"


@cache
def _pattern() -> re.Pattern[str]:
    """Return the pattern of an address. A street in lower case runs to a number or to a word that no street has."""
    stops = alternation(read_words("not_street.txt"))
    lower = rf"(?:(?!(?i:{stops})\b)[A-Za-z][\w'-]{{1,30}})"
    word = rf"(?:{lower}|[IVX]{{1,4}}\b)"
    capitalised = rf"(?:(?!(?i:{stops})\b){_CAPITALISED}|[IVX]{{1,4}}\b)"
    street = (
        rf"(?i:jl|jln|gg|lrg)\b\.?\s?{word}(?:\s{word}){{0,2}}|(?i:gg|lrg)\b\.?\s?\d{{1,2}}\b"
        rf"|(?:Jalan|JALAN|Gang|Lorong)\s{capitalised}(?:\s{capitalised}){{0,2}}"
        rf"|(?i:jalan|gang|lorong)\s{lower}(?:\s{lower}){{0,2}}(?={_BARE_HOUSE}?{_HOUSE})"
    )
    estate = rf"(?i:{_ESTATE})\b\.?\s{word}(?:\s{word}){{0,2}}(?={_HOUSE})"
    in_block = rf"{_BLOCK}{_HOUSE}?(?=\s(?:(?i:{_ESTATE})|rt)\b)"
    core = rf"(?:(?:{street}|{estate}){_BARE_HOUSE}?{_HOUSE}{{0,2}}|{in_block}|{_RT_RW})"
    # In lower case a village is taken for one only beside an RT: "dusun sumber rt 3", "rw 1 desa wonosari".
    low_village = rf"(?i:{_HAMLET})\b\.?\s{lower}"
    joint = r"[\s,]{1,3}"
    cue = r"(?i:alamat|beralamat|domisili|berdomisili)(?:\s(?i:saya|sy|rumah|lengkap|di)){0,2}\s?:?\s?"
    chain = rf"(?:{joint}(?:{core}|{_VILLAGE}|(?<=\d[\s,]){low_village}))"
    return re.compile(
        rf"(?<![\w#@])(?:(?P<before>(?:(?:{_VILLAGE}|{low_village}(?={joint}(?:{_RT_RW}))){joint}){{0,2}}{core}{chain}{{0,5}})"
        rf"|{cue}(?P<cued>(?!(?i:kota|kabupaten|kab)\b){_VILLAGE}{chain}{{0,5}}))"
    )


def find_addresses(text: str) -> Iterator[Find]:
    """Yield the addresses in ``text``."""
    for match in _pattern().finditer(text):
        group = "before" if match["before"] else "cued"
        end = match.start(group) + len(match[group].rstrip(" .,"))
        yield match.start(group), end, "address"
