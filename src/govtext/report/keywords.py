"""Words that mark a group of comments, and what rises from one period to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.intervals import difference
from govtext.report.logodds import log_odds
from govtext.report.schema import make
from govtext.report.terms import LEAST, count_terms
from govtext.report.vocabulary import words_of
from govtext.text import redact
from govtext.text.channel import is_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context

SHOWN = 20
"""Most terms of a scope, and most keywords that rise."""
SCOPE = 30
"""Comments that a voice needs to have keywords of its own."""
CLEAR = 1.28
"""Least z: a term that differs by chance alone is no keyword."""
_STEP = 1 << 20  # words looked at at a time
_LOOKED_AT = 12  # comments read to see whether a term is a person's name or an address


@dataclass(frozen=True, slots=True)
class _Scope:
    id: str
    inside: Any
    outside: Any


def keywords(context: Context) -> pa.Table:
    """Return for each scope the terms that are more frequent in it than elsewhere, by the z of their log-odds.

    Counted are comments, not occurrences: who writes a word five times weighs no more. A term is a word or two
    neighbouring words in standard spelling, without stop words; accounts, links and figures are none, nor is what
    `govtext.redact` masks in most comments that hold it.
    """
    if "text" not in context.roles or not len(context.comments):
        return make("keywords", [])
    terms = context.terms
    scopes = list(_scopes(context))
    groups = np.array([group for scope in scopes for group in (scope.inside, scope.outside)], bool)
    counts = count_terms(terms, context.comments.words, groups.reshape(len(groups), len(context.comments)))
    screen = Screen(context)
    rows: list[dict[str, object]] = []
    for i, scope in enumerate(scopes):
        here, there = counts[2 * i], counts[2 * i + 1]
        delta, z = log_odds(here, there)
        rows += [
            {
                "scope": scope.id, "term": terms.names[term], "count": int(here[term]), "rest_count": int(there[term]),
                "log_odds": float(delta[term]), "z": float(z[term]),
            }
            for term in screen.best(z, here, scope.inside)
        ]  # fmt: skip
    return make("keywords", rows)


def _scopes(context: Context) -> Iterator[_Scope]:
    frame = context.comments
    yield _Scope("poverty", frame.poverty == 1, frame.poverty == 0)
    negative = head("sentiment").ids.index("negative")
    yield _Scope("negative", frame.sentiment == negative, (frame.sentiment >= 0) & (frame.sentiment != negative))
    for i, group in enumerate(head("voices").ids):
        named = frame.voices[:, i] > 0
        if named.sum() >= SCOPE:
            yield _Scope(group, named, frame.has_voices & ~named)


def rising(context: Context) -> pa.Table:
    """Compare the latest period with the one before: topics, programmes and keywords, by the z of their log-odds.

    Listed are all topics and programmes of the two periods, and the keywords that rise. A latest period that is not
    over yet is compared by shares like any other.
    """
    if "date" in context.roles and len(context.periods) == 1:
        context.note("one_period", "rising")
    if len(context.periods) < 2:  # noqa: PLR2004
        return make("rising", [])
    frame, last = context.comments, len(context.periods) - 1
    before, after = context.periods.index == last - 1, context.periods.index == last
    topics = {label: frame.topics[:, i] > 0 for i, label in enumerate(head("topics").ids)}
    rows = _risen(context, "topic", topics, frame.has_topics & before, frame.has_topics & after)
    rows += _risen(context, "programme", context.programmes, frame.has_text & before, frame.has_text & after)
    if "text" in context.roles:
        rows += _risen_keywords(context, frame.has_text & before, frame.has_text & after)
    return make("rising", rows)


def _risen(context: Context, kind: str, keys: Any, before: Any, after: Any) -> list[dict[str, object]]:
    counts = np.array([[np.sum(mask & before), np.sum(mask & after)] for mask in keys.values()])
    totals = int(before.sum()), int(after.sum())
    _, z = log_odds(counts[:, 1], counts[:, 0], totals[::-1])
    rows = [_row(context, kind, key, counts[i], totals, float(z[i])) for i, key in enumerate(keys) if counts[i].any()]
    return sorted(rows, key=lambda row: -float(str(row["score"])))


def _risen_keywords(context: Context, before: Any, after: Any) -> list[dict[str, object]]:
    terms = context.terms
    old, new = count_terms(terms, context.comments.words, np.array([before, after]))
    _, z = log_odds(new, old)
    totals = int(before.sum()), int(after.sum())
    return [
        _row(context, "keyword", terms.names[term], (old[term], new[term]), totals, float(z[term]))
        for term in Screen(context).best(z, new, after)
    ]


def _row(context: Context, kind: str, key: str, counts: Any, totals: tuple[int, int], z: float) -> dict[str, object]:
    before, after = context.share(counts[0], totals[0]), context.share(counts[1], totals[1])
    change, low, high = difference(before, after)
    return {
        "kind": kind, "key": key, "before_count": before.count, "before_total": before.total, "after_count":
        after.count, "after_total": after.total, "score": z, "difference": change, "low": low, "high": high,
    }  # fmt: skip


class Screen:
    """Chooses terms, and leaves out those that are personal data.

    Args:
        context: the comments.
    """

    def __init__(self, context: Context) -> None:
        self._context, self._terms = context, context.terms
        self._personal: dict[int, bool] = {}
        authors = context.comments.names.get("author")
        self._authors = frozenset(
            name.lstrip("@").casefold() for name in (authors.names.to_pylist() if authors else ())
        )

    def best(self, z: npt.NDArray[Any], counts: npt.NDArray[Any], inside: Any) -> list[int]:
        """Return the places of the terms of highest z, at most `SHOWN`; each is in `LEAST` comments of the group."""
        fit = np.flatnonzero((z >= CLEAR) & (counts >= LEAST))
        chosen: list[int] = []
        for term in fit[np.argsort(-z[fit], kind="stable")]:
            if len(chosen) == SHOWN:
                break
            if not self._is_personal(int(term), inside):
                chosen.append(int(term))
        return chosen

    def _is_personal(self, term: int, inside: Any) -> bool:
        if term not in self._personal:
            words = self._terms.names[term].split()
            self._personal[term] = any(
                word in self._authors and not is_standard(word) for word in words
            ) or self._is_masked(term, words, inside)
        return self._personal[term]

    def _is_masked(self, term: int, words: list[str], inside: Any) -> bool:
        """Tell whether most of some comments lose the term when personal data are masked."""
        rows = rows_with(self._context, term, inside, _LOOKED_AT)
        lost = 0
        for row in rows:
            text = self._context.comments.text[int(row)].as_py()
            left = words_of(redact(text).text.lower()) if text else []
            lost += not all(word in left for word in words)
        return 2 * lost > len(rows)


def rows_with(context: Context, term: int, inside: Any, most: int) -> npt.NDArray[np.int64]:
    """Return the first ``most`` comments of ``inside`` that hold a term."""
    words, terms = context.comments.words, context.terms
    single = term < terms.singles
    pair = 0 if single else int(terms.pairs[term - terms.singles])
    first = int(np.flatnonzero(terms.words == term)[0]) if single else pair // len(terms.words)
    found: list[int] = []
    for start in range(0, len(words.flat), _STEP):  # a frequent term is found before all words are looked at
        flat = words.flat[start : start + _STEP + 1]
        here = flat[:_STEP] == first
        if not single:
            here = here[: len(flat) - 1] & (flat[1:] == pair % len(terms.words))
        rows = np.unique(np.searchsorted(words.ends, np.flatnonzero(here) + start, side="right"))
        found += rows[inside[rows]].tolist()
        if len(found) > most:  # one more than wanted: a comment may be cut at the step and come twice
            break
    return np.unique(np.array(found, np.int64))[:most]
