"""Stems of single words: exceptions, then one-step analyses that Sastrawi misses, then PySastrawi."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from govtext.errors import InputError, require_text
from govtext.text.affixes import analyse
from govtext.text.resources import read_rows, read_words, rows_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_CACHED_WORDS = 65_536
_LONGEST_WORD = 64  # no Indonesian word is longer; Sastrawi's rules would take time in proportion
_loading = Lock()


def stem(word: str, exceptions: Mapping[str, str] | None = None) -> str:
    """Return the root of one word in lower case, e.g. ``penyelidikan`` → ``selidik``.

    Protected names (``bekasi``) and words that are no Indonesian derivation come back in lower case.

    Args:
        word: one word, without white space inside.
        exceptions: roots by word in lower case, asked before everything else: your own names and terms, e.g. from a
            file by `read_exceptions`.

    Returns:
        The stem; empty for an empty word.

    Raises:
        InputTypeError: ``word`` is not a ``str``.
        InputError: ``word`` has white space inside.
    """
    require_text(word, "stem")
    bare = word.strip()
    if len(bare.split()) > 1:
        raise InputError(
            "stem takes one word",
            got=word,
            allowed="a word without white space",
            fix="call it for each token: [stem(t.text) for t in tokenize(text)]",
        )
    plain = unicodedata.normalize("NFC", bare.lower())
    if exceptions and plain in exceptions:
        return exceptions[plain]
    return _stem(plain)


def read_exceptions(path: str | Path) -> dict[str, str]:
    """Return roots by word from a file for `stem`: UTF-8, a line for each word, the root after a tab, ``#`` comments.

    Raises:
        ConfigError: a line has no root or more than one.
    """
    return {word.lower(): root.lower() for word, root in rows_of(Path(path), 2)}


def is_root(word: str) -> bool:
    """Tell whether ``word``, in lower case, is in the list of roots."""
    return word in _sastrawi()[1]


def is_derivation(word: str) -> bool:
    """Tell whether ``word``, in lower case, is a root or regular affixes around one."""
    roots = _sastrawi()[1]
    return word in roots or analyse(word, roots) is not None


@lru_cache(maxsize=_CACHED_WORDS)
def _stem(word: str) -> str:
    if word in read_words("protected.txt") or len(word) > _LONGEST_WORD or not any(map(str.isalpha, word)):
        return word
    if word in _exceptions():
        return _exceptions()[word]
    stemmer, roots = _sastrawi()
    if word in roots:
        return word
    if word.replace("-", "").isascii() and word.replace("-", "").isalpha():
        return analyse(word, roots) or str(stemmer.stem_word(word))
    return word


@cache
def _exceptions() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("stem_exceptions.tsv", 2)}


def _sastrawi() -> tuple[Any, frozenset[str]]:
    with _loading:
        return _load_sastrawi()


@cache
def _load_sastrawi() -> tuple[Any, frozenset[str]]:
    """Load PySastrawi and its 30,000 roots, which takes some hundredths of a second."""
    from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
    from Sastrawi.Stemmer import StemmerFactory
    from Sastrawi.Stemmer.Stemmer import Stemmer

    path = Path(StemmerFactory.__file__).parent / "data" / "kata-dasar.txt"
    roots = [*path.read_text(encoding="utf-8").split(), *sorted(read_words("roots_extra.txt"))]
    return Stemmer(ArrayDictionary(roots)), frozenset(roots)
