"""Finds programmes, documents and offices by their lists, and papers by the word they begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.rewriting.guard.lexicon import words
from govtext.rewriting.guard.reading import Item
from govtext.rewriting.guard.units import is_counted, unit_at
from govtext.text.stems import is_derivation

if TYPE_CHECKING:
    from govtext.rewriting.guard.reading import Reading

_LISTED = frozenset(("programme", "document", "name", "group", "goods", "date"))
_PAIR = 2


def add_listed_names(reading: Reading) -> None:
    """Add the programmes, documents, offices and days that the lists know."""
    rare = words("places", "capitals_only", "")
    for role, first, last in reading.phrases:
        if role.kind not in _LISTED:
            continue
        if first == last and reading.words[first] in rare and not reading.token(first).text.isupper():
            continue
        if is_counted(reading, first) and unit_at(reading, first):
            continue
        reading.add(role.kind, role.value, first, last)
    _add_papers(reading)
    _bind_copies(reading)


def _add_papers(reading: Reading) -> None:
    """Add the papers that the lists lack: a head and the word after it, which tells its kind."""
    heads, ends = words("places", "paper_heads", ""), words("places", "paper_ends", "")
    if heads.isdisjoint(reading.words):
        return
    for position, word in enumerate(reading.words):
        # "suratnya" speaks of a paper named before
        if word not in heads or reading.taken[position] or reading.token(position).norm != word:
            continue
        kind = reading.word(position + 1)
        if not kind.isalpha() or kind in ends or _acts(kind) or reading.taken[position + 1]:
            reading.add("document", word, position, position)
        else:
            reading.add("document", f"{word} {kind}", position, position + 1)


def _acts(word: str) -> bool:
    """Tell whether a word after a paper is a verb: ``pemilik kartu mengajukan``, but not ``kartu berobat``."""
    return word.startswith("me") and is_derivation(word)


def _bind_copies(reading: Reading) -> None:
    """Tell what is to be a copy and what the original: ``fotokopi`` before KTP becomes ``fotokopi ktp``."""
    papers = [item for item in reading.items if item.kind == "document"]
    if len(papers) < _PAIR:
        return
    before, after = words("places", "before_paper", ""), words("places", "after_paper", "")
    qualifiers = before | after
    starts = {item.first: item for item in papers if item.value not in qualifiers}
    ends = {item.last: item for item in papers if item.value not in qualifiers}
    for index, item in enumerate(reading.items):
        paper = None
        if item.kind == "document" and item.value in before:
            paper = starts.get(item.last + 1)
        elif item.kind == "document" and item.value in after:
            paper = ends.get(item.first - 1 - (reading.word(item.first - 1) in ("(", "yang")))
        if paper:
            reading.items[index] = Item("document", f"{item.value} {paper.value}", item.first, item.last)
