"""Every table against plain loops over the same rows."""

from __future__ import annotations

import math
from typing import Any

import pytest

from govtext import report
from govtext.report import Report

from . import naive
from .archives import Row, make_rows, table

SEEDS = range(6)


@pytest.fixture(scope="module", params=SEEDS)
def made(request: pytest.FixtureRequest) -> tuple[list[Row], Report]:
    rows = make_rows(250, request.param)
    return rows, report.build(table(rows), grain="week", compare=("2025-03-01", "2025-03-31"))


def rows_of(found: Report, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = found.tables[name].to_pylist()
    return rows


def test_counts_of_the_archive(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    about = found.about
    assert (about.rows, about.own_posts) == (len(rows), len(naive.posts_of(rows)))
    days = [row["tanggal"] for row in rows if row["tanggal"]]
    assert (about.first, about.last, about.today) == (min(days), max(days), max(days))
    unlabelled = [row for row in naive.comments_of(rows) if not any(
        row[name] is not None and row[name] != [] for name in ("poverty_related", "topics", "sentiment", "intent",
        "voices", "stance")
    )]  # fmt: skip
    assert about.unlabelled == len(unlabelled)


def test_volume_and_poverty(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    wanted = naive.volume(rows)
    assert [(r["period"], r["comments"], r["total"], r["poverty"]) for r in rows_of(found, "volume")] == wanted
    known = [row["poverty_related"] for row in naive.comments_of(rows) if row["poverty_related"] is not None]
    (poverty,) = rows_of(found, "poverty")
    assert (poverty["count"], poverty["total"], poverty["target"]) == (sum(known), len(known), None)
    assert poverty["share"] == pytest.approx(sum(known) / len(known))


@pytest.mark.parametrize(
    ("name", "column"),
    [("topics", "topics"), ("intents", "intent"), ("sentiments", "sentiment"), ("stances", "stance")],
)
def test_breakdowns(made: tuple[list[Row], Report], name: str, column: str) -> None:
    rows, found = made
    shown = {
        r["key"]: (r["count"], r["total"], r["positive"], r["neutral"], r["negative"], r["poverty"])
        for r in rows_of(found, name)
    }
    assert shown == naive.breakdown(rows, column)
    counts = found.tables[name]["count"].to_pylist()
    assert counts == sorted(counts, reverse=True)
    if column != "topics":  # one label a comment: the shares are the whole
        assert sum(found.tables[name]["share"].to_pylist()) == pytest.approx(1)


def test_programmes(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    texts = [row["teks"] for row in naive.comments_of(rows) if row["teks"]]
    wanted = {"pkh": "pkh", "kip_kuliah": "kip kuliah", "sembako": "bantuan sembako", "pbi_jkn": "bpjs pbi",
    "lpg_3kg": "gas melon",
              "blt_dd": "blt dana desa"}  # fmt: skip
    shown = {r["key"]: r["count"] for r in rows_of(found, "programmes") if r["count"]}
    assert shown == {key: n for key, phrase in wanted.items() if (n := sum(phrase in text for text in texts))}
    assert {r["total"] for r in rows_of(found, "programmes")} == {len(texts)}


def test_places(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    assert {r["key"]: r["count"] for r in rows_of(found, "places")} == naive.places(rows)
    assert sum(found.tables["places"]["share"].to_pylist()) == pytest.approx(1)


def test_voices_and_gap(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    shown = {
        r["group"]: (r["comments"], r["self"], r["proxy"], r["about"], r["self_alone"])
        for r in rows_of(found, "voices")
    }
    assert shown == naive.voices(rows)
    shares, people = naive.self_shares(rows), naive.speakers(rows)
    for row in rows_of(found, "voice_gap"):
        assert (row["self_count"], row["self_total"]) == shares[row["group"]]
        assert (row["people_count"], row["people_total"]) == people[row["group"]]
        if row["kind"] == "population_share":
            assert row["gap"] == pytest.approx(row["self_count"] / row["self_total"] - row["baseline"])
            assert row["gap_low"] <= row["gap"] <= row["gap_high"]
        else:
            assert row["gap"] is None
            assert row["ratio"] is None


def test_response(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    shown = {(r["kind"], r["key"]): (r["answered"], r["total"], r["median_hours"]) for r in rows_of(found, "response")}
    assert shown == naive.response(rows)


def test_traffic_and_own_posts(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    shown = [(r["period"], r["posts"], r["comments"], r["likes"], r["shares"]) for r in rows_of(found, "traffic")]
    assert shown == naive.traffic(rows)
    formality = {r["period"]: r["formality"] for r in rows_of(found, "own_posts") if r["posts"]}
    assert formality == pytest.approx(naive.mean_formality(rows), abs=1e-6)
    posts = [row for row in naive.posts_of(rows) if row["formality"] is not None]
    for row in rows_of(found, "own_engagement"):
        column = {"likes": "suka"}.get(row["measure"], row["measure"])
        pairs = [(post["formality"], post[column]) for post in posts if post[column] is not None]
        assert row["n"] == len(pairs)
        assert row["correlation"] == pytest.approx(naive.spearman(pairs))
        assert row["low"] <= row["correlation"] <= row["high"]


def test_influence(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    shown = {r["measure"]: r["value"] for r in rows_of(found, "influence") if not r["missing"]}
    wanted = naive.influence(rows) | {"links_shared": 0.0}
    assert set(shown) == set(wanted)
    for name, value in wanted.items():
        assert shown[name] == pytest.approx(value), name
    assert all(r["value"] is None for r in rows_of(found, "influence") if r["missing"])


def test_influence_without_posts_of_the_account() -> None:
    rows = [{**row, "own": False} for row in make_rows(150, 3)]
    shown = {r["measure"]: r for r in rows_of(report.build(table(rows)), "influence")}
    posts = {row["post id"] for row in rows if row["post id"]}
    likes = sum(row["suka"] or 0 for row in rows)
    assert shown["comments_per_post"]["value"] == pytest.approx(len(rows) / len(posts))
    assert shown["likes_per_post"]["value"] == pytest.approx(likes / len(posts))
    assert shown["engagement_rate"]["value"] is None


def test_comparison(made: tuple[list[Row], Report]) -> None:
    rows, found = made
    march = [row for row in rows if row["tanggal"] and row["tanggal"].month == 3]
    april = [row for row in rows if row["tanggal"] and row["tanggal"].month != 3]
    assert found.about.compared == ("2025-03-01/2025-03-31", "rest")
    shown = {
        (r["measure"], r["key"]): (r["a_count"], r["a_total"], r["b_count"], r["b_total"])
        for r in rows_of(found, "comparison")
    }
    for measure, column in (("topic", "topics"), ("sentiment", "sentiment"), ("intent", "intent"), ("voice", "voices")):
        a, b = naive.breakdown(march, column), naive.breakdown(april, column)
        for key in a:
            assert shown[measure, key] == (*a[key][:2], *b[key][:2])
    own_a, own_b = naive.self_shares(march), naive.self_shares(april)
    for group in own_a:
        assert shown["self", group] == (*own_a[group], *own_b[group])
    for row in rows_of(found, "comparison"):
        assert row["difference"] == pytest.approx(row["b_share"] - row["a_share"])
        assert row["low"] <= row["difference"] <= row["high"]


def test_every_share_lies_in_its_interval(made: tuple[list[Row], Report]) -> None:
    for name, found in made[1].tables.items():
        columns = set(found.column_names)
        if {"count", "total", "share", "low", "high"} <= columns:
            for row in found.to_pylist():
                assert row["share"] == pytest.approx(row["count"] / row["total"]), name
                assert 0 <= row["low"] <= row["share"] <= row["high"] <= 1, name
                assert not math.isnan(row["low"]), name


def test_every_table_has_its_schema(made: tuple[list[Row], Report]) -> None:
    assert list(made[1].tables) == list(report.TABLES)
    for name, found in made[1].tables.items():
        assert [(f.name, f.type) for f in found.schema] == [(c.name, c.type) for c in report.TABLES[name]]
