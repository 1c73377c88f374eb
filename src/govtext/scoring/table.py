"""Label columns for pyarrow tables, built from arrays without an object a row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from govtext.errors import InputError, InputTypeError, suggest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govtext.scoring.pipeline import Pipeline

COLUMNS = (
    "poverty_related", "poverty_score", "topics", "topic_scores", "sentiment", "sentiment_score", "intent",
    "intent_score", "voices", "voice_scores", "stance", "stance_score", "formality", "formality_level",
    "needs_review", "truncated", "model",
)  # fmt: skip
_STEP = 4096


def annotate_table(pipeline: Pipeline, table: Any, text_column: str, prefix: str) -> pa.Table:
    """Implement `Pipeline.annotate`."""
    if not isinstance(table, pa.Table):
        raise InputTypeError(
            "annotate takes a table", got=table, allowed="pyarrow.Table", fix="pandas: pyarrow.Table.from_pandas(df)"
        )
    for name, value in (("text_column", text_column), ("prefix", prefix)):
        if not isinstance(value, str):
            raise InputTypeError(f"{name} of annotate is not a name", got=value, allowed="str")
    texts = _texts(table, text_column)
    clash = sorted({prefix + name for name in pipeline.columns} & set(table.column_names))
    if clash:
        raise InputError(
            "the table already has columns with the names of label columns",
            got=clash,
            fix="rename them, or give the new ones a prefix: --prefix govtext_ (in Python: prefix='govtext_')",
        )
    for name, column in label_columns(pipeline, texts).items():
        table = table.append_column(prefix + name, column)
    return table


def label_columns(pipeline: Pipeline, texts: Sequence[str | None]) -> dict[str, pa.ChunkedArray]:
    """Return the label columns of ``texts``, by name in the order of `Pipeline.columns`; None gives nulls."""
    parts = [pipeline.arrays(texts[start : start + _STEP]) for start in range(0, len(texts) or 1, _STEP)]
    return {name: pa.chunked_array([part[name] for part in parts]) for name in pipeline.columns}


def _texts(table: pa.Table, text_column: str) -> list[str | None]:
    names = table.column_names
    if names.count(text_column) != 1:
        what = "the text column stands twice" if text_column in names else "no such text column"
        raise InputError(what, got=text_column, allowed=names, fix=suggest(text_column, names))
    column = table.column(text_column)
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if not any(
        check(column.type) for check in (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view)
    ) and not pa.types.is_null(column.type):
        raise InputTypeError("the text column holds no text", got=str(column.type), allowed="string")
    texts: list[str | None] = column.to_pylist()
    return texts


def scheme_arrays(pipeline: Pipeline, texts: Sequence[str | None]) -> dict[str, pa.Array]:
    """Return the columns of `COLUMNS` for some texts; None gives nulls."""
    scores = pipeline.scores([text or "" for text in texts])
    heads = pipeline.manifest.heads
    level = pipeline.formality_levels(scores.formality)
    columns: dict[str, pa.Array] = {
        "poverty_related": pa.array(scores.given["poverty_related"][:, 0]),
        "poverty_score": floats(scores.probabilities["poverty_related"][:, 0]),
        "formality": floats(scores.formality),
        "formality_level": pa.array(level, pa.string()),
        "needs_review": pa.array(scores.needs_review),
        "truncated": pa.array(np.zeros(len(texts), dtype=bool)),
        "model": pa.array([pipeline.name] * len(texts), pa.string()),
    }
    for head, singular in (("topics", "topic"), ("voices", "voice")):
        columns[head], columns[f"{singular}_scores"] = lists(
            scores.given[head], scores.probabilities[head], heads[head]
        )
    for head, chosen in scores.chosen.items():
        columns[head] = pa.array(heads[head], pa.string()).take(pa.array(chosen))
        columns[f"{head}_score"] = floats(scores.probabilities[head][np.arange(len(texts)), chosen])
    return without_missing(columns, texts)


def lists(given: npt.NDArray[np.bool_], values: npt.NDArray[Any], ids: Sequence[str]) -> tuple[pa.Array, pa.Array]:
    """Return for each text the list of its labels and that of their scores; both arrays of shape (n, n_classes)."""
    rows, labels = np.nonzero(given)
    ends = np.cumsum(np.bincount(rows, minlength=len(given)))
    offsets = pa.array(np.concatenate(([0], ends)).astype(np.int32))
    names = pa.array(ids, pa.string()).take(pa.array(labels))
    return (
        pa.ListArray.from_arrays(offsets, names),
        pa.ListArray.from_arrays(offsets, floats(values[rows, labels])),
    )


def floats(values: npt.NDArray[Any]) -> pa.Array:
    """Return probabilities with four digits: more mean nothing, and a CSV would show nine."""
    return pa.array(np.round(values, 4).astype(np.float32))


def without_missing(columns: dict[str, pa.Array], texts: Sequence[str | None]) -> dict[str, pa.Array]:
    """Return ``columns`` with nulls where there is no text."""
    missing = np.array([text is None for text in texts], dtype=bool)
    if not missing.any():
        return columns
    present = pa.array(~missing)
    return {name: pc.if_else(present, column, pa.scalar(None, column.type)) for name, column in columns.items()}
