from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.serving.methods import runners
from govtext.serving.offsets import to_utf16

TEXTS = st.text(alphabet=st.sampled_from("ab .gk🙏𝒜é\ufe0f\u200d"), max_size=30)


def cut(text: str, start: int, end: int) -> str:
    """Cut as JavaScript's ``text.slice(start, end)`` does."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


@settings(deadline=None)
@given(TEXTS)
def test_tokens_are_where_javascript_finds_them(text: str) -> None:
    run = runners(lambda: govtext.load("fast"))
    (found,) = (to_utf16(one, text) for one in run["tokenize"]([text]))
    assert all(cut(text, token["start"], token["end"]) == token["text"] for token in found["tokens"])


@settings(deadline=None)
@given(TEXTS)
def test_both_sides_of_an_alignment(text: str) -> None:
    (found,) = runners(lambda: govtext.load("fast"))["normalize"]([text], level="full")
    converted = to_utf16(found, text)
    for before, after in zip(found["alignment"], converted["alignment"], strict=True):
        output = found["normalized"]
        assert cut(output, after["out_start"], after["out_end"]) == output[before["out_start"] : before["out_end"]]
        assert cut(text, after["start"], after["end"]) == text[before["start"] : before["end"]]


@pytest.mark.parametrize("method", ["annotate", "rewrite", "formality", "lint", "redact", "sentences"])
def test_every_span_of_every_method(method: str) -> None:
    text = "🙏🏽 Dalam rangka percepatan BLT 😭, warga RT 03 wajib menghubungi 0812-0000-0000."
    all_options: dict[str, dict[str, Any]] = {
        "rewrite": {"tone": "friendly", "address": None, "max_edits": None},
        "formality": {"reasons": True},
        "lint": {"kind": None},
    }
    (found,) = runners(lambda: govtext.load("fast"))[method]([text], **all_options.get(method, {}))
    pairs = list(zip(spans(found), spans(to_utf16(found, text)), strict=True))
    assert pairs
    for before, after in pairs:
        assert cut(text, *after) == text[slice(*before)]
    assert any(before != after for before, after in pairs)


def test_texts_without_such_characters_are_left_alone() -> None:
    result = {"start": 3, "text": "é"}
    assert to_utf16(result, "café dan \ud800") is result


def spans(value: Any) -> list[tuple[int, int]]:
    if isinstance(value, dict):
        own = [(value["start"], value["end"])] if "start" in value else []
        return own + [one for inner in value.values() for one in spans(inner)]
    return [one for inner in value for one in spans(inner)] if isinstance(value, list | tuple) else []
