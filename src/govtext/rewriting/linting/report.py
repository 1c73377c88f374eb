"""Makes findings of the checks in ``data/form.toml``."""

from __future__ import annotations

from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.tables import checks
from govtext.types import Finding, Span


def limit(code: str, name: str) -> int:
    """Return a number of a check."""
    return checks()[code].numbers[name]


def report(
    post: Post, code: str, start: int, end: int, severity: str = "", *, count: int = 0, text: str = ""
) -> Finding:
    """Return the finding of the check ``code`` at the characters from ``start`` to before ``end``.

    Args:
        post: the post.
        code: the check.
        start: first character.
        end: the character after the last.
        severity: in place of the check's own.
        count: stands for ``{count}`` in message and suggestion.
        text: stands for ``{text}``.
    """
    check = checks()[code]
    message, suggestion = (
        said.replace("{count}", str(count)).replace("{text}", text) for said in (check.message, check.suggestion)
    )
    span = Span(start, end, post.text[start:end])
    return Finding(code, span, severity or check.severity, message, suggestion, check.source)
