"""The master pattern of the tokenizer: one named alternative a token kind, tried in this order at each position.

Every repetition is either over one character class or bounded, so that matching is linear in the text.
"""

from __future__ import annotations

import re
from functools import cache

from govtext.text.resources import read_rows, read_words
from govtext.text.trie import alternation

# Combining marks are no letters for ``re``. Latin, Hebrew, Arabic, Indic, Thai, Balinese, Sundanese and Javanese
# marks, then the joiners and the soft hyphen, which occur inside words.
_MARKS = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u0900-\u0903\u093a-\u094f"
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1b00-\u1b04\u1b34-\u1b44\u1b80-\u1b82\u1ba1-\u1bad\u1dc0-\u1dff"
    r"\u20d0-\u20df\ua980-\ua983\ua9b3-\ua9c0\ufe20-\ufe2f\u00ad\u200c\u200d\u2060"
)
_LETTERS = rf"[^\W_](?:[^\W_]|[{_MARKS}])*"
_WORD = rf"{_LETTERS}(?:(?:[-‐‑'’ʼ]|_{{1,8}}){_LETTERS})*"
_NOT_IN_WORD = r"(?![^\W_])"

_EMOJI_BASE = (
    r"[\u231a\u231b\u23cf\u23e9-\u23f3\u23f8-\u23fa\u2600-\u27bf\u2b05-\u2b07\u2b1b\u2b1c\u2b50\u2b55"
    r"\U0001f000-\U0001f1e5\U0001f200-\U0001faff]|[\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff]\ufe0f"
)
# Flag of a subdivision: black flag and tag characters. Other sequences after UTS #51, section 1.4.9.
_EMOJI_ONE = rf"(?:{_EMOJI_BASE})\ufe0f?[\U0001f3fb-\U0001f3ff]?[\U000e0020-\U000e007f]{{0,16}}"
_EMOJI = (
    rf"[\U0001f1e6-\U0001f1ff]{{2}}|[0-9#*]\ufe0f?\u20e3|{_EMOJI_ONE}(?:\u200d{_EMOJI_ONE})*|[\U0001f1e6-\U0001f1ff]"
)

_EMOTICON = (
    r"[:;=][-'’^]?[)(\]\[*]+(?![^\W_])"
    r"|(?<![^\W_])(?:[:;=][-'’]?[DdPpOoVv3/\\|]|[xX]D+|[<]/?3)(?![\w/])"
    r"|(?<![^\W_])(?:[TQ][_.][TQ]|[-=^>oO]_+[-=^<oO]|\^\^|\^o\^)(?![^\W_])"
)

# General top-level domains would take "selesai.me" and "masuk.info", a full stop without a space, for addresses.
_HOST = r"(?:[a-z0-9-]{1,63}\.){1,6}(?:com|net|org|id|gov|edu|xyz|io)\b|(?:bit\.ly|t\.co|youtu\.be|wa\.me|linktr\.ee)\b"
# A bracket belongs to an address only with its partner.
_URL_INSIDE = r"(?:[^\s<>\"“”()]|\([^\s<>\"“”()]{0,64}\))*"
_URL_END = r"(?:[^\s<>\"“”.,!?;:()\]}'’…*]|(?<=\)))"
_URL = rf"(?i:(?:https?://|www\.){_URL_INSIDE}{_URL_END}|(?<![\w.@-])(?:{_HOST})(?:[/?]{_URL_INSIDE}{_URL_END})?)"
_EMAIL = r"(?<![\w.+-])[A-Za-z0-9_.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}\b"

_DATE = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}(?P<separator>[-/.])\d{1,2}(?P=separator)(?:\d{4}|\d{2}))"
    rf"(?![-/.]?\d){_NOT_IN_WORD}(?:-nya\b)?"
)
_CLOCK = r"(?:[01]?\d|2[0-4])[.:][0-5]\d(?:[.:][0-5]\d)?"
_AFTER_HOUR_WORD = r"(?:(?<=[Jj]am )|(?<=JAM )|(?<=[Pp]ukul )|(?<=PUKUL )|(?<=[Pp]kl )|(?<=[Pp]kl\. ))"
_BEFORE_ZONE = r"(?=\s?(?i:wib|wita|wit)\b)"
_TIME = (
    rf"{_CLOCK}-{_CLOCK}(?:{_BEFORE_ZONE}|(?![\d.:-]))"
    rf"|{_CLOCK}{_BEFORE_ZONE}|{_AFTER_HOUR_WORD}{_CLOCK}(?!\d)"
    rf"|(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:]|-\d){_NOT_IN_WORD}"
)

# Mobile numbers begin with 08 or +628, land lines with an area code 0xx (national numbering plan, Kominfo 14/2018).
_PHONE = (
    r"(?:\+62|62|0)[-.]?8\d{1,2}(?:[-.]?\d{3,4}){1,2}[-.]?\d{2,5}(?!\d)"
    r"|\+62[-.]?\d{2,3}[-.]?\d{5,8}(?!\d)|0\d{2,3}-\d{5,8}(?![\d-])"
)
# NIK and family card number: area 6, birth date or registration 6, serial 4 (Permendagri 102/2019).
_ID_NUMBER = r"\d{2}(?:[.-]?\d{2}){2}[.-]?\d{6}[.-]?\d{4}(?![\d.-]?\d)|\d{4}(?:[.-]\d{4}){3}(?![\d.-]?\d)"

# Full stop between thousands, comma before decimals; the English way round occurs too. "1,2,3" is a list.
_NUMBER = r"\d+(?:\.\d+)*(?:(?:,\d{3})+(?![\d,])|(?<!\d,\d)(?<!\d,\d\d),\d+(?!,?\d))?"
_AFTER_CURRENCY = r"(?:(?<=[Rr]p )|(?<=RP )|(?<=[Rr]p\. )|(?<=IDR )|(?<=[$€£¥] ))"
_CURRENCIES = ("rp", "idr", "usd", "sgd", "myr")
_CURRENCY_SIGNS = ("$", "us$", "s$", "a$", "€", "£", "¥")
_CURRENCY = rf"(?i:{'|'.join(_CURRENCIES)})\.?|(?:US|S|A)?\$|[€£¥]"


def _units() -> str:
    return alternation(row[0] for row in read_rows("units.tsv", 2))


# What must follow a listed abbreviation for it to be one.
_CONDITIONS = {"always": "", "number": r"(?=\s?\d|[A-Z]{2})", "name": r"(?=\s?[A-Z0-9\"“(])"}


def _abbreviations() -> str:
    """Return the alternatives for listed abbreviations, each with the condition under which it is one."""
    branches = []
    for condition, lookahead in _CONDITIONS.items():
        words = {row[0] for row in read_rows("abbreviations.tsv", 4) if row[1] == condition}
        spellings = {form for word in words for form in (word, word.lower(), word.upper(), word[:1].upper() + word[1:])}
        branches.append(rf"(?:{alternation(spellings)}){lookahead}")
    return "|".join(branches)


WORD_GROUPS = {"plain": "word", "counted": "word"}
"""Groups that are words as well: a shortcut for words before a mark or a space, and ``1.500orang``, ``17-25th``."""


@cache
def master_pattern() -> re.Pattern[str]:
    """Return the compiled pattern; the name of the group that matched is the token's kind, or is in `WORD_GROUPS`."""
    units, slashed = _units(), alternation(read_words("slashed.txt"))
    number = rf"{_NUMBER}(?:-{_NUMBER}){{0,8}}"
    glued_unit = rf"(?i:{units})(?:-?(?i:an))?(?!\w|-[^\W\d_])"  # 500rb, some 500rb-an
    numeric = {
        "id_number": rf"(?<![\d.,-])(?:{_ID_NUMBER}){_NOT_IN_WORD}",
        "phone": rf"(?<![\w.,-])(?:{_PHONE}){_NOT_IN_WORD}",
        "date": rf"(?<![\d.])(?:{_DATE})",
        "time": rf"(?<![\d:-])(?<!\d\.)(?:{_TIME})",
        "counted": rf"(?<![\d.,-])(?:\d+(?:[.,]\d+)+|\d+-\d+)(?=[^\W\d_]){_WORD}",
        "number": (rf"\d{{1,3}}:\d{{1,3}}-\d{{1,3}}{_NOT_IN_WORD}|{number}(?:/{_NUMBER})?{_NOT_IN_WORD}(?!-[^\W_])"),
    }
    first = {
        "unit": rf"(?<=\d\s)(?i:{units})\b(?![-.]\w)|(?:{_CURRENCY})(?=\s\d)",
        "plain": r"(?![xX]D\b)[A-Za-z]+(?=[ ,!?\n;)(\"]|\Z)",
        "url": _URL,
        "email": _EMAIL,
        # Glued to a word (cc@dinsos_contoh) it must not be a price or the rest of an e-mail address.
        "mention": (
            r"(?<![\w@])@[A-Za-z0-9_]+(?:\.[a-z0-9_]+)*|(?<=\w)@(?!(?i:rp)\d)[A-Za-z_][A-Za-z0-9_]{3,64}(?![\w.-]*\w)"
        ),
        "hashtag": rf"#(?=\w*[^\W\d_])(?:\w|[{_MARKS}])+",
        "emoji": _EMOJI,
        "emoticon": _EMOTICON,
        "amount": (
            rf"(?:{_CURRENCY}){_NUMBER}(?:(?i:{units})?-{_NUMBER})?(?:{glued_unit}|,-+|(?=\D|\Z))"
            rf"|(?:{_NUMBER}(?i:{units})?-)?{_NUMBER}{glued_unit}|{_NUMBER}(?:,-+|(?=\s(?i:{units})\b))"
            rf"|{_AFTER_CURRENCY}{_NUMBER}{_NOT_IN_WORD}"
        ),
    }
    last = {
        "abbreviation": (
            rf"(?<![^\W_])(?:{_abbreviations()}|(?<!/)(?i:{slashed})(?![\w/])|(?:[A-Za-z]\.){{2,8}}(?![^\W_]))(?!\.)"
        ),
        "word": _WORD,
        "punctuation": (
            r"\.{2,}|…|-{2,}|``|''|[.,!?;:\"'`()\[\]{}“”„‘’‚«»‹›–—―/\\¿¡·•、。，！？：；（）「」『』-]"
            r"|&(?:amp|lt|gt|quot|nbsp|#\d{1,5});"
        ),
        "symbol": r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]",
    }
    # One look at the first character spares the five numeric kinds to most tokens.
    return re.compile(f"{_named(first)}|(?=[\\d+])(?:{_named(numeric)})|{_named(last)}")


def _named(alternatives: dict[str, str]) -> str:
    return "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in alternatives.items())


@cache
def not_simple() -> frozenset[str]:
    """Return the words, in lower case, that may be more than words: units, currencies, abbreviations without stop."""
    abbreviated = (row[0].removesuffix(".").lower() for row in read_rows("abbreviations.tsv", 4))
    units = (row[0].lower() for row in read_rows("units.tsv", 2))
    return frozenset((*abbreviated, *units, *_CURRENCIES))


@cache
def unit_pattern() -> re.Pattern[str]:
    """Return the pattern of a unit at the beginning of a piece: whether it is one depends on a number before it."""
    return re.compile(rf"(?i:{_units()})\b")


@cache
def open_endings() -> frozenset[str]:
    """Return, in lower case, what is a token only with the right word after it: ``Rp``, ``No.``, ``dr.``."""
    conditional = (row[0].lower() for row in read_rows("abbreviations.tsv", 4) if _CONDITIONS[row[1]])
    return frozenset((*conditional, *_CURRENCIES, *(f"{name}." for name in _CURRENCIES), *_CURRENCY_SIGNS))
