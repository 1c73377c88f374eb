"""Puts replacements into a text and mends the seams: spaces, doubled marks, stray commas, capital letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from govtext.rewriting.letters import capitalize
from govtext.rewriting.matching import Hit
from govtext.rewriting.seams import gap_of, seam_of
from govtext.text import tokenize

Choose = Callable[[Hit, tuple[str, ...]], str | None]
"""Takes a hit and its replacements and returns one, or None to leave the text as it is."""

_LOOK_BACK = 200  # characters; enough to see the seam


class Reason(Protocol):
    """What an officer is told about a change: a rule, or a change of shape."""

    @property
    def id(self) -> str:
        """Stable name."""
        ...

    @property
    def message(self) -> str:
        """Why, in Indonesian."""
        ...


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the text: ``before == text[start:end]`` became ``after``.

    The mended seam belongs to the edit, so the edits of a text put into it give the new text.
    """

    start: int
    end: int
    before: str
    after: str
    rule: Reason


def apply(
    text: str,
    hits: Iterable[Hit],
    tone: str = "friendly",
    address: str | None = None,
    *,
    choose: Choose | None = None,
) -> tuple[str, tuple[Edit, ...]]:
    """Put the replacements of ``hits`` into ``text``.

    Args:
        text: the text that ``hits`` were found in.
        hits: hits that do not overlap, in any order.
        tone: one of `govtext.rewriting.rules.TONES`.
        address: how the reader is addressed; None for that of the tone, "" for nobody.
        choose: picks a replacement; without it the first one is taken.

    Returns:
        The new text and the edits in its order. Hits without a replacement change nothing.

    Raises:
        InputError: the tone is unknown.
    """
    draft = _Draft(text)
    for hit in sorted(hits, key=lambda hit: hit.start):
        options = hit.replacements(tone, address)
        after = choose(hit, options) if choose else next(iter(options), None)
        if after is not None:
            draft.put(hit, after)
    return draft.finish()


class _Draft:
    """The new text as far as it is written.

    ``position`` is how far the original is used up; ``capital`` means that the next word begins a sentence.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.written = ""  # the last stretch of the new text, enough to look back over a seam
        self.capital = False
        self.edits: list[Edit] = []

    def put(self, hit: Hit, after: str) -> None:
        """Copy the text up to ``hit`` and write ``after`` in its place."""
        self._copy(hit.start)
        gap = self.text[self.position : hit.start]
        left, right = (self.written + gap)[-_LOOK_BACK:], self.text[hit.end : hit.end + _LOOK_BACK]
        begins = hit.begins or self.capital
        if after:
            after = capitalize(after) if self.capital else after
            seam = seam_of(left, after, right)
        else:
            capital = self.capital or (begins and self.text[hit.start].isupper())
            seam = gap_of(left, right, begins=begins, capital=capital)
        start = max(self.position, hit.start - seam.left)
        self.written = (self.written + self.text[self.position : start] + seam.after)[-_LOOK_BACK:]
        self._edit(start, hit.end + seam.right, seam.after, hit.rule)
        self.position, self.capital = hit.end + seam.right, seam.capital

    def finish(self) -> tuple[str, tuple[Edit, ...]]:
        """Return the new text and the edits that change something."""
        self._copy(len(self.text))
        edits = tuple(edit for edit in self.edits if edit.before != edit.after)
        pieces: list[str] = []
        end = 0
        for edit in edits:
            pieces += (self.text[end : edit.start], edit.after)
            end = edit.end
        return "".join(pieces) + self.text[end:], edits

    def _copy(self, end: int) -> None:
        """Give the next word before ``end`` its capital letter, if it is due."""
        if not self.capital:
            return
        for token in tokenize(self.text[self.position : end]):
            if token.kind in {"word", "abbreviation"}:
                at = self.position + token.start
                gap = self.text[self.position : at]
                upper = capitalize(self.text[at:end])[:1]
                last = self.edits.pop()
                self.written += gap + upper
                self._edit(last.start, at + 1, last.after + gap + upper, last.rule)
                self.position = at + 1
            if token.kind not in {"punctuation", "symbol", "emoji", "emoticon"}:
                self.capital = False
                return

    def _edit(self, start: int, end: int, after: str, rule: Reason) -> None:
        self.edits.append(Edit(start, end, self.text[start:end], after, rule))
