"""A text as the guard reads it: words in standard spelling, sentences, and the phrases that mean something."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from govtext.rewriting.guard.lexicon import Role, phrases, spell, spell_proper
from govtext.rewriting.tokens import tokens_of
from govtext.text.splitting import LINE_BREAKS

if TYPE_CHECKING:
    from govtext.types import Token

_ENDERS = frozenset(".!?…")
_OPENERS = frozenset((":", "(", '"', "“", "«", "„", "-", "–", "—", "•", "*", "·", "‘", "✅", "👉", "➡", "/"))
_CLOSERS = frozenset((")", "”", "»", "'", "’", "]"))
_FACES = frozenset(("emoji", "emoticon"))
_SPELLED = frozenset(("word", "abbreviation"))
_SHOUTED_WORDS = 4
_LISTED_FROM = frozenset((":", ";", ",", ".", "dan", "serta", "yaitu", "yakni", "berikut", "!", "?", ")"))
_LIST_DIGITS = 2
_MOST_PLAIN = 65_536

_plain_words: set[str] = set()  # words in small letters that stand for themselves
_LONGEST_ACRONYM = 3  # in capitals, what is longer is a shouted word: NGGAK


class Item(NamedTuple):
    """A fact by the positions of its first and last word."""

    kind: str
    value: str
    first: int
    last: int


class Phrase(NamedTuple):
    """A phrase with a role by the positions of its first and last word."""

    role: Role
    first: int
    last: int


class Reading:
    """A text in standard words.

    Attributes:
        words: the words and marks; ``at[i]`` is the index of the token that ``words[i]`` came from.
        starts: the positions where sentences begin; ``asks[s]`` tells whether sentence ``s`` is a question.
        begins: the positions where a capital is due to the place and says nothing.
        raised: the positions of words with a capital, and of marks and numbers.
        taken: whether a word is part of a fact already.
        phrases: the phrases with a role, in order, without overlap.
        lines: the positions of words that begin a line, but for the first.
        items: the facts found. ranges: pairs of items that are the two ends of one range.
        soft: amounts without a currency, which may be counts.
    """

    __slots__ = (
        "asks", "at", "begins", "items", "lines", "phrases", "raised", "ranges", "shouted", "soft", "starts", "taken",
        "text", "tokens", "words",
    )  # fmt: skip

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: tuple[Token, ...] = tokens_of(text)
        self.words: list[str] = []
        self.at: list[int] = []
        self.starts: list[int] = [0]
        self.begins: set[int] = set()
        self.raised: list[int] = []
        self.asks: list[bool] = []
        self.lines: set[int] = set()
        self.items: list[Item] = []
        self.ranges: list[tuple[Item, Item]] = []
        self.soft: set[Item] = set()
        self._read_words()
        self.taken = bytearray(len(self.words))
        self._skip_list_numbers()
        self.phrases: list[Phrase] = []
        self._find_phrases()

    def token(self, position: int) -> Token:
        """Return the token that the word at ``position`` came from."""
        return self.tokens[self.at[position]]

    def word(self, position: int) -> str:
        """Return the word at ``position``; the empty string outside the text."""
        return self.words[position] if 0 <= position < len(self.words) else ""

    def add(self, kind: str, value: str, first: int, last: int) -> None:
        """Record a fact and take its words."""
        self.items.append(Item(kind, value, first, last))
        for position in range(first, last + 1):
            self.taken[position] = 1

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that the word at ``position`` is in."""
        return bisect_right(self.starts, position) - 1

    def sentence_range(self, position: int) -> range:
        """Return the positions of the sentence that the word at ``position`` is in."""
        number = self.sentence_of(position)
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.words)
        return range(self.starts[number], end)

    def _read_words(self) -> None:
        text, tokens, words, at, known = self.text, self.tokens, self.words, self.at, _plain_words
        self.shouted = _is_shouted(tokens)
        broken = not LINE_BREAKS.isdisjoint(text)
        begins, end = True, 0
        for index, token in enumerate(tokens):
            if broken and not LINE_BREAKS.isdisjoint(text[end : token.start]):
                self.lines.add(len(words))
                if words and not begins:
                    self._begin_sentence(asks=False)
                begins = True
            end = token.end
            if begins:
                self.begins.add(len(words))
            if token.text in known:
                words.append(token.text)
                at.append(index)
                begins = False
                continue
            if not token.text.islower():
                self.raised.append(len(words))
            spelled = self._spell(token, begins=begins)
            for word in spelled:
                words.append(word)
                at.append(index)
            begins = not token.norm.isalpha() and self._opens(index, spelled[-1], begins=begins)
        self.asks.append(False)

    def _spell(self, token: Token, *, begins: bool) -> tuple[str, ...]:
        """Return the standard words for a token, and remember the words that stand for themselves."""
        if token.kind not in _SPELLED:
            return (token.norm,)
        if not _may_be_slang(token.text, begins=begins or self.shouted):
            return spell_proper(token.norm)
        spelled = spell(token.norm)
        if (
            token.text.islower()
            and token.text.isalpha()
            and spelled == (token.text,)
            and len(_plain_words) < _MOST_PLAIN
        ):
            _plain_words.add(token.text)
        return spelled

    def _opens(self, index: int, mark: str, *, begins: bool) -> bool:
        """Note the end of a sentence at token ``index``; tell whether a capital after it says nothing."""
        following = self.tokens[index + 1].text if index + 1 < len(self.tokens) else ""
        if begins and following in (")", ".") and self.tokens[index].kind == "number":
            return True  # the number of a list: "(1) Setiap"
        if mark not in _ENDERS and not mark.startswith(".."):
            return mark in _OPENERS or self.tokens[index].kind in _FACES or (mark in _CLOSERS and begins)
        if self._ends(index) and (mark == "?" or following not in _ENDERS or not following):
            self._begin_sentence(asks=mark == "?")
        return True

    def _begin_sentence(self, *, asks: bool) -> None:
        """End a sentence before the next word."""
        self.asks.append(asks)
        self.starts.append(len(self.words))

    def _ends(self, index: int) -> bool:
        """Tell whether the stop at token ``index`` ends a sentence: not after an initial or a list number."""
        stop = self.tokens[index]
        if stop.text != "." or index == 0:
            return True
        before = self.tokens[index - 1]
        if before.end != stop.start:
            return True
        initial = len(before.text) == 1 and before.text.isupper()
        listed = before.kind == "number" and (len(self.words) - 2 in self.begins or self.words[-3:-2] == [":"])
        return not (initial or listed)

    def _skip_list_numbers(self) -> None:
        """Take the numbers that count the items of a list: ``1. KTP``, ``2) KK`` in a row."""
        words = self.words
        starts = frozenset((0, *self.lines))
        expected = {".": 1, ")": 1}
        begun: dict[str, int] = {}
        for position in range(len(words) - 1):
            number, mark = words[position], words[position + 1]
            if mark not in expected or not number.isdecimal() or len(number) > _LIST_DIGITS:
                continue
            bracketed = mark == ")" and self.word(position - 1) == "("
            first = position - bracketed
            own_line = first in starts
            if not own_line and self.word(first - 1) not in _LISTED_FROM:
                continue
            if own_line:
                self._take(first, position + 1)
                expected[mark] = int(number) + 1
            elif int(number) == 1:
                begun[mark], expected[mark] = first, 2
            elif int(number) == expected[mark]:
                if mark in begun:
                    start = begun.pop(mark)
                    self._take(start, start + 1 + (words[start] == "("))
                self._take(first, position + 1)
                expected[mark] += 1

    def _take(self, first: int, last: int) -> None:
        for position in range(first, last + 1):
            self.taken[position] = 1

    def _find_phrases(self) -> None:
        words, known, taken = self.words, phrases(), self.taken
        position, count = 0, len(words)
        append = self.phrases.append
        while position < count:
            roles = known.get(words[position])
            if roles is not None and not taken[position]:
                for role in roles:
                    length = len(role.phrase)
                    if length and tuple(words[position + 1 : position + 1 + length]) != role.phrase:
                        continue
                    append(Phrase(role, position, position + length))
                    position += length
                    break
            position += 1


def _may_be_slang(text: str, *, begins: bool) -> bool:
    """Tell chat spelling from names and acronyms: it has small letters, or is a longer word shouted (NGGAK)."""
    if text.isupper() and len(text) > 1:
        return len(text) > _LONGEST_ACRONYM
    return begins or text.islower()


def _is_shouted(tokens: tuple[Token, ...]) -> bool:
    """Tell whether a text of some length is all in capitals, so that capitals mark no acronyms."""
    words = 0
    for token in tokens:
        if token.kind == "word" and len(token.text) > 1:
            if not token.text.isupper():
                return False
            words += 1
    return words >= _SHOUTED_WORDS
