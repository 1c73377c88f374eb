"""Hard pieces of comments (data/hard_snippets.tsv), whose tokens were fixed before the tokenizer saw them.

Conventions: no white space inside a token; abbreviations, hashtags, clock times, dates and glued amounts are whole;
an ellipsis of two dots or more is one token, every other mark its own; each emoji is one token.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from govtext.text import tokenize

LINES = (Path(__file__).parent / "data/hard_snippets.tsv").read_text(encoding="utf-8").splitlines()
SNIPPETS = [line.split("\t") for line in LINES if not line.startswith("#")]


@pytest.mark.parametrize(("text", "expected"), SNIPPETS)
def test_tokens_of_a_hard_snippet(text: str, expected: str) -> None:
    assert [token.text for token in tokenize(text)] == expected.split()
