"""Checks of how the post speaks to people: greeting, invitation, emoji."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.rewriting.linting.cues import Cue, Found
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.report import limit, report
from govtext.rewriting.linting.tables import checks
from govtext.text.splitting import LINE_BREAKS
from govtext.types import Finding


def missing_greeting(post: Post, found: Found) -> Iterator[Finding]:
    """Yield a finding at the beginning if the first sentences speak to nobody."""
    code = "missing-greeting"
    if post.words < limit(code, "fewest_words"):
        return
    if not any(post.sentence_of(start) < limit(code, "first") for start, _ in _places(found, code)):
        yield report(post, code, post.begin.start, post.begin.end)


def missing_invitation(post: Post, found: Found) -> Iterator[Finding]:
    """Yield a finding at the end of the body if the post asks nothing and invites to nothing."""
    code = "missing-invitation"
    if post.words >= limit(code, "fewest_words") and not _places(found, code):
        yield report(post, code, post.body_end.start, post.body_end.end)


def emoji(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001 - one form for all checks
    """Yield a finding if there is no emoji or emoticon, or too many; the marks of list items do not count."""
    faces = [place for place, token in enumerate(post.tokens) if token.kind in {"emoji", "emoticon"}]
    if not faces:
        if post.words >= limit("no-emoji", "fewest_words"):
            yield report(post, "no-emoji", post.body_end.start, post.body_end.end)
        return
    inside = [place for place in faces if not _begins_line(post, place)]
    most = limit("too-many-emoji", "most")
    if len(inside) > most:
        first, last = post.tokens[inside[most]], post.tokens[inside[-1]]
        yield report(post, "too-many-emoji", first.start, last.end, count=len(inside))


def _begins_line(post: Post, place: int) -> bool:
    start = post.tokens[place - 1].end if place else 0
    return place == 0 or not LINE_BREAKS.isdisjoint(post.text[start : post.tokens[place].start])


def _places(found: Found, code: str) -> list[tuple[int, int]]:
    return found.get(Cue("check", list(checks()).index(code)), [])
