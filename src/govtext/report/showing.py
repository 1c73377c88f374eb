"""Texts that are shown: personal data masked, and examples chosen by certainty and variety."""

from __future__ import annotations

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

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context

LONGEST = 2_000
"""Characters of a text that are kept; what is longer is cut, and ends in an ellipsis."""
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
        text = redact(text[: 2 * LONGEST]).text
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def examples(context: Context) -> pa.Table:
    """Choose examples for topics, voices and what rises.

    The surest comments come first, by the probability of the label (of a group's voice: times that of ``self``,
    where it speaks for itself, so that people are shown in their own words). A comment that shares half of its
    words with one that is chosen already, or is by the same author, is passed over, and so are texts of fewer than
    four words.
    """
    frame = context.comments
    if "text" not in context.roles or not context.options.examples:
        return make("examples", [])
    rows: list[dict[str, object]] = []
    for section, key, candidates, score in _sought(context):
        chosen = _choose(context, candidates, score)
        rows += [
            {
                "section": section, "key": key, "id": frame.id_of(row), "date": as_date(int(frame.day[row])),
                "text": shown_text(context, row), "score": round(float(score[row]), 4),
            }
            for row in chosen
        ]  # fmt: skip
    return make("examples", rows)


def _sought(context: Context) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield section, key, which comments could be examples, and how sure each of them is."""
    frame = context.comments
    for i, label in enumerate(head("topics").ids):
        score = frame.topics[:, i].astype(float)
        yield "topic", label, score > 0, score
    own = frame.stance == head("stance").ids.index("self")
    sure_of_self = np.where(own, np.nan_to_num(frame.stance_score, nan=1.0), 0.0)
    for i, label in enumerate(head("voices").ids):
        score = frame.voices[:, i].astype(float)
        by_self = (score > 0) & own
        yield "voice", label, score > 0, np.where(by_self, 0.5 + score * sure_of_self / 2, score / 2)
    yield from _sought_rising(context)


def _sought_rising(context: Context) -> Iterator[tuple[str, str, Any, Any]]:
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
        yield "rising", row["key"], mask, score


def _choose(context: Context, candidates: npt.NDArray[np.bool_], score: npt.NDArray[Any]) -> list[int]:
    frame = context.comments
    rows = np.flatnonzero(candidates & frame.has_text)
    rows = rows[np.argsort(-score[rows], kind="stable")][:_CANDIDATES]
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
