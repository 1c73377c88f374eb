"""Edits and the composition of alignments."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.text.alignment import Edit, apply_edits, compose
from govtext.types import Aligned, Normalized


def check(source: str, result: Normalized) -> None:
    """Assert that the segments cover both texts in order, without gap or overlap."""
    out_end = end = 0
    for part in result.alignment:
        assert (part.out_start, part.start) == (out_end, end)
        assert part.out_end >= part.out_start
        assert part.end >= part.start
        assert part.out_end > part.out_start or part.end > part.start
        out_end, end = part.out_end, part.end
    assert (out_end, end) == (len(result.text), len(source))


@st.composite
def edits_of(draw: st.DrawFn, text: str) -> list[Edit]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [(start, end, draw(st.text("xyz", max_size=3))) for start, end in pairs]


@settings(deadline=None, max_examples=300)
@given(st.data(), st.text("abc ", max_size=12))
def test_edits_give_a_sound_alignment(data: st.DataObject, text: str) -> None:
    edits = data.draw(edits_of(text))
    result = apply_edits(text, edits)
    check(text, result)
    expected = text
    for start, end, new in reversed(edits):
        expected = expected[:start] + new + expected[end:]
    assert result.text == expected


@settings(deadline=None, max_examples=400)
@given(st.data(), st.text("abc ", max_size=12))
def test_composition_is_sound_and_keeps_the_text(data: st.DataObject, text: str) -> None:
    first = apply_edits(text, data.draw(edits_of(text)))
    second = apply_edits(first.text, data.draw(edits_of(first.text)))
    both = compose(text, first, second)
    check(text, both)
    assert both.text == second.text


def test_composition_keeps_words_apart() -> None:
    text = "ｙｇ gak"
    first = apply_edits(text, [(0, 1, "y"), (1, 2, "g")])
    second = apply_edits(first.text, [(0, 2, "yang"), (3, 6, "tidak")])
    both = compose(text, first, second)
    assert both.alignment == (Aligned(0, 4, 0, 2), Aligned(4, 5, 2, 3), Aligned(5, 10, 3, 6))
    assert both.to_original(0, 4) == (0, 2)
    assert both.to_original(5, 10) == (3, 6)


def test_deletion_before_a_change_keeps_its_own_segment() -> None:
    text = "\ufeffyg"
    first = apply_edits(text, [(0, 1, "")])
    both = compose(text, first, apply_edits("yg", [(0, 2, "yang")]))
    assert both.alignment == (Aligned(0, 0, 0, 1), Aligned(0, 4, 1, 3))


def test_a_text_deleted_whole() -> None:
    first = apply_edits("\ufeff", [(0, 1, "")])
    assert first == Normalized("", (Aligned(0, 0, 0, 1),))
    assert compose("\ufeff", first, apply_edits("", [])) == first
