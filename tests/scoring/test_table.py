from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from archive.fakes import LABELS
from govtext.errors import InputError, InputTypeError
from govtext.scoring import Pipeline
from govtext.scoring.table import COLUMNS

from .tiny import SENTENCES, VARIED

TEXTS = [text for text in VARIED if "\ud800" not in text]


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_columns_their_order_and_types(tiny: Pipeline, rows: int) -> None:
    table = pa.table({"id": pa.array(range(rows), pa.int64()), "text": pa.array(SENTENCES[:rows], pa.string())})
    found = tiny.annotate(table)
    assert found.num_rows == rows
    assert found.column_names == ["id", "text", *COLUMNS]
    assert {name: found.schema.field(name).type for name in COLUMNS} == LABELS
    assert found.select(["id", "text"]).equals(table)
    found.validate(full=True)


def test_annotate_equals_pipe(tiny: Pipeline) -> None:
    rows = tiny.annotate(pa.table({"text": TEXTS})).to_pylist()
    for row, found in zip(rows, tiny.pipe(TEXTS), strict=True):
        assert row["text"] == found.text
        assert row["poverty_related"] == found.poverty_related.value
        assert row["poverty_score"] == pytest.approx(found.poverty_related.score, abs=1e-4)
        for column, scores, labels in (
            ("topics", "topic_scores", found.topics),
            ("voices", "voice_scores", found.voices),
        ):
            assert row[column] == [label.id for label in labels]
            assert row[scores] == pytest.approx([label.score for label in labels], abs=1e-4)
        for head in ("sentiment", "intent", "stance"):
            label = getattr(found, head)
            assert row[head] == label.id
            assert row[f"{head}_score"] == pytest.approx(label.score, abs=1e-4)
        assert row["formality"] == pytest.approx(found.formality.score, abs=1e-4)
        assert row["formality_level"] == found.formality.level
        assert (row["needs_review"], row["truncated"]) == (found.needs_review, found.truncated)
        assert row["model"] == found.model


def test_a_null_text_gives_null_labels(tiny: Pipeline) -> None:
    found = tiny.annotate(pa.table({"text": ["bansos cair", None, ""]}))
    first, missing, empty = found.to_pylist()
    assert set(missing.values()) == {None}
    assert None not in first.values()
    assert None not in empty.values()
    assert first == tiny.annotate(pa.table({"text": ["bansos cair"]})).to_pylist()[0]
    found.validate(full=True)


@pytest.mark.parametrize("kind", [pa.null(), pa.string()])
def test_nothing_but_nulls(tiny: Pipeline, kind: pa.DataType) -> None:
    found = tiny.annotate(pa.table({"text": pa.array([None, None], kind)}))
    assert all(found.column(name).null_count == 2 for name in COLUMNS)


@pytest.mark.parametrize(
    "column",
    [
        pa.chunked_array([TEXTS[:3], [], TEXTS[3:]], pa.string()),
        pa.chunked_array([pa.array(TEXTS).dictionary_encode()]),
        pa.chunked_array([pa.array(TEXTS, pa.large_string())]),
        pa.chunked_array([pa.array(TEXTS).cast(pa.string_view())]),
        pa.chunked_array([pa.array(["x", *TEXTS]).slice(1)]),
    ],
    ids=["chunked", "dictionary", "large", "view", "sliced"],
)
def test_every_form_of_a_string_column(tiny: Pipeline, column: pa.ChunkedArray) -> None:
    plain = tiny.annotate(pa.table({"text": TEXTS})).select(COLUMNS)
    assert tiny.annotate(pa.table({"text": column})).select(COLUMNS).to_pylist() == plain.to_pylist()


def test_more_rows_than_a_step(tiny: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*TEXTS, None]
    whole = tiny.annotate(pa.table({"text": texts})).drop_columns([c for c in COLUMNS if "score" in c])
    monkeypatch.setattr("govtext.scoring.table._STEP", 4)
    parts = tiny.annotate(pa.table({"text": texts}))
    assert parts.num_rows == len(texts)
    labels = [name for name in COLUMNS if LABELS[name] not in {pa.float32(), pa.list_(pa.float32())}]
    assert parts.select(labels).to_pylist() == whole.select(labels).to_pylist()


def test_dictionary_with_nulls(tiny: Pipeline) -> None:
    column = pa.array(["bansos cair", None, "bansos cair"]).dictionary_encode()
    rows = tiny.annotate(pa.table({"text": column})).to_pylist()
    assert rows[0] == rows[2]
    assert rows[1]["sentiment"] is None


def test_a_clash_is_refused_and_a_prefix_helps(tiny: Pipeline) -> None:
    table = pa.table({"text": ["bansos"], "sentiment": ["lama"], "model": ["lama"]})
    with pytest.raises(
        InputError,
        match=r"already has columns.*'model', 'sentiment'.*--prefix govtext_ \(in Python: prefix='govtext_'\)",
    ):
        tiny.annotate(table)
    found = tiny.annotate(table, prefix="g_")
    assert found.column_names == ["text", "sentiment", "model", *(f"g_{name}" for name in COLUMNS)]
    assert found.column("sentiment").to_pylist() == ["lama"]
    with pytest.raises(InputError, match="already has columns"):
        tiny.annotate(found, prefix="g_")


def test_a_missing_column_suggests(tiny: Pipeline) -> None:
    with pytest.raises(InputError, match=r"no such text column; got 'komentr'.*did you mean 'komentar'"):
        tiny.annotate(pa.table({"id": [1], "komentar": ["bansos"]}), text_column="komentr")
    assert tiny.annotate(pa.table({"komentar": ["bansos"]}), "komentar").num_rows == 1


@pytest.mark.parametrize("names", [{"text_column": None}, {"text_column": 3}, {"prefix": None}])
def test_a_name_that_is_no_text(tiny: Pipeline, names: dict[str, Any]) -> None:
    with pytest.raises(InputTypeError, match=f"{next(iter(names))} of annotate is not a name; got (None|3)"):
        tiny.annotate(pa.table({"text": ["bansos"]}), **names)


def test_a_column_that_stands_twice_is_refused(tiny: Pipeline) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"])
    with pytest.raises(InputError, match="stands twice"):
        tiny.annotate(table)


@pytest.mark.parametrize(
    "column", [pa.array([1]), pa.array([["a"]]), pa.array([b"a"]), pa.array([1]).dictionary_encode()]
)
def test_a_column_without_text_is_refused(tiny: Pipeline, column: pa.Array) -> None:
    with pytest.raises(InputTypeError, match="holds no text"):
        tiny.annotate(pa.table({"text": column}))


@pytest.mark.parametrize("value", [None, "text", [{"text": "bansos"}], {"text": ["bansos"]}])
def test_what_is_no_table_is_refused(tiny: Pipeline, value: Any) -> None:
    with pytest.raises(InputTypeError, match=r"annotate takes a table.*from_pandas"):
        tiny.annotate(value)
