"""The comments of an archive as arrays: all that the tables are computed from."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa

from govtext.report.dates import DAY, MISSING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

    from govtext.report.vocabulary import Words

NO_DAY = np.iinfo(np.int32).min


def days_of(seconds: npt.NDArray[np.int64]) -> npt.NDArray[np.int32]:
    """Return the days of moments, `NO_DAY` for `dates.MISSING`."""
    return np.where(seconds == MISSING, NO_DAY, np.floor_divide(seconds, DAY)).astype(np.int32)


@dataclass(frozen=True, slots=True)
class Names:
    """A column of names as codes.

    Attributes:
        codes: shape (rows,), place in ``names``, -1 for an empty cell.
        names: the distinct names.
    """

    codes: npt.NDArray[np.int32]
    names: pa.Array

    def select(self, rows: npt.NDArray[Any]) -> Names:
        """Return the same for some rows."""
        return Names(self.codes[rows], self.names)


@dataclass(frozen=True, slots=True)
class Frame:
    """Rows of an archive, one entry a row in every array.

    Attributes:
        number: 1-based number of the row in all that was read.
        seconds: local seconds since 1970, or `dates.MISSING`.
        day: days since 1970, or `NO_DAY`.
        own: is it a post of the account itself.
        poverty: 1 about poverty, 0 not, -1 unlabelled.
        topics: shape (rows, 13), probability of each topic that is given, else 0.
        has_topics: is there a list of topics, be it empty.
        voices: shape (rows, 14), likewise.
        has_voices: is there a list of voices, be it empty.
        sentiment: place of the label in its head, -1 without.
        intent: likewise.
        stance: likewise.
        intent_score: probability of the intent, NaN without.
        stance_score: probability of the stance, NaN without.
        formality: 0 casual .. 1 bureaucratic, NaN without.
        answered: 1 with a reply, 0 without, -1 where no column says.
        reply_seconds: local time of the reply, or `dates.MISSING`.
        links: is there a web address in the text.
        has_text: is the text there and not blank.
        numbers: for each role of a count that has a column, its values, NaN for an empty cell.
        names: for author, place, platform, account and post, if they have a column.
        text: the texts.
        ids: the ids, or None without such a column.
        words: the words of the texts; empty texts have none.
    """

    number: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.int64]
    day: npt.NDArray[np.int32]
    own: npt.NDArray[np.bool_]
    poverty: npt.NDArray[np.int8]
    topics: npt.NDArray[np.float16]
    has_topics: npt.NDArray[np.bool_]
    voices: npt.NDArray[np.float16]
    has_voices: npt.NDArray[np.bool_]
    sentiment: npt.NDArray[np.int8]
    intent: npt.NDArray[np.int8]
    stance: npt.NDArray[np.int8]
    intent_score: npt.NDArray[np.float32]
    stance_score: npt.NDArray[np.float32]
    formality: npt.NDArray[np.float32]
    answered: npt.NDArray[np.int8]
    reply_seconds: npt.NDArray[np.int64]
    links: npt.NDArray[np.bool_]
    has_text: npt.NDArray[np.bool_]
    text: pa.ChunkedArray
    ids: pa.ChunkedArray | None
    words: Words
    numbers: Mapping[str, npt.NDArray[np.float64]] = field(default_factory=dict)
    names: Mapping[str, Names] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.number)

    @property
    def labelled(self) -> npt.NDArray[np.bool_]:
        """Has the row any label."""
        single = (self.poverty >= 0) | (self.sentiment >= 0) | (self.intent >= 0) | (self.stance >= 0)
        return single | self.topics.any(axis=1) | self.voices.any(axis=1)

    def select(self, keep: npt.NDArray[np.bool_]) -> Self:
        """Return the rows for which ``keep`` is true."""
        if keep.all():
            return self
        rows = np.flatnonzero(keep)
        changed: dict[str, Any] = {}
        for each in fields(self):
            value = getattr(self, each.name)
            if isinstance(value, np.ndarray):
                changed[each.name] = value[rows]
            elif isinstance(value, pa.ChunkedArray):
                changed[each.name] = value.take(pa.array(rows))
            elif each.name == "words":
                changed[each.name] = value.select(rows)
            elif each.name == "numbers":
                changed[each.name] = {role: array[rows] for role, array in value.items()}
            elif each.name == "names":
                changed[each.name] = {role: names.select(rows) for role, names in value.items()}
            else:
                changed[each.name] = value
        return type(self)(**changed)

    def id_of(self, row: int) -> str:
        """Return the id of a row; its number where it has none."""
        given = None if self.ids is None else self.ids[row].as_py()
        return str(self.number[row]) if given is None else given
