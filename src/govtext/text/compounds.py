"""Words written together that the standard writes apart: ``dirumah``, ``kekantornya``, ``gausah``."""

from __future__ import annotations

from functools import cache

from govtext.text.channel import words
from govtext.text.resources import read_rows

_PREPOSITIONS = ("di", "ke")
_ENDINGS = ("", "nya", "ku", "mu", "lah", "pun")
# EYD V, II.F.2
_WITH_PUN = frozenset(
    {"adapun", "andaipun", "ataupun", "bagaimanapun", "biarpun", "jikapun", "kalaupun", "kendatipun", "maupun"}
    | {"meskipun", "sekalipun", "sementangpun", "sungguhpun", "walaupun"}
)
_NEGATIONS = ("gak", "nggak", "ngga", "ga")
_SHORTEST_REST = 3
_USUAL = 100


@cache
def _places() -> dict[str, str]:
    return {row[0]: row[1] for row in read_rows("places.tsv", 2)}


def split_preposition(word: str) -> str | None:
    """Return ``word`` with di or ke apart from a noun of place or time; None if it is no such word."""
    for preposition in _PREPOSITIONS:
        noun = word.removeprefix(preposition)
        bare = next((bare for end in _ENDINGS if (bare := noun.removesuffix(end)) in _places()), "")
        if noun != word and preposition in _places().get(bare, ""):
            return f"{preposition} {noun}"
    return None


def split_particle(word: str) -> str | None:
    """Return ``siapapun`` as ``siapa pun``; None for the conjunctions with which pun has grown together."""
    base = word.removesuffix("pun")
    if base == word or word in _WITH_PUN or len(base) < _SHORTEST_REST:
        return None
    apart = split_preposition(base) or (base if base in words() else None)
    return apart and f"{apart} pun"


def split_negation(word: str) -> str | None:
    """Return the rest of ``gausah``, ``gakbisa`` after the negation; None unless it is a usual standard word."""
    for negation in _NEGATIONS:
        rest = word.removeprefix(negation)
        if rest != word and len(rest) >= _SHORTEST_REST and words().get(rest, 0) >= _USUAL:
            return rest
    return None
