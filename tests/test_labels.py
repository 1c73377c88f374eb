"""The label scheme and the cue lexicon are complete and consistent."""

from __future__ import annotations

import re

import pytest

from govtext.errors import InputError
from govtext.labels import HEADS, cues, head, scheme

SIZES = {"topics": 13, "poverty_related": 1, "sentiment": 3, "intent": 7, "voices": 14, "stance": 4, "register": 5}


def test_the_scheme_has_its_classes() -> None:
    assert tuple(scheme()) == HEADS
    assert {name: len(scheme()[name].ids) for name in SIZES} == SIZES


@pytest.mark.parametrize("name", HEADS)
def test_entries_are_complete(name: str) -> None:
    entries = head(name).entries
    assert len({entry.id for entry in entries}) == len(entries)
    for entry in entries:
        assert all((entry.name_id, entry.name_en, entry.definition, entry.source))
        assert head(name)[entry.id] is entry


def test_unknown_names_suggest_the_nearest() -> None:
    with pytest.raises(InputError, match="did you mean 'topics'"):
        head("topic")
    with pytest.raises(InputError, match="did you mean 'health'"):
        head("topics")["helth"]


def test_cues_are_matchable_and_cover_every_label() -> None:
    seen = set()
    for cue in cues():
        assert all(re.fullmatch(r"[^\W_]+\*?", word) and word == word.lower() for word in cue.words), cue
        assert (cue.label, cue.words) not in seen
        seen.add((cue.label, cue.words))
    for kind in ("topics", "voices"):
        assert {cue.label for cue in cues() if cue.kind == kind and cue.strong} == set(head(kind).ids)
