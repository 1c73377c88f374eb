"""Reports made by hand, small and large, kind and hostile, so that the page is tested by itself."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from govtext.labels import head
from govtext.report.model import About, Note, Report
from govtext.report.resources import read_data
from govtext.report.schema import TABLES, empty, make

Row = dict[str, Any]
_OFFICES = [office["id"] for office in read_data("offices.toml")["office"]]
_MEASURES = ("people_talking", "comments_per_day", "likes_per_post", "returning_authors", "sentiment_ratio")
_MISSING = ("views", "total_likes", "clicks", "engagement_rate", "reach")
HOSTILE = [
    "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\">",
    "javascript:document.title='taken' <a href=\"javascript:document.title='taken'\">klik</a>",
    "\u202eesrever si siht \u2066 dan teks biasa \u202d lagi",
    "ban\u200bsos\u2060 ga\u00adib \ufeff",
    "a" * 5000,
    '=HYPERLINK("http://127.0.0.1/x";"klik") +62 -1 @SUM(A1)',
    "Z" + "\u0310\u0311\u0312\u0313\u0314" * 40 + "algo",
    "{{ 7 * 7 }} {% raw %} {lang} %s </style></script></textarea>--><![CDATA[",
    "\x00\x01\x1b[31m nol \x7f\x85",
    "http://127.0.0.1:9/gambar.png https://example.test/?x='\"><svg onload=alert(1)>",
    "🙏👩‍👩‍👧 Mbah saya di RT 3 belum dapat PKH 🏳️‍🌈",
]
_SAID = [
    "Min, mbah saya di RT 3 kok belum dapat PKH ya? Tetangga yang mampu malah dapat.",
    "Lampu gang di belakang pasar mati sudah dua minggu, anak-anak takut pulang ngaji.",
    "Kapan beras BPNT cair? Sudah tiga bulan kosong.",
    "Anak saya putus sekolah karena KIP tidak aktif, mohon dibantu.",
    "Matur nuwun, petugase ramah lan cepet.",
]


def share(count: int | None, total: int | None) -> Row:
    """Return the columns of a share, its interval by the normal approximation: any that holds the share would do."""
    if count is None or not total:
        return {"count": count, "total": total, "share": None, "low": None, "high": None}
    value = count / total
    half = 1.96 * (value * (1 - value) / total) ** 0.5
    return {
        "count": count,
        "total": total,
        "share": value,
        "low": max(0.0, value - half),
        "high": min(1.0, value + half),
    }


def breakdown(dice: random.Random, keys: list[str], total: int) -> list[Row]:
    rows = []
    for key in keys:
        count = dice.randint(0, total // 4)
        positive = dice.randint(0, count)
        neutral = dice.randint(0, count - positive)
        rows.append(
            {
                "key": key,
                **share(count, total),
                "positive": positive,
                "neutral": neutral,
                "negative": count - positive - neutral,
                "poverty": dice.randint(0, count),
            }
        )
    return rows


def full(
    seed: int = 1, *, periods: int = 12, texts: list[str] | None = None, queue: int = 40, grain: str = "week"
) -> Report:
    """Return a report with rows in every table; ``texts`` stand wherever an archive brings its own words."""
    dice = random.Random(seed)
    said = texts or _SAID
    steps = {"day": 1, "week": 7, "month": 31, "year": 366}
    starts = [date(2025, 1, 6) + timedelta(days=steps[grain] * place) for place in range(periods)]
    if grain != "week":
        starts = [start.replace(day=start.day if grain == "day" else 1) for start in starts]
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    _over_time(dice, rows, starts)
    total = sum(row["comments"] for row in rows["volume"]) or 1
    rows["poverty"] = [{**share(sum(row["poverty"] or 0 for row in rows["volume"]), total), "target": 0.3}]
    _counts(dice, rows, said, total)
    _words(dice, rows, said)
    topics, voices = list(head("topics").ids), list(head("voices").ids)
    rows["voices"] = [_voice(dice, group, place, total) for place, group in enumerate(voices)]
    rows["voice_gap"] = [_gap(row, total) for row in rows["voices"]]
    rows["queue"] = [_waiting(dice, place, said, topics) for place in range(queue)]
    _answers_and_sides(dice, rows)
    rows["influence"] = _influence()
    notes = (
        Note("unlabelled", "about", {"comments": 3, "total": total}),
        Note("not_heard", "voices", {"groups": ["migrant_workers"], "limit": 5}),
        Note("missing_column", "influence", {"roles": ["clicks", "downloads"], "measures": []}),
        Note("correlation", "own_engagement", {"posts": 48}),
    )
    return report(rows, notes, rows_read=total, first=starts[0], last=starts[-1], grain=grain)


def _over_time(dice: random.Random, rows: dict[str, list[Row]], starts: list[date]) -> None:
    for start in starts:
        comments, posts, likes = dice.randint(0, 300), dice.randint(1, 9), dice.randint(10, 4000)
        poverty = share(dice.randint(0, comments), comments)
        rows["volume"].append({"period": start, "comments": comments, **poverty, "poverty": poverty["count"]})
        per_post = {"likes_per_post": likes / posts, "comments_per_post": comments / posts}
        counts = {"posts": posts, "comments": comments, "likes": likes, "shares": dice.randint(0, 90)}
        rows["traffic"].append({"period": start, **counts, **per_post})
        stiff = dice.uniform(0.3, 0.9)
        rows["own_posts"].append(
            {"period": start, "posts": posts, "formality": stiff, "low": stiff - 0.1, "high": stiff + 0.08}
        )


def _counts(dice: random.Random, rows: dict[str, list[Row]], said: list[str], total: int) -> None:
    keys = {
        "topics": list(head("topics").ids),
        "intents": list(head("intent").ids),
        "sentiments": list(head("sentiment").ids),
        "stances": list(head("stance").ids),
        "programmes": ["pkh", "sembako", "pbi_jkn", "kip"],
        "places": ["Kemirirejo", "Jurangombo", said[0]],
    }
    for name, names in keys.items():
        rows[name] = breakdown(dice, names, total)


def _words(dice: random.Random, rows: dict[str, list[Row]], said: list[str]) -> None:
    for kind, key in (("topic", "health"), ("keyword", "banjir"), ("keyword", said[-1]), ("programme", "pkh")):
        before, after = dice.randint(0, 40), dice.randint(20, 90)
        counts = {"before_count": before, "before_total": 180, "after_count": after, "after_total": 200}
        change = after / 200 - before / 180
        interval = {"difference": change, "low": change - 0.05, "high": change + 0.05}
        rows["rising"].append({"kind": kind, "key": key, **counts, "score": dice.uniform(0.5, 6), **interval})
    for scope in ("poverty", "negative", "elderly"):
        for term in ("bansos", "tidak dapat", "mbah", "beras", said[0], said[-1]):
            odds, counts = dice.uniform(0.2, 3), {"count": dice.randint(3, 60), "rest_count": dice.randint(0, 60)}
            rows["keywords"].append({"scope": scope, "term": term, **counts, "log_odds": odds, "z": 2 * odds})
    for section, key in (("topic", "health"), ("topic", "education"), ("voice", "elderly"), ("rising", "banjir")):
        for place, text in enumerate(said):
            day = date(2025, 2, 1 + place)
            rows["examples"].append(
                {"section": section, "key": key, "id": str(place), "date": day, "text": text, "score": 0.9}
            )


def _answers_and_sides(dice: random.Random, rows: dict[str, list[Row]]) -> None:
    for kind, key in (("all", "all"), ("topic", "health"), ("intent", "question")):
        wanted = dice.randint(10, 90)
        answered = share(dice.randint(0, wanted), wanted)
        speed = {"median_hours": dice.uniform(1, 40), "p90_hours": dice.uniform(40, 200), "timed": answered["count"]}
        rows["response"].append({"kind": kind, "key": key, **answered, "answered": answered["count"], **speed})
    for measure, key in (("poverty", "poverty"), ("topic", "health"), ("topic", "education"), ("voice", "elderly")):
        a, b = share(dice.randint(5, 90), 120), share(dice.randint(5, 90), 140)
        change = b["share"] - a["share"]
        sides = {f"{side}_{column}": value for side, values in (("a", a), ("b", b)) for column, value in values.items()}
        interval = {"difference": change, "low": change - 0.1, "high": change + 0.1}
        rows["comparison"].append({"measure": measure, "key": key, **sides, **interval})
    for measure in ("likes", "comments", "shares"):
        strength = dice.uniform(-0.6, 0.3)
        interval = {"low": strength - 0.25, "high": strength + 0.25}
        rows["own_engagement"].append({"measure": measure, "n": 48, "correlation": strength, **interval})


def report(
    rows: dict[str, list[Row]],
    notes: tuple[Note, ...] = (),
    *,
    rows_read: int = 0,
    first: date | None = None,
    last: date | None = None,
    grain: str = "week",
) -> Report:
    """Return a report of the rows given; tables without any are empty."""
    tables = {name: make(name, rows[name]) if rows.get(name) else empty(name) for name in TABLES}
    about = About(
        rows=rows_read,
        comments=rows_read,
        own_posts=0,
        unlabelled=0,
        undated=0,
        first=first,
        last=last,
        grain=grain,
        today=date(2025, 4, 2),
        roles={"text": "komentar", "date": "tanggal"} if rows_read else {},
        models=("fast 0.1.0",) if rows_read else (),
        compared=("2025-01-01 – 2025-02-15", "pemkot_contoh") if rows.get("comparison") else (),
        seed=13,
        options={},
        sources=("arsip.parquet",),
    )
    return Report(tables, notes, about)


def _voice(dice: random.Random, group: str, place: int, total: int) -> Row:
    silent = place % 5 == 4
    own, proxy, about = (0, dice.randint(0, 2), 0) if silent else (dice.randint(3, 60), dice.randint(0, 30), 9)
    comments = own + proxy + about
    of_all, of_group = share(comments, total), share(own, comments)
    return {
        "group": group,
        "comments": comments,
        "total": total,
        **{name: of_all[name] for name in ("share", "low", "high")},
        "self": own,
        "proxy": proxy,
        "about": about,
        "self_alone": own,
        **{f"self_{name}": of_group[name] for name in ("share", "low", "high")},
        "heard": "not_heard" if own == 0 else "few" if own < 10 else "heard",
    }


def _gap(voice: Row, total: int) -> Row:
    own = share(voice["self"], total)
    population = {"elderly": 0.1175, "disability": 0.09, "extreme_poor": 0.0847}.get(voice["group"])
    row = {
        "group": voice["group"],
        "self_count": voice["self"],
        "self_total": total,
        "self_share": own["share"],
        "low": own["low"],
        "high": own["high"],
        "status": "no_baseline",
    }
    if voice["group"] != "disability":
        people = share(voice["self"] // 2, total // 2)
        row |= {f"people_{name}": value for name, value in people.items()}
    if population is not None:
        row |= {
            "baseline_id": voice["group"],
            "kind": "population_share",
            "baseline": population,
            "gap": own["share"] - population,
            "gap_low": own["low"] - population,
            "gap_high": own["high"] - population,
            "ratio": own["share"] / population,
            "year": 2023,
            "of": "penduduk",
            "source": "BPS",
            "note": "angka nasional",
            "status": "below",
        }
    if voice["group"] == "children_at_risk":
        row |= {
            "baseline_id": "children",
            "kind": "rate_within",
            "baseline": 0.118,
            "year": 2022,
            "of": "anak 0–17 tahun yang miskin",
            "source": "BPS, Maret 2022",
            "status": "context",
        }
    return row


def _waiting(dice: random.Random, place: int, said: list[str], topics: list[str]) -> Row:
    return {
        "rank": place + 1,
        "id": f"k{place}",
        "date": date(2025, 3, 30) - timedelta(days=place % 60),
        "age_days": 3 + place % 60,
        "intent": ("report", "request", "question", "complaint")[place % 4],
        "topics": dice.sample(topics, place % 3),
        "poverty": place % 2 == 0,
        "urgency": 1 - place / 50 if place < 50 else 0.0,
        "certainty": dice.uniform(0.5, 1),
        "reasons": ["report", "waiting"],
        "office": (None, *_OFFICES)[place % (1 + len(_OFFICES))],
        "answered": (None, False, True)[place % 3],
        "text": said[place % len(said)],
        "place": said[-1] if place % 4 == 0 else None,
    }


def _influence() -> list[Row]:
    rows: list[Row] = []
    for place, group in enumerate(("reach", "frequency", "conversation", "sustainability", "social_mention")):
        rows.append(
            {
                "measure": _MEASURES[place],
                "group": group,
                "value": 1234.5 * (place + 1) if place != 3 else 0.302,
                "unit": ("count", "per_day", "per_post", "share", "ratio")[place],
                "n": 1200 + place,
                "needs": ["likes"],
                "missing": [],
            }
        )
        rows.append(
            {"measure": _MISSING[place], "group": group, "unit": "count", "needs": ["clicks"], "missing": ["clicks"]}
        )
    return rows
