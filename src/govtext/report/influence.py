"""Influence in four groups (reach, frequency, conversation, sustainability) and as Social Mention measured it.

Each measure is a function whose docstring is its formula; `MEASURES` lists them. A column that is missing leaves
null and the name of its role, never a zero. "Posts" are the account's own posts, without any those that comments
belong to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from govtext.labels import head
from govtext.report.dates import DAY, MISSING
from govtext.report.frame import NO_DAY
from govtext.report.schema import make

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy.typing as npt
    import pyarrow as pa

    from govtext.report.context import Context

Result = tuple[float | None, int]
"""The value, and how many rows, posts or authors it rests on."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of influence.

    Attributes:
        group: reach, frequency, conversation, sustainability or social_mention.
        unit: count, share, per_day, per_post, per_author or ratio.
        needs: roles of the columns it needs.
        compute: the formula.
    """

    group: str
    unit: str
    needs: tuple[str, ...]
    compute: Callable[[Context], Result]

    @property
    def formula(self) -> str:
        """The formula in words."""
        return (self.compute.__doc__ or "").strip()


def influence(context: Context) -> pa.Table:
    """Return every measure of `MEASURES`, with the columns that those without a value lack."""
    rows: list[dict[str, Any]] = []
    for name, measure in MEASURES.items():
        missing = [role for role in measure.needs if not _has(context, role)]
        value, n = (None, 0) if missing else measure.compute(context)
        rows.append({
            "measure": name, "group": measure.group, "value": value, "unit": measure.unit, "n": n,
            "needs": list(measure.needs), "missing": missing,
        })  # fmt: skip
    lacking = {
        role: [row["measure"] for row in rows if role in row["missing"]] for row in rows for role in row["missing"]
    }
    if lacking and (len(context.comments) or len(context.posts)):
        measures = [row["measure"] for row in rows if row["missing"]]
        context.note("missing_column", "influence", roles=list(lacking), measures=measures)
    return make("influence", rows)


def _has(context: Context, role: str) -> bool:
    # A post of the account is a post, too, and the option own_account tells them without a column.
    return role in context.roles or (role in ("post", "own") and len(context.posts) > 0)


def _both(context: Context, role: str) -> npt.NDArray[np.float64]:
    """Return the numbers of comments and posts that are there."""
    found = [frame.numbers[role] for frame in (context.comments, context.posts) if role in frame.numbers]
    values = np.concatenate(found) if found else np.empty(0)
    return values[np.isfinite(values)]


def _total(context: Context, role: str) -> Result:
    values = _both(context, role)
    return (float(values.sum()), len(values)) if len(values) else (None, 0)


def _posts(context: Context) -> int:
    if len(context.posts):
        return len(context.posts)
    codes = context.comments.names["post"].codes
    return len(np.unique(codes[codes >= 0]))


def _authors(context: Context) -> npt.NDArray[Any]:
    """Return the number of comments of each author who wrote any."""
    codes = context.comments.names["author"].codes
    counts = np.bincount(codes[codes >= 0])
    return counts[counts > 0]


def _of_posts(context: Context, role: str) -> Result:
    posts = _posts(context)
    frame = context.posts if len(context.posts) else context.comments
    values = frame.numbers[role][np.isfinite(frame.numbers[role])]
    return (float(values.sum()) / posts, posts) if posts and len(values) else (None, posts)


def _ratio(part: float, whole: float, n: int) -> Result:
    return (part / whole, n) if whole else (None, n)


def links_shared(context: Context) -> Result:
    """Comments and posts whose text holds a web address."""
    rows = len(context.comments) + len(context.posts)
    return float(context.comments.links.sum() + context.posts.links.sum()), rows


def link_count(context: Context) -> Result:
    """Sum of the column of links."""
    return _total(context, "links")


def people_talking(context: Context) -> Result:
    """Distinct authors of comments."""
    counts = _authors(context)
    return float(len(counts)), int(counts.sum())


def new_connections(context: Context) -> Result:
    """Sum of the column of new followers."""
    return _total(context, "new_followers")


def views(context: Context) -> Result:
    """Sum of the column of views or impressions."""
    return _total(context, "views")


def comments_per_day(context: Context) -> Result:
    """Dated comments / days from the first to the last, both included."""
    day = context.comments.day
    day = day[day != NO_DAY]
    return (len(day) / (int(day.max()) - int(day.min()) + 1), len(day)) if len(day) else (None, 0)


def comments_per_post(context: Context) -> Result:
    """Comments / posts."""
    posts = _posts(context)
    return _ratio(len(context.comments), posts, posts)


def likes_per_post(context: Context) -> Result:
    """Likes of the posts / posts; without posts of the account, likes of the comments / posts commented on."""
    return _of_posts(context, "likes")


def total_likes(context: Context) -> Result:
    """Sum of the column of likes, of comments and posts."""
    return _total(context, "likes")


def clicks(context: Context) -> Result:
    """Sum of the column of clicks."""
    return _total(context, "clicks")


def downloads(context: Context) -> Result:
    """Sum of the column of downloads."""
    return _total(context, "downloads")


def shares(context: Context) -> Result:
    """Sum of the column of shares."""
    return _total(context, "shares")


def endorsements(context: Context) -> Result:
    """Comments of intent appreciation / comments with an intent."""
    intent = context.comments.intent
    known = int(np.sum(intent >= 0))
    return _ratio(int(np.sum(intent == head("intent").ids.index("appreciation"))), known, known)


def returning_authors(context: Context) -> Result:
    """Authors who commented on two days or more / authors with a dated comment."""
    codes, day = context.comments.names["author"].codes, context.comments.day
    known = (codes >= 0) & (day != NO_DAY)
    pairs = np.unique(np.column_stack([codes[known], day[known]]), axis=0)
    days = np.bincount(pairs[:, 0].astype(np.int64)) if len(pairs) else np.empty(0)
    return _ratio(int(np.sum(days >= 2)), int(np.sum(days >= 1)), int(np.sum(days >= 1)))  # noqa: PLR2004


def loyalty(context: Context) -> Result:
    """Comments with an author / authors."""
    counts = _authors(context)
    return _ratio(float(counts.sum()), len(counts), len(counts))


def engagement_rate(context: Context) -> Result:
    """Mean over the account's posts of (likes + comments + shares, those that have a column) / followers."""
    frame = context.posts
    if not len(frame):
        return None, 0
    got = [frame.numbers[role] for role in ("likes", "comments", "shares") if role in frame.numbers]
    followers = frame.numbers["followers"]
    known = np.isfinite(followers) & (followers > 0) & np.isfinite(np.array(got)).any(axis=0)
    if not known.any():
        return None, 0
    return float(np.mean(np.nansum(got, axis=0)[known] / followers[known])), int(known.sum())


def strength(context: Context) -> Result:
    """Comments about poverty / comments, of those of the last 24 hours (of the last day, where only days are known)."""
    frame = context.comments
    dated = (frame.seconds != MISSING) & (frame.poverty >= 0)
    if not dated.any():
        return None, 0
    last = int(frame.seconds[dated].max())
    only_days = not np.any(frame.seconds[dated] % DAY)
    recent = dated & (frame.seconds > last - DAY) if not only_days else dated & (frame.seconds == last)
    return _ratio(int(np.sum(frame.poverty[recent] == 1)), int(recent.sum()), int(recent.sum()))


def sentiment_ratio(context: Context) -> Result:
    """Positive comments / negative comments, of those about poverty."""
    frame = context.comments
    about = frame.poverty == 1
    counts = {
        name: int(np.sum(about & (frame.sentiment == head("sentiment").ids.index(name))))
        for name in ("positive", "negative")
    }
    return _ratio(counts["positive"], counts["negative"], sum(counts.values()))


def passion(context: Context) -> Result:
    """Authors with two comments or more / authors: how likely one who talks does so again."""
    counts = _authors(context)
    return _ratio(int(np.sum(counts >= 2)), len(counts), len(counts))  # noqa: PLR2004


def reach(context: Context) -> Result:
    """Authors / comments with an author."""
    counts = _authors(context)
    return _ratio(len(counts), float(counts.sum()), int(counts.sum()))


MEASURES: dict[str, Measure] = {
    "people_talking": Measure("reach", "count", ("author",), people_talking),
    "links_shared": Measure("reach", "count", ("text",), links_shared),
    "link_count": Measure("reach", "count", ("links",), link_count),
    "new_connections": Measure("reach", "count", ("new_followers",), new_connections),
    "views": Measure("reach", "count", ("views",), views),
    "comments_per_day": Measure("frequency", "per_day", ("date",), comments_per_day),
    "comments_per_post": Measure("frequency", "per_post", ("post",), comments_per_post),
    "likes_per_post": Measure("frequency", "per_post", ("likes", "post"), likes_per_post),
    "total_likes": Measure("frequency", "count", ("likes",), total_likes),
    "clicks": Measure("conversation", "count", ("clicks",), clicks),
    "downloads": Measure("conversation", "count", ("downloads",), downloads),
    "shares": Measure("conversation", "count", ("shares",), shares),
    "endorsements": Measure("conversation", "share", ("intent",), endorsements),
    "returning_authors": Measure("sustainability", "share", ("author", "date"), returning_authors),
    "loyalty": Measure("sustainability", "per_author", ("author",), loyalty),
    "engagement_rate": Measure("sustainability", "ratio", ("own", "followers", "likes"), engagement_rate),
    "strength": Measure("social_mention", "share", ("poverty_related", "date"), strength),
    "sentiment_ratio": Measure("social_mention", "ratio", ("poverty_related", "sentiment"), sentiment_ratio),
    "passion": Measure("social_mention", "share", ("author",), passion),
    "reach": Measure("social_mention", "ratio", ("author",), reach),
}
"""All measures, by id."""
