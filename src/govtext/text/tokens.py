"""The tokenizer: lossless, linear. One pattern tells the tokens; what it said of frequent stretches is remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from govtext.errors import require_text
from govtext.text.hashtags import split_hashtag
from govtext.text.patterns import WORD_GROUPS, master_pattern, not_simple, open_endings, unit_pattern
from govtext.text.squeeze import LENGTHENED, squeeze
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
_MARKS = frozenset(",.!?")
_LAUGHING = ("xD", "XD")


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
    spaced = text.isprintable()  # then the only white space is the space, and offsets follow from lengths
    end = -1
    for stretch in text.split(" ") if spaced else text.split():
        start = end + 1 if spaced else text.index(stretch, max(end, 0))
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
    if not stretch:  # between two spaces
        return ()
    pieces = _simple_pieces(stretch) if stretch.isascii() else None
    remembered = pieces is not None
    if pieces is None:
        pieces = _matched_pieces(text, start, end)
        remembered = end - start <= _LONGEST_KNOWN and not _depends_on_neighbours(stretch, pieces)
    if remembered and end - start <= _LONGEST_KNOWN:
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[stretch] = pieces
    return pieces


def _simple_pieces(stretch: str) -> tuple[_Piece, ...] | None:
    """Return the tokens of a word and at most one mark after it without a look at the many other kinds, else None."""
    mark = ""
    word = stretch
    if not word.isalpha():
        mark, word = word[-1], word[:-1]
        if mark not in _MARKS or not word.isalpha():
            return None
    norm = word.lower()
    if norm in not_simple() or word.startswith(_LAUGHING):
        return None
    if LENGTHENED.search(norm):
        norm = squeeze(word).lower()
    length = len(word)
    piece = (word, 0, length, "word", norm, ())
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
    if not pieces:
        return False
    last = pieces[-1][0].lower()
    if last in open_endings() or unit_pattern().match(stretch) or any(piece[0][0].isdigit() for piece in pieces):
        return True
    # "No." is one token before a number and two elsewhere, so both ways of ending are looked up.
    return len(pieces) > 1 and pieces[-2][0].lower() + last in open_endings()
