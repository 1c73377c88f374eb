from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.labels import Cue, scheme
from govtext.scoring import evidence
from govtext.scoring.evidence import Attribution, find_cues, find_evidence

CUES = (
    Cue(("bansos*",), "aid", "topics", True),
    Cue(("bantuan",), "aid", "topics", False),
    Cue(("bantuan", "sosial"), "aid", "topics", True),
    Cue(("bantuan", "langsung", "tunai"), "aid", "topics", True),
    Cue(("bantuan", "sos*"), "health", "topics", True),
    Cue(("lansia",), "old", "voices", True),
)


@pytest.fixture
def own_cues(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def clear() -> None:
        evidence._index.cache_clear()
        evidence._starting_with.cache_clear()

    monkeypatch.setattr(evidence, "cues", lambda: CUES)
    clear()
    yield
    clear()


def found(text: str, *labels: str) -> dict[str, list[str]]:
    result = find_cues(text, labels)
    assert all(span.text == text[span.start : span.end] for spans in result.values() for span in spans)
    return {label: [span.text for span in spans] for label, spans in result.items()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bantuan sosial cair", ["bantuan sosial"]),
        ("Bantuan ya, bantuan langsung tunai", ["Bantuan", "bantuan langsung tunai"]),
        ("bantuan-sosial", ["bantuan-sosial"]),
        ("bantuan... SOSIAL!", ["bantuan... SOSIAL"]),
        ("bantuan langsung", ["bantuan"]),
        ("bantuan", ["bantuan"]),
        ("bantuannya", []),
        ("bansosnya BANSOS", ["bansosnya", "BANSOS"]),
        ("bansos2", []),
        ("xbansos", []),
        ("İİ bansos", ["bansos"]),
        ("🙏 e\u0301 bansos", ["bansos"]),
        ("\ud800bansos\x00", ["bansos"]),
        ("", []),
    ],
)
@pytest.mark.usefixtures("own_cues")
def test_spans_of_one_label(text: str, expected: list[str]) -> None:
    assert found(text, "aid") == {"aid": expected}


@pytest.mark.usefixtures("own_cues")
def test_labels_do_not_hide_each_other() -> None:
    assert found("bantuan sosialnya, lansia", "health", "aid") == {"health": ["bantuan sosialnya"], "aid": ["bantuan"]}
    assert found("bantuan sosialnya, lansia", "old", "none") == {"old": ["lansia"], "none": []}


@pytest.mark.usefixtures("own_cues")
def test_offsets_behind_a_letter_that_grows() -> None:
    (span,) = find_cues("İ bansos", ["aid"])["aid"]
    assert (span.start, span.end) == (2, 8)


def test_no_labels_no_work() -> None:
    assert find_cues("bansos", []) == {}
    assert find_cues("bansos", iter(())) == {}


def test_time_grows_with_the_length_only() -> None:
    # 100,000 characters with a cue in every third word
    start = time.process_time()
    spans = find_cues("bansos belum cair " * 5556, ["social_assistance"])["social_assistance"]
    assert time.process_time() - start < 1.5
    assert len(spans) >= 5556


def test_the_shipped_cues_fire() -> None:
    assert found("PKH dan bantuan pangan non tunai", "social_assistance") == {
        "social_assistance": ["PKH", "bantuan pangan non tunai"]
    }


@given(
    st.text(st.characters()), st.sampled_from(["bansos", "PKH", "lansia", "kartu sembako"]), st.text(st.characters())
)
def test_spans_are_ordered_apart_and_exact(before: str, cue: str, after: str) -> None:
    text = f"{before} {cue} {after}"
    labels = [*scheme()["topics"].ids, *scheme()["voices"].ids]
    result = find_cues(text, labels)
    assert list(result) == labels
    assert any(result.values())
    for spans in result.values():
        assert all(span.text == text[span.start : span.end] for span in spans)
        assert all(left.end <= right.start for left, right in pairwise(spans))


def attributed(text: str, *parts: float) -> list[str]:
    """Evidence for "aid" in ``text``, whose pieces are its words, each with the space before it."""
    ends = [place for place, letter in enumerate(text) if letter == " "] + [len(text)]
    spans = list(zip([0, *ends], ends, strict=False))
    attribution = Attribution(spans, np.array([[0, part] for part in parts], dtype=np.float32))
    result = find_evidence(text, {"aid": 1}, attribution)["aid"]
    assert all(span.text == text[span.start : span.end] for span in result)
    return [span.text for span in result]


@pytest.mark.usefixtures("own_cues")
@pytest.mark.parametrize(
    ("text", "parts", "expected"),
    [
        ("kapan cair lagi", (0, 5, 0), ["cair"]),
        ("kapan cair lagi", (4, 5, 0), ["kapan cair"]),
        ("kapan dana cair", (5, 0, 4), ["kapan", "cair"]),
        ("kapan dana cair", (9, 0, 1), ["kapan"]),
        ("kapan dana cair", (-9, -1, -1), []),
        ("kapan bantuan cair", (0, 0, 3), ["bantuan cair"]),
        ("cair kapan bantuan sosial", (3, 0, 0, 0), ["cair", "bantuan sosial"]),
        ("a b c d e f", (1, 1, 1, 1, 1, 1), ["a b c d"]),
    ],
)
def test_the_words_that_add_most_are_evidence_beside_the_cues(
    text: str, parts: tuple[float, ...], expected: list[str]
) -> None:
    assert attributed(text, *parts) == expected


@given(text=st.text(max_size=60), data=st.data())
def test_evidence_of_any_pieces_lies_in_the_text(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = list(pairwise([0, *cuts, len(text)]))
    parts = data.draw(st.lists(st.floats(-5, 5, width=32), min_size=len(spans), max_size=len(spans)))
    result = find_evidence(text, {"health": 0}, Attribution(spans, np.array(parts, dtype=np.float32)[:, None]))
    for span in result["health"]:
        assert span.text == text[span.start : span.end] != ""
    assert all(first.end <= second.start for first, second in pairwise(result["health"]))


def test_without_attribution_cues_are_all_there_is() -> None:
    assert find_evidence("bpjs mati", {"health": 3}) == find_cues("bpjs mati", ["health"])
