"""Columns of any archive format as numpy arrays: numbers, answers of yes and no, label codes, lists of labels."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.report.resources import read_data

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

UNKNOWN = -1
"""Code of a cell that is empty, or holds no label of the scheme."""
SURE = 1.0
"""Probability of a label that comes without one, as labels given by hand do."""
_LEAST = 2.0**-10  # a given label never has probability 0, which means "not given"
_MOST = 1e13  # no platform counts so far; a number beyond is an id, or a slip
_LONGEST = 40  # characters of a count
_COUNT = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)\s*(?P<unit>rb|ribu|k|jt|juta|m)?\.?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_UNITS = {"": 1, "rb": 1e3, "ribu": 1e3, "k": 1e3, "jt": 1e6, "juta": 1e6, "m": 1e6}


def is_text(kind: pa.DataType) -> bool:
    """Tell whether a column holds strings."""
    types = pa.types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def as_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as strings; blank ones and what cannot be told as a string are null."""
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return pa.chunked_array([pa.nulls(len(column), pa.string())])
    texts = column.cast(pa.string())
    blank = pc.equal(pc.utf8_trim_whitespace(texts), "")
    return pc.if_else(blank, pa.scalar(None, pa.string()), texts)


def numbers(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return counts; NaN where a cell holds none. Texts such as ``1.234``, ``1,2rb`` and ``3 jt`` are read."""
    kind = column.type
    if is_text(kind):
        values = _by_distinct(column, _count, np.float64, np.nan)
    elif _is_number(kind):
        values = column.cast(pa.float64(), safe=False).fill_null(float("nan")).to_numpy().astype(float)
    else:
        return np.full(len(column), np.nan)
    return np.where((values >= 0) & (values <= _MOST), values, np.nan)


def scores(column: pa.ChunkedArray) -> npt.NDArray[np.float32]:
    """Return numbers between 0 and 1; NaN where a cell holds none."""
    if is_text(column.type):
        values = _by_distinct(column, _decimal, np.float64, np.nan)
    elif _is_number(column.type):
        values = column.cast(pa.float64(), safe=False).fill_null(float("nan")).to_numpy().astype(float)
    else:
        values = np.full(len(column), np.nan)
    return np.where((values >= 0) & (values <= 1), values, np.nan).astype(np.float32)


def answers(column: pa.ChunkedArray) -> npt.NDArray[np.int8]:
    """Return 1 for yes, 0 for no, `UNKNOWN` for what is neither."""
    kind = column.type
    if pa.types.is_boolean(kind):
        return np.asarray(column.cast(pa.int8()).fill_null(UNKNOWN).to_numpy()).astype(np.int8)
    words = read_data("roles.toml")["answers"]
    code = {**dict.fromkeys(words["no"], 0), **dict.fromkeys(words["yes"], 1), "": UNKNOWN}
    return _by_distinct(as_texts(column), lambda t: code.get(t.strip().casefold(), UNKNOWN), np.int8, UNKNOWN)


def replied(column: pa.ChunkedArray) -> npt.NDArray[np.int8]:
    """Return 1 where there is a reply (yes, or its text), else 0."""
    if not is_text(column.type):
        return np.maximum(answers(column), 0).astype(np.int8)
    no = frozenset(read_data("roles.toml")["answers"]["no"])
    return _by_distinct(column, lambda text: text.strip().casefold() not in no, np.int8, 0)


def codes(column: pa.ChunkedArray, ids: Sequence[str]) -> tuple[npt.NDArray[np.int8], set[str]]:
    """Return the place in ``ids`` of each cell, `UNKNOWN` for an empty one, and the labels that are not in ``ids``."""
    place = {label: i for i, label in enumerate(ids)}
    strange: set[str] = set()

    def code(text: str) -> int:
        label = text.strip()
        if label and label not in place:
            strange.add(label)
        return place.get(label, UNKNOWN)

    return _by_distinct(as_texts(column), code, np.int8, UNKNOWN), strange


def memberships(
    labels: pa.ChunkedArray, certainty: pa.ChunkedArray | None, ids: Sequence[str]
) -> tuple[npt.NDArray[np.float16], npt.NDArray[np.bool_], set[str]]:
    """Read lists of labels with their probabilities.

    Args:
        labels: lists, texts joined with ``;``, or JSON texts.
        certainty: the probabilities in the same form, in the same order; without them every label is `SURE`.
        ids: the labels that are known.

    Returns:
        Probabilities of shape (rows, ids), 0 for a label that is not given; which rows have a list, be it empty
        (a blank text counts as one: CSV cannot tell it from a missing list); labels that are not in ``ids``.
    """
    given = _lists(labels)
    lengths = np.asarray(pc.fill_null(pc.list_value_length(given), 0).to_numpy())
    present = np.asarray(given.is_valid().to_numpy(zero_copy_only=False)).astype(bool)
    rows = np.repeat(np.arange(len(given)), lengths)
    places, strange = codes(pa.chunked_array([pc.list_flatten(given).cast(pa.string())]), ids)
    values = np.full(len(rows), SURE)
    if certainty is not None:
        other = _lists(certainty)
        other_lengths = np.asarray(pc.fill_null(pc.list_value_length(other), 0).to_numpy())
        read = scores(pa.chunked_array([pc.list_flatten(other)]))
        aligned = other_lengths == lengths
        # Only rows with as many probabilities as labels are taken; the positions of their values in each flat array:
        values[np.repeat(aligned, lengths)] = np.nan_to_num(read[np.repeat(aligned, other_lengths)], nan=SURE)
    matrix = np.zeros((len(given), len(ids)), np.float16)
    known = places != UNKNOWN
    matrix[rows[known], places[known]] = np.maximum(values[known], _LEAST)
    return matrix, present, strange


def _lists(column: pa.ChunkedArray) -> pa.ListArray:
    whole = column.combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = pa.concat_arrays(whole.chunks) if whole.num_chunks else pa.array([], whole.type)
    kind = whole.type
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return whole
    if not is_text(kind):
        return pa.nulls(len(whole), pa.list_(pa.string()))
    bare = pc.replace_substring_regex(whole.cast(pa.string()), r'[\[\]"\'\s]', "")
    # A lone empty part stands for no label; `codes` and `scores` would pass over it, but lengths would not.
    split = pc.split_pattern_regex(bare, "[;,|]")
    return pc.if_else(pc.equal(bare, ""), pa.scalar([], pa.list_(pa.string())), split)


def _by_distinct(column: pa.ChunkedArray, read: Callable[[str], Any], kind: Any, missing: Any) -> npt.NDArray[Any]:
    """Read each distinct text once."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    values = np.array([*(read(text) for text in coded.dictionary.to_pylist()), missing], kind)
    found: npt.NDArray[Any] = values[pc.fill_null(coded.indices, len(values) - 1).to_numpy(zero_copy_only=False)]
    return found


@functools.lru_cache(maxsize=65_536)
def _count(text: str) -> float:
    match = _COUNT.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if not match:
        return float("nan")
    number, unit = match["number"], (match["unit"] or "").casefold()
    if not unit and _GROUPED.fullmatch(number):  # counts are whole: a mark before three digits groups them
        return float(re.sub(r"[.,]", "", number))
    return _decimal(number) * _UNITS[unit]


def _decimal(text: str) -> float:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return float("nan")
