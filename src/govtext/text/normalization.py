"""Informal text to standard spelling, with an alignment to the original."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.errors import InputError, require_text, suggest
from govtext.text.alignment import Edit, apply_edits, compose
from govtext.text.characters import character_edits
from govtext.text.contexts import in_context
from govtext.text.formal import formal_edits
from govtext.text.resources import read_words
from govtext.text.tokens import tokenize
from govtext.text.words import respell, standardize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govtext.types import Normalized, Token

LEVELS = ("unicode", "spelling", "slang", "full", "formal")
"""How far `normalize` goes; each level includes those before it. Beyond ``full`` wording changes too, not only
spelling."""

_GUESSING = LEVELS[3:]
_SHOUTED_WORDS = 4
_PASSES = 8  # characters and words take turns; no known text needs more than 4


def normalize(text: str, level: str = "full") -> Normalized:
    """Bring ``text`` closer to standard Indonesian.

    Levels: ``unicode`` repairs characters (NFC, odd spaces, invisible characters, look-alike letters); ``spelling``
    also removes lengthening (``bangeeet``) and writes out numeric reduplication (``anak2``); ``slang`` also replaces
    informal words (``yg``, ``gak``) by a lexicon; ``full`` also splits joined words (``dirumah``) and guesses what
    unknown words in lower case stand for (``kmpung``); ``formal`` goes beyond spelling: it also drops particles
    (``sih``), takes the formal one of several words (``bgt``: ``sekali``) and sets commas and full stops.

    Only words change above the level ``unicode``: numbers, amounts, dates, URLs, e-mails, mentions, hashtags, emoji
    and abbreviations with a full stop stay, and so do acronyms in capitals (unless the whole text is in capitals)
    and capitalised words after a form of address (``Bu Tri``). Short forms with two readings (``dr``) change from
    ``full`` on, where the words beside them tell. A word that is the whole text is guessed at more boldly than one
    among others: who asks for ``lom`` alone wants an answer. Normalising twice changes nothing more up to ``full``.

    Args:
        text: any string.
        level: one of `LEVELS`.

    Returns:
        The text and its alignment.

    Raises:
        InputTypeError: ``text`` is not a ``str``.
        InputError: ``level`` is none of `LEVELS`.
    """
    require_text(text, "normalize")
    if level not in LEVELS:
        raise InputError("unknown normalisation level", got=level, allowed=LEVELS, fix=suggest(str(level), LEVELS))
    result = apply_edits(text, [])
    # A changed word may be the context of the next one ("5 jttt"), hence the passes; the second mostly finds nothing.
    for _ in range(_PASSES):
        edits = list(character_edits(result.text)) or list(_word_edits(result.text, level))
        if not edits:
            break
        result = compose(text, result, apply_edits(result.text, edits))
    if level == "formal":
        result = compose(text, result, apply_edits(result.text, formal_edits(result.text)))
    return result


def _word_edits(text: str, level: str) -> Iterator[Edit]:
    if level == "unicode":
        return
    tokens = tokenize(text)
    shouted = _is_shouted(tokens)
    for index, token in enumerate(tokens):
        if token.kind != "word" or (token.text.isupper() and len(token.text) > 1 and not shouted):
            continue
        if _is_name(tokens, index):
            continue
        word = respell(token.text)
        meant = in_context(tokens, index) if level in _GUESSING else None
        if meant:
            word = meant
        elif level != "spelling":
            guessing = level in _GUESSING and (shouted or token.text.islower())
            word = standardize(word, guessing=guessing, alone=guessing and len(tokens) == 1)
        if word != token.text:
            yield token.start, token.end, word


def _is_shouted(tokens: tuple[Token, ...]) -> bool:
    """Tell whether a text of some length is all in capitals, so that capitals mark no acronyms."""
    words = [token.text for token in tokens if token.kind == "word" and len(token.text) > 1]
    return len(words) >= _SHOUTED_WORDS and all(word.isupper() for word in words)


def _is_name(tokens: tuple[Token, ...], index: int) -> bool:
    """Tell whether a capitalised word follows a form of address."""
    return index > 0 and tokens[index].text[:1].isupper() and tokens[index - 1].norm in read_words("sapaan.txt")
