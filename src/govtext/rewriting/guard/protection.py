"""Finds what a rewrite must leave as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import words
from govtext.rewriting.guard.quotations import find_attributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis
    from govtext.rewriting.guard.reading import Reading

_KINDS = frozenset(
    (
        "number",
        "amount",
        "date",
        "time",
        "name",
        "programme",
        "document",
        "link",
        "phone",
        "email",
        "handle",
        "hashtag",
        "law",
    )
)
# An article begins a line and goes on to the next empty line: "Pasal 5", then its paragraphs.
_ARTICLE = re.compile(r"^[ \t]*(?:Pasal|PASAL)[ \t]+\d+[a-zA-Z]?\b[^\n]*(?:\n(?![ \t]*(?:\n|$))[^\n]*)*", re.MULTILINE)
# "Pasal 5 ayat (2) berbunyi: …" quotes an article inside a sentence; what follows the quotation is the author's own.
_CITED = re.compile(
    r"\b(?:Pasal|ayat|UU|Perda|PP)\b[^.\n]{0,80}?\b(?:berbunyi|menyatakan(?: bahwa)?|menyebutkan(?: bahwa)?)\b"
    r"(?::? [\"“«][^\"”»\n]*[\"”»]|[^.\n]*)"
)
# A sentence out of a regulation, though its number is not with it: it refers to its own paragraphs or defines a term.
_DRAFTED = re.compile(
    r"(?:^|(?<=[.!?] ))(?:[^.!?\n]|[.!?](?! ))*?\b"
    r"(?:sebagaimana dimaksud (?:pada|dalam) (?:ayat|[Pp]asal|huruf|angka)\b"
    r"|yang selanjutnya (?:disebut|disingkat)\b|(?:Peraturan|Keputusan) [A-Z]\w+ ini\b)"
    r"(?:[^.!?\n]|[.!?](?! ))*",
    re.MULTILINE,
)
# Norms, oaths and decrees pasted without their number: "Dalam hal Dana BOK …", "Bahwa apabila …", "MEMUTUSKAN", "Kami
# menyatakan sanggup …" of a service charter, "berlaku sejak tanggal ditetapkan"; none is the author's to reword.
_DECREED = re.compile(
    r"^(?:[ \t]{0,20}(?:[-•*]|\(?[a-z0-9]{1,2}[.)]))?[ \t]{0,20}"
    r"(?:Dalam hal [A-Z][a-z]+ [A-Z]|(?:b|B)ahwa (?:apabila|untuk melaksanakan|berdasarkan|dalam rangka|sehubungan)\b"
    r"|MEMUTUSKAN\b|Menimbang\b|Mengingat ?:)[^\n]*"
    r"|(?:^|(?<=[.!?] ))(?:[^.!?\n]|[.!?](?! ))*?\b"
    r"(?:menyatakan sanggup menyelenggarakan|mulai berlaku (?:sejak|pada) tanggal (?:ditetapkan|diundangkan)"
    r"|akan diadakan (?:perubahan|perbaikan|pembetulan))"
    r"(?:[^.!?\n]|[.!?](?! ))*"
    # A defined actor, in capitals, whose duty or money is ruled by "peraturan perundang-undangan" or comes from a fund.
    r"|(?:^|(?<=[.!?] ))(?:(?:Rekening|Supplier) )?"
    r"(?:Pemerintah Daerah|Satuan Pendidikan|Penerima Manfaat|Kementerian/Lembaga)"
    r" (?=[a-z][^\n]*(?:peraturan perundang|Dana [A-Z]|DAK ))(?:[^.!?\n]|[.!?](?! ))*",
    re.MULTILINE,
)
# What a regulation is about: "… tentang Penanganan Fakir Miskin dan Orang Tidak Mampu".
_SUBJECT = re.compile(
    r" tentang(?: (?:[A-Z][\w/-]{0,40}|(?:dan|atau|dan/atau|di|ke|dari|untuk|bagi|pada|atas|dalam|melalui|dengan|yang)"
    r"(?= [A-Z]))){1,40}"
)


def protected_stretches(analysis: Analysis) -> list[tuple[int, int]]:
    """Return start and end of the stretches, in order; what overlaps or touches is one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(_stretches(analysis)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _stretches(analysis: Analysis) -> Iterator[tuple[int, int]]:
    reading = analysis.reading
    for item in reading.items:
        if item.kind in _KINDS:
            first = _with_title(reading, item.first) if item.kind == "name" else item.first
            end = reading.token(item.last).end
            subject = _SUBJECT.match(reading.text, end) if item.kind == "law" else None
            yield reading.token(first).start, subject.end() if subject else end
    yield from ((span.start, span.end) for span in analysis.quotations)
    yield from ((span.start, span.end) for span in find_attributions(reading.text))
    for pattern in (_ARTICLE, _CITED, _DRAFTED, _DECREED):
        yield from (match.span() for match in pattern.finditer(reading.text))


def _with_title(reading: Reading, first: int) -> int:
    """Return where a name begins with the title before it: ``Kepala Dinas Sosial``, ``Bapak Joko``."""
    titles = words("places", "heads", "") | words("places", "titles", "")
    while first and reading.words[first - 1] in titles and not reading.token(first - 1).text.islower():
        if reading.text[reading.token(first - 1).end : reading.token(first).start] != " ":
            break
        first -= 1
    return first
