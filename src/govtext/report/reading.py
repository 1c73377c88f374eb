"""From batches of rows, their columns named by role, to a `Frame`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from govtext.labels import head
from govtext.report.cells import UNKNOWN, answers, as_texts, codes, is_text, memberships, numbers, replied, scores
from govtext.report.dates import MISSING, Dates, read_dates, settle
from govtext.report.frame import Frame, Names, days_of
from govtext.report.roles import NUMBERS
from govtext.report.vocabulary import Vocabulary, Words, join

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy.typing as npt

_NAMES = ("author", "place", "platform", "account", "post")
_LINK = r"(?i)\b(?:https?://|www\.)[^\s]"
_Columns = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """Collects the rows of an archive.

    Attributes:
        vocabulary: what the numbers of the words mean.
        strange: for each label column the labels that the scheme does not know, with how often they came.
        models: names of the models that gave the labels.
        ambiguous_dates: cells whose day and month only custom tells.
        unread_date: a date that could not be read, as an example.
    """

    own_account: str | None = None
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    strange: dict[str, Counter[str]] = field(default_factory=dict)
    models: dict[str, None] = field(default_factory=dict)
    ambiguous_dates: int = 0
    unread_date: str | None = None
    _pieces: list[_Columns] = field(default_factory=list)

    def add(self, table: pa.Table) -> None:
        """Add rows; a table has the columns of the roles that its input has."""
        columns = {name: table.column(name) for name in table.column_names}
        rows = table.num_rows
        piece: _Columns = {"rows": rows}
        self._labels(columns, piece, rows)
        text = as_texts(columns["text"]) if "text" in columns else _nulls(rows)
        piece["text"] = text
        piece["has_text"] = np.asarray(text.is_valid().to_numpy()).astype(bool)
        piece["links"] = np.asarray(pc.fill_null(pc.match_substring_regex(text, _LINK), False).to_numpy()).astype(bool)
        piece["words"] = self.vocabulary.read(_whole(text))
        piece["ids"] = as_texts(columns["id"]) if "id" in columns else None
        for role in ("date", "reply_date"):
            dates = read_dates(columns[role]) if role in columns else None
            piece[role] = dates or Dates(np.full(rows, MISSING), np.full(rows, MISSING))
            if role == "date" and dates is not None and self.unread_date is None:
                self.unread_date = _unread(columns[role], dates)
        piece["answered"] = replied(columns["reply"]) if "reply" in columns else np.full(rows, UNKNOWN, np.int8)
        for role in NUMBERS:
            if role in columns:
                piece[role] = numbers(columns[role])
        for role in _NAMES:
            if role in columns:
                piece[role] = pc.utf8_trim_whitespace(as_texts(columns[role]))
        piece["own"] = self._own(columns, piece, rows)
        self._pieces.append(piece)

    def frame(self) -> Frame:
        """Return all rows that were added."""
        pieces = self._pieces or [_no_rows()]
        total = sum(piece["rows"] for piece in pieces)

        def joined(name: str) -> Any:
            return np.concatenate([piece[name] for piece in pieces])

        seconds, self.ambiguous_dates = settle([piece["date"] for piece in pieces])
        reply_seconds, _ = settle([piece["reply_date"] for piece in pieces])
        answered = joined("answered")
        if np.any(reply_seconds != MISSING):  # a date of a reply is a reply
            answered = np.where(reply_seconds != MISSING, 1, np.maximum(answered, 0)).astype(np.int8)
        arrays = (
            "own", "poverty", "topics", "has_topics", "voices", "has_voices", "sentiment", "intent", "stance",
            "intent_score",
            "stance_score", "formality", "links", "has_text",
        )  # fmt: skip
        ids = [piece["ids"] for piece in pieces]
        return Frame(
            number=np.arange(1, total + 1),
            seconds=seconds,
            day=days_of(seconds),
            answered=answered,
            reply_seconds=reply_seconds,
            text=pa.chunked_array([c for piece in pieces for c in piece["text"].chunks], pa.string()),
            ids=_strings(ids, pieces) if any(one is not None for one in ids) else None,
            words=join([piece["words"] for piece in pieces]),
            numbers={role: _filled(role, pieces) for role in NUMBERS if any(role in piece for piece in pieces)},
            names={role: _names(role, pieces) for role in _NAMES if any(role in piece for piece in pieces)},
            **{name: joined(name) for name in arrays},
        )

    def _labels(self, columns: Mapping[str, pa.ChunkedArray], piece: _Columns, rows: int) -> None:
        piece["poverty"] = _answers(columns.get("poverty_related"), rows)
        for name in ("sentiment", "intent", "stance"):
            piece[name] = np.full(rows, UNKNOWN, np.int8)
            if name in columns:
                piece[name], strange = codes(columns[name], head(name).ids)
                self._note(name, strange)
        for name in ("intent_score", "stance_score", "formality"):
            piece[name] = scores(columns[name]) if name in columns else np.full(rows, np.nan, np.float32)
        single = np.any([piece[name] >= 0 for name in ("poverty", "sentiment", "intent", "stance")], axis=0)
        for name, certainty in (("topics", "topic_scores"), ("voices", "voice_scores")):
            ids = head(name).ids
            piece[name], piece[f"has_{name}"] = np.zeros((rows, len(ids)), np.float16), np.zeros(rows, bool)
            if name in columns:
                piece[name], present, strange = memberships(columns[name], columns.get(certainty), ids)
                if is_text(columns[name].type):  # a blank cell is an empty list only beside other labels
                    present &= (
                        single
                        | piece[name].any(axis=1)
                        | ~np.asarray(
                            pc.fill_null(pc.equal(pc.utf8_trim_whitespace(columns[name].cast(pa.string())), ""), True)
                        ).astype(bool)
                    )
                piece[f"has_{name}"] = present
                self._note(name, strange)
        if "model" in columns:
            self.models.update(dict.fromkeys(as_texts(columns["model"]).unique().drop_null().to_pylist()))

    def _note(self, column: str, strange: set[str]) -> None:
        if strange:
            self.strange.setdefault(column, Counter()).update(strange)

    def _own(self, columns: Mapping[str, pa.ChunkedArray], piece: _Columns, rows: int) -> npt.NDArray[np.bool_]:
        own = np.zeros(rows, bool)
        if "own" in columns:
            own |= answers(columns["own"]) == 1
        if self.own_account is not None and "author" in piece:
            handle = pc.utf8_lower(pc.utf8_ltrim(piece["author"], "@"))
            same = pc.equal(handle, self.own_account.strip().lstrip("@").lower())
            own |= np.asarray(pc.fill_null(same, False).to_numpy()).astype(bool)
        return own


def read(batches: Iterable[pa.Table], own_account: str | None = None) -> tuple[Frame, Reading]:
    """Read all batches, in one pass."""
    reading = Reading(own_account)
    for table in batches:
        reading.add(table)
    return reading.frame(), reading


def _answers(column: pa.ChunkedArray | None, rows: int) -> npt.NDArray[np.int8]:
    return np.full(rows, UNKNOWN, np.int8) if column is None else answers(column)


def _nulls(rows: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.nulls(rows, pa.string())])


def _whole(column: pa.ChunkedArray) -> pa.Array:
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) and whole.num_chunks else whole


def _unread(column: pa.ChunkedArray, dates: Dates) -> str | None:
    """Return a cell that holds something which is no date."""
    wrong = np.flatnonzero(dates.seconds == MISSING)
    for row in wrong[:1000]:
        cell = column[int(row)].as_py()
        if cell is not None and str(cell).strip():
            return str(cell)
    return None


def _strings(given: list[pa.ChunkedArray | None], pieces: list[_Columns]) -> pa.ChunkedArray:
    filled = [one if one is not None else _nulls(piece["rows"]) for one, piece in zip(given, pieces, strict=True)]
    return pa.chunked_array([chunk for one in filled for chunk in one.chunks], pa.string())


def _filled(role: str, pieces: list[_Columns]) -> npt.NDArray[np.float64]:
    return np.concatenate([piece.get(role, np.full(piece["rows"], np.nan)) for piece in pieces])


def _names(role: str, pieces: list[_Columns]) -> Names:
    coded = pc.dictionary_encode(_strings([piece.get(role) for piece in pieces], pieces)).unify_dictionaries()
    codes_of = [pc.fill_null(chunk.indices, -1).to_numpy(zero_copy_only=False) for chunk in coded.chunks]
    names = coded.chunks[0].dictionary if coded.num_chunks else pa.array([], pa.string())
    return Names(np.concatenate(codes_of or [np.empty(0)]).astype(np.int32), names)


def _no_rows() -> _Columns:
    reading = Reading()
    reading.add(pa.table({"": pa.nulls(0)}))
    (piece,) = reading._pieces
    return piece


__all__ = ["Frame", "Reading", "Words", "read"]
