"""Long texts are rewritten piece by piece."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.rewriting import rewrite
from govtext.rewriting.pieces import LONGEST, pieces

CALL = "Kepada seluruh pedagang agar segera melakukan pendaftaran di balai desa dengan membawa KTP. "


@given(st.text(alphabet='ab .!?"“”\n(🙏🏽', min_size=LONGEST, max_size=3 * LONGEST))
def test_pieces_join_to_the_text(text: str) -> None:
    found = pieces(text)
    assert "".join(found) == text
    assert all(found)


def test_a_text_that_fits_is_one_piece() -> None:
    text = (CALL * 100)[:LONGEST]
    assert pieces(text) == (text,)


def test_a_quotation_stays_in_one_piece() -> None:
    text = CALL * 12 + '"' + "Kami akan datang besok. Tunggu saja di rumah. " * 20 + '" kata lurah. ' + CALL * 20
    found = pieces(text)
    assert len(found) > 1
    assert all(part.count('"') in {0, 2} for part in found)


@pytest.mark.parametrize("text", ["a" * 20_000, "kata " * 4_000, '"' + "Kami datang. " * 1_000])
def test_no_piece_grows_with_the_text(text: str) -> None:
    assert "".join(pieces(text)) == text
    assert max(map(len, pieces(text))) < 2 * LONGEST


def test_a_long_text_is_rewritten_everywhere_and_greeted_at_most_once() -> None:
    text = CALL * 60
    made = rewrite(text)
    assert len(made.edits) >= 60
    assert made.text.count("Halo") <= 1
    assert "agar segera melakukan pendaftaran" not in made.text
    rebuilt, end = "", 0
    for edit in made.edits:
        assert text[edit.start : edit.end] == edit.before
        rebuilt += text[end : edit.start] + edit.after
        end = edit.end
    assert rebuilt + text[end:] == made.text


def test_pieces_share_the_most_edits() -> None:
    text = CALL * 60
    made = rewrite(text, max_edits=60)
    assert 0 < sum(len(edit.rules) for edit in made.edits) <= 60
    assert made.edits[-1].end < len(text) // 2
    assert made.text.endswith(CALL)


def test_a_long_law_stays() -> None:
    text = "Pasal 7 (1) Setiap pedagang wajib memiliki kartu. " + CALL * 60
    assert rewrite(text).text == text
