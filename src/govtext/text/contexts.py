"""Short forms with two readings (``dr``: dari or a doctor), told apart by the words beside them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from govtext.text.channel import is_standard
from govtext.text.lexicon import lexicon
from govtext.text.resources import read_rows

if TYPE_CHECKING:
    from govtext.types import Token

_COUNTED = frozenset({"number", "amount", "date", "time"})


class Reading(NamedTuple):
    """What a short form stands for, and the neighbours that show the other reading."""

    formal: str
    not_after: frozenset[str]
    not_before: frozenset[str]


@cache
def _readings() -> dict[str, Reading]:
    return {
        form: Reading(formal, *(frozenset(words.split()) for words in neighbours))
        for form, formal, *neighbours in read_rows("contexts.tsv", 4)
    }


def in_context(tokens: tuple[Token, ...], index: int) -> str | None:
    """Return what the short form ``tokens[index]`` stands for, itself where it has to stay; None if nothing tells.

    Names tell the other reading (``dr Budi``, ``dr andi``), so a word has to follow that is none.
    """
    reading = _readings().get(tokens[index].text)
    if reading is None or index + 1 == len(tokens):
        return None
    following = tokens[index + 1]
    if following.norm in reading.not_before or (index and tokens[index - 1].norm in reading.not_after):
        return tokens[index].text
    if following.kind in _COUNTED:
        return reading.formal
    known = following.kind == "word" and following.text.islower() and len(following.text) > 1
    return reading.formal if known and (following.norm in lexicon() or is_standard(following.norm)) else None
