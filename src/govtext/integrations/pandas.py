"""Labels for pandas: a function for data frames and an accessor for columns.

import govtext.integrations.pandas as gp
labelled = gp.annotate(df, "komentar")          # the frame with label columns
labels = df["komentar"].govtext.annotate()      # the label columns alone
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from govtext.errors import InputError, InputTypeError, MissingExtraError, suggest
from govtext.integrations.opening import opened
from govtext.scoring.table import label_columns

try:
    import pandas as pd
    from pandas.api.extensions import register_series_accessor
except ImportError as error:
    raise MissingExtraError("govtext.integrations.pandas", "pandas") from error

if TYPE_CHECKING:
    import pyarrow as pa

    from govtext.scoring import Pipeline


def annotate(
    frame: pd.DataFrame, text_column: str = "text", *, model: str | Pipeline = "auto", prefix: str = ""
) -> pd.DataFrame:
    """Return ``frame`` with label columns appended: same rows, same index, same columns.

    A missing text (None, NaN, NA) gives missing labels. Topics, voices and their scores are lists, so that
    ``frame.explode("topics")`` and ``.str.len()`` work; yes/no columns are of dtype ``boolean``, scores of ``float32``.

    Args:
        frame: any data frame; it is not changed.
        text_column: the column of the texts.
        model: what `govtext.load` takes, or what it returned.
        prefix: put before the name of every label column.

    Raises:
        InputTypeError: ``frame`` is no data frame, or the column holds something else than texts.
        InputError: there is no such column, or a label column would have the name of a column of the frame.
        ModelError: there is no such model.
    """
    if not isinstance(frame, pd.DataFrame):
        raise InputTypeError(
            "annotate takes a data frame",
            got=type(frame).__name__,
            allowed="pandas.DataFrame",
            fix="a column: series.govtext.annotate()",
        )
    names = list(frame.columns)
    if names.count(text_column) != 1:
        what = "the text column stands twice" if text_column in names else "no such text column"
        allowed = [str(name) for name in names]
        raise InputError(what, got=text_column, allowed=allowed, fix=suggest(str(text_column), allowed))
    pipeline = opened(model) if isinstance(model, str) else model
    clash = sorted({prefix + name for name in pipeline.columns} & set(names))
    if clash:
        raise InputError(
            "the frame already has columns with the names of label columns",
            got=clash,
            fix="rename them, or pass a prefix such as prefix='govtext_'",
        )
    return pd.concat([frame, _labels(frame[text_column], pipeline, prefix)], axis=1)


@register_series_accessor("govtext")
class GovtextAccessor:
    """What ``series.govtext`` gives."""

    def __init__(self, series: pd.Series) -> None:
        self._series = series

    def annotate(self, model: str | Pipeline = "auto", *, prefix: str = "") -> pd.DataFrame:
        """Return the label columns of a column of texts, with its index; see `annotate`.

        Raises:
            InputTypeError: the column holds something else than texts.
            ModelError: there is no such model.
        """
        return _labels(self._series, model, prefix)


def _labels(series: pd.Series, model: str | Pipeline, prefix: str) -> pd.DataFrame:
    pipeline = opened(model) if isinstance(model, str) else model
    columns = label_columns(pipeline, _texts(series))
    made = {prefix + name: _column(name, column, series.index) for name, column in columns.items()}
    return pd.DataFrame(made, index=series.index)


def _texts(series: pd.Series) -> list[str | None]:
    # As objects, because a text column may be of five dtypes; not through Arrow, which takes no half surrogate.
    texts = [None if missing else value for value, missing in zip(series.tolist(), series.isna(), strict=True)]
    for place, text in enumerate(texts):
        if not isinstance(text, str | None):
            raise InputTypeError(
                f"row {place} of the column is not a text",
                got=text,
                allowed="str or a missing value",
                fix="astype(str)",
            )
    return texts


def _column(name: str, column: pa.ChunkedArray, index: pd.Index) -> pd.Series:
    """Return a label column with the dtype that it always has, whatever it holds."""
    import pyarrow as pa

    if pa.types.is_list(column.type):
        values: Sequence[Any] = column.to_pylist()
        return pd.Series(values, index=index, name=name, dtype=object)
    if pa.types.is_boolean(column.type):
        return pd.Series(column.to_pylist(), index=index, name=name, dtype="boolean")
    if pa.types.is_string(column.type):
        return pd.Series(column.to_pylist(), index=index, name=name, dtype="str" if _HAS_STR else object)
    return pd.Series(column.to_numpy(), index=index, name=name, dtype="float32")


_HAS_STR = int(pd.__version__.split(".")[0]) >= 3  # noqa: PLR2004 - from then on texts have a dtype of their own
