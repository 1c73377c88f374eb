"""The language of ``suggest`` in the rule files: words, forms of the matched words, captures.

``<pe-an:me> paling lambat {when}``, ``Halo, {address}!``:

- ``<pe-an:me>`` the matched word of that class in another form, ``<number>`` as it stands; the second ``<pe-an…>`` of a
  template is the second of the pattern, and so on;
- ``{name}`` the captured text as it stands;
- ``{address}`` how the reader is addressed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from govtext.errors import ConfigError, suggest
from govtext.rewriting.morphology import FORMS
from govtext.rewriting.patterns import ADDRESS, CLASSES

Derive = Callable[[str, str], str | None]
"""Another form of a word, or None: `govtext.rewriting.morphology.derive`."""

_REFERENCE = re.compile(r"<(?P<kind>[a-z-]+)(?::(?P<form>[a-z-]+))?>|\{(?P<name>[a-z]+)\}")
_STRAY = re.compile(r"[<>{}«»|]")


@dataclass(frozen=True, slots=True)
class Matched:
    """The ``index``-th matched word of the class ``kind``, in ``form``, or as it stands if that is empty."""

    kind: str
    index: int
    form: str


@dataclass(frozen=True, slots=True)
class Captured:
    """The text of a capture, or for `ADDRESS` the form of address."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template as read: ``parts`` are plain texts and references."""

    text: str
    parts: tuple[str | Matched | Captured, ...]

    @property
    def captures(self) -> frozenset[str]:
        """The names of the captures it repeats."""
        return frozenset(part.name for part in self.parts if isinstance(part, Captured)) - {ADDRESS}

    @property
    def matched(self) -> tuple[Matched, ...]:
        """The matched words it uses."""
        return tuple(part for part in self.parts if isinstance(part, Matched))

    @property
    def first(self) -> str:
        """The name of the capture that it begins with, or the empty string."""
        return self.parts[0].name if isinstance(self.parts[0], Captured) else ""

    def fill(
        self,
        captured: Mapping[str, str],
        matched: Mapping[str, Sequence[str]],
        derive: Derive,
        *,
        capitals: bool = False,
    ) -> str | None:
        """Return the text of the template.

        Args:
            captured: text by name; `ADDRESS` among them unless nobody is addressed.
            matched: the matched words by class, in order.
            derive: gives other forms of words.
            capitals: write all but the captures in capitals.

        Returns:
            The text, or None if a word has no such form or nobody is addressed.
        """
        pieces: list[str] = []
        for part in self.parts:
            piece: str | None
            if isinstance(part, str):
                piece = part.upper() if capitals else part
            elif isinstance(part, Captured):
                piece = captured.get(part.name)
            else:
                word = matched[part.kind][part.index]
                piece = derive(word, part.form) if part.form else word
            if piece is None:
                return None
            pieces.append(piece)
        return "".join(pieces)


def parse_template(text: str, where: str) -> Template:
    """Read a template.

    Args:
        text: the template.
        where: file and rule, for the message.

    Raises:
        ConfigError: the template is malformed; the message begins with ``where``.
    """
    parts: list[str | Matched | Captured] = []
    used: Counter[str] = Counter()
    end = 0
    for match in _REFERENCE.finditer(text):
        parts.append(text[end : match.start()])
        end = match.end()
        if match["name"]:
            parts.append(Captured(match["name"]))
            continue
        kind, form = match["kind"], match["form"] or ""
        if kind not in CLASSES:
            _fail(where, text, f"has an unknown class {match.group()}", allowed=CLASSES, fix=suggest(kind, CLASSES))
        if form and form not in FORMS:
            _fail(where, text, f"asks for an unknown form {form!r}", allowed=FORMS, fix=suggest(form, FORMS))
        parts.append(Matched(kind, used[kind], form))
        used[kind] += 1
    parts.append(text[end:])
    kept = tuple(part for part in parts if part)
    stray = next((found for part in kept if isinstance(part, str) and (found := _STRAY.search(part))), None)
    if stray:
        _fail(where, text, f"has a stray {stray.group()!r}", allowed="words, <class>, <class:form>, {name}, {address}")
    if not text or " ".join(text.split()) != text:
        _fail(where, text, "is empty or has spaces to spare", fix="for deleting write kind = 'delete' and no suggest")
    return Template(text, kept)


def check_fits(template: Template, captures: Iterable[str], classes: Iterable[str], where: str) -> None:
    """Check that a pattern with these captures and classes gives all that the template uses.

    Raises:
        ConfigError: it does not.
    """
    known = frozenset(captures)
    missing = sorted(template.captures - known)
    if missing:
        allowed = sorted({*known, ADDRESS})
        _fail(where, template.text, f"uses {{{missing[0]}}}, which a pattern of the rule lacks", allowed=allowed)
    given = Counter(classes)
    for part in template.matched:
        if part.index >= given[part.kind]:
            what = f"uses <{part.kind}> {part.index + 1} times, a pattern of the rule has it {given[part.kind]} times"
            _fail(where, template.text, what, fix="give each shape of pattern a rule of its own")


def _fail(
    where: str, got: str, what: str, *, allowed: Iterable[str] | str | None = None, fix: str | None = None
) -> NoReturn:
    raise ConfigError(f"{where}: the template {what}", got=got, allowed=allowed, fix=fix)
