"""What the page says: of full reports, of ones in which something is missing, and of each verdict."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from markupsafe import Markup

from govtext.errors import InputError
from govtext.report import Report
from govtext.report.model import Note
from govtext.report.notes import CODES
from govtext.report.page import note_text, render
from govtext.report.page.blocks import Figure, Measures, Names, Queue, Quotes, Section
from govtext.report.page.context import Context
from govtext.report.page.sections import ORDER, sections
from govtext.report.page.sections.common import paired
from govtext.report.page.summary import headlines
from govtext.report.schema import TABLES, make
from report_page.making import full, report

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, Any]


def changed(table: str, change: Callable[[Row], Row | None]) -> Report:
    """Return the full report with each row of a table changed, or left out."""
    made = full()
    rows = [row for row in map(change, made.tables[table].to_pylist()) if row is not None]
    return replace(made, tables={**made.tables, table: make(table, rows)})


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the drawing out, which takes the time."""
    for module in ("row_charts", "time_charts"):
        monkeypatch.setattr(f"govtext.report.page.{module}.draw", lambda *_, **__: Markup("<svg></svg>"))


def section(made: Report, name: str, lang: str = "id") -> Section:
    return next(one for one in sections(Context(made, lang)) if one.id == name)


def blocks(made: Report, name: str, kind: type) -> list[Any]:
    return [block for block in section(made, name).blocks if isinstance(block, kind)]


def figure(made: Report, name: str, anchor: str) -> Figure:
    found: Figure = next(block for block in blocks(made, name, Figure) if block.id == anchor)
    return found


def plain(text: Any) -> str:
    return str(text.striptags()).replace("\xa0", " ")


def test_sections_stand_in_the_order_of_an_officer() -> None:
    names = [one.id for one in sections(Context(full(), "id"))]
    assert names == ["listening", "voices", "serving", "influence", "comparison", "own_posts", "method"]
    assert len(ORDER) == len(names)
    assert "comparison" not in {one.id for one in sections(Context(report({}), "id"))}


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("table", TABLES)
def test_any_table_may_be_empty(table: str) -> None:
    made = full()
    lone = replace(made, tables={**made.tables, table: make(table, [])})
    assert "</html>" in render(lone)
    less = replace(made, tables={name: found for name, found in made.tables.items() if name != table})
    assert "</html>" in render(less)


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("table", TABLES)
def test_what_can_be_null_may_be_null(table: str) -> None:
    """Every number but counts and keys may be unknown."""
    kept = {"period", "comments", "count", "rank", "kind", "key", "group", "measure", "unit", "section", "heard", "n"}
    kept |= {"scope", "term", "before_count", "after_count", "total", "id"}
    if any(column.name == "positive" for column in TABLES[table]):
        kept.add("share")  # of what was counted it is known
    made = changed(table, lambda row: {name: value if name in kept else None for name, value in row.items()})
    html = render(made)
    assert "None" not in re.sub(r"<style>.*?</style>|<script>.*?</script>", "", html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("low", "high", "target", "tone", "said"),
    [
        (0.35, 0.45, 0.3, "good", "sudah tercapai"),
        (0.3, 0.45, 0.3, "good", "sudah tercapai"),
        (0.2, 0.29, 0.3, "bad", "masih di bawah sasaran"),
        (0.25, 0.45, 0.3, "open", "belum bisa dipastikan"),
        (0.25, 0.45, None, "open", "Belum ada sasaran"),
    ],
)
def test_the_verdict_on_the_target(low: float, high: float, target: float | None, tone: str, said: str) -> None:
    made = changed("poverty", lambda row: row | {"low": low, "high": high, "target": target})
    first = headlines(Context(made, "id"))[0]
    assert first.tone == tone
    assert said in plain(first.sentence)


def test_nothing_known_is_not_nothing() -> None:
    for lang, said in (("id", "Belum bisa"), ("en", "cannot be")):
        cards = headlines(Context(report({}), lang))
        assert [card.tone for card in cards] == ["open"] * 3
        assert [str(card.big) for card in cards] == ["–"] * 3
        assert all(said.lower() in plain(card.sentence).lower() or "told" in card.sentence for card in cards)


def test_nobody_waits() -> None:
    card = headlines(Context(changed("queue", lambda row: row | {"answered": True}), "id"))[2]
    assert (card.tone, plain(card.big)) == ("good", "0")


def test_the_first_to_answer_is_quoted_with_its_office() -> None:
    made = changed("queue", lambda row: row | {"answered": row["rank"] < 3, "text": f"teks {row['rank']}"})
    card = headlines(Context(made, "id"))[2]
    assert "“" not in str(card.sentence)  # the marks are the style's
    assert "teks 3" in plain(card.sentence)
    without = changed("queue", lambda row: row | {"text": None, "answered": False, "office": None})
    assert "no. k0" in plain(headlines(Context(without, "id"))[2].sentence)
    assert "petugas akun" in plain(headlines(Context(without, "id"))[2].sentence)


def test_more_wait_than_the_queue_holds() -> None:
    made = full()
    noted = replace(made, notes=(*made.notes, Note("queue_cut", "queue", {"shown": 40, "waiting": 6954})))
    assert plain(headlines(Context(noted, "id"))[2].big).startswith("6.954")


def test_the_unheard_are_named_the_most_silent_first() -> None:
    made = changed("voices", lambda row: row | {"heard": "not_heard", "self": len(row["group"]) % 3})
    (names,) = blocks(made, "voices", Names)
    assert len(names.items) == made.tables["voices"].num_rows
    silent = [row for row in made.tables["voices"].to_pylist() if row["self"] == 0]
    context = Context(made, "id")
    assert {name for name, _ in names.items[: len(silent)]} == {context.name("voices", row["group"]) for row in silent}
    assert "10 kelompok lain" in plain(headlines(context)[1].sentence)
    everybody = changed("voices", lambda row: row | {"heard": "heard"})
    assert blocks(everybody, "voices", Names) == []
    assert headlines(Context(everybody, "id"))[1].tone == "good"


def test_without_labels_nobody_is_called_silent() -> None:
    made = changed("voices", lambda row: row | {"heard": "not_heard", "total": 0, "comments": 0, "self": 0})
    assert blocks(made, "voices", Names) == []
    assert headlines(Context(made, "id"))[1].tone == "open"


def test_bars_without_sentiment_are_whole_and_say_nothing_of_tone() -> None:
    made = changed("topics", lambda row: row | {"positive": 0, "neutral": 0, "negative": 0})
    found = figure(made, "listening", "topics")
    assert "negatif" not in plain(found.finding)
    assert found.keys == ()
    assert [column.title for column in found.table.columns].count("Negatif") == 0
    assert 'fill="var(--accent)"' in found.drawings[0]


def test_comments_without_tone_end_their_bar() -> None:
    made = changed("topics", lambda row: row | {"negative": 1, "neutral": 0, "positive": 0})
    assert 'fill="var(--band)"' in figure(made, "listening", "topics").drawings[0]


def test_volume_without_labels_shows_no_poverty() -> None:
    made = changed("volume", lambda row: row | {"total": 0, "poverty": 0, "share": None, "low": None, "high": None})
    found = figure(made, "listening", "volume")
    assert found.keys == ()
    assert 'fill="var(--accent)"' not in found.drawings[0]


@pytest.mark.parametrize(("score", "said"), [(5.0, "Paling menonjol"), (1.2, "Belum ada yang jelas naik")])
def test_what_rises_by_chance_is_called_so(score: float, said: str) -> None:
    made = changed("rising", lambda row: row | {"score": score})
    assert plain(figure(made, "listening", "rising").finding).startswith(said)
    falling = changed("rising", lambda row: row | {"score": -3.0})
    assert "rising" not in {block.id for block in blocks(falling, "listening", Figure)}


def test_examples_are_named_by_what_they_are_examples_of() -> None:
    made = changed("examples", lambda row: row | {"key": "health" if row["section"] == "rising" else row["key"]})
    titles = [name for quotes in blocks(made, "listening", Quotes) for name, _ in quotes.groups]
    assert titles == ["Kesehatan & gizi", "Pendidikan", "Kesehatan & gizi"]
    assert [name for quotes in blocks(made, "voices", Quotes) for name, _ in quotes.groups] == ["Lansia"]


def test_the_gap_is_of_shares_of_the_population_alone() -> None:
    found = figure(full(), "voices", "voice-gap")
    assert {plain(row[0]) for row in found.table.rows} == {"Fakir miskin", "Lansia", "Penyandang disabilitas"}
    rates = figure(full(), "voices", "rates")
    assert [plain(row[0]) for row in rates.table.rows] == ["Anak rentan"]
    assert rates.drawings == ()


def test_a_group_with_two_figures_is_one_row_of_the_chart() -> None:
    made = full()
    rows = made.tables["voice_gap"].to_pylist()
    elderly = next(row for row in rows if row["group"] == "elderly")
    both = [*rows, elderly | {"baseline_id": "other", "baseline": 0.2, "gap": -0.19}]
    found = figure(replace(made, tables={**made.tables, "voice_gap": make("voice_gap", both)}), "voices", "voice-gap")
    assert found.drawings[0].count(">Lansia<") == 1
    assert len(found.table.rows) == 4


def test_nobody_below_the_population() -> None:
    made = changed("voice_gap", lambda row: row | ({"gap": 0.1} if row["gap"] is not None else {}))
    assert "tidak di bawah" in plain(figure(made, "voices", "voice-gap").finding)


def test_people_are_in_the_chart_where_authors_are_known() -> None:
    known = figure(full(), "voices", "voice-gap")
    unknown = figure(changed("voice_gap", lambda row: row | {"people_share": None}), "voices", "voice-gap")
    assert (len(known.keys), len(unknown.keys)) == (3, 2)
    assert "var(--proxy)" not in unknown.drawings[0]


@pytest.mark.parametrize(
    ("urgency", "level"), [(1.0, "high"), (0.7, "high"), (0.5, "middle"), (0.1, "low"), (None, "low")]
)
def test_levels_of_urgency(urgency: float | None, level: str) -> None:
    (queue,) = blocks(changed("queue", lambda row: row | {"urgency": urgency}), "serving", Queue)
    assert {item.level for item in queue.items} == {level}


def test_the_queue_says_why_and_to_whom() -> None:
    (queue,) = blocks(full(), "serving", Queue)
    assert queue.items[0].reasons == ("laporan kejadian", "sudah lama menunggu")
    assert "Dinas Sosial" in queue.offices
    assert {name for _, name in queue.intents} == {"Laporan", "Permohonan", "Pertanyaan", "Keluhan"}
    assert queue.cut is None


def test_measures_have_a_value_or_a_reason_and_always_a_formula() -> None:
    items = [item for group in blocks(full(), "influence", Measures) for item in group.items]
    assert len(items) == 10
    assert all((item.value is None) == bool(item.missing) for item in items)
    assert all(item.formula.endswith(".") for item in items)
    assert any("Tambahkan kolom jumlah klik" in item.missing for item in items)
    units = {plain(item.value).split(" ", 1)[-1] for item in items if item.value is not None}
    assert {"per hari", "per unggahan", "%"} <= units


def test_likes_need_a_column() -> None:
    made = changed("traffic", lambda row: row | {"likes": None, "likes_per_post": None})
    assert [block.id for block in blocks(made, "influence", Figure)] == ["traffic-comments_per_post"]


@pytest.mark.parametrize(
    ("low", "high", "difference", "said"),
    [(0.05, 0.2, 0.1, "Kenaikan"), (-0.2, -0.05, -0.1, "Penurunan"), (-0.1, 0.2, 0.05, "Tidak ada perbedaan")],
)
def test_differences_and_chance(low: float, high: float, difference: float, said: str) -> None:
    made = changed("comparison", lambda row: row | {"low": low, "high": high, "difference": difference})
    for block in blocks(made, "comparison", Figure):
        assert plain(block.finding).startswith(said)


def test_sides_have_names() -> None:
    made = full()
    named = replace(made, about=replace(made.about, compared=("2025-01-01/2025-02-30", "rest")))
    first, second = blocks(named, "comparison", Figure)[0].keys
    assert (plain(first.name), plain(second.name)) == ("A: 1 Jan 2025 – 2025-02-30", "B: selebihnya")
    bare = replace(made, about=replace(made.about, compared=()))
    assert [str(key.name) for key in blocks(bare, "comparison", Figure)[0].keys] == ["A", "B"]


def test_what_neither_side_has_is_left_out() -> None:
    made = changed("comparison", lambda row: row | {"a_count": 0, "b_count": 0})
    assert blocks(made, "comparison", Figure) == []


@pytest.mark.parametrize(
    ("strength", "half", "said"),
    [(0.5, 0.1, "lebih banyak"), (-0.5, 0.1, "lebih sedikit"), (0.2, 0.3, "Belum terlihat hubungan")],
)
def test_a_correlation_is_called_so(strength: float, half: float, said: str) -> None:
    made = changed(
        "own_engagement", lambda row: row | {"correlation": strength, "low": strength - half, "high": strength + half}
    )
    found = figure(made, "own_posts", "engagement")
    assert said in plain(found.finding)
    assert "bukan sebab" in found.title


@pytest.mark.parametrize("lang", ["id", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_note_is_a_sentence(code: str, lang: str) -> None:
    details = {"comments": 12, "total": 1200, "limit": 5, "rows": 3, "files": 1, "shown": 30, "places": 90, "posts": 48}
    details |= {"waiting": 900, "words": 2_000_000, "authors": 2, "of": 320}
    lists = {"roles": ["likes", "date"], "groups": ["elderly"], "labels": ["x"], "baselines": ["poor"], "measures": []}
    others = {"share": 0.5, "column": "topik", "example": "31/31/2024", "compare": "period"}
    text = note_text(Note(code, "poverty", details | lists | others), lang)
    assert text.endswith((".", ")"))
    assert "{" not in text
    assert not text.startswith(("Catatan:", "Note:"))


def test_a_note_of_a_newer_table_is_not_lost() -> None:
    assert note_text(Note("something_new", "topics", {})) == "Catatan: something_new."


def test_notes_with_hostile_details_are_harmless() -> None:
    note = Note("unknown_labels", "about", {"column": "<b>\ud800\u202e", "labels": ["<script>", "x" * 500]})
    html = render(replace(full(), notes=(note,)))
    html.encode()
    assert "<script>," not in html
    assert "&lt;script&gt;" in html
    assert "x" * 50 not in html


def test_half_figures_without_a_neighbour_take_the_width() -> None:
    half = replace(figure(full(), "listening", "volume"), half=True)
    other = figure(full(), "listening", "topics")
    halves = [isinstance(block, Figure) and block.half for block in paired([half, None, half, half, other, half])]
    assert halves == [True, True, False, False, False]
    assert paired([]) == ()


def test_the_page_is_the_same_each_time() -> None:
    assert render(full()) == render(full())


def test_the_policy_admits_our_style_and_script_alone() -> None:
    import base64
    import hashlib

    html = render(full())
    for tag, kind in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind} &#39;sha256-{digest}&#39;;" in html
    assert "default-src &#39;none&#39;" in html
    assert "unsafe" not in html
    assert not re.search(r"<[^>]+ (style|on\w+)=", html)


def test_an_unknown_language() -> None:
    with pytest.raises(InputError, match="did you mean 'en'"):
        render(full(), "eng")
