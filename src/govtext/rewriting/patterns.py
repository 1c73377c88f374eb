"""The language of ``match`` in the rule files: words, classes of words and captures.

``melakukan|melaksanakan <pe-an>``, ``^ diberitahukan kepada {who,} bahwa``, ``atas perhatian {x} $``:

- ``word`` a word or mark of ours in any letter case; ``a|b`` either; ``word?`` may be absent;
- ``<me>`` a word of that form (`govtext.rewriting.morphology.FORMS`);
- ``<number>``, ``<amount>``, ``<date>`` a token of that kind;
- ``{name}`` tokens, at least one and as few as the rest allows; ``{name,}`` without a comma, ``{name 3}`` at most 3;
- ``^`` and ``$`` the first and the last word of a sentence; emoji, marks and a list number may stand outside of them.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NoReturn

from govtext.errors import ConfigError, suggest
from govtext.rewriting.morphology import FORMS
from govtext.text import tokenize

KINDS = ("number", "amount", "date")
"""Classes of tokens by their kind, one of `govtext.text.TOKEN_KINDS`."""
CLASSES = (*FORMS, *KINDS)
"""All classes: by form, as `govtext.rewriting.morphology.analyse` tells it, and by kind."""
LONGEST_CAPTURE = 40
"""Tokens of a capture without a limit of its own; no official sentence asks for more, and time stays bounded."""
ADDRESS = "address"
"""The name that stands for the form of address in templates, and for no capture."""
ANCHORS = ("^", "$")

_MOST_VARIANTS = 256
_PIECE = re.compile(r"\{[^{}]*\}|<[^<>]*>\??|\S+")
_CLASS = re.compile(r"<[^<>]*>\??")
_CAPTURE = re.compile(r"\{(?P<name>[a-z]+)(?P<comma>,)?(?: (?P<limit>[1-9]\d?))?\}")


@dataclass(frozen=True, slots=True)
class Atom:
    """What one token must be: the norm ``word``, or if that is empty a token of the class ``kind``."""

    word: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a segment.

    Attributes:
        atoms: what its tokens must be, in order.
        written: the words of the pattern that it uses, as they stand there.
    """

    atoms: tuple[Atom, ...]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of words and classes between captures: all its variants, at least one token each."""

    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Capture:
    """A gap of at least one and at most ``limit`` tokens; ``no_comma`` keeps it within its clause."""

    name: str
    no_comma: bool
    limit: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern as read.

    Attributes:
        text: as written in the rule file.
        begins: it must begin at the first word of a sentence.
        ends: it must end at the last word of a sentence.
        parts: segments and captures; no two of a kind are neighbours.
    """

    text: str
    begins: bool
    ends: bool
    parts: tuple[Segment | Capture, ...]

    @property
    def captures(self) -> tuple[str, ...]:
        """The names of its captures."""
        return tuple(part.name for part in self.parts if isinstance(part, Capture))

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes that every match fills, in order."""
        firsts = (part.variants[0].atoms for part in self.parts if isinstance(part, Segment))
        return tuple(atom.kind for atoms in firsts for atom in atoms if atom.kind)

    @property
    def words(self) -> tuple[str, ...]:
        """The words it is written with, each once: what the bad examples of a rule have to show."""
        segments = (part for part in self.parts if isinstance(part, Segment))
        written = (word for segment in segments for variant in segment.variants for word in variant.written)
        return tuple(dict.fromkeys(written))


def parse_pattern(text: str, where: str) -> Pattern:
    """Read a pattern.

    Args:
        text: the pattern.
        where: file and rule, for the message.

    Raises:
        ConfigError: the pattern is malformed; the message begins with ``where``.
    """
    pieces = _PIECE.findall(text)
    begins, ends = pieces[:1] == ["^"], pieces[-1:] == ["$"]
    inner = pieces[begins : len(pieces) - ends]
    parts: list[Segment | Capture] = []
    for is_capture, run in itertools.groupby(inner, key=lambda piece: piece.startswith("{")):
        run_pieces = list(run)
        if is_capture and len(run_pieces) > 1:
            _fail(where, text, "has two captures with nothing between them", fix="put a word between, or use one")
        parts.append(_capture(run_pieces[0], text, where) if is_capture else _segment(run_pieces, text, where))
    pattern = Pattern(text, begins, ends, tuple(parts))
    _check_parts(pattern, where)
    return pattern


def parse_phrase(text: str, where: str) -> tuple[tuple[Atom, ...], ...]:
    """Read an entry of ``unless_before``, ``unless_after`` or ``unless_inside``.

    It is a pattern of words and classes alone, or nothing but ``^`` or ``$`` (before or after the match there is no
    word of the sentence), which becomes an atom of that kind.

    Returns:
        For each way to write it what its tokens must be.

    Raises:
        ConfigError: the phrase is malformed, or has a capture, or an anchor beside words.
    """
    if text in ANCHORS:
        return ((Atom(kind=text),),)
    pattern = parse_pattern(text, where)
    if pattern.begins or pattern.ends or pattern.captures:
        _fail(
            where, text, "has an anchor or a capture, but is only looked for near a match", fix="use words and classes"
        )
    return tuple(variant.atoms for part in pattern.parts if isinstance(part, Segment) for variant in part.variants)


def _check_parts(pattern: Pattern, where: str) -> None:
    parts, text = pattern.parts, pattern.text
    if not any(isinstance(part, Segment) for part in parts):
        _fail(where, text, "names no word", fix="write at least one word or class")
    if isinstance(parts[0], Capture) and not pattern.begins:
        _fail(where, text, "begins with a capture, which could begin anywhere", fix=f"write '^ {text}'")
    last = parts[-1]
    if isinstance(last, Capture) and not (pattern.ends or last.no_comma):
        _fail(where, text, "ends with a capture, which could end anywhere", fix="write '$' after it, or {name,}")
    names = pattern.captures
    if len(set(names)) < len(names):
        _fail(where, text, "has two captures of one name", fix="give each its own name")


def _capture(piece: str, text: str, where: str) -> Capture:
    match = _CAPTURE.fullmatch(piece)
    if match is None:
        _fail(where, text, f"has a malformed capture {piece}", allowed="{name}, {name,}, {name 3}, {name, 3}")
    if match["name"] == ADDRESS:
        _fail(where, text, "captures {address}, which stands for the form of address", fix="use another name")
    return Capture(match["name"], match["comma"] is not None, int(match["limit"] or LONGEST_CAPTURE))


def _segment(pieces: list[str], text: str, where: str) -> Segment:
    choices = [_choices(piece, text, where) for piece in pieces]
    if math.prod(map(len, choices)) > _MOST_VARIANTS:
        _fail(where, text, f"can be written in more than {_MOST_VARIANTS} ways", fix="split it into several patterns")
    variants = []
    for combination in itertools.product(*choices):
        atoms = tuple(atom for choice in combination for atom in choice.atoms)
        variants.append(Variant(atoms, tuple(word for choice in combination for word in choice.written)))
    if not all(variant.atoms for variant in variants):
        _fail(where, text, "has nothing but words that may be absent", fix="leave out a '?'")
    return Segment(tuple(dict.fromkeys(variants)))


def _choices(piece: str, text: str, where: str) -> tuple[Variant, ...]:
    """Return what may stand for one piece of a pattern: a class, a word, alternatives, nothing."""
    if piece in ANCHORS:
        _fail(where, text, f"has {piece!r} inside", allowed="'^' at the very start, '$' at the very end")
    if _CLASS.fullmatch(piece):
        return (Variant((Atom(kind=_class(piece, text, where)),), ()),)
    stray = next((mark for mark in "{}<>[]*+«»" if mark in piece), None)
    if stray:
        _fail(where, text, f"has a stray {stray!r}", allowed="word, a|b, word?, <class>, {name}, ^, $")
    optional = piece.endswith("?")
    words = piece.removesuffix("?").split("|")
    if not all(words):
        _fail(where, text, f"has an empty alternative in {piece!r}", fix="write a word on each side of '|'")
    variants = [Variant(tuple(Atom(word=token.norm) for token in tokenize(word)), (word,)) for word in words]
    return (*variants, Variant((), ())) if optional else tuple(variants)


def _class(piece: str, text: str, where: str) -> str:
    name = piece.removeprefix("<").removesuffix("?").removesuffix(">")
    if name not in CLASSES:
        _fail(where, text, f"has an unknown class {piece}", allowed=CLASSES, fix=suggest(name, CLASSES))
    if piece.endswith("?"):
        _fail(where, text, f"has a class that may be absent, {piece}", fix="write two patterns")
    return name


def _fail(
    where: str, got: str, what: str, *, allowed: Iterable[str] | str | None = None, fix: str | None = None
) -> NoReturn:
    raise ConfigError(f"{where}: the pattern {what}", got=got, allowed=allowed, fix=fix)
