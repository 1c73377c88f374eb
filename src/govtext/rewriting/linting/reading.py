"""A post as the linter reads it: tokens, sentences, and labels that say which facts stand where."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from govtext.rewriting.facts import facts
from govtext.rewriting.linting.phrases import BEGIN, YEAR
from govtext.rewriting.view import view
from govtext.types import Span

if TYPE_CHECKING:
    from govtext.rewriting.view import Sentence
    from govtext.types import Token

WORD_KINDS = frozenset({"word", "abbreviation", "number", "amount", "unit", "date", "time"})
"""Kinds of tokens that are read as words."""
_TAIL = frozenset({"hashtag", "emoji", "emoticon", "punctuation", "symbol"})
_YEAR = re.compile(r"(?:19|20)\d\d")


class Label(NamedTuple):
    """What begins at a token: the kind of fact or token, its canonical value, and the token after its last."""

    kind: str
    value: str
    end: int


class Post:
    """A post, read once for all checks.

    Attributes:
        text: the post.
        tokens: its tokens.
        sentences: its sentences, as token indices.
        facts: the facts in it.
        labels: by first token, what facts and kinds of tokens stand there.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        seen = view(text)
        self.tokens: tuple[Token, ...] = seen.tokens
        self.sentences: tuple[Sentence, ...] = seen.sentences
        self.facts = facts(text)
        self._numbers = seen.numbers
        self._starts = [token.start for token in seen.tokens]
        self.labels = self._read_labels()

    def sentence_end(self, place: int) -> int:
        """Return the token after the sentence of the token at ``place``, or of the last one."""
        if not self.tokens:
            return 0
        return self.sentences[self.sentence_of(place)].end

    def sentence_of(self, place: int) -> int:
        """Return the index of the sentence of the token at ``place``."""
        return self._numbers[min(place, len(self.tokens) - 1)]

    def place_at(self, offset: int) -> int:
        """Return the first token that begins at the character ``offset`` or after it."""
        return bisect_left(self._starts, offset)

    def span(self, start: int, end: int) -> Span:
        """Return the characters from token ``start`` to before token ``end`` as a span."""
        left, right = self.tokens[start].start, self.tokens[end - 1].end
        return Span(left, right, self.text[left:right])

    @cached_property
    def words(self) -> int:
        """How many tokens are read as words."""
        return sum(token.kind in WORD_KINDS for token in self.tokens)

    @cached_property
    def begin(self) -> Span:
        """The place before the first token, without extent."""
        place = self.tokens[0].start if self.tokens else 0
        return Span(place, place, "")

    @cached_property
    def body_end(self) -> Span:
        """The place after the last word, where a further sentence would stand: hashtags and emoji come after it."""
        end = len(self.tokens)
        while end and self.tokens[end - 1].kind in _TAIL:
            end -= 1
        while end < len(self.tokens) and self.tokens[end].kind == "punctuation":
            end += 1
        place = self.tokens[end - 1].end if end else self.begin.end
        return Span(place, place, "")

    def _read_labels(self) -> dict[int, list[Label]]:
        labels: defaultdict[int, list[Label]] = defaultdict(list)
        labels[0].append(Label(BEGIN, "", 0))
        for fact in self.facts:
            first = self.place_at(fact.span.start)
            last = self.place_at(fact.span.end)
            labels[first].append(Label(fact.kind, fact.value, max(last, first + 1)))
        for place, token in enumerate(self.tokens):
            if token.kind != "word":
                labels[place].append(Label(token.kind, token.norm, place + 1))
            if token.kind == "number" and _YEAR.fullmatch(token.text):
                labels[place].append(Label(YEAR, token.norm, place + 1))
        return labels
