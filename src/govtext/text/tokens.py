"""The tokenizer: lossless, linear. One pattern tells the tokens; what it said of frequent stretches is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.errors import require_text
from govtext.text.hashtags import split_hashtag
from govtext.text.patterns import WORD_GROUPS, master_pattern, open_endings, simple_pattern, unit_pattern
from govtext.text.squeeze import squeeze
from govtext.types import Token, TokenDraft

if TYPE_CHECKING:
    import re

TOKEN_KINDS = (
    "word",
    "abbreviation",
    "number",
    "amount",
    "unit",
    "date",
    "time",
    "phone",
    "id_number",
    "url",
    "email",
    "mention",
    "hashtag",
    "emoji",
    "emoticon",
    "punctuation",
    "symbol",
)
"""The kinds of tokens. ``amount`` carries a currency or a unit (``Rp300rb``, ``3kg``) or stands before a ``unit``
(``1,5`` in ``1,5 jt``); ``unit`` is a currency or unit apart from its number; ``id_number`` has the 16 digits of a NIK
or family card; ``abbreviation`` ends in its full stop or holds a slash (``Jl.``, ``S.Pd.``, ``d/a``)."""

_Piece = tuple[str, int, int, str, str, tuple[str, ...]]
"""Text, start and end within the stretch, kind, norm and parts of a token."""

_known: dict[str, tuple[_Piece, ...]] = {}
_MOST_KNOWN = 65_536  # distinct stretches; some 40 MB
_LONGEST_KNOWN = 40  # longer ones hardly come twice


def tokenize(text: str) -> tuple[Token, ...]:
    """Split ``text`` into tokens.

    Tokens contain no white space. Between them lie only white space, control and invisible format characters, so
    tokens and gaps joined give the text back. Words keep their hyphens, apostrophes, digits and affixes
    (``anak2``, ``di-PHK``, ``buku-bukunya``); ``...`` is one token, ``!!!`` are three, as in UD Indonesian-GSD.

    Args:
        text: any string.

    Returns:
        The tokens in order, with codepoint spans into ``text``; empty if there are none.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
    """
    require_text(text, "tokenize")
    tokens: list[Token] = []
    append, known = tokens.append, _known.get
    end = 0
    for stretch in text.split():
        start = text.index(stretch, end)
        end = start + len(stretch)
        for piece, left, right, kind, norm, parts in known(stretch) or _pieces(text, start, end):
            token: Any = TokenDraft()
            token.text = piece
            token.start = start + left
            token.end = start + right
            token.kind = kind
            token.norm = norm
            token.parts = parts
            token.__class__ = Token
            append(token)
    return tuple(tokens)


def _pieces(text: str, start: int, end: int) -> tuple[_Piece, ...]:
    """Return the tokens of ``text[start:end]``, which has no white space, and remember them if they always are such."""
    stretch = text[start:end]
    simple = simple_pattern().fullmatch(stretch)
    pieces = _simple_pieces(*simple.groups()) if simple else _matched_pieces(text, start, end)
    if len(stretch) <= _LONGEST_KNOWN and (simple or not _depends_on_neighbours(stretch, pieces)):
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[stretch] = pieces
    return pieces


def _simple_pieces(word: str, mark: str) -> tuple[_Piece, ...]:
    """Return the tokens of a word and the mark after it without a look at the many other kinds."""
    length = len(word)
    piece = (word, 0, length, "word", squeeze(word).lower(), ())
    return (piece, (mark, length, length + 1, "punctuation", mark, ())) if mark else (piece,)


def _matched_pieces(text: str, start: int, end: int) -> tuple[_Piece, ...]:
    found: list[_Piece] = []
    for match in master_pattern().finditer(text, start):
        left, right = match.span()
        if left >= end:
            break
        found.append(_piece(match, left - start, right - start))
        if right == end:
            break
    return tuple(found)


def _piece(match: re.Match[str], left: int, right: int) -> _Piece:
    kind = match.lastgroup or "symbol"
    piece = match.group()
    kind = WORD_GROUPS.get(kind, kind)
    norm = (squeeze(piece) if kind == "word" else piece).lower()
    return piece, left, right, kind, norm, split_hashtag(piece) if kind == "hashtag" else ()


def _depends_on_neighbours(stretch: str, pieces: tuple[_Piece, ...]) -> bool:
    """Tell whether the neighbours could change the tokens (``08.00`` after ``jam``, ``No.`` before ``5``)."""
    # "No." is one token before a number and two elsewhere, so both ways of ending are looked up.
    endings = {"".join(piece[0] for piece in pieces[-count:]).lower() for count in (1, 2)}
    return (
        any(piece[0][0].isdigit() for piece in pieces)
        or unit_pattern().match(stretch) is not None
        or not endings.isdisjoint(open_endings())
    )
