"""The account's posts: traffic over time, how formal they are, and what engagement goes with that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.evaluation import rank_correlation
from govtext.report.frame import NO_DAY
from govtext.report.intervals import bootstrap
from govtext.report.periods import divide
from govtext.report.schema import make

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context
    from govtext.report.frame import Frame
    from govtext.report.periods import Periods

ENGAGEMENT = ("likes", "comments", "shares")
LEAST_POSTS = 10
"""Posts that a correlation needs; its interval says nothing with fewer."""


def traffic(context: Context) -> pa.Table:
    """Count posts, comments, likes and shares in each period, and per post.

    Posts are those of the account itself; without any, the posts that comments belong to (a post counts in every period
    in which it is commented on). Likes and shares are those of the posts, without posts those of the comments.
    Comments are the rows that are comments; without any, the sum of the posts' column ``comments``.
    """
    span = _span(context)
    if span is None:
        return make("traffic", [])
    comments, posts = (divide(frame.day, context.periods.grain, span) for frame in (context.comments, context.posts))
    size = len(comments)
    counted: dict[str, Any] = dict.fromkeys(("posts", "comments", *ENGAGEMENT))
    counted["comments"] = (
        _count(comments, size) if len(context.comments) else _sum(context.posts, posts, "comments", size)
    )
    source, periods = (context.posts, posts) if len(context.posts) else (context.comments, comments)
    if len(context.posts):
        counted["posts"] = _count(posts, size)
    elif "post" in context.comments.names:
        counted["posts"] = _distinct(comments, context.comments.names["post"].codes, size)
    else:
        context.note("missing_column", "traffic", roles=["post"])
    for name in ("likes", "shares"):
        counted[name] = _sum(source, periods, name, size)
    if not len(context.posts) and (counted["likes"] is not None or counted["shares"] is not None):
        context.note("likes_of_comments", "traffic")
    rows: list[dict[str, object]] = []
    for i, day in enumerate(comments.first_days):
        row = {name: None if values is None else int(values[i]) for name, values in counted.items()}
        rows.append({
            "period": day, **{name: row[name] for name in ("posts", "comments", "likes", "shares")},
            "likes_per_post": _ratio(row["likes"], row["posts"]), "comments_per_post": _ratio(row["comments"],
            row["posts"]),
        })  # fmt: skip
    return make("traffic", rows)


def own_posts(context: Context) -> pa.Table:
    """Return the mean formality of the account's posts in each period; its interval is a bootstrap of the posts."""
    span = _span(context)
    formality = context.posts.formality.astype(float)
    if not np.isfinite(formality).any() or span is None:
        if len(context.comments) or len(context.posts):
            missing = [role for role in ("own", "formality") if role not in context.roles]
            if missing and not len(context.posts):
                context.note("missing_column", "own_posts", roles=missing)
        return make("own_posts", [])
    periods = divide(context.posts.day, context.periods.grain, span)
    rows: list[dict[str, object]] = []
    for i, day in enumerate(periods.first_days):
        values = formality[(periods.index == i) & np.isfinite(formality)]
        low, high = bootstrap(values, lambda drawn: float(drawn.mean()), context.options.seed)
        mean = float(values.mean()) if len(values) else None
        rows.append({"period": day, "posts": len(values), "formality": mean, "low": low, "high": high})
    return make("own_posts", rows)


def own_engagement(context: Context) -> pa.Table:
    """Correlate the formality of posts with what they got: Spearman's rank correlation, bootstrap of the posts.

    A correlation, no effect: formal posts may be about other matters, or of other times, than casual ones.
    """
    formality = context.posts.formality.astype(float)
    rows: list[dict[str, object]] = []
    for measure in ENGAGEMENT:
        if not len(context.posts) or measure not in context.posts.numbers:
            continue
        pairs = np.column_stack([formality, context.posts.numbers[measure]])
        pairs = pairs[np.isfinite(pairs).all(axis=1)]
        value, low, high = None, None, None
        if len(pairs) >= LEAST_POSTS:
            found = _spearman(pairs)
            low, high = bootstrap(pairs, _spearman, context.options.seed)
            value = found if np.isfinite(found) else None
        rows.append({"measure": measure, "n": len(pairs), "correlation": value, "low": low, "high": high})
    if any(row["correlation"] is not None for row in rows):
        context.note("correlation", "own_engagement", posts=len(context.posts))
    return make("own_engagement", rows)


def _spearman(pairs: npt.NDArray[Any]) -> float:
    left, right = pairs.T
    if np.all(left == left[0]) or np.all(right == right[0]):
        return float("nan")
    return rank_correlation(left, right)


def _span(context: Context) -> tuple[int, int] | None:
    days = np.concatenate([context.comments.day, context.posts.day])
    days = days[days != NO_DAY]
    return (int(days.min()), int(days.max())) if len(days) else None


def _count(periods: Periods, size: int) -> npt.NDArray[Any]:
    return np.bincount(periods.index[periods.index >= 0], minlength=size)


def _distinct(periods: Periods, codes: npt.NDArray[Any], size: int) -> npt.NDArray[Any]:
    known = (periods.index >= 0) & (codes >= 0)
    pairs = np.unique(np.column_stack([periods.index[known], codes[known]]), axis=0)
    return np.bincount(pairs[:, 0].astype(np.int64), minlength=size)


def _sum(frame: Frame, periods: Periods, role: str, size: int) -> npt.NDArray[Any] | None:
    if role not in frame.numbers or not len(frame):
        return None
    dated = periods.index >= 0
    return np.bincount(periods.index[dated], np.nan_to_num(frame.numbers[role][dated]), size)


def _ratio(part: int | None, whole: int | None) -> float | None:
    return part / whole if part is not None and whole else None
