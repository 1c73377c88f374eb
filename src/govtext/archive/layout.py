"""The columns of the output, and the labelling of one chunk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

    from govtext.archive.inputs import Input
    from govtext.archive.plan import Plan
    from govtext.archive.records import Labeller
    from govtext.types import Redacted


class Layout:
    """Labels chunks and orders their columns: ``id``, ``text``, the labels, then the inputs' other columns.

    The pipeline labels an empty table first. That tells the output's schema, and refuses an input column of
    a label's name, before anything is read or written.
    """

    def __init__(self, plan: Plan, pipeline: Labeller, prefix: str, *, redact: bool) -> None:
        self._pipeline, self._prefix, self._redact = pipeline, prefix, redact
        empty = pipeline.annotate(plan.schema.empty_table(), text_column="text", prefix=prefix)
        given = plan.schema.names
        labels = [name for name in empty.schema.names if name not in given]
        others = [name for name in given if name not in ("id", "text")]
        self.schema: pa.Schema = empty.select(["id", "text", *labels, *others]).schema

    def label(self, table: pa.Table, one: Input) -> tuple[pa.Table, int]:
        """Return the rows with labels, and how many have no text; a blank text is labelled like a missing one."""
        text = table.column("text")
        blank = pc.equal(pc.utf8_trim_whitespace(text), "")
        scored = pc.if_else(blank, pa.scalar(None, pa.string()), text)
        table_scored = _replace(table, "text", scored)
        labelled = self._pipeline.annotate(table_scored, text_column="text", prefix=self._prefix)
        shown = _masked(text) if self._redact else text
        labelled = _replace(labelled, "text", shown)
        if self._redact and one.text_column != "text":
            labelled = _replace(labelled, one.text_column, shown)
        return labelled.select(self.schema.names).cast(self.schema), scored.null_count


def _replace(table: pa.Table, name: str, column: pa.ChunkedArray) -> pa.Table:
    return table.set_column(table.schema.get_field_index(name), name, column)


def load_redact() -> Callable[[str], Redacted]:
    """Return the function that masks personal data."""
    from govtext.text import redact

    return redact


def _masked(text: pa.ChunkedArray) -> pa.ChunkedArray:
    redact = load_redact()
    masked = [None if cell is None else redact(cell).text for cell in text.to_pylist()]
    return pa.chunked_array([pa.array(masked, pa.string())])
