"""Cells as exports write them: dates, counts, answers, lists; periods."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.report.cells import answers, codes, memberships, numbers, replied, scores
from govtext.report.dates import MISSING, read_dates, settle
from govtext.report.frame import NO_DAY
from govtext.report.periods import GRAINS, divide

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time


def moments(*cells: object) -> list[str | None]:
    found, _ = settle([read_dates(pa.chunked_array([pa.array(cells)]))])
    return [None if s == MISSING else (EPOCH + timedelta(seconds=int(s))).isoformat(" ", "minutes") for s in found]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("2024-11-19", "2024-11-19 00:00"), ("2024-11-19T08:05:30", "2024-11-19 08:05"), ("2024/11/9 8.05",
        "2024-11-09 08:05"),
        ("19/11/2024", "2024-11-19 00:00"), ("19-11-2024 08.00", "2024-11-19 08:00"), ("19.11.24", "2024-11-19 00:00"),
        ("19/11/2024, 08:00 WIB", "2024-11-19 08:00"), ("Selasa, 19 November 2024 pukul 08.00 WIB", "2024-11-19 08:00"),
        ("Jum'at, 15 Nov 2024", "2024-11-15 00:00"), ("3 Agt 2024", "2024-08-03 00:00"), ("1 Mei 2024",
        "2024-05-01 00:00"),
        ("Nov 19, 2024", "2024-11-19 00:00"), ("Mon Nov 18 20:00:00 +0000 2024", "2024-11-19 03:00"),
        ("2024-11-18T20:00:00Z", "2024-11-19 03:00"), ("2024-11-19 08:00:00.123456+07:00", "2024-11-19 08:00"),
        ("1731978000", "2024-11-19 08:00"), ("1731978000123", "2024-11-19 08:00"), ("20241119", "2024-11-19 00:00"),
        (" 2024-11-19 ", "2024-11-19 00:00"), ("31/02/2024", None), ("2024-13-01", None), ("0000-00-00", None),
        ("1900-01-01", None),
        ("kemarin", None), ("", None), ("25:61", None), ("9" * 400, None), ("19 Xyz 2024", None),
    ],
)  # fmt: skip
def test_dates_as_people_and_programs_write_them(cell: str, wanted: str | None) -> None:
    assert moments(cell) == [wanted]


def test_dates_of_other_types() -> None:
    assert moments(date(2024, 11, 19), None) == ["2024-11-19 00:00", None]
    assert moments(EPOCH.replace(year=2024, month=11, day=19, hour=8)) == ["2024-11-19 08:00"]
    assert moments(datetime(2024, 11, 18, 20, tzinfo=UTC)) == ["2024-11-19 03:00"]
    assert moments(1731978000, None, -5, 10**18) == ["2024-11-19 08:00", None, None, None]
    assert moments(1731978000123.0, float("nan"), float("inf")) == ["2024-11-19 08:00", None, None]
    assert moments(True, False) == [None, None]


def test_day_or_month_first_is_settled_by_the_whole_archive() -> None:
    assert moments("03/04/2024", "25/04/2024")[0] == "2024-04-03 00:00"
    assert moments("03/04/2024", "04/25/2024")[0] == "2024-03-04 00:00"
    pieces = [read_dates(pa.chunked_array([["03/04/2024"]])), read_dates(pa.chunked_array([["04/25/2024"]]))]
    found, ambiguous = settle(pieces)
    assert (EPOCH + timedelta(seconds=int(found[0]))).month == 3
    assert ambiguous == 0
    assert settle(pieces[:1])[1] == 1


@given(
    st.dates(date(1990, 1, 1), date(2098, 12, 31)),
    st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d", "%d %B %Y"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    assert moments(day.strftime(form), "25/12/2024")[0] == f"{day.isoformat()} 00:00"


@given(st.text(max_size=30))
def test_no_text_breaks_a_reader(text: str) -> None:
    try:
        column = pa.chunked_array([pa.array([text, None])])
    except UnicodeEncodeError:  # half of a surrogate pair: Arrow cannot hold it
        return
    read_dates(column)
    assert numbers(column).shape == scores(column).shape == (2,)
    assert answers(column)[1] == -1
    assert codes(column, ("a", "b"))[0][1] == -1
    matrix, present, _ = memberships(column, column, ("a", "b"))
    assert matrix.shape == (2, 2)
    assert not present[1]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("12", 12), ("1.234", 1234), ("1,234,567", 1234567), ("1,2rb", 1200), ("3 jt", 3_000_000), ("1.5K", 1500),
        ("2.5", 2.5), ("0", 0),
        ("-3", None), ("", None), ("banyak", None), ("inf", None), ("12 suka", None),
    ],
)  # fmt: skip
def test_counts_as_platforms_show_them(cell: str, wanted: float | None) -> None:
    (value,) = numbers(pa.chunked_array([[cell]]))
    assert np.isnan(value) if wanted is None else value == wanted


def test_answers_and_replies() -> None:
    column = pa.chunked_array([["ya", "Tidak", "TRUE", "0", "mungkin", "", None]])
    assert answers(column).tolist() == [1, 0, 1, 0, -1, -1, -1]
    assert answers(pa.chunked_array([[True, False, None]])).tolist() == [1, 0, -1]
    assert replied(pa.chunked_array([["sudah kami teruskan", "-", "belum", "", None, "ya"]])).tolist() == [
        1,
        0,
        0,
        0,
        0,
        1,
    ]
    assert replied(pa.chunked_array([[True, False, None]])).tolist() == [1, 0, 0]


@pytest.mark.parametrize("form", ["list", "large", "joined", "json"])
def test_lists_in_every_form(form: str) -> None:
    lists, probabilities = [["b"], [], None, ["a", "c"], ["x", "a"]], [[0.75], [], None, [0.5, 1.0], [0.25, 0.125]]
    if form in ("joined", "json"):

        def shown(cell: list[object] | None) -> str | None:
            if cell is None:
                return None
            return ";".join(map(str, cell)) if form == "joined" else str(cell).replace("'", '"')

        labels = pa.array([shown(cell) for cell in lists])  # type: ignore[arg-type]
        certain = pa.array([shown(cell) for cell in probabilities])  # type: ignore[arg-type]
    else:
        kind = pa.list_ if form == "list" else pa.large_list
        labels, certain = pa.array(lists, kind(pa.string())), pa.array(probabilities, kind(pa.float64()))
    matrix, present, strange = memberships(pa.chunked_array([labels]), pa.chunked_array([certain]), ("a", "b", "c"))
    assert matrix.tolist() == [[0, 0.75, 0], [0, 0, 0], [0, 0, 0], [0.5, 0, 1], [0.125, 0, 0]]
    assert present.tolist() == [True, True, False, True, True]
    assert strange == {"x"}


def test_lists_without_or_with_other_probabilities_are_sure() -> None:
    labels = pa.chunked_array([[["a", "b"], ["b"]]])
    assert memberships(labels, None, ("a", "b"))[0].tolist() == [[1, 1], [0, 1]]
    matrix, _, _ = memberships(labels, pa.chunked_array([[[0.5], [0.25]]]), ("a", "b"))
    assert matrix.tolist() == [[1, 1], [0, 0.25]]
    assert (memberships(labels, pa.chunked_array([[[0.0, 0.0], [0.0]]]), ("a", "b"))[0] > 0).sum() == 3


@given(
    st.lists(st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2030, 1, 1))), min_size=1, max_size=20),
    st.sampled_from([None, *GRAINS]),
)
def test_each_day_falls_into_its_period(days: list[date | None], grain: str | None) -> None:
    numbers_of = np.array([NO_DAY if day is None else (day - date(1970, 1, 1)).days for day in days])
    found = divide(numbers_of, grain)
    for day, place in zip(days, found.index, strict=True):
        if day is None:
            assert place == -1
            continue
        assert found.first_days[place] <= day
        assert place + 1 == len(found) or day < found.first_days[place + 1]
    if found.grain == "week":
        assert {first.isoweekday() for first in found.first_days} <= {1}
    if grain is None:
        assert len(found) <= 130
    assert list(found.first_days) == sorted(set(found.first_days))
