"""How the columns of one or more inputs become the columns of one output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from govtext.archive.values import flat
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govtext.archive.inputs import Input


class Plan:
    """The columns before labelling: ``id``, ``text``, then the union of the inputs' other columns.

    An input that lacks a column has nulls there. Where inputs disagree on a column's type, integers and floats
    become floats, and anything else becomes text.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        ids = {one.schema.field(one.id_column).type if one.id_column else pa.string() for one in inputs}
        fields = {"id": ids.pop() if len(ids) == 1 else pa.string(), "text": pa.string()}
        for one in inputs:
            for field in one.schema:
                if field.name in (one.text_column, one.id_column) and field.name in ("text", "id"):
                    continue
                if field.name in ("id", "text"):
                    raise _clash(one, field.name)
                fields[field.name] = _common(fields.get(field.name, field.type), field.type)
        self.schema: pa.Schema = pa.schema(list(fields.items()))
        self.json_columns = frozenset(
            name for name in fields if all(name in one.json_columns for one in inputs if name in one.columns)
        ) - {"id", "text"}

    def arrange(self, one: Input, table: pa.Table, numbers: Sequence[int]) -> pa.Table:
        """Return the rows of one input in the columns of this plan; ``numbers`` are the ids of an input without."""
        taken = {"text": one.text_column, "id": one.id_column}
        arrays = []
        for field in self.schema:
            source = taken.get(field.name, field.name)
            if source is None:
                arrays.append(pa.array([str(number) for number in numbers], pa.string()))
            elif source in one.columns:
                arrays.append(_cast(table.column(source), field.type))
            else:
                arrays.append(pa.nulls(table.num_rows, field.type))
        return pa.Table.from_arrays(arrays, schema=self.schema)


def _clash(one: Input, name: str) -> InputError:
    chosen = one.text_column if name == "text" else one.id_column
    return InputError(
        f"{one.name} has a column {name!r} beside the {name} column {chosen!r}, and the output needs that name",
        fix=f"rename the column {name!r} in the input, or let it be the {name} column",
    )


def _common(left: pa.DataType, right: pa.DataType) -> pa.DataType:
    if left == right:
        return left
    numbers = [pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in (left, right)]
    return pa.float64() if all(numbers) else pa.string()


def _cast(column: pa.ChunkedArray, kind: pa.DataType) -> pa.ChunkedArray:
    if column.type == kind:
        return column
    try:
        return column.cast(kind, safe=False)
    except pa.ArrowNotImplementedError:  # a nested column beside a text column of the same name
        return flat(column)
