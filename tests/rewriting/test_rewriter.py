from __future__ import annotations

from collections.abc import Iterator

import pytest

from govtext.errors import InputError, InputTypeError
from govtext.rewriting.drafting import LIMIT
from govtext.rewriting.facts import differences
from govtext.rewriting.rewriter import ALREADY, rewrite, rewrites
from govtext.types import Rewrite

STIFF = (
    "Dalam rangka percepatan penyaluran, warga wajib membawa KTP asli paling lambat 20 Mei 2025.",
    "Sehubungan dengan adanya perbaikan pipa, air mati pada Senin, 3 Maret 2025 pukul 08.00 WIB.",
    "Diberitahukan kepada seluruh warga bahwa petugas melakukan penyemprotan nyamuk di RT 03.",
)
ODD = ("", "   ", "🙏🏽🙏", "\x00", "\ud800 dalam rangka", "cafe\u0301", "dalam rangka " * 400, "a" * 5_000)


def put_in(found: Rewrite) -> str:
    text, end = "", 0
    for edit in found.edits:
        assert found.original[edit.start : edit.end] == edit.before
        text += found.original[end : edit.start] + edit.after
        end = edit.end
    return text + found.original[end:]


@pytest.mark.parametrize("tone", ["friendly", "polite", "plain"])
@pytest.mark.parametrize("text", STIFF)
def test_stiff_texts_change_and_keep_their_facts(text: str, tone: str) -> None:
    found = rewrite(text, tone)
    assert found.text != text
    assert found.unchanged_reason == ""
    assert differences(text, found.text) == ()
    assert put_in(found) == found.text
    assert all(edit.rules and edit.why for edit in found.edits)
    assert found.after.score < found.before.score


@pytest.mark.parametrize("text", STIFF)
def test_rewriting_a_rewrite_changes_nothing(text: str) -> None:
    once = rewrite(text).text
    assert rewrite(once).text == once


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:12]))
def test_any_text_has_a_result(text: str) -> None:
    found = rewrite(text)
    assert put_in(found) == found.text
    assert found.original == text


def test_a_friendly_text_stays() -> None:
    text = "halo kak, bansosnya udah cair lho, yuk ambil di kelurahan ya 🙏"
    found = rewrite(text)
    assert (found.text, found.edits, found.unchanged_reason) == (text, (), ALREADY)


@pytest.mark.parametrize(
    "text",
    [
        "Kalian bisa mengurusnya melalui aplikasi, dan jangan khawatir karena data tersebut aman.",
        "Loket buka melalui pintu samping.",
    ],
)
def test_a_stiff_word_alone_does_not_make_a_text_stiff(text: str) -> None:
    assert rewrite(text).unchanged_reason == ALREADY


def test_edits_can_be_limited() -> None:
    assert len(rewrite(STIFF[0]).edits) > 1
    one = rewrite(STIFF[0], max_edits=1)
    assert len(one.edits) == 1
    assert rewrite(STIFF[0], max_edits=0).unchanged_reason == LIMIT


def test_the_address_is_used() -> None:
    assert "Halo, Kak!" in rewrite(STIFF[2], address="Kak").text
    assert "Sobat" not in rewrite(STIFF[2], address="").text


def test_wrong_arguments_are_named() -> None:
    with pytest.raises(InputError, match=r"unknown tone.*'kasual'.*friendly"):
        rewrite("x", "kasual")
    with pytest.raises(InputError, match="max_edits is too small"):
        rewrite("x", max_edits=-1)
    with pytest.raises(InputTypeError, match="max_edits is not a whole number"):
        rewrite("x", max_edits=1.5)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError):
        rewrite(None)  # type: ignore[arg-type]


def test_a_greeting_is_never_the_only_change() -> None:
    text = "Kepala bidang membuka rapat tahunan di aula pukul sembilan."
    found = rewrite(text)
    assert found.text == text
    assert found.unchanged_reason
    assert rewrite(STIFF[1]).text.startswith("Halo, Sobat! ")


@pytest.mark.parametrize("text", STIFF)
def test_alternatives_keep_the_facts_too(text: str) -> None:
    found = rewrite(text)
    assert found.text not in found.alternatives
    assert all(differences(text, other) == () for other in found.alternatives)


def test_many_texts_are_rewritten_as_one_by_one_and_lazily() -> None:
    texts = [*STIFF, "", "halo kak, udah cair ya 🙏"] * 2
    many = list(rewrites(iter(texts), batch_size=3))
    assert [found.text for found in many] == [rewrite(text).text for text in texts]
    assert [found.original for found in many] == texts

    def endless() -> Iterator[str]:
        while True:
            yield STIFF[0]

    assert next(rewrites(endless(), batch_size=2)).text != STIFF[0]


def test_many_texts_are_not_one() -> None:
    for value in (STIFF[0], b"x", 3):
        with pytest.raises(InputTypeError, match="rewrites takes many texts"):
            rewrites(value)  # type: ignore[arg-type]
    with pytest.raises(InputError, match="batch_size is too small"):
        rewrites(STIFF, batch_size=0)
    with pytest.raises(InputTypeError):
        list(rewrites([None]))  # type: ignore[list-item]
