"""Acronyms that are not explained where they first stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from govtext.rewriting.guard.glosses import spells
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.report import report
from govtext.rewriting.linting.tables import acronyms
from govtext.text import tokenize
from govtext.text.channel import words
from govtext.text.resources import read_words
from govtext.types import Finding, Token

_FORM = re.compile(r"([A-Z](?=\d*[A-Z])[A-Z0-9]{1,6})(?:-(?!\1)[A-Z]{1,4})?")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_LONGEST_GLOSS = 12  # tokens
_CODE = "unexplained-acronym"


class Glossary:
    """The acronyms of a post and where each is explained; linear in the length of the post.

    Attributes:
        places: by acronym, as `acronym_of` gives it, the tokens where it stands.
    """

    def __init__(self, post: Post) -> None:
        self.places: dict[str, list[int]] = {}
        for place, token in enumerate(post.tokens):
            if name := acronym_of(token):
                self.places.setdefault(name, []).append(place)
        self._norms = [token.norm for token in post.tokens]
        self._tokens = post.tokens
        self._explained: dict[str, int | None] = {}

    def explained_at(self, name: str) -> int | None:
        """Return the first token that explains ``name``, in brackets beside it or in full anywhere, or None."""
        if name not in self._explained:
            expansions = acronyms().get(name, ("", ""))[0].split(" / ")
            places = [_place_of(_norms(expansion), self._norms) for expansion in expansions if expansion]
            places.append(
                next(
                    (place for place in self.places.get(name, ()) if _is_glossed(self._tokens, self._norms, place)),
                    None,
                )
            )
            self._explained[name] = min((place for place in places if place is not None), default=None)
        return self._explained[name]


def unexplained_acronyms(post: Post, glossary: Glossary) -> Iterator[Finding]:
    """Yield the first use of each acronym that readers may not know and that the post explains nowhere."""
    for name, places in glossary.places.items():
        place = next((place for place in places if not _is_shouted(post, place)), None)
        if place is None or is_known(name) or glossary.explained_at(name) is not None:
            continue
        token = post.tokens[place]
        expansion, _ = acronyms().get(name, ("[kepanjangan]", ""))
        severity = "" if name in acronyms() else "info"
        yield report(post, _CODE, token.start, token.end, severity, text=f"{token.text} ({expansion})")


def acronym_of(token: Token) -> str:
    """Return the form of an acronym in the data or, for one that is not there, its text; empty if it is none."""
    if token.kind != "word":
        return ""
    upper = token.text.upper()
    if token.norm in acronyms():
        return token.norm
    if token.text == upper and upper in acronyms():
        return upper
    looks_so = _FORM.fullmatch(token.text) and not _ROMAN.fullmatch(token.text)
    return token.text if looks_so and token.norm not in words() and token.norm not in read_words("cities.txt") else ""


def is_acronym(token: Token) -> bool:
    """Tell whether ``token`` is an acronym of the data, or looks like one and is no word in capitals."""
    return bool(acronym_of(token))


def is_known(name: str) -> bool:
    """Tell whether everybody knows the acronym, by the data."""
    return acronyms().get(name, ("?", ""))[0] == ""


@cache
def _norms(expansion: str) -> tuple[str, ...]:
    return tuple(token.norm for token in tokenize(expansion))


def _place_of(wanted: tuple[str, ...], norms: list[str]) -> int | None:
    found = (place for place, norm in enumerate(norms) if norm == wanted[0])
    return next((place for place in found if tuple(norms[place : place + len(wanted)]) == wanted), None)


def _is_glossed(tokens: tuple[Token, ...], norms: list[str], place: int) -> bool:
    """Tell whether brackets explain the acronym at ``place``, or it stands in brackets after what it stands for."""
    if norms[place + 1 : place + 2] == ["("]:
        inside = norms[place + 2 : place + 2 + _LONGEST_GLOSS]
        return ")" in inside[2:]
    if place > 1 and norms[place - 1] == "(" and norms[place + 1 : place + 2] == [")"]:
        if spells(norms[place], [part.lower() for part in tokens[place - 2].parts]):  # #ProgramIndonesiaPintar (PIP)
            return True
        firsts = range(max(0, place - 1 - _LONGEST_GLOSS), place - 2)
        return any(spells(norms[place], norms[first : place - 1]) for first in firsts)
    return norms[place + 1 : place + 2] in (["alias"], ["singkatan"], ["adalah"], ["artinya"])


def _is_shouted(post: Post, place: int) -> bool:
    """Tell whether the sentence is written in capitals, where nothing shows which words are acronyms."""
    return post.sentences[post.sentence_of(place)].capitals and post.tokens[place].text not in acronyms()
