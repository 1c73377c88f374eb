"""The rules of style as findings."""

from __future__ import annotations

from collections.abc import Iterator

from govtext.rewriting.linting.acronyms import Glossary, acronym_of
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.matching import Hit, hits
from govtext.types import Finding, Span

DELETE = "(hapus)"
"""The suggestion of a rule that deletes."""


def style(post: Post, glossary: Glossary) -> Iterator[Finding]:
    """Yield every hit of a rule, safe or not, outside of quotations, which are not the officer's words.

    A rule about an acronym is silent where the acronym has been explained before, which is all it asks for.
    """
    quoted = [fact.span for fact in post.facts if fact.kind == "quotation"]
    for hit in hits(post.text, protected=quoted):
        if hit.rule.category != "jargon" or not _is_settled(post, glossary, hit):
            made = hit.replacements()
            suggestion = (made[0] or DELETE) if made else ""
            span = Span(hit.start, hit.end, post.text[hit.start : hit.end])
            yield Finding(hit.rule.id, span, hit.rule.severity, hit.rule.message, suggestion, hit.rule.source)


def _is_settled(post: Post, glossary: Glossary, hit: Hit) -> bool:
    """Tell whether the hit is an acronym alone that stands in the post before, explained."""
    place = post.place_at(hit.start)
    token = post.tokens[place]
    name = acronym_of(token) if token.end == hit.end else ""
    explained = glossary.explained_at(name) if name else None
    return explained is not None and explained < place
