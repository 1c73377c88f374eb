"""All cue phrases of the linter in one book: a post is searched once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from govtext.rewriting.linting.phrases import Phrase, PhraseBook
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.tables import checks, kinds, needs, presences


class Cue(NamedTuple):
    """Which table a phrase is from, and the entry in it: its number, for a kind also that of the group."""

    table: str
    entry: int
    group: int = 0


Found = Mapping[Cue, list[tuple[int, int]]]
"""For each cue the tokens, first and after the last, of the places where it stands."""


def find_cues(post: Post) -> Found:
    """Return where cue phrases stand in ``post``."""
    return _book().find(post)


@cache
def _book() -> PhraseBook[Cue]:
    entries: list[tuple[Cue, Phrase]] = []

    def add(cue: Cue, phrases: tuple[Phrase, ...]) -> None:
        entries.extend((cue, phrase) for phrase in phrases)

    for number, kind in enumerate(kinds()[0]):
        for group, (_, phrases) in enumerate(kind.cues):
            add(Cue("kind", number, group), phrases)
    for number, presence in enumerate(presences()):
        add(Cue("presence", number), presence.phrases)
        add(Cue("unless", number), presence.unless)
    for number, need in enumerate(needs()):
        add(Cue("need", number), need.asked_if)
    for number, check in enumerate(checks().values()):
        add(Cue("check", number), check.phrases)
    return PhraseBook(entries)
