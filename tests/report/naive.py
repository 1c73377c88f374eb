"""The tables once more, by plain loops over plain rows, written apart from the product."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from datetime import date, timedelta

from .archives import INTENTS, SENTIMENTS, STANCES, TOPICS, VOICES, Row

ANSWERABLE = {"report", "request", "question", "complaint"}


def comments_of(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row["own"]]


def posts_of(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["own"]]


def monday(day: date) -> date:
    while day.isoweekday() != 1:
        day -= timedelta(days=1)
    return day


def weeks(rows: list[Row]) -> list[date]:
    days = [row["tanggal"] for row in rows if row["tanggal"] is not None]
    if not days:
        return []
    found = [monday(min(days))]
    while found[-1] + timedelta(days=7) <= max(days):
        found.append(found[-1] + timedelta(days=7))
    return found


def volume(rows: list[Row]) -> list[tuple[date, int, int, int]]:
    result = []
    rows = comments_of(rows)
    for week in weeks(rows):
        here = [row for row in rows if row["tanggal"] is not None and monday(row["tanggal"]) == week]
        known = [row for row in here if row["poverty_related"] is not None]
        result.append((week, len(here), len(known), len([row for row in known if row["poverty_related"]])))
    return result


def breakdown(rows: list[Row], name: str) -> dict[str, tuple[int, int, int, int, int, int]]:
    """Return for each key count, total, positive, neutral, negative, poverty."""
    rows = comments_of(rows)
    many = {"topics": TOPICS, "voices": VOICES}
    ids = {**many, "sentiment": SENTIMENTS, "intent": INTENTS, "stance": STANCES}[name]
    base = [row for row in rows if row[name] is not None]
    result = {}
    for label in ids:
        here = [row for row in base if (label in row[name] if name in many else row[name] == label)]
        moods = Counter(row["sentiment"] for row in here)
        poor = len([1 for row in here if row["poverty_related"]])
        result[label] = (len(here), len(base), moods["positive"], moods["neutral"], moods["negative"], poor)
    return result


def places(rows: list[Row]) -> dict[str, int]:
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for row in comments_of(rows):
        if row["kota"]:
            spelled[row["kota"].lower()][row["kota"]] += 1
    return {max(names, key=names.__getitem__): sum(names.values()) for names in spelled.values()}


def voices(rows: list[Row]) -> dict[str, tuple[int, int, int, int, int]]:
    """Return for each group comments, self, proxy, about, and self alone."""
    result = {}
    for group in VOICES:
        counts = [0, 0, 0, 0, 0]
        for row in comments_of(rows):
            if row["voices"] and group in row["voices"]:
                counts[0] += 1
                for place, stance in enumerate(("self", "proxy", "about"), start=1):
                    counts[place] += row["stance"] == stance
                counts[4] += row["stance"] == "self" and len(row["voices"]) == 1
        result[group] = (counts[0], counts[1], counts[2], counts[3], counts[4])
    return result


def self_shares(rows: list[Row]) -> dict[str, tuple[int, int]]:
    base = [row for row in comments_of(rows) if row["voices"] is not None and row["stance"] is not None]
    return {
        group: (sum(1 for row in base if group in row["voices"] and row["stance"] == "self"), len(base))
        for group in VOICES
    }


def speakers(rows: list[Row]) -> dict[str, tuple[int, int]]:
    """Return for each group the authors who speak for themselves, and all authors."""
    base = [row for row in comments_of(rows) if row["voices"] is not None and row["stance"] and row["akun"]]
    everybody = {row["akun"] for row in base}
    return {
        group: (
            len({row["akun"] for row in base if group in row["voices"] and row["stance"] == "self"}),
            len(everybody),
        )
        for group in VOICES
    }


def response(rows: list[Row]) -> dict[tuple[str, str], tuple[int, int, float | None]]:
    """Return for each kind and key how many are answered, of how many, and the median hours."""
    base = [row for row in comments_of(rows) if row["intent"] in ANSWERABLE]
    groups: dict[tuple[str, str], list[Row]] = {("all", "all"): base}
    for topic in TOPICS:
        groups["topic", topic] = [row for row in base if row["topics"] and topic in row["topics"]]
    for intent in ANSWERABLE:
        groups["intent", intent] = [row for row in base if row["intent"] == intent]
    result = {}
    for key, group in groups.items():
        answered = [row for row in group if row["balasan"] or row["tanggal balasan"]]
        hours = [
            (row["tanggal balasan"] - row["tanggal"]).days * 24
            for row in answered
            if row["tanggal balasan"] and row["tanggal"] and row["tanggal balasan"] >= row["tanggal"]
        ]
        result[key] = (len(answered), len(group), statistics.median(hours) if hours else None)
    return result


def traffic(rows: list[Row]) -> list[tuple[date, int, int, int, int]]:
    """Return week, posts, comments, likes, shares, of an archive with posts."""
    result = []
    for week in weeks(rows):
        here = [row for row in rows if row["tanggal"] is not None and monday(row["tanggal"]) == week]
        posts = posts_of(here)
        likes = sum(row["suka"] or 0 for row in posts)
        shares = sum(row["shares"] or 0 for row in posts)
        result.append((week, len(posts), len(here) - len(posts), likes, shares))
    return result


def influence(rows: list[Row]) -> dict[str, float | None]:
    comments, posts = comments_of(rows), posts_of(rows)
    by_author: dict[str, list[Row]] = defaultdict(list)
    for row in comments:
        if row["akun"]:
            by_author[row["akun"]].append(row)
    written = [len(of) for of in by_author.values()]
    days = [row["tanggal"] for row in comments if row["tanggal"]]
    dated = {author: {row["tanggal"] for row in of if row["tanggal"]} for author, of in by_author.items()}
    seen = [days_of for days_of in dated.values() if days_of]
    intents = [row["intent"] for row in comments if row["intent"]]
    mood = Counter(row["sentiment"] for row in comments if row["poverty_related"])
    known = [row for row in comments if row["tanggal"] and row["poverty_related"] is not None]
    last = [row for row in known if row["tanggal"] == max(row["tanggal"] for row in known)]
    rates = [
        ((row["suka"] or 0) + (row["shares"] or 0)) / row["followers"]
        for row in posts
        if row["followers"] and not (row["suka"] is None and row["shares"] is None)
    ]
    return {
        "people_talking": len(by_author),
        "comments_per_day": len(days) / ((max(days) - min(days)).days + 1),
        "comments_per_post": len(comments) / len(posts),
        "likes_per_post": sum(row["suka"] or 0 for row in posts) / len(posts),
        "total_likes": sum(row["suka"] or 0 for row in rows),
        "shares": sum(row["shares"] or 0 for row in rows),
        "endorsements": intents.count("appreciation") / len(intents),
        "returning_authors": len([1 for days_of in seen if len(days_of) > 1]) / len(seen),
        "loyalty": sum(written) / len(written),
        "engagement_rate": sum(rates) / len(rates),
        "strength": len([1 for row in last if row["poverty_related"]]) / len(last),
        "sentiment_ratio": mood["positive"] / mood["negative"],
        "passion": len([1 for n in written if n >= 2]) / len(written),
        "reach": len(written) / sum(written),
    }


def mean_formality(rows: list[Row]) -> dict[date, float]:
    found: dict[date, list[float]] = defaultdict(list)
    for row in posts_of(rows):
        if row["tanggal"] and row["formality"] is not None:
            found[monday(row["tanggal"])].append(row["formality"])
    return {week: statistics.fmean(values) for week, values in found.items()}


def spearman(pairs: list[tuple[float, float]]) -> float:
    def ranked(values: list[float]) -> list[float]:
        return [sum(v < value for v in values) + (values.count(value) + 1) / 2 for value in values]

    left, right = ranked([a for a, _ in pairs]), ranked([b for _, b in pairs])
    return statistics.correlation(left, right)
