"""Which kind of post it is."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.errors import require_text
from govtext.rewriting.linting.cues import Cue, Found, find_cues
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.tables import kinds
from govtext.types import PostKind, Span

OTHER = "other"


def post_kind(post: str) -> PostKind:
    """Tell which of the five kinds of content of a poverty post ``post`` is, or ``"other"``.

    Cue phrases of ``data/kinds.toml`` are weighed; no model is loaded.

    Raises:
        InputTypeError: ``post`` is not a ``str``.
    """
    read = Post(require_text(post, "post_kind"))
    return kind_of(read, find_cues(read))


def kind_ids() -> tuple[str, ...]:
    """Return the ids of the kinds, ``other`` last."""
    return tuple(kind.id for kind in kinds()[0])


def kind_of(post: Post, found: Found) -> PostKind:
    """Return the kind of a post from the cues in it; of equal kinds ``other``, then the earlier one of the data."""
    known, least = kinds()
    scores = {
        kind.id: sum(weight for group, (weight, _) in enumerate(kind.cues) if Cue("kind", number, group) in found)
        for number, kind in enumerate(known)
    }
    best = max(known, key=lambda kind: (scores[kind.id], kind.id == OTHER))
    if scores[best.id] < least:
        best = next(kind for kind in known if kind.id == OTHER)
    evidence = tuple(dict.fromkeys(sorted(_evidence(post, found, best.id), key=lambda span: (span.start, span.end))))
    return PostKind(best.id, best.name, scores, evidence)


def _evidence(post: Post, found: Found, wanted: str) -> Iterator[Span]:
    """Yield the first place of each group of cues that speaks for the kind."""
    for number, kind in enumerate(kinds()[0]):
        for group, (weight, _) in enumerate(kind.cues):
            places = found.get(Cue("kind", number, group), ())
            if kind.id == wanted and weight > 0 and places:
                yield post.span(*places[0])
