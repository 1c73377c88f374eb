"""Names of scores where a library wants one flat name a number."""

from __future__ import annotations

from collections.abc import Sequence


def score_names(head: str, ids: Sequence[str]) -> list[str]:
    """Return ``<head>.<id>`` for each class of a head, the head alone where it has one class."""
    return [head] if len(ids) == 1 else [f"{head}.{label}" for label in ids]
