"""Which languages a comment mixes, by the words of ``languages.toml``: for counting errors, not for users' texts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"[^\W\d_]+")
_LENGTHENED = re.compile(r"(.)\1{2,}")
_ENOUGH_WEAK = 2


@dataclass(frozen=True, slots=True)
class Markers:
    """Words of a language: one of ``strong`` or two different ones of ``weak`` show it."""

    strong: frozenset[str]
    weak: frozenset[str]


@cache
def markers() -> dict[str, Markers]:
    """Return the words of each language in ``languages.toml``."""
    table = tomllib.loads((files(__package__) / "languages.toml").read_text(encoding="utf-8"))
    return {
        name: Markers(frozenset(row["strong"].split()), frozenset(row["weak"].split())) for name, row in table.items()
    }


def languages(text: str) -> frozenset[str]:
    """Return the languages beside Indonesian that ``text`` has words of: none, some, or all of `markers`."""
    words = frozenset(_WORD.findall(_LENGTHENED.sub(r"\1", text.lower())))
    return frozenset(
        name for name, of in markers().items() if words & of.strong or len(words & of.weak) >= _ENOUGH_WEAK
    )
