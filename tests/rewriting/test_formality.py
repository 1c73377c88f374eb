"""Scores of texts and sentences, and what adds to them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext import load
from govtext.errors import InputError, InputTypeError
from govtext.rewriting import formalities, formality
from govtext.rewriting.measuring import CHAT, LEGAL, LONG
from govtext.types import Formality

STIFF = (
    "Dalam rangka percepatan penyaluran, warga agar segera melakukan pengambilan bantuan sesuai Pasal 5 UU Nomor 13 "
    "Tahun 2011."
)
CHATTY = "bs diambil bsk ya kak, gak usah antri lama2"
HOSTILE = ("", "  ", "🙏🏽🙏", "\x00", "\ud800 dalam rangka", "cafe\u0301", "a" * 100_000, "dalam rangka " * 300)


def check(text: str, found: Formality) -> None:
    assert 0 <= found.score <= 1
    for reason in found.reasons:
        assert reason.text == text[reason.start : reason.end] != ""
    for sentence in found.sentences:
        assert sentence.text == text[sentence.start : sentence.end] != ""
    assert [one.start for one in found.sentences] == sorted(one.start for one in found.sentences)
    assert [one.adds for one in found.reasons] == sorted((one.adds for one in found.reasons), reverse=True)


def test_stiff_texts_score_higher_than_chat() -> None:
    stiff, chatty = formality(STIFF), formality(CHATTY)
    assert chatty.score < 0.4
    assert stiff.score > 0.8
    assert chatty.level == "casual"
    assert stiff.level in {"formal", "bureaucratic"}


def test_reasons_say_what_adds_and_what_takes_away() -> None:
    kinds = {one.kind: one for one in formality(STIFF).reasons}
    assert any(one.adds > 0 and one.message for one in kinds.values())
    assert kinds.keys() <= {LEGAL, LONG, "nominalization", "bureaucratic", "directive", "wordy"}
    spellings = [one for one in formality(CHATTY).reasons if one.kind == CHAT]
    assert {one.text for one in spellings} >= {"gak", "bs"}
    assert all(one.adds < 0 for one in spellings)


def test_a_long_sentence_is_named() -> None:
    text = (
        "Pendaftaran dilaksanakan di kantor kelurahan masing-masing mulai pukul delapan pagi, dan warga yang "
        "berhalangan hadir agar diwakili oleh anggota keluarga yang tercantum dalam satu kartu keluarga."
    )
    found = formality(text)
    assert all(one.text == text for one in found.reasons if one.kind == LONG)


def test_each_sentence_is_scored_by_itself() -> None:
    text = f"{CHATTY}.\n{STIFF}"
    found = formality(text, reasons=False)
    assert [one.text for one in found.sentences] == [f"{CHATTY}.", STIFF]
    assert found.sentences[0].score < 0.4
    assert found.sentences[1].score > 0.8
    assert found.sentences[1].score == pytest.approx(formality(STIFF).score, abs=1e-6)
    assert found.reasons == ()


def test_the_score_is_that_of_the_fast_model() -> None:
    nlp = load("fast")
    for text in (STIFF, CHATTY):
        assert formality(text).score == pytest.approx(nlp(text).formality.score, abs=1e-6)
        assert formality(text).level == nlp(text).formality.level


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_any_text_has_a_result(text: str) -> None:
    check(text, formality(text))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=120))
def test_reasons_and_sentences_lie_in_the_text(text: str) -> None:
    check(text, formality(text))


def test_many_texts_are_scored_as_one_by_one_and_lazily() -> None:
    texts = [STIFF, "", CHATTY, f"{CHATTY}. {STIFF}"] * 2
    many = list(formalities(iter(texts), batch_size=3))
    for text, found in zip(texts, many, strict=True):
        alone = formality(text, reasons=False)
        assert found.score == pytest.approx(alone.score, abs=1e-5)
        assert [one.level for one in found.sentences] == [one.level for one in alone.sentences]

    def endless() -> Iterator[str]:
        while True:
            yield CHATTY

    assert next(formalities(endless(), batch_size=2)).level == "casual"


def test_wrong_arguments_are_named() -> None:
    for value in (None, 3, b"x", [STIFF]):
        with pytest.raises(InputTypeError, match="formality takes one text"):
            formality(value)  # type: ignore[arg-type]
    for several in (STIFF, b"x", 3):
        with pytest.raises(InputTypeError, match="formalities takes many texts"):
            formalities(several)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="batch_size is too small"):
        formalities([STIFF], batch_size=0)
    with pytest.raises(InputTypeError):
        list(formalities([None]))  # type: ignore[list-item]
