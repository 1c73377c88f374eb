"""Seams between a replacement and the text around it: spaces, doubled marks, stray commas."""

from __future__ import annotations

import re
from dataclasses import dataclass

from govtext.text import tokenize

_MARKS = ",;:.!?"
_PAUSES = ",;:"
_STOPS = ".!?…"
_PAUSE = r"(?:[,;]|:(?![-')(\]\[DPp/]))"  # not the eyes of :) or :-)
_SPACES = re.compile(r"[^\S\r\n]*")
_LEADING_PAUSES = re.compile(rf"(?:[^\S\r\n]*{_PAUSE})+[^\S\r\n]*")
_LEADING_MARKS = re.compile(rf"(?:{_PAUSE}|[.!?])+")
_TRAILING_PAUSE = re.compile(r"(?:[^\S\r\n]*[,;:])?[^\S\r\n]*\Z")
_LINE_BREAK = re.compile(r"\r?\n|\r")
_OPENING = "([{\"'“‘«"
_CLOSING = ")]}\"'”’»"


@dataclass(frozen=True, slots=True)
class Seam:
    """How the text beside a replacement changes: characters to cut on either side, and a capital letter after it."""

    left: int
    after: str
    right: int
    capital: bool = False


def seam_of(left: str, after: str, right: str) -> Seam:
    """Return how ``after``, which is not empty, joins the texts before and after it."""
    cut_left = cut_right = 0
    if after[0] in _MARKS:
        cut_left = len(left) - len(_TRAILING_PAUSE.sub("", left))
    last = after[-1]
    if last in _STOPS + _PAUSES:
        marks = _LEADING_MARKS.match(right)
        if marks and last in _PAUSES and not set(marks.group().strip()) <= set(_PAUSES):
            after = after[:-1]  # the stop that follows is enough
        elif marks:
            cut_right = marks.end()
            if last == "." and set(marks.group()) & set("!?"):
                after, cut_right = after[:-1], 0
    ends = after[-1:] in tuple(_STOPS) and tokenize(after)[-1].kind != "abbreviation"
    return Seam(cut_left, after, cut_right, capital=ends)


def gap_of(left: str, right: str, *, begins: bool, capital: bool) -> Seam:
    """Return how the neighbours of a deleted match join.

    Args:
        left: the text before it.
        right: the text after it.
        begins: it began a sentence.
        capital: the sentence goes on with a capital letter.
    """
    before = left.rstrip(" \t\xa0")
    spaces = len(left) - len(before)
    if begins or not before or before[-1] in _STOPS + "\n\r":
        return _opening_gap(before, spaces, right, capital=capital)
    pause = len(before) - len(_TRAILING_PAUSE.sub("", before))
    spaces_right, pauses_right = _length(_SPACES, right), _length(_LEADING_PAUSES, right)
    following = right[spaces_right : spaces_right + 1] or "\n"
    if before[-1] == following == ",":
        # ", dengan hormat," was a pair of commas around it.
        return Seam(spaces + pause, "", pauses_right - _space_before(right))
    if before[-1] in _OPENING and following in _CLOSING:
        outside = before[:-1]
        return Seam(spaces + 1 + len(outside) - len(outside.rstrip(" ")), "", spaces_right + 1)
    if following in _STOPS + ")\r\n":
        return Seam(spaces + pause, "", spaces_right)
    if pauses_right:
        opened = pause or before[-1] in _OPENING
        return Seam(0, "", pauses_right) if opened else Seam(spaces, "", spaces_right)
    return Seam(0, "", spaces_right if spaces or before[-1] in _OPENING else 0)


def _opening_gap(before: str, spaces_left: int, right: str, *, capital: bool) -> Seam:
    """Join what follows a match deleted at the beginning of a sentence; of an empty sentence no mark stays."""
    cut = _length(_LEADING_PAUSES, right) or _length(_SPACES, right)
    stops = len(right) - cut - len(right[cut:].lstrip(_STOPS))
    if stops:
        cut += stops
        cut += _length(_SPACES, right[cut:])
    rest = right[cut:]
    if rest and rest[0] not in "\r\n":
        return Seam(0, "", cut, capital=capital and not stops)
    # The line has become empty, or ended with this sentence.
    if not before or before[-1] in "\r\n":
        line_break = 0 if rest else len(before) - len(before.rstrip())
        return Seam(spaces_left + line_break, "", cut + _length(_LINE_BREAK, rest))
    return Seam(spaces_left, "", cut)


def _space_before(right: str) -> int:
    """Return 1 if the pauses at the beginning of ``right`` end in a space, which stays."""
    pauses = right[: _length(_LEADING_PAUSES, right)]
    return len(pauses) - len(pauses.rstrip(" ")) and 1


def _length(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.match(text)
    return match.end() if match else 0
