"""Compares two analyses: what was lost, what was added, after the changes that a rewrite may make."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from govtext.rewriting.guard.allowances import (
    settle_conditions,
    settle_modality,
    settle_names,
    settle_numbers,
    settle_scope,
)
from govtext.rewriting.guard.alternatives import compare_alternatives
from govtext.rewriting.guard.denials import compare_negations
from govtext.rewriting.guard.opposites import compare_aspect, compare_opposites
from govtext.rewriting.guard.pairings import compare_pairings
from govtext.rewriting.guard.quotations import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.rewriting.guard.analysis import Analysis

Change = tuple[str, str, str]
"""Kind, ``lost`` or ``added``, value."""


def compare(before: Analysis, after: Analysis) -> Iterator[Change]:
    """Yield the facts that ``after`` lost and those it added."""
    old = Counter((item.kind, item.value) for item in before.items)
    new = Counter((item.kind, item.value) for item in after.items)
    if old != new:
        lost, added = old - new, new - old
        for settle in (settle_names, settle_numbers, settle_modality, settle_conditions, settle_scope):
            settle(before, after, lost, added)
        yield from ((kind, "lost", value) for kind, value in lost.elements())
        yield from ((kind, "added", value) for kind, value in added.elements())
    yield from compare_negations(before, after)
    yield from compare_opposites(before, after)
    yield from compare_aspect(before, after)
    yield from compare_alternatives(before, after)
    yield from _quotations(before, after)
    yield from compare_pairings(before, after)


def _quotations(before: Analysis, after: Analysis) -> Iterator[Change]:
    if not (before.quotations or after.quotations):
        return
    old = Counter(quoted(span.text) for span in before.quotations)
    new = Counter(quoted(span.text) for span in after.quotations)
    yield from (("quotation", "lost", value) for value in (old - new).elements())
    known = before.reading.text.lower()
    yield from (("quotation", "added", value) for value in (new - old).elements() if value not in known)
