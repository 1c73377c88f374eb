"""Finds acronyms explained in brackets: ``KPM (keluarga penerima manfaat)``, ``Unit Layanan Terpadu (ULT)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from govtext.rewriting.guard.reading import Reading

_LONGEST = 12
_UNCOUNTED = frozenset(
    ("dan", "di", "ke", "dari", "untuk", "bagi", "yang", "atas", "dengan", "pada", "of", "the", "and", "/")
)
_SHORTEST = 2
_LONGEST_ACRONYM = 24


class Gloss(NamedTuple):
    """An acronym and the positions of the first and last word that explain it."""

    acronym: str
    first: int
    last: int


def find_glosses(reading: Reading) -> Iterator[Gloss]:
    """Yield the acronyms that ``reading`` explains; the initials, or the beginnings, of the words must spell them."""
    words = reading.words
    for opening in (place for place, word in enumerate(words) if word == "("):
        closing = next((p for p in range(opening + 1, min(opening + _LONGEST, len(words))) if words[p] == ")"), None)
        if closing is None or opening == 0:
            continue
        if closing - opening > _SHORTEST and _is_acronym(reading, opening - 1):
            if spells(words[opening - 1], words[opening + 1 : closing]):
                yield Gloss(words[opening - 1], opening + 1, closing - 1)
        elif closing - opening == _SHORTEST and _is_acronym(reading, opening + 1):
            for first in range(opening - 2, max(opening - _LONGEST, -1), -1):
                if spells(words[opening + 1], words[first:opening]) and words[first] not in _UNCOUNTED:
                    yield Gloss(words[opening + 1], first, opening - 1)
                    break


def _is_acronym(reading: Reading, position: int) -> bool:
    text = reading.token(position).text
    return len(text) >= _SHORTEST and not text.islower() and reading.token(position).kind == "word"


def spells(acronym: str, words: Sequence[str]) -> bool:
    """Tell whether initials (``pkh``) or beginnings (``bansos``) of the words, in order, spell the acronym."""
    counted = [word for word in words if word not in _UNCOUNTED]
    if len(acronym) > _LONGEST_ACRONYM or len(counted) < _SHORTEST or not all(word[:1].isalpha() for word in counted):
        return False
    letters = acronym.replace("-", "")
    if "".join(word[0] for word in counted) == letters or "".join(word[0] for word in words) == letters:
        return True
    return _begins_spell(letters, tuple(counted))


def _begins_spell(letters: str, words: tuple[str, ...]) -> bool:
    """Tell whether ``letters`` are beginnings of all words joined."""
    places = {0}
    for word in words:
        places = {
            place + length
            for place in places
            for length in range(1, min(len(word), len(letters)) + 1)
            if letters.startswith(word[:length], place)
        }
    return len(letters) in places
