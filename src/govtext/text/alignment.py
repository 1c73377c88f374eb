"""Builds and composes the alignments of `govtext.types.Normalized`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govtext.types import Aligned, Normalized

if TYPE_CHECKING:
    from collections.abc import Iterable

Edit = tuple[int, int, str]
"""Replace ``source[start:end]`` by the string; ``end > start``."""


def apply_edits(source: str, edits: Iterable[Edit]) -> Normalized:
    """Return ``source`` with ``edits`` applied, which are in order and do not overlap."""
    pieces: list[str] = []
    aligned: list[Aligned] = []
    position = written = 0

    def emit(piece: str, start: int, end: int) -> None:
        nonlocal written
        pieces.append(piece)
        aligned.append(Aligned(written, written + len(piece), start, end))
        written += len(piece)

    for start, end, replacement in edits:
        if start > position:
            emit(source[position:start], position, start)
        emit(replacement, start, end)
        position = end
    if position < len(source):
        emit(source[position:], position, len(source))
    return Normalized("".join(pieces), tuple(aligned))


def compose(source: str, first: Normalized, second: Normalized) -> Normalized:
    """Return the alignment of ``source`` with ``second.text``, where ``second`` was made from ``first.text``.

    Copied segments are cut wherever the other side has a boundary; changed ones are joined until both sides meet.
    """
    result: list[Aligned] = []
    left, right = list(first.alignment), list(second.alignment)
    i = j = middle = 0  # middle: how far the text between the two steps is covered
    while i < len(left):
        a = left[i]
        if a.out_start == a.out_end:  # deleted in the first step
            written = result[-1].out_end if result else 0
            result.append(Aligned(written, written, a.start, a.end))
            i += 1
            continue
        start, out_start = _from_middle(a, middle), _into_output(right[j], middle)
        end = _meeting_point(source, first, second, i, j, middle)
        while i < len(left) and left[i].out_end < end:
            i += 1
        while j < len(right) and right[j].end < end:
            j += 1
        result.append(Aligned(out_start, _into_output(right[j], end), start, _from_middle(left[i], end)))
        middle = end
        i += left[i].out_end == end
        j += right[j].end == end
    return Normalized(second.text, tuple(result))


def _meeting_point(source: str, first: Normalized, second: Normalized, i: int, j: int, middle: int) -> int:
    """Return the nearest place after ``middle`` at which both steps can be cut."""
    left, right = first.alignment, second.alignment
    end = min(left[i].out_end, right[j].end)
    while True:
        while left[i].out_end < end:
            i += 1
        while right[j].end < end:
            j += 1
        if left[i].out_end > end and not _copied(source, first.text, left[i]):
            end = left[i].out_end
        elif right[j].end > end and not _copied(first.text, second.text, right[j]):
            end = right[j].end
        elif end > middle:
            return end


def _copied(source: str, output: str, segment: Aligned) -> bool:
    length = segment.end - segment.start
    return length == segment.out_end - segment.out_start and output.startswith(
        source[segment.start : segment.end], segment.out_start
    )


def _from_middle(segment: Aligned, middle: int) -> int:
    """Map a place in the output of ``segment`` to its source: the ends exactly, inside only in copied segments."""
    return segment.end if middle == segment.out_end else segment.start + middle - segment.out_start


def _into_output(segment: Aligned, middle: int) -> int:
    return segment.out_end if middle == segment.end else segment.out_start + middle - segment.start
