from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from govtext import labels
from govtext.errors import ConfigError, InputError
from govtext.labels import HEADS, cues, head, scheme

COUNTS = {"topics": 13, "voices": 14, "sentiment": 3, "intent": 7, "stance": 4, "register": 5, "formality_level": 4}


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """Let the readers read something else than the files."""

    def use(content: dict[str, Any]) -> None:
        monkeypatch.setattr(labels, "_read", lambda _name: content)

    return use


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_counts(name: str, count: int) -> None:
    assert len(scheme()[name].ids) == count


def test_the_heads_are_all_there_in_order() -> None:
    assert tuple(scheme()) == HEADS
    assert set(HEADS) == {*COUNTS, "poverty_related"}
    assert all(head(name) is scheme()[name] for name in HEADS)


@pytest.mark.parametrize("name", HEADS)
def test_ids_and_names_are_unique_and_filled(name: str) -> None:
    entries = head(name).entries
    assert len(set(head(name).ids)) == len(entries)
    for entry in entries:
        assert re.fullmatch(r"[a-z0-9_]+", entry.id)
        assert all((entry.name_id, entry.name_en, entry.definition, entry.source))
        assert head(name)[entry.id] is entry
    codes = [entry.code for entry in entries if entry.code]
    assert len(set(codes)) == len(codes)


def test_topics_and_voices_share_no_id() -> None:
    assert not set(head("topics").ids) & set(head("voices").ids)


def test_an_unknown_label_suggests() -> None:
    with pytest.raises(InputError, match=r"unknown label of sentiment; got 'positif'.*did you mean 'positive'"):
        head("sentiment")["positif"]
    with pytest.raises(InputError, match=r"unknown head; got 'topic'.*did you mean 'topics'"):
        head("topic")


def test_entries_are_frozen() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        head("topics").entries[0].id = "other"  # type: ignore[misc]


def test_every_label_of_a_cue_exists_and_has_a_cue() -> None:
    for kind in ("topics", "voices"):
        seen = {cue.label for cue in cues() if cue.kind == kind}
        assert seen <= set(head(kind).ids)
        # "other" has no words of its own
        assert len(set(head(kind).ids) - seen) <= 1
    assert {cue.kind for cue in cues()} == {"topics", "voices"}


def test_cue_words_can_match() -> None:
    for cue in cues():
        assert cue.words
        for word in cue.words:
            stem = word.removesuffix("*")
            assert stem == stem.lower()
            assert stem.isalnum(), cue


def test_no_cue_stands_twice() -> None:
    counts = Counter((cue.words, cue.label) for cue in cues())
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize(
    "change",
    [{"label": "no_such"}, {"kind": "sentiment", "label": "positive"}, {"label": "elderly"}],
    ids=["label", "kind", "label of the other kind"],
)
def test_a_cue_of_an_unknown_label_is_refused(data: Callable[[dict[str, Any]], None], change: dict[str, str]) -> None:
    scheme()  # read before its file is replaced
    row = {"label": "social_assistance", "kind": "topics", "strength": "strong", "words": ["bansos"], **change}
    data({"cue": [row]})
    with pytest.raises(ConfigError, match="unknown label"):
        cues.__wrapped__()


def test_a_scheme_with_an_unknown_head_is_refused(data: Callable[[dict[str, Any]], None]) -> None:
    data({"version": 1, "moods": []})
    with pytest.raises(ConfigError, match=r"unknown head; got \['moods'\]"):
        scheme.__wrapped__()


@pytest.mark.parametrize(
    "row", [{"id": "a"}, dict.fromkeys(["id", "name_id", "name_en", "definition", "source", "x"], "a")]
)
def test_an_entry_with_wrong_keys_is_refused(data: Callable[[dict[str, Any]], None], row: dict[str, str]) -> None:
    data({name: [row] for name in HEADS})
    with pytest.raises(ConfigError, match="wrong keys"):
        scheme.__wrapped__()
