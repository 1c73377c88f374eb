"""The tables of a report: their columns, types and what each column says.

Tables hold ids (of labels, programmes, offices, measures), never wording. A null is what cannot be computed; a `Note`
says why. Every share stands as ``count, total, share, low, high``, see `intervals`.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import pyarrow as pa

_INT, _FLOAT, _TEXT, _DAY, _BOOL = pa.int64(), pa.float64(), pa.string(), pa.date32(), pa.bool_()
_TEXTS = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name, its type and what it says."""

    name: str
    type: pa.DataType
    doc: str


def _interval(of: str) -> tuple[Column, ...]:
    return (
        Column("low", _FLOAT, f"lower bound of the 95 % interval of {of}"),
        Column("high", _FLOAT, f"upper bound of the 95 % interval of {of}"),
    )


def _share(count: str, total: str) -> tuple[Column, ...]:
    return (
        Column("count", _INT, count),
        Column("total", _INT, total),
        Column("share", _FLOAT, "count / total; null where total is 0"),
        *_interval("share"),
    )


def _breakdown(key: str, total: str) -> tuple[Column, ...]:
    return (
        Column("key", _TEXT, key),
        *_share("comments with the key", total),
        Column("positive", _INT, "of count, those of positive sentiment"),
        Column("neutral", _INT, "of count, those of neutral sentiment"),
        Column("negative", _INT, "of count, those of negative sentiment"),
        Column("poverty", _INT, "of count, those about poverty"),
    )


def _side(name: str) -> tuple[Column, ...]:
    return (
        Column(f"{name}_count", _INT, f"comments of side {name} with the key"),
        Column(f"{name}_total", _INT, f"comments of side {name} with such a label"),
        Column(f"{name}_share", _FLOAT, f"{name}_count / {name}_total"),
        Column(f"{name}_low", _FLOAT, f"lower bound of the 95 % interval of {name}_share"),
        Column(f"{name}_high", _FLOAT, f"upper bound of the 95 % interval of {name}_share"),
    )


_PERIOD = Column("period", _DAY, "first day of the period; no period between the first and the last is left out")
_LABELLED = "comments with such a label"

TABLES: dict[str, tuple[Column, ...]] = {
    "volume": (
        _PERIOD,
        Column("comments", _INT, "comments of the period, labelled or not"),
        Column("total", _INT, "of these, those that say whether they are about poverty"),
        Column("poverty", _INT, "of total, those about poverty"),
        Column("share", _FLOAT, "poverty / total"),
        *_interval("share"),
    ),
    "poverty": (
        *_share("comments about poverty", "comments that say whether they are"),
        Column("target", _FLOAT, "the share wanted, as given; null if none was"),
    ),
    "topics": _breakdown("topic id; a comment may have several", "comments with a list of topics, be it empty"),
    "programmes": _breakdown(
        "programme id, see data/programmes.toml; a comment may name several", "comments with text"
    ),
    "intents": _breakdown("intent id", _LABELLED),
    "sentiments": _breakdown("sentiment id", _LABELLED),
    "stances": _breakdown("stance id", _LABELLED),
    "places": _breakdown("place as the archive spells it most often; the most frequent ones", "comments with a place"),
    "rising": (
        Column("kind", _TEXT, "topic, keyword or programme"),
        Column("key", _TEXT, "id of the topic or programme, or the keyword"),
        Column("before_count", _INT, "comments with it in the period before the latest"),
        Column("before_total", _INT, "comments of that period that could have had it"),
        Column("after_count", _INT, "comments with it in the latest period"),
        Column("after_total", _INT, "comments of that period that could have had it"),
        Column("score", _FLOAT, "z of the log-odds with an informative Dirichlet prior (Monroe et al. 2008)"),
        Column("difference", _FLOAT, "after_count / after_total - before_count / before_total"),
        *_interval("difference"),
    ),
    "keywords": (
        Column("scope", _TEXT, "poverty, negative, or a voice id: the comments that the term marks"),
        Column("term", _TEXT, "a word or two neighbouring words in standard spelling"),
        Column("count", _INT, "comments of the scope with the term"),
        Column("rest_count", _INT, "other comments with the term"),
        Column("log_odds", _FLOAT, "log-odds ratio, scope against rest, with an informative Dirichlet prior"),
        Column("z", _FLOAT, "log_odds over its standard deviation"),
    ),
    "examples": (
        Column("section", _TEXT, "topic, voice or rising"),
        Column("key", _TEXT, "topic id, voice id, or key of a row of rising"),
        Column("id", _TEXT, "the comment's id, or its row number"),
        Column("date", _DAY, "its day, if known"),
        Column("text", _TEXT, "the comment, personal data masked unless asked otherwise"),
        Column("score", _FLOAT, "certainty of the label it is an example of, 0..1"),
    ),
    "voices": (
        Column("group", _TEXT, "voice id; all groups are listed"),
        Column("comments", _INT, "comments in which the group speaks or is spoken of"),
        Column("total", _INT, "comments with a list of voices, be it empty"),
        Column("share", _FLOAT, "comments / total"),
        *_interval("share"),
        Column("self", _INT, "of comments, those whose writer belongs to the people concerned"),
        Column("proxy", _INT, "of comments, those that speak for somebody of them"),
        Column("about", _INT, "of comments, those that only speak about them"),
        Column("self_alone", _INT, "of self, those that name no other group: no doubt who speaks"),
        Column("self_share", _FLOAT, "self / comments"),
        Column("self_low", _FLOAT, "lower bound of the 95 % interval of self_share"),
        Column("self_high", _FLOAT, "upper bound of the 95 % interval of self_share"),
        Column("heard", _TEXT, "heard, few or not_heard, by self (voices.HEARD, voices.FEW); null without labels"),
    ),
    "voice_gap": (
        Column("group", _TEXT, "voice id; all groups are listed, some with several baselines"),
        Column("baseline_id", _TEXT, "id of the baseline; null where there is none for the group"),
        Column("kind", _TEXT, "population_share, share_of_poor or rate_within; only the first is subtracted"),
        Column("self_count", _INT, "comments in which the group speaks for itself"),
        Column("self_total", _INT, "comments with voices and stance"),
        Column("self_share", _FLOAT, "self_count / self_total"),
        *_interval("self_share"),
        Column("people_count", _INT, "authors of self_count; null without a column of authors"),
        Column("people_total", _INT, "authors of self_total"),
        Column("people_share", _FLOAT, "people_count / people_total: each person counts once, as in the baseline"),
        Column("people_low", _FLOAT, "lower bound of the 95 % interval of people_share"),
        Column("people_high", _FLOAT, "upper bound of the 95 % interval of people_share"),
        Column("baseline", _FLOAT, "the baseline as a share"),
        Column("gap", _FLOAT, "self_share - baseline"),
        Column("gap_low", _FLOAT, "low - baseline"),
        Column("gap_high", _FLOAT, "high - baseline"),
        Column("ratio", _FLOAT, "self_share / baseline"),
        Column("year", _INT, "year of the baseline"),
        Column("of", _TEXT, "what the baseline is a share of, as its file says"),
        Column("source", _TEXT, "source of the baseline with its date"),
        Column("note", _TEXT, "caveat of the baseline"),
        Column("status", _TEXT, "below, within, above, few, not_heard, context or no_baseline"),
    ),
    "queue": (
        Column("rank", _INT, "1 is to be answered first"),
        Column("id", _TEXT, "the comment's id, or its row number"),
        Column("date", _DAY, "its day, if known"),
        Column("age_days", _INT, "days from that day to about.today"),
        Column("intent", _TEXT, "report, request, question or complaint"),
        Column("topics", _TEXTS, "topic ids, surest first"),
        Column("poverty", _BOOL, "is it about poverty"),
        Column("urgency", _FLOAT, "0..1, the sum of points of data/urgency.toml"),
        Column("certainty", _FLOAT, "probability of the intent"),
        Column("reasons", _TEXTS, "ids of what gave points, most points first"),
        Column("office", _TEXT, "office id, see data/offices.toml"),
        Column("answered", _BOOL, "has it a reply; null if the archive does not say"),
        Column("text", _TEXT, "the comment, personal data masked unless asked otherwise"),
        Column("place", _TEXT, "its place, if known"),
    ),
    "response": (
        Column("kind", _TEXT, "all, topic or intent"),
        Column("key", _TEXT, "all, or the id of the topic or intent"),
        Column("answered", _INT, "comments with a reply"),
        Column("total", _INT, "comments that need an answer: report, request, question, complaint"),
        Column("share", _FLOAT, "answered / total"),
        *_interval("share"),
        Column("median_hours", _FLOAT, "median time to the reply, of those with both dates"),
        Column("p90_hours", _FLOAT, "time within which nine of ten replies came"),
        Column("timed", _INT, "replies with both dates"),
    ),
    "influence": (
        Column("measure", _TEXT, "id of the measure, see influence.MEASURES for its formula"),
        Column("group", _TEXT, "reach, frequency, conversation, sustainability or social_mention"),
        Column("value", _FLOAT, "the measure; null where a column it needs is missing"),
        Column("unit", _TEXT, "count, share, per_day, per_post, per_author or ratio"),
        Column("n", _INT, "rows, posts or authors that it rests on"),
        Column("needs", _TEXTS, "roles of the columns it needs"),
        Column("missing", _TEXTS, "of needs, those that the archive has no column for"),
    ),
    "traffic": (
        _PERIOD,
        Column("posts", _INT, "posts of the account, or posts commented on"),
        Column("comments", _INT, "comments"),
        Column("likes", _INT, "likes of the posts, or of the comments where the archive has no posts"),
        Column("shares", _INT, "shares, likewise"),
        Column("likes_per_post", _FLOAT, "likes / posts"),
        Column("comments_per_post", _FLOAT, "comments / posts"),
    ),
    "comparison": (
        Column("measure", _TEXT, "poverty, topic, sentiment, intent, stance, voice or self"),
        Column("key", _TEXT, "id of the label; poverty for poverty"),
        *_side("a"),
        *_side("b"),
        Column("difference", _FLOAT, "b_share - a_share"),
        *_interval("difference"),
    ),
    "own_posts": (
        _PERIOD,
        Column("posts", _INT, "posts of the account with a formality"),
        Column("formality", _FLOAT, "mean formality, 0 casual .. 1 bureaucratic"),
        *_interval("formality"),
    ),
    "own_engagement": (
        Column("measure", _TEXT, "likes, comments or shares"),
        Column("n", _INT, "posts with both values"),
        Column("correlation", _FLOAT, "Spearman's rank correlation of formality and the measure"),
        *_interval("correlation"),
    ),
}


@functools.cache
def schema(table: str) -> pa.Schema:
    """Return the Arrow schema of ``table``; each field carries its doc as metadata ``doc``."""
    return pa.schema([pa.field(c.name, c.type, metadata={"doc": c.doc}) for c in TABLES[table]])


def make(table: str, rows: list[dict[str, object]]) -> pa.Table:
    """Return ``table`` with ``rows``; a column that a row leaves out is null there."""
    return pa.Table.from_pylist(rows, schema=schema(table))


def empty(table: str) -> pa.Table:
    """Return ``table`` without rows."""
    return schema(table).empty_table()
