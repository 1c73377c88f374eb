"""The tokenizer: lossless, linear, one pass of one pattern."""

from __future__ import annotations

from govtext.errors import require_text
from govtext.text.hashtags import split_hashtag
from govtext.text.patterns import master_pattern
from govtext.text.squeeze import LENGTHENED, squeeze
from govtext.types import Token

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
    # One search a text instead of one a token: most texts have no lengthened word.
    lengthened = LENGTHENED.search(text) is not None
    tokens: list[Token] = []
    for match in master_pattern().finditer(text):
        kind = match.lastgroup or "symbol"
        piece = match.group()
        if kind == "plain":
            kind = "word"
        norm = piece.lower()
        if kind == "word" and lengthened:
            norm = squeeze(piece).lower()
        parts = split_hashtag(piece) if kind == "hashtag" else ()
        tokens.append(Token(piece, match.start(), match.end(), kind, norm, parts))
    return tuple(tokens)
