"""The language of the cue phrases in ``data/*.toml``, and the book that finds them in a post.

``paling lambat <date>``, ``tidak|tak dipungut biaya?``, ``lapor* .. <phone>``:

- ``word`` the norm of a token; ``a|b`` either; ``pre*`` any word that begins so; ``word?`` may be absent;
- ``<kind>`` a fact (`govtext.rewriting.facts.FACT_KINDS`), a token of that kind, ``<year>``, or ``<begin>``, which
  takes no token and is the beginning of the post; ``<name kota>`` one whose canonical value holds ``kota``;
- ``..`` up to four tokens of the same sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from govtext.errors import ConfigError
from govtext.rewriting.facts import FACT_KINDS
from govtext.text import TOKEN_KINDS

if TYPE_CHECKING:
    from govtext.rewriting.linting.reading import Post

GAP = 4
"""Tokens that ``..`` may stand for."""
YEAR, BEGIN = "year", "begin"

_LABELS = frozenset({*FACT_KINDS, *TOKEN_KINDS, YEAR, BEGIN})
_GAP = ".."
_PIECE = re.compile(r"(?:<[^<>]*>|[^\s<>])+")


@dataclass(frozen=True, slots=True)
class Atom:
    """What a token must be: one of ``words``, begin with one of ``prefixes``, or carry one of the labels ``kinds``.

    Attributes:
        kinds: kind and what the canonical value must hold.
        optional: it may be absent.
        gap: it stands for up to `GAP` tokens of any form.
    """

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    gap: bool = False


Phrase = tuple[Atom, ...]
Key = TypeVar("Key", bound=Hashable)


def parse(text: str, where: str) -> Phrase:
    """Read a phrase.

    Args:
        text: the phrase.
        where: file and entry, for the message.

    Raises:
        ConfigError: the phrase is malformed; the message begins with ``where``.
    """
    atoms = tuple(_atom(piece, text, where) for piece in _PIECE.findall(text))
    if not atoms or atoms[0].gap or atoms[0].optional or atoms[-1].gap:
        _fail(where, text, "must begin with a word or a kind, and not end with a gap")
    return atoms


def _atom(piece: str, text: str, where: str) -> Atom:
    if piece == _GAP:
        return Atom(gap=True)
    optional = piece.endswith("?") and len(piece) > 1
    words, prefixes, kinds = [], [], []
    for form in (piece[:-1] if optional else piece).split("|"):
        if form.startswith("<") and form.endswith(">"):
            kind, _, value = form[1:-1].partition(" ")
            if kind not in _LABELS:
                _fail(where, text, f"has an unknown kind {form}")
            kinds.append((kind, value))
        elif not form or form[0] == "@" or form != form.lower() or "*" in form[:-1] or form == "*":
            _fail(where, text, f"has a malformed word {form!r}: lower case, '*' at the end only")
        elif form.endswith("*"):
            prefixes.append(form[:-1])
        else:
            words.append(form)
    return Atom(frozenset(words), tuple(prefixes), tuple(kinds), optional)


def _fail(where: str, got: str, what: str) -> NoReturn:
    raise ConfigError(f"{where}: the phrase {what}", got=got)


class PhraseBook(Generic[Key]):
    """Phrases under keys, compiled once; it may be used by several threads."""

    def __init__(self, phrases: Sequence[tuple[Key, Phrase]]) -> None:
        self._words: defaultdict[str, list[tuple[Key, Phrase]]] = defaultdict(list)
        self._prefixes: defaultdict[str, list[tuple[Key, Phrase]]] = defaultdict(list)
        self._kinds: defaultdict[str, list[tuple[Key, Phrase]]] = defaultdict(list)
        for key, phrase in phrases:
            first = phrase[0]
            for word in first.words:
                self._words[word].append((key, phrase))
            for prefix in first.prefixes:
                self._prefixes[prefix].append((key, phrase))
            for kind in {kind for kind, _ in first.kinds}:
                self._kinds[kind].append((key, phrase))
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def find(self, post: Post) -> dict[Key, list[tuple[int, int]]]:
        """Return for each key the tokens, first and after the last, of every place where one of its phrases stands."""
        found: defaultdict[Key, list[tuple[int, int]]] = defaultdict(list)
        for place in range(len(post.tokens)):
            for key, phrase in self._starting(post, place):
                end = _end(post, phrase, 0, place)
                if end is not None:
                    found[key].append((place, end))
        return found

    def _starting(self, post: Post, place: int) -> Iterator[tuple[Key, Phrase]]:
        norm = post.tokens[place].norm
        yield from self._words.get(norm, ())
        for length in self._lengths:
            yield from self._prefixes.get(norm[:length], ()) if len(norm) >= length else ()
        for kind in {label.kind for label in post.labels.get(place, ())}:
            yield from self._kinds.get(kind, ())


def _end(post: Post, phrase: Phrase, index: int, place: int) -> int | None:
    """Return the token after ``phrase[index:]`` if that stands at ``place``, else None."""
    if index == len(phrase):
        return place
    atom = phrase[index]
    if atom.gap:
        steps = [place + skipped for skipped in range(GAP + 1)]
    else:
        steps = list(_steps(post, atom, place))
        if atom.optional:
            steps.append(place)
    for step in steps:
        if step <= post.sentence_end(place) and (end := _end(post, phrase, index + 1, step)) is not None:
            return end
    return None


def _steps(post: Post, atom: Atom, place: int) -> Iterator[int]:
    if place >= len(post.tokens):
        return
    for label in post.labels.get(place, ()) if atom.kinds else ():
        if any(label.kind == kind and value in label.value for kind, value in atom.kinds):
            yield label.end
    norm = post.tokens[place].norm
    if norm in atom.words or (atom.prefixes and norm.startswith(atom.prefixes)):
        yield place + 1
