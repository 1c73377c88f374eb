"""The sentence splitter: decides at each token whether a sentence ends after it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from govtext.errors import require_text
from govtext.text.resources import read_rows
from govtext.text.tokens import tokenize
from govtext.types import Span, Token

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSERS = frozenset("\"'”’»)]}」』") | {"''"}
_ENDERS = frozenset({".", "!", "?", "…", "。", "！", "？"})
_FACES = frozenset({"emoji", "emoticon"})
_LONGEST_BRACKET = 40  # tokens; what comes later was hardly meant to close this bracket
LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")


def sentences(text: str) -> tuple[Span, ...]:
    """Split ``text`` into sentences.

    A sentence ends at a line break; at ``.``, ``!`` or ``?`` unless the stop belongs to an abbreviation, an initial or
    a list number, or the sentence goes on in lower case after an ellipsis or a closing quotation mark; and after
    emoji that a capital follows. Emoji and closing quotation marks stay with the sentence before them.

    Args:
        text: any string.

    Returns:
        Spans without outer white space, in order; every character that is no white space lies in exactly one.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    return split(require_text(text, "sentences"), tokenize(text))


def split(text: str, tokens: tuple[Token, ...]) -> tuple[Span, ...]:
    """Split ``text``, whose tokens are ``tokens``, as `sentences` does."""
    spans: list[Span] = []
    start = 0
    for cut in [*_cuts(text, tokens), len(text)]:
        piece = text[start:cut]
        trimmed = piece.strip()
        if trimmed:
            left = start + len(piece) - len(piece.lstrip())
            spans.append(Span(left, left + len(trimmed), trimmed))
        start = cut
    return tuple(spans)


def _cuts(text: str, tokens: tuple[Token, ...]) -> Iterator[int]:
    """Yield the offsets between sentences."""
    bracketed = _bracketed(tokens)
    first = 0  # index of the first token of the running sentence
    index = 0
    while index < len(tokens) - 1:
        last = _end_of_cluster(text, tokens, index)
        if last + 1 >= len(tokens):
            return
        following = tokens[last + 1]
        gap = text[tokens[last].end : following.start]
        inside = last in bracketed and last + 1 in bracketed
        if not LINE_BREAKS.isdisjoint(gap) or (not inside and _ends(tokens, first, index, last, gap, following)):
            yield tokens[last].end
            first = last + 1
        index = last + 1


def _bracketed(tokens: tuple[Token, ...]) -> set[int]:
    """Return the indices of tokens inside round brackets, whose stops end no sentence outside: (SSK. II)."""
    found: set[int] = set()
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.text == "(":
            opened.append(index)
        elif token.text == ")" and opened:
            start = opened.pop()
            if index - start <= _LONGEST_BRACKET:
                found.update(range(start, index + 1))
    return found


def _end_of_cluster(text: str, tokens: tuple[Token, ...], index: int) -> int:
    """Return the index of the last of the stops, closing marks and emoji that follow ``tokens[index]`` on its line."""
    if not _may_end(tokens[index]):
        return index
    last = index
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        gap = text[tokens[position - 1].end : token.start]
        glued = not gap and (token.text in _CLOSERS or _is_stop(token))
        face = token.kind in _FACES and LINE_BREAKS.isdisjoint(gap)
        if not (glued or face):
            break
        last = position
    return last


def _is_stop(token: Token) -> bool:
    return token.text in _ENDERS or (token.kind == "punctuation" and token.text.startswith(".."))


@cache
def _final_abbreviations() -> frozenset[str]:
    """Return the abbreviations that may stand at the end of a sentence: dll., S.Pd."""
    return frozenset(row[0].lower() for row in read_rows("abbreviations.tsv", 4) if row[2] == "yes")


@cache
def _in_parts() -> frozenset[str]:
    """Return the abbreviations of several parts, without their last stop: ph.d."""
    forms = (row[0].removesuffix(".").lower() for row in read_rows("abbreviations.tsv", 4))
    return frozenset(form for form in forms if "." in form)


def _may_end(token: Token) -> bool:
    if token.kind == "abbreviation":
        return token.text.endswith(".") and token.norm in _final_abbreviations()
    return token.kind in _FACES or _is_stop(token)


def _ends(tokens: tuple[Token, ...], first: int, index: int, last: int, gap: str, following: Token) -> bool:
    """Tell whether the stop at ``index`` with its cluster up to ``last`` ends the sentence before ``following``."""
    stop = tokens[index]
    if not _may_end(stop):
        return False
    begins = following.text[:1].isupper()
    if stop.kind in _FACES:
        # Who writes sentences without capitals gives no other sign than the emoji.
        lower_case = following.text[:1].isalpha() and tokens[first].text[:1].islower()
        return index > first and (begins or lower_case)
    if stop.kind == "abbreviation" or stop.text == "…" or stop.text.startswith(".."):
        return bool(gap) and begins
    closed = any(token.text in _CLOSERS for token in tokens[index + 1 : last + 1])
    if following.text[:1].islower() and closed:
        return False
    if stop.text == ".":
        return _full_stop_ends(tokens, first, index, gap, following)
    return bool(gap) or begins or following.text[:1].isalpha()


def _full_stop_ends(tokens: tuple[Token, ...], first: int, index: int, gap: str, following: Token) -> bool:
    if index == first:
        return False
    before = tokens[index - 1]
    if before.kind == "number" and index - 1 == first:
        return False  # list number: "1. Fotokopi KK"
    if len(before.text) == 1 and before.text.isupper() and before.end == tokens[index].start:
        return False  # initial: "R. Soekamto"
    if f"{before.text}.{following.text}".rstrip(".").lower() in _in_parts():
        return False  # written apart: "Ph. D."
    if gap:
        return True
    return following.text[:1].isupper() and before.kind == "word" and before.text[-1:].islower()
