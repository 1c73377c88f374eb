"""Whole posts: what is missing in them, and what stands in the way of their readers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govtext.errors import InputError, require_text, suggest
from govtext.rewriting.linting.acronyms import Glossary, unexplained_acronyms
from govtext.rewriting.linting.cues import Found, find_cues
from govtext.rewriting.linting.gaps import missing
from govtext.rewriting.linting.hashtags import hashtag_case, too_many_hashtags
from govtext.rewriting.linting.kinds import kind_ids, kind_of
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.shape import capitals, long_sentences, shouted_punctuation
from govtext.rewriting.linting.style import style
from govtext.rewriting.linting.voice import emoji, missing_greeting, missing_invitation
from govtext.types import Finding, PostKind

Check = Callable[[Post, Found], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    missing_greeting,
    long_sentences,
    capitals,
    shouted_punctuation,
    hashtag_case,
    too_many_hashtags,
    emoji,
    missing_invitation,
)
"""The checks of form; acronyms are checked beside the rules of style, which may tell of the same words."""


def lint(post: str, kind: str | None = None) -> list[Finding]:
    """Return what an officer may want to mend in a post or caption before it is published.

    The post is told from the five kinds of content of a poverty post (`post_kind`), and asked for what that kind needs:
    who, what, when, where, how, cost, papers, deadline, contact, where to complain, source of a figure. Long
    sentences, capitals, hashtags, acronyms, greeting, invitation and emoji are checked, and all rules of style.

    Args:
        post: the whole text; one without a word gives no finding.
        kind: what the post is, one of the ids of `kind_ids`; None to find out.

    Returns:
        The findings by start, end, code. What is missing has a span without extent where it would stand.

    Raises:
        InputTypeError: ``post`` is not a ``str``.
        InputError: the kind is unknown.
    """
    return lint_as(post, kind)[1]


def lint_as(post: str, kind: str | None = None) -> tuple[PostKind, list[Finding]]:
    """Return what `lint` does, and the kind that `govtext.rewriting.linting.post_kind` gives."""
    require_text(post, "lint")
    if kind is not None and kind not in kind_ids():
        raise InputError("unknown kind of post", got=kind, allowed=kind_ids(), fix=suggest(str(kind), kind_ids()))
    read = Post(post)
    found = find_cues(read)
    told = kind_of(read, found)
    if not read.words:
        return told, []
    findings = {
        *missing(read, found, kind or told.id),
        *(made for check in CHECKS for made in check(read, found)),
        *_wording(read),
    }
    return told, sorted(findings, key=lambda one: (one.span.start, one.span.end, one.code, one.suggestion))


def _wording(post: Post) -> Iterator[Finding]:
    """Yield the findings of the rules, and those about acronyms that no rule speaks of."""
    glossary = Glossary(post)
    ruled = list(style(post, glossary))
    yield from ruled
    told = {place for one in ruled for place in range(post.place_at(one.span.start), post.place_at(one.span.end))}
    for made in unexplained_acronyms(post, glossary):
        if post.place_at(made.span.start) not in told:
            yield made
