"""Finds what a rewrite must leave as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from govtext.rewrite.guard.quotations import find_attributions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewrite.guard.analysis import Analysis

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
# "Pasal 5 ayat (2) berbunyi: …" quotes an article inside a sentence.
_CITED = re.compile(
    r"\b(?:Pasal|ayat|UU|Perda|PP)\b[^.\n]{0,80}?\b(?:berbunyi|menyatakan(?: bahwa)?|menyebutkan(?: bahwa)?)\b[^.\n]*"
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
            yield reading.token(item.first).start, reading.token(item.last).end
    yield from ((span.start, span.end) for span in analysis.quotations)
    yield from ((span.start, span.end) for span in find_attributions(reading.text))
    for pattern in (_ARTICLE, _CITED):
        yield from (match.span() for match in pattern.finditer(reading.text))
