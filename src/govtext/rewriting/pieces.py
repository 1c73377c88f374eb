"""Long texts are rewritten piece by piece, since each change is checked against all that it stands in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from govtext.rewriting.measuring import scored
from govtext.text import sentences
from govtext.types import Rewrite

LONGEST = 2_500
"""Characters of a text that is rewritten as a whole; more than a caption of Instagram holds."""
_PIECE = 1_200  # characters from which a piece ends with its sentence
_MOST = 4_000  # characters after which it ends at any blank: a quotation never closed, a text without stops
_PAIRS = (("“", "”"), ("«", "»"), ("(", ")"))


def pieces(text: str) -> tuple[str, ...]:
    """Cut a text between sentences, outside of quotations where it can be; the pieces join to the text again."""
    if len(text) <= LONGEST:
        return (text,)
    spans = sentences(text)
    found: list[str] = []
    start = 0
    for before, after in pairwise(spans):
        size = before.end - start
        if size >= _MOST or (size >= _PIECE and _is_closed(text[start : before.end])):
            found.extend(_bounded(text[start : after.start]))
            start = after.start
    found.extend(_bounded(text[start:]))
    return tuple(found)


def _is_closed(text: str) -> bool:
    return text.count('"') % 2 == 0 and all(text.count(first) == text.count(last) for first, last in _PAIRS)


def _bounded(text: str) -> Iterator[str]:
    while len(text) > _MOST:
        cut = text.rfind(" ", 0, _MOST) + 1 or _MOST
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text


def joined(text: str, made: Sequence[Rewrite]) -> Rewrite:
    """Return the rewrite of ``text`` from those of its pieces, in order; it has no alternatives."""
    offset, edits = 0, []
    for one in made:
        edits += [replace(edit, start=edit.start + offset, end=edit.end + offset) for edit in one.edits]
        offset += len(one.original)
    after = "".join(one.text for one in made)
    before, score = scored([text, after])
    return Rewrite(text, after, tuple(edits), before, score, (), "" if edits else made[0].unchanged_reason)
