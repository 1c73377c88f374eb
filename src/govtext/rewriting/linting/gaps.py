"""What a post of a kind does not tell: who, when, where, how, which papers, what it costs, whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.rewriting.linting.cues import Cue, Found
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.tables import needs, presences
from govtext.types import Finding

SOURCE = (
    "TONE.md asas 6 dan 9; lima jenis isi posting kemiskinan: data agregat, program dan prosedur, kelayakan, "
    "kanal pengaduan, komunitas peduli"
)


def missing(post: Post, found: Found, kind: str) -> Iterator[Finding]:
    """Yield a finding, at the end of the body, for each element that a post of this kind needs and does not have."""
    there = present(post, found, kind)
    for number, need in enumerate(needs()):
        if need.kind != kind or need.element in there:
            continue
        if need.asked_if and Cue("need", number) not in found:
            continue
        code = f"missing-{need.element}"
        yield Finding(code, post.body_end, need.severity, need.message, need.suggestion, SOURCE)


def present(post: Post, found: Found, kind: str) -> frozenset[str]:
    """Return the elements that the post has, as far as posts of this kind are asked for them."""
    return frozenset(
        presence.element
        for number, presence in enumerate(presences())
        if (not presence.kinds or kind in presence.kinds) and _stands(post, found, number)
    )


def _stands(post: Post, found: Found, number: int) -> bool:
    barred = {post.sentence_of(start) for start, _ in found.get(Cue("unless", number), ())}
    return any(post.sentence_of(start) not in barred for start, _ in found.get(Cue("presence", number), ()))
