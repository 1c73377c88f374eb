"""A text as the rules see it: tokens, their classes, and where sentences begin and end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from govtext.rewriting.morphology import analyse, derive
from govtext.rewriting.patterns import KINDS
from govtext.rewriting.tokens import CACHED_TEXTS, LONGEST_CACHED, tokens_of
from govtext.text.splitting import split
from govtext.types import Token

Classify = Callable[[str], str]
"""The class of a word in lower case, or the empty string."""

_CACHED_WORDS = 65_536
MARKS = frozenset({"punctuation", "symbol", "emoji", "emoticon"})
VERBS = frozenset({"me", "di", "ber", "ter"})
"""Classes of words that are verbs."""
_BEFORE = MARKS | {"mention"}  # "@warga Diberitahukan …"
_AFTER = MARKS | {"hashtag", "url"}  # "… terima kasih. #LayananPublik"
_PAIRS = {")": "(", "]": "[", "”": "“", "’": "‘", "»": "«", '"': '"'}
_LONGEST_HEADING = 4  # tokens of "Pengumuman penting: Diberitahukan …"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Token indices of a sentence.

    Attributes:
        start: first token.
        end: after the last token.
        firsts: first words: that of the sentence, and that after a heading with a colon.
        content: after the last word; what follows are marks, emoji, hashtags and addresses.
        capitals: the sentence is written in capitals.
    """

    start: int
    end: int
    firsts: frozenset[int]
    content: int
    capitals: bool


@dataclass(frozen=True, slots=True)
class View:
    """A text with its tokens.

    Attributes:
        text: the text.
        tokens: its tokens.
        classes: the class of each token (`govtext.rewriting.patterns.CLASSES`), or the empty string.
        numbers: the sentence of each token, as an index into ``sentences``.
        sentences: the sentences.
    """

    text: str
    tokens: tuple[Token, ...]
    classes: tuple[str, ...]
    numbers: tuple[int, ...]
    sentences: tuple[Sentence, ...]

    def sentence_of(self, index: int) -> Sentence:
        """Return the sentence of the token at ``index``."""
        return self.sentences[self.numbers[index]]

    def begins(self, index: int) -> bool:
        """Tell whether the token at ``index`` is the first word of a sentence."""
        return index in self.sentence_of(index).firsts

    def ends(self, index: int) -> bool:
        """Tell whether a sentence has no word from the token at ``index`` on."""
        return index >= self.sentence_of(index - 1).content


@lru_cache(maxsize=_CACHED_WORDS)
def word_class(word: str) -> str:
    """Return the form of ``word`` (lower case), or the empty string; nouns only if their verb is known."""
    found = analyse(word)
    if found is None or (found.form == "pe-an" and derive(word, "me") is None):
        return ""
    return found.form


def view(text: str, classify: Classify = word_class) -> View:
    """Read a text; linear in its length.

    A capital letter inside a sentence marks a name (*melaksanakan Pelatihan Guru*), so such a word has no class.

    Args:
        text: any string.
        classify: tells the class of a word.
    """
    return _remembered(text, classify) if len(text) <= LONGEST_CACHED else _view(text, classify)


@lru_cache(maxsize=CACHED_TEXTS)
def _remembered(text: str, classify: Classify) -> View:
    return _view(text, classify)


def _view(text: str, classify: Classify) -> View:
    tokens = tokens_of(text)
    found: list[Sentence] = []
    classes: list[str] = []
    numbers: list[int] = []
    for start, end in _ranges(text, tokens):
        sentence = _sentence(tokens, start, end)
        for index in range(start, end):
            numbers.append(len(found))
            classes.append(_class_of(tokens[index], index, sentence, classify))
        found.append(sentence)
    return View(text, tokens, tuple(classes), tuple(numbers), tuple(found))


def _ranges(text: str, tokens: tuple[Token, ...]) -> Iterator[tuple[int, int]]:
    """Yield the first token of each sentence and the one after its last."""
    start = 0
    for span in split(text, tokens):
        end = start
        while end < len(tokens) and tokens[end].start < span.end:
            end += 1
        if end > start:
            yield start, end
        start = end


def _sentence(tokens: tuple[Token, ...], start: int, end: int) -> Sentence:
    first = start
    while first < end and (
        tokens[first].kind in _BEFORE
        or (tokens[first].kind == "number" and first + 1 < end and tokens[first + 1].text in {".", ")"})
    ):
        first += 1
    firsts = {first} if first < end else set()
    for index in range(first, min(first + _LONGEST_HEADING, end - 1)):
        if tokens[index].text == ":" and tokens[index + 1].text[:1].isupper():
            firsts.add(index + 1)
    content = _content(tokens, first, end)
    words = [token.text for token in tokens[start:end] if token.kind == "word"]
    capitals = len(words) > 1 and all(word == word.upper() for word in words)
    return Sentence(start, end, frozenset(firsts), content, capitals)


def _content(tokens: tuple[Token, ...], first: int, end: int) -> int:
    """Return where the words from ``first`` on end; a mark that closes what was opened among them belongs to them."""
    marks = Counter(token.text for token in tokens[first:end] if token.kind == "punctuation")
    while end > first and tokens[end - 1].kind in _AFTER:
        mark = tokens[end - 1].text
        opening = _PAIRS.get(mark, "")
        if opening and (marks[mark] % 2 == 0 if opening == mark else marks[opening] >= marks[mark]):
            break
        marks[mark] -= 1
        end -= 1
    return end


def _class_of(token: Token, index: int, sentence: Sentence, classify: Classify) -> str:
    if token.kind in KINDS:
        return token.kind
    if token.kind != "word":
        return ""
    is_name = token.text[0].isupper() and index not in sentence.firsts and not sentence.capitals
    return "" if is_name else classify(token.norm)
