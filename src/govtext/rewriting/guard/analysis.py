"""Reads a text once for everything that `govtext.rewriting.facts` tells of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from govtext.rewriting.guard.alternatives import find_alternatives
from govtext.rewriting.guard.bounds import complete_ranges, find_bounds
from govtext.rewriting.guard.conditions import find_conditions, find_groups, find_modality, find_scopes
from govtext.rewriting.guard.glosses import find_glosses
from govtext.rewriting.guard.laws import find_laws
from govtext.rewriting.guard.listed import add_listed_names
from govtext.rewriting.guard.names import find_names
from govtext.rewriting.guard.negations import find_negations
from govtext.rewriting.guard.notices import find_notices
from govtext.rewriting.guard.quotations import find_quotations
from govtext.rewriting.guard.reading import Item, Reading
from govtext.rewriting.guard.values import find_values

if TYPE_CHECKING:
    from govtext.rewriting.guard.glosses import Gloss
    from govtext.rewriting.guard.negations import Negation
    from govtext.types import Span

_CACHED_TEXTS = 512
_LONGEST_CACHED = 2_000
_CACHED_LONG = 2  # a long text and its rewrite; an analysis takes some hundred bytes a character
_GLOSSED = frozenset(("name", "programme", "document"))


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the guard knows of a text.

    Attributes:
        reading: its words.
        items: facts that are compared by kind and value.
        negations: what is denied, compared by what it governs.
        loose: counts of what may stand for a condition or a mode and is none: questions, ``saat``, ``syarat``.
        quotations: quotations with their marks.
        glosses: acronyms explained in brackets.
    """

    reading: Reading
    items: tuple[Item, ...]
    negations: tuple[Negation, ...]
    loose: Counter[str]
    quotations: tuple[Span, ...]
    glosses: tuple[Gloss, ...]


def analyse(text: str) -> Analysis:
    """Analyse a text; the last ones are remembered, since a rewriter compares one text with many candidates."""
    return _remembered(text) if len(text) <= _LONGEST_CACHED else _remembered_long(text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _remembered(text: str) -> Analysis:
    return _analyse(text)


@lru_cache(maxsize=_CACHED_LONG)
def _remembered_long(text: str) -> Analysis:
    return _analyse(text)


def _analyse(text: str) -> Analysis:
    reading = Reading(text)
    find_laws(reading)
    add_listed_names(reading)
    find_values(reading)
    find_names(reading)
    reading.items.sort(key=lambda item: item.first)
    glosses = tuple(find_glosses(reading)) if "(" in text else ()
    explained = frozenset(place for gloss in glosses for place in range(gloss.first, gloss.last + 1))
    notices, hidden = find_notices(reading)
    pairs, joints = complete_ranges(reading)
    modal = {
        phrase.first: phrase
        for phrase in reading.phrases
        if phrase.role.kind == "modality" and not reading.taken[phrase.first]
    }
    negations, used = find_negations(reading, modal, explained)
    loose: Counter[str] = Counter()
    items = [item for item in reading.items if not (item.first in explained and item.kind in _GLOSSED)]
    items += notices
    items += find_bounds(reading, pairs, joints, hidden)
    items += find_modality(reading, modal, used, loose)
    items += find_conditions(reading, explained.union(hidden), loose)
    items += find_groups(reading, loose)
    items += find_scopes(reading)
    items += find_alternatives(reading, loose)
    return Analysis(reading, tuple(items), tuple(negations), loose, tuple(find_quotations(text)), glosses)
