"""The columns of the output, and the labelling of one chunk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from govtext.archive.masking import masked
from govtext.errors import GovtextError

if TYPE_CHECKING:
    from govtext.archive.plan import Plan
    from govtext.archive.records import Labeller


@dataclass(frozen=True, slots=True)
class Labelled:
    """A chunk with its labels.

    Attributes:
        table: the rows that could be labelled, in the columns of the output.
        failed: for each other row its position in the chunk, and why.
        counts: ``without_text``, ``repeated``, ``escalated``.
    """

    table: pa.Table
    failed: dict[int, str]
    counts: dict[str, int]


class Layout:
    """Labels chunks and orders their columns: ``id``, ``text``, the labels, then the inputs' other columns.

    The pipeline labels an empty table first. That tells the output's schema, and refuses an input column of
    a label's name, before anything is read or written.
    """

    def __init__(self, plan: Plan, pipeline: Labeller, prefix: str, *, redact: bool) -> None:
        self._pipeline, self._prefix, self._redact = pipeline, prefix, redact
        self._json_columns = plan.json_columns
        empty = pipeline.annotate(plan.schema.empty_table(), text_column="text", prefix=prefix)
        given = plan.schema.names
        self._labels = [name for name in empty.schema.names if name not in given]
        others = [name for name in given if name not in ("id", "text")]
        self.schema: pa.Schema = empty.select(["id", "text", *self._labels, *others]).schema.remove_metadata()

    def label(self, table: pa.Table) -> Labelled:
        """Label the rows; a blank text is labelled like a missing one, a text that comes twice once."""
        text = table.column("text")
        scored = pc.if_else(pc.equal(pc.utf8_trim_whitespace(text), ""), pa.scalar(None, pa.string()), text)
        coded = pa.concat_arrays(scored.chunks or [pa.array([], pa.string())]).dictionary_encode(null_encoding="encode")
        labels, failed, escalated = self._score(coded.dictionary)
        if len(coded.dictionary) != len(coded):
            labels = labels.take(coded.indices)
        shown = {name: self._shown(table, name) for name in table.schema.names}
        columns = [labels.column(name) if name in self._labels else shown[name] for name in self.schema.names]
        result = pa.Table.from_arrays(columns, names=self.schema.names).cast(self.schema)
        lost: dict[int, str] = {}
        if failed:
            lost = {row: failed[code] for row, code in enumerate(coded.indices.to_pylist()) if code in failed}
            result = result.filter(pa.array([row not in lost for row in range(len(coded))]))
        blank = scored.null_count
        distinct = len(coded.dictionary) - coded.dictionary.null_count - len(failed)
        repeated = len(coded) - blank - len(lost) - distinct
        return Labelled(result, lost, {"without_text": blank, "repeated": repeated, "escalated": escalated})

    def _shown(self, table: pa.Table, name: str) -> pa.ChunkedArray:
        column = table.column(name)
        if not self._redact or name == "id":
            return column
        return masked(column, is_json=name in self._json_columns)

    def _score(self, texts: pa.Array) -> tuple[pa.Table, dict[int, str], int]:
        """Return a row of labels for each text, why some could not be labelled, and how many were escalated."""
        from govtext.scoring.tally import counting

        with counting() as tally:
            labels, failed = self._annotate(texts)
        if failed and len(failed) == len(texts) > 1:  # no text is to blame for that
            raise next(iter(failed.values()))
        return labels, {place: _reason(error) for place, error in failed.items()}, tally["escalated"]

    def _annotate(self, texts: pa.Array) -> tuple[pa.Table, dict[int, Exception]]:
        """Label texts; where the pipeline fails, halve them until the text that it fails on is alone."""
        table = pa.table({"text": texts})
        try:
            return self._pipeline.annotate(table, text_column="text", prefix=self._prefix), {}
        except (GovtextError, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever a model does with a text, the others are labelled
            if len(texts) == 1:
                none = self._pipeline.annotate(
                    pa.table({"text": pa.nulls(1, pa.string())}), text_column="text", prefix=self._prefix
                )
                return none, {0: error}
        middle = len(texts) // 2
        left, failed = self._annotate(texts[:middle])
        right, more = self._annotate(texts[middle:])
        return pa.concat_tables([left, right]), failed | {middle + place: error for place, error in more.items()}


def _reason(error: Exception) -> str:
    """Say what failed without the error's message, which may hold the text."""
    return f"the text cannot be labelled ({type(error).__name__}); report it as CONTRIBUTING.md says"
