from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest

from govtext.errors import InputError, InputTypeError, ModelError
from govtext.scoring import Pipeline, load
from govtext.scoring.pipeline import LEVELS
from govtext.types import Annotation, Formality, TopicLabel, VoiceLabel

from .tiny import SENTENCES, VARIED

HOSTILE = {
    "empty": "",
    "whitespace": " \t\n\u00a0",
    "emoji only": "🙏🔥😭",
    "ZWJ emoji": "👩‍👩‍👧‍👦",
    "100,000 characters": "bansos belum cair " * 5556,
    "100,000 letters": "a" * 100_000,
    "lone surrogate": "bansos \ud83d cair",
    "NUL": "bansos\x00cair",
    "NFD": "cafe\u0301 sosia\u0301l",
    "BOM": "\ufeffbansos cair",
}


def given_labels(found: Annotation) -> list[TopicLabel | VoiceLabel]:
    return [*found.topics, *found.voices]


def check(found: Annotation, text: str) -> None:
    assert found.text == text
    row = found.to_dict()
    assert json.loads(json.dumps(row, allow_nan=False)) == row
    for one in (found.sentiment, found.intent, found.stance):
        assert sum(one.scores.values()) == pytest.approx(1, abs=1e-4)
        assert one.score == one.scores[one.id] == max(one.scores.values())
    given = given_labels(found)
    scores = [found.poverty_related.score, found.formality.score, found.sentiment.score, *(g.score for g in given)]
    assert all(0 <= score <= 1 for score in scores)
    assert found.formality.level in LEVELS
    for label in given:
        for span in label.evidence:
            assert span.text == text[span.start : span.end] != ""


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_has_a_defined_result(tiny: Pipeline, text: str) -> None:
    found = tiny(text)
    check(found, text)
    between = list(tiny.pipe(["bansos cair", text, "terima kasih"], batch_size=3))
    assert [a.text for a in between] == ["bansos cair", text, "terima kasih"]
    check(between[1], text)
    assert between[1].sentiment.id == found.sentiment.id
    if "\ud83d" not in text:  # Arrow strings are UTF-8, which has no surrogates
        row = tiny.annotate(pa.table({"text": [text]})).to_pylist()[0]
        assert row["text"] == text
        assert row["sentiment"] == found.sentiment.id
        assert row["topics"] == [topic.id for topic in found.topics]


@pytest.mark.parametrize("text", ["", " ", "\n\t", "\u00a0\u3000", "\ufeff", "\u200b", "\u200d\ufe0f", "\x00"])
def test_a_blank_text_is_neutral_and_about_nothing(tiny: Pipeline, text: str) -> None:
    found = tiny(text)
    assert (found.sentiment.id, found.intent.id, found.stance.id) == ("neutral", "statement", "none")
    assert found.sentiment.score == found.intent.score == found.stance.score == 1
    assert given_labels(found) == []
    assert not found.poverty_related
    assert found.formality == Formality(0.0, "casual")
    assert not found.needs_review


@pytest.mark.parametrize("value", [None, math.nan, 3, b"bansos", ["bansos"], pa.scalar("bansos")])
def test_anything_but_a_text_is_refused(tiny: Pipeline, value: Any) -> None:
    with pytest.raises(InputTypeError, match=r"nlp takes one text.*nlp\.pipe\(texts\)"):
        tiny(value)


@pytest.mark.parametrize("value", ["bansos cair", b"bansos", None, 3])
def test_pipe_refuses_one_text(tiny: Pipeline, value: Any) -> None:
    with pytest.raises(TypeError, match=r"pipe takes many texts.*nlp\(text\)"):
        tiny.pipe(value)


@pytest.mark.parametrize("batch_size", [1, 2, 10])
@pytest.mark.parametrize("value", [None, math.nan, 7, b"x"])
def test_pipe_names_the_position_of_what_is_no_text(tiny: Pipeline, value: Any, batch_size: int) -> None:
    with pytest.raises(InputTypeError, match="item 3 of pipe is not a text"):
        list(tiny.pipe(["a", "b", "c", value, "d"], batch_size=batch_size))


@pytest.mark.parametrize("batch_size", [0, -1])
def test_a_batch_size_below_one_is_refused_at_once(tiny: Pipeline, batch_size: int) -> None:
    with pytest.raises(InputError, match="batch_size"):
        tiny.pipe(SENTENCES, batch_size=batch_size)


@pytest.mark.parametrize("batch_size", [None, "8", 2.5])
def test_a_batch_size_of_another_type_is_refused_at_once(tiny: Pipeline, batch_size: Any) -> None:
    with pytest.raises(InputTypeError, match=r"batch_size is not a whole number; got .*int"):
        tiny.pipe(SENTENCES, batch_size=batch_size)


def test_pipe_never_reads_further_ahead_than_a_batch(tiny: Pipeline) -> None:
    taken = 0

    def source() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"komentar {taken}"

    annotations = tiny.pipe(source(), batch_size=4)
    assert taken == 0
    for expected in range(1, 11):
        assert next(annotations).text == f"komentar {expected}"
        assert taken <= -(-expected // 4) * 4


def test_pipe_keeps_the_order_and_ends(tiny: Pipeline) -> None:
    texts = [f"{text} {n}" for n in range(5) for text in VARIED]
    assert [found.text for found in tiny.pipe(iter(texts), batch_size=7)] == texts
    assert list(tiny.pipe([])) == []
    assert list(tiny.pipe(iter(()))) == []


def test_progress_goes_to_standard_error(tiny: Pipeline, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(tiny.pipe(SENTENCES, progress=True))) == len(SENTENCES)
    assert capsys.readouterr().out == ""
    list(tiny.pipe(SENTENCES))
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def test_evidence_points_into_the_text(tiny: Pipeline) -> None:
    texts = [f"🙏 e\u0301 İ {text}" for text in SENTENCES]
    found = list(tiny.pipe(texts))
    for annotation, text in zip(found, texts, strict=True):
        check(annotation, text)
    assert any(label.evidence for a in found for label in given_labels(a))


def test_tokens_and_sentences_are_spans_of_the_text(tiny: Pipeline) -> None:
    found = tiny("Bansos belum cair. Tolong pak!")
    assert all(token.text == found.text[token.start : token.end] for token in found.tokens)
    assert all(span.text == found.text[span.start : span.end] for span in found.sentences)
    assert found.tokens
    assert len(found.sentences) == 2


def test_levels_change_at_their_limits(tiny: Pipeline) -> None:
    import numpy as np

    values = np.array([0, 0.374, 0.375, 0.624, 0.625, 0.875, 1])
    levels = ["casual", "casual", "neutral", "neutral", "formal", "bureaucratic", "bureaucratic"]
    assert tiny.formality_levels(values) == levels


def test_the_pipeline_names_its_model(tiny: Pipeline) -> None:
    assert repr(tiny) == "Pipeline('tiny')"
    assert tiny("bansos").model == tiny.name == "tiny"


@pytest.mark.parametrize("value", [None, 3])
def test_load_wants_a_name(value: Any) -> None:
    with pytest.raises(InputTypeError, match="load"):
        load(value)


def test_load_of_a_folder_without_a_model(tmp_path: Any) -> None:
    with pytest.raises(ModelError, match=r"not a govtext model.*model\.toml"):
        load(str(tmp_path))


def test_threads_must_be_a_whole_number() -> None:
    with pytest.raises(InputError, match="threads is too small; got -1; allowed: 0 or more"):
        load("fast", threads=-1)
    with pytest.raises(InputTypeError, match="threads is not a whole number; got '2'"):
        load("fast", threads="2")  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="device"):
        load("accurate", device=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", VARIED)
def test_from_dict_takes_what_to_dict_gives(tiny: Pipeline, text: str) -> None:
    found = tiny(text)
    assert Annotation.from_dict(found.to_dict()) == found
    assert Annotation.from_dict(json.loads(json.dumps(found.to_dict()))) == found


@pytest.mark.parametrize(
    "change", [{"topics": None}, {"sentiment": {"id": "positive"}}, {"topics": [{"id": "health"}]}]
)
def test_what_is_no_annotation_is_refused(tiny: Pipeline, change: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"this is no Annotation.*Annotation\.to_dict"):
        Annotation.from_dict({**tiny("bansos").to_dict(), **change})
    with pytest.raises(InputError, match="KeyError"):
        Annotation.from_dict({})
