"""What the voice gap says, and what it leaves to the reader."""

from __future__ import annotations

import subprocess
import sys

import pyarrow as pa
import pytest

from govtext import report
from govtext.labels import head
from govtext.report.baselines import KINDS, POPULATION_SHARE, Baseline, load
from govtext.report.notes import CODES
from govtext.report.voices import FEW, HEARD, heard

from .archives import make_rows, table


def gap(elderly: int, others: int) -> dict[str, object]:
    """Return the row of the elderly in an archive where so many speak for themselves as old."""
    source = pa.table({
        "voices": [["elderly"]] * elderly + [[]] * others,
        "stance": ["self"] * elderly + ["none"] * others,
    })  # fmt: skip
    found = report.build(source).tables["voice_gap"].to_pylist()
    return next(row for row in found if row["baseline_id"] == "elderly")


def test_status_follows_the_interval() -> None:
    assert gap(40, 960)["status"] == "below"  # 4 % beside 11.75 %
    assert gap(118, 882)["status"] == "within"
    assert gap(200, 800)["status"] == "above"
    assert gap(HEARD - 1, 900)["status"] == "few"
    assert gap(FEW - 1, 900)["status"] == "not_heard"
    assert gap(0, 0)["status"] is None  # no labels, so nothing is known
    assert gap(0, 0)["gap"] is None


def test_limits_of_being_heard() -> None:
    assert [heard(n) for n in (0, FEW - 1, FEW, HEARD - 1, HEARD)] == ["not_heard", "not_heard", "few", "few", "heard"]


def test_no_group_is_hidden() -> None:
    found = report.build(pa.table({"voices": [["elderly"]] * 50, "stance": ["about"] * 50}))
    for name in ("voices", "voice_gap"):
        assert set(found.tables[name]["group"].to_pylist()) == set(head("voices").ids)
    (note,) = (note for note in found.notes if note.code == "not_heard")
    assert set(note.details["groups"]) == set(head("voices").ids)  # fifty comments about the old are no voice of theirs
    elderly = next(row for row in found.tables["voices"].to_pylist() if row["group"] == "elderly")
    assert (elderly["comments"], elderly["self"], elderly["about"]) == (50, 0, 50)


def test_one_person_counts_once_among_people() -> None:
    source = pa.table({
        "voices": [["elderly"]] * 30 + [[]] * 10, "stance": ["self"] * 30 + ["none"] * 10,
        "author": ["mbah"] * 30 + [f"w{i}" for i in range(10)],
    })  # fmt: skip
    row = next(r for r in report.build(source).tables["voice_gap"].to_pylist() if r["baseline_id"] == "elderly")
    assert (row["self_count"], row["self_total"], row["people_count"], row["people_total"]) == (30, 40, 1, 11)


def test_few_authors_who_write_most_are_noted() -> None:
    authors = ["a"] * 60 + [f"w{i}" for i in range(40)]
    found = report.build(pa.table({"text": ["x"] * 100, "author": authors}))
    assert [dict(n.details) for n in found.notes if n.code == "repeat_authors"] == [
        {"authors": 1, "of": 41, "share": 0.6}
    ]
    even = report.build(pa.table({"text": ["x"] * 100, "author": [f"w{i}" for i in range(100)]}))
    assert "repeat_authors" not in {note.code for note in even.notes}


@pytest.mark.parametrize("baseline", load(), ids=lambda one: one.id)
def test_baselines_say_what_they_are(baseline: Baseline) -> None:
    assert baseline.kind in KINDS
    assert 0 < baseline.share <= 1
    assert str(baseline.year) in baseline.source
    assert baseline.note
    assert "MEM" not in baseline.source + baseline.note
    if baseline.kind == POPULATION_SHARE:
        assert baseline.of.startswith("of people")


def test_every_note_has_a_code_that_is_known() -> None:
    reports = [report.build(table(make_rows(80, seed)), queue=3, redact=False, compare="place") for seed in range(3)]
    reports += [report.build(pa.table({"text": ["a"]}), compare="period"), report.build(pa.table({"a": [1]}))]
    notes = [note for one in reports for note in one.notes]
    assert {note.code for note in notes} <= set(CODES)
    assert {note.section for note in notes} <= {"about", *report.TABLES}
    for note in notes:
        promised = CODES[note.code].partition("details: ")[2]
        assert set(note.details) <= {name.strip() for name in promised.split(",")}, note.code


def test_the_package_loads_nothing_until_it_is_used() -> None:
    code = "import sys, govtext.report; assert not {'pyarrow', 'numpy', 'pandas', 'jinja2'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert {"build", "Report"} <= set(dir(report))
    with pytest.raises(AttributeError):
        report.nothing  # noqa: B018


def test_without_labels_nobody_is_called_silent() -> None:
    found = report.build(pa.table({"text": ["kapan cair min"] * 9}))
    assert found.tables["voices"]["heard"].null_count == found.tables["voices"].num_rows > 0
    assert {row["status"] for row in found.tables["voice_gap"].to_pylist()} <= {None, "context", "no_baseline"}
    assert not {"not_heard", "few_voices"} & {note.code for note in found.notes}
