"""The lexicon of informal words."""

from __future__ import annotations

from functools import cache

from govtext.text.resources import read_rows


@cache
def lexicon() -> dict[str, str]:
    """Return formal words by informal word, from ``data/slang.tsv`` (built by ``training/build_slang.py``)."""
    return {informal: formal for informal, formal, _ in read_rows("slang.tsv", 3)}
