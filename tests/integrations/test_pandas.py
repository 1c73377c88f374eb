from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

import govtext
import govtext.integrations.pandas as gp
from govtext.errors import InputError, InputTypeError, MissingExtraError, ModelError
from govtext.scoring.table import COLUMNS
from scoring.tiny import VARIED

FRAME = pd.DataFrame(
    {"komentar": ["Min, bansos mbah saya kok gak cair?", None, "", "makasih pak 🙏"], "likes": [3, 0, 1, 9]}
)


def test_a_frame_keeps_its_rows_index_and_columns() -> None:
    frame = FRAME.set_index(pd.Index(["d", "a", "a", "c"], name="kode"))
    before = frame.copy()
    found = gp.annotate(frame, "komentar", model="fast")
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(found[["komentar", "likes"]], before)
    assert list(found.columns) == ["komentar", "likes", *COLUMNS]
    pd.testing.assert_index_equal(found.index, frame.index)


def test_labels_are_those_of_the_library() -> None:
    found = FRAME["komentar"].govtext.annotate("fast")
    table = govtext.load("fast").annotate(pa.table({"text": pa.array(FRAME["komentar"])}))
    for name in COLUMNS:
        expected = table.column(name).to_pylist()
        shown = [None if value is None or value is pd.NA or value != value else value for value in found[name]]  # noqa: PLR0124
        assert shown == expected


@pytest.mark.parametrize("rows", [0, 1, 4])
def test_dtypes_do_not_depend_on_the_rows(rows: int) -> None:
    found = FRAME.head(rows)["komentar"].govtext.annotate("fast")
    assert len(found) == rows
    full = FRAME["komentar"].govtext.annotate("fast")
    assert found.dtypes.tolist() == full.dtypes.tolist()
    assert (found.dtypes["poverty_related"], found.dtypes["poverty_score"]) == ("boolean", "float32")


def test_lists_are_lists() -> None:
    found = gp.annotate(FRAME, "komentar", model="fast")
    assert isinstance(found["topics"].iloc[0], list)
    assert found["topics"].str.len().iloc[0] == len(found["topic_scores"].iloc[0]) >= 1
    assert found.explode("topics")["topics"].value_counts()["social_assistance"] == 1
    assert found.loc[found["poverty_related"].fillna(value=False), "likes"].tolist() == [3]


TEXTS = ["Min, bansos gak cair", None, "makasih"]


@pytest.mark.parametrize(
    "series",
    [
        pd.Series(TEXTS, dtype=object),
        pd.Series(["Min, bansos gak cair", float("nan"), "makasih"], dtype=object),
        pd.Series(["Min, bansos gak cair", pd.NA, "makasih"], dtype=object),
        pd.Series(TEXTS, dtype="string"),
        pd.Series(TEXTS, dtype="category"),
        pd.Series(TEXTS, dtype=pd.ArrowDtype(pa.string())),
    ],
    ids=["objects", "nan", "NA", "string", "category", "arrow"],
)
def test_every_dtype_of_texts(series: pd.Series) -> None:
    found = series.govtext.annotate("fast")
    assert found["intent"].isna().tolist() == [False, True, False]
    pd.testing.assert_frame_equal(found, pd.Series(TEXTS).govtext.annotate("fast"))


def test_odd_texts() -> None:
    found = pd.Series(VARIED, dtype=object).govtext.annotate("fast")
    for name, one in zip(found["sentiment"], govtext.load("fast").pipe(VARIED), strict=True):
        assert name == one.sentiment.id


def test_indexes_of_many_levels_and_of_columns() -> None:
    index = pd.MultiIndex.from_product([["x", "y"], [1, 2]])
    found = gp.annotate(FRAME.set_index(index), "komentar", model="fast", prefix="g_")
    assert found.index.equals(index)
    assert found.columns[2] == "g_poverty_related"


def test_a_loaded_model_is_taken_too() -> None:
    nlp = govtext.load("fast")
    pd.testing.assert_frame_equal(FRAME["komentar"].govtext.annotate(nlp), FRAME["komentar"].govtext.annotate("fast"))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: gp.annotate(FRAME, "komentr"), InputError, "no such text column.*did you mean 'komentar'"),
        (lambda: gp.annotate(FRAME["komentar"]), InputTypeError, r"takes a data frame.*series\.govtext\.annotate"),
        (lambda: gp.annotate(FRAME, "likes", model="fast"), InputTypeError, "row 0 of the column is not a text; got 3"),
        (
            lambda: gp.annotate(FRAME.assign(model=1), "komentar"),
            InputError,
            r"already has columns.*\['model'\].*prefix",
        ),
        (lambda: gp.annotate(FRAME, "komentar", model="fsat"), ModelError, "did you mean 'fast'"),
        (
            lambda: gp.annotate(pd.DataFrame([["a", "b"]], columns=["text", "text"])),
            InputError,
            "the text column stands twice",
        ),
    ],
)
def test_what_cannot_be_labelled(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message):
        call()


def test_without_pandas_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.delitem(sys.modules, "govtext.integrations.pandas")
    with pytest.raises(MissingExtraError, match=r"pip install 'govtext\[pandas\]'"):
        import govtext.integrations.pandas  # noqa: F401


def test_scores_are_numbers() -> None:
    found = FRAME["komentar"].govtext.annotate("fast")
    assert np.isnan(found["formality"].iloc[1])
    assert 0 <= found["formality"].mean() <= 1
