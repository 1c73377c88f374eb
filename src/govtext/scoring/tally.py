"""Counting what the models do, for whoever wants to know; nothing is counted otherwise."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_tally: ContextVar[Counter[str] | None] = ContextVar("govtext_tally", default=None)


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """Yield a counter of what happens inside the block, in this thread: ``escalated``, texts left to `accurate`."""
    tally: Counter[str] = Counter()
    token = _tally.set(tally)
    try:
        yield tally
    finally:
        _tally.reset(token)


def count(what: str, number: int) -> None:
    """Add to the counter of the block around, if there is one."""
    tally = _tally.get()
    if tally is not None:
        tally[what] += number
