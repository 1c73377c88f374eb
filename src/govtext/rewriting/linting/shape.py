"""Checks of shape: over-long sentences, walls of capitals, shouted punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from govtext.rewriting.letters import capitalize
from govtext.rewriting.linting.acronyms import is_acronym
from govtext.rewriting.linting.cues import Found
from govtext.rewriting.linting.reading import WORD_KINDS, Post
from govtext.rewriting.linting.report import limit, report
from govtext.text.channel import words
from govtext.text.resources import read_words
from govtext.types import Finding, Token

_ROW = re.compile("[!?]{2,}")
_BESIDE_CAPITALS = frozenset({"number", "amount", "unit", "date", "time", "punctuation", "symbol"})
_SHORTEST = 2  # letters of a word that can be said to be in capitals


def long_sentences(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001 - one form for all checks
    """Yield sentences of more words than a reader takes in at once; beyond ``hard`` words as a warning."""
    for sentence in post.sentences:
        tokens = post.tokens[sentence.start : sentence.end]
        count = sum(token.kind in WORD_KINDS for token in tokens)
        if count > limit("long-sentence", "most"):
            severity = "warning" if count > limit("long-sentence", "hard") else ""
            yield report(post, "long-sentence", tokens[0].start, tokens[-1].end, severity, count=count)


def capitals(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001
    """Yield runs of words in capitals; acronyms do not count, numbers and marks may stand between."""
    for sentence in post.sentences:
        for loud, run in groupby(post.tokens[sentence.start : sentence.end], key=_in_capitals):
            tokens = _trimmed(list(run)) if loud else []
            count = sum(map(_is_shouted, tokens))
            if count >= limit("capitals", "fewest"):
                text = _calm(post.text, tokens)
                text = capitalize(text) if tokens[0] == post.tokens[sentence.start] else text
                yield report(post, "capitals", tokens[0].start, tokens[-1].end, count=count, text=text)


def shouted_punctuation(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001
    """Yield rows of exclamation and question marks; a question stays one."""
    for match in _ROW.finditer(post.text):
        text = "?" if "?" in match.group() else "!"
        yield report(post, "shouted-punctuation", match.start(), match.end(), text=text)


def _in_capitals(token: Token) -> bool:
    return token.kind in _BESIDE_CAPITALS or (token.kind == "word" and token.text == token.text.upper())


def _is_shouted(token: Token) -> bool:
    letters = token.kind == "word" and len(token.text) >= _SHORTEST and token.text != token.text.lower()
    return letters and not is_acronym(token)


def _trimmed(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens from the first word to the last."""
    places = [place for place, token in enumerate(tokens) if token.kind == "word"]
    return tokens[places[0] : places[-1] + 1] if places else ()


def _calm(text: str, tokens: Sequence[Token]) -> str:
    """Return the run in small letters; acronyms keep their capitals, unknown words one, since they may be names."""
    made, end = "", tokens[0].start
    for token in tokens:
        small = token.text.lower()
        calm = token.text if not _is_shouted(token) else small if _is_common(small) else small.capitalize()
        made += text[end : token.start] + calm
        end = token.end
    return made


def _is_common(word: str) -> bool:
    return word in words() and word not in read_words("cities.txt")
