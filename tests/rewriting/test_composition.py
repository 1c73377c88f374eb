from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from govtext.rewriting.composition import Draft
from govtext.rewriting.mending import Edit
from govtext.rewriting.rules import rules


def edited(text: str, *edits: tuple[int, int, str]) -> list[Edit]:
    rule = rules()[0]
    return [Edit(start, end, text[start:end], after, rule) for start, end, after in edits]


def changes(draft: Draft) -> list[tuple[int, int, str, str]]:
    return [(one.start, one.end, one.before, one.after) for one in draft.changes()]


def test_two_passes_are_told_as_changes_of_the_original() -> None:
    draft = Draft("telah dilakukan pengecekan")
    draft.edit(edited(draft.text, (0, 5, "sudah")))
    draft.edit(edited(draft.text, (6, 26, "dicek")))
    assert draft.text == "sudah dicek"
    assert changes(draft) == [(0, 5, "telah", "sudah"), (6, 26, "dilakukan pengecekan", "dicek")]


def test_an_edit_of_an_edit_is_one_change() -> None:
    draft = Draft("dalam rangka percepatan")
    draft.edit(edited(draft.text, (0, 12, "untuk")))
    draft.edit(edited(draft.text, (0, 16, "biar cepat")))
    assert changes(draft) == [(0, 23, "dalam rangka percepatan", "biar cepat")]


def test_an_edit_taken_back_is_none() -> None:
    draft = Draft("abc")
    assert changes(draft) == []
    draft.edit([])
    assert changes(draft) == []


@given(text=st.text(max_size=30), data=st.data())
def test_the_changes_put_into_the_original_give_the_text(text: str, data: st.DataObject) -> None:
    draft = Draft(text)
    for _ in range(3):
        cuts = sorted(data.draw(st.lists(st.integers(0, len(draft.text)), max_size=6)))
        spans = list(zip(cuts[::2], cuts[1::2], strict=False))
        draft.edit(edited(draft.text, *((start, end, data.draw(st.text(max_size=5))) for start, end in spans)))
    rebuilt, end = "", 0
    for change in draft.changes():
        assert change.before == text[change.start : change.end]
        assert change.start >= end
        rebuilt += text[end : change.start] + change.after
        end = change.end
    assert rebuilt + text[end:] == draft.text
