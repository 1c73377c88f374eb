"""Texts that are shown: personal data masked, and examples chosen by certainty and variety."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.keywords import rows_with
from govtext.report.periods import as_date
from govtext.report.schema import make
from govtext.report.vocabulary import BREAK
from govtext.text import redact

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from govtext.report.context import Context

LONGEST = 2_000
"""Characters of a text that are kept; what is longer is cut, and ends in an ellipsis."""
_EDGE = 64  # longer than any number, so that no half of one is left
_CANDIDATES = 60
_ALIKE = 0.5
_LEAST_WORDS = 4


def shown_text(context: Context, row: int) -> str | None:
    """Return the text of a comment, masked if the report is to be, and cut to `LONGEST` characters."""
    text: str | None = context.comments.text[row].as_py()
    if text is None:
        return None
    if context.options.redact:
        # Cut only afterwards: half a number is no longer known as one. What is far beyond the cut need not be masked.
        masked = redact(text[: 2 * LONGEST]).text
        text = masked if len(text) <= 2 * LONGEST else masked[:-_EDGE]
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def examples(context: Context) -> pa.Table:
    """Choose examples for topics, voices and what rises.

    The surest comments come first, by the probability of the label. Of a group's voice those in which it speaks for
    itself come before all others, by the probability of the group times that of ``self``: people are shown in their
    own words. A comment that shares half of its words with one that is chosen already, or is by the same author, is
    passed over, and so are texts of fewer than four words.
    """
    frame = context.comments
    if "text" not in context.roles or not context.options.examples:
        return make("examples", [])
    rows: list[dict[str, object]] = []
    for sought in _sought(context):
        rows += [
            {
                "section": sought.section, "key": sought.key, "id": frame.id_of(row),
                "date": as_date(int(frame.day[row])), "text": shown_text(context, row),
                "score": round(float(sought.score[row]), 4),
            }
            for row in _choose(context, sought)
        ]  # fmt: skip
    return make("examples", rows)


@dataclass(frozen=True, slots=True)
class _Sought:
    """What examples are looked for.

    Attributes:
        section: section of the table.
        key: key of the table.
        candidates: which comments could be examples.
        score: how sure the label of each comment is.
        first: which comments come before all others, if any do.
    """

    section: str
    key: str
    candidates: Any
    score: Any
    first: Any = None


def _sought(context: Context) -> Iterator[_Sought]:
    frame = context.comments
    for i, label in enumerate(head("topics").ids):
        score = frame.topics[:, i].astype(float)
        yield _Sought("topic", label, score > 0, score)
    own = frame.stance == head("stance").ids.index("self")
    of_self = np.where(own, np.nan_to_num(frame.stance_score, nan=1.0), 1.0)
    for i, label in enumerate(head("voices").ids):
        score = frame.voices[:, i].astype(float)
        yield _Sought("voice", label, score > 0, score * of_self, own)
    yield from _sought_rising(context)


def _sought_rising(context: Context) -> Iterator[_Sought]:
    risen = [row for row in context.tables["rising"].to_pylist() if row["score"] > 0 and row["after_count"]]
    if not risen:
        return
    frame = context.comments
    latest = context.periods.index == len(context.periods) - 1
    place = {name: i for i, name in enumerate(context.terms.names)}
    sure = np.nan_to_num(frame.intent_score, nan=1.0).astype(float)
    for row in risen:
        if row["kind"] == "topic":
            score = frame.topics[:, head("topics").ids.index(row["key"])].astype(float)
            mask = latest & (score > 0)
        elif row["kind"] == "programme":
            score, mask = sure, latest & context.programmes[row["key"]]
        else:
            mask = np.zeros(len(frame), bool)
            mask[rows_with(context, place[row["key"]], latest, len(frame))] = True
            score = sure
        yield _Sought("rising", row["key"], mask, score)


def _choose(context: Context, sought: _Sought) -> list[int]:
    frame = context.comments
    rows = np.flatnonzero(sought.candidates & frame.has_text)
    first = np.zeros(len(rows), bool) if sought.first is None else sought.first[rows]
    rows = rows[np.lexsort((rows, -sought.score[rows], ~first))][:_CANDIDATES]
    author = frame.names.get("author")
    chosen: list[int] = []
    seen_words: list[frozenset[int]] = []
    seen_authors: set[int] = set()
    for row in map(int, rows):
        words = frozenset(frame.words.slice(row, row + 1).flat.tolist()) - {BREAK}
        by = -1 if author is None else int(author.codes[row])
        alike = any(len(words & other) >= _ALIKE * min(len(words), len(other)) for other in seen_words)
        if len(words) < _LEAST_WORDS or alike or (by >= 0 and by in seen_authors):
            continue
        chosen.append(row)
        seen_words.append(words)
        seen_authors.add(by)
        if len(chosen) == context.options.examples:
            break
    return chosen
