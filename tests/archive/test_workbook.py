"""Excel workbooks, made here with openpyxl."""

from __future__ import annotations

import datetime as dt
import sys
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from govtext.archive import Quarantined, read
from govtext.errors import GovtextWarning, InputError, MissingExtraError

openpyxl = pytest.importorskip("openpyxl")

if TYPE_CHECKING:
    from pathlib import Path


def workbook(path: Path, *sheets: Any) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def with_results(path: Path, results: dict[str, str]) -> Path:
    """Store results of formulas as Excel does; openpyxl writes none."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for formula, result in results.items():
        assert f"<f>{formula}</f><v" in sheet
        sheet = sheet.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{result}</v>")
        sheet = sheet.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{result}</v>")
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return path


def rows_of(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[Quarantined]]:
    chunks = list(read(path, **options).chunks(2))
    return [row for chunk in chunks for row in chunk.table.to_pylist()], [bad for c in chunks for bad in c.quarantined]


def test_cells_become_text(tmp_path: Path) -> None:
    rows = [
        ["no", "komentar", "tanggal", "suka", None, "benar"],
        [1, "Min, bansos\nkok gak cair? 🙏", dt.datetime(2025, 1, 6, 8, 30), 2.5, None, True],  # noqa: DTZ001
        [],
        ["002", None, None, -5],
    ]
    good, bad = rows_of(workbook(tmp_path / "a.xlsx", [[]], rows))
    assert bad == []
    assert good[0] == {
        "no": "1", "komentar": "Min, bansos\nkok gak cair? 🙏", "tanggal": "2025-01-06 08:30:00", "suka": "2.5",
        "column_5": None, "benar": "true",
    }  # fmt: skip
    assert list(good[1].values()) == ["002", None, None, "-5", None, None]


def test_ragged_rows_have_their_row_number(tmp_path: Path) -> None:
    good, bad = rows_of(workbook(tmp_path / "a.xlsx", [["id", "text"], [1], [2, "beras", "lebih"], [3, "gas"]]))
    assert good == [{"id": "1", "text": None}, {"id": "3", "text": "gas"}]
    assert bad == [Quarantined(str(tmp_path / "a.xlsx"), 3, "the row has 3 cells, the header has 2")]


def test_formulas_give_their_stored_result(tmp_path: Path) -> None:
    rows = [["id", "text"], [1, "=A1"], [2, "=1+1"], [3, "biasa"]]
    path = with_results(workbook(tmp_path / "a.xlsx", rows), {"A1": "7"})
    good, (bad,) = rows_of(path)
    assert good == [{"id": "1", "text": "7"}, {"id": "3", "text": "biasa"}]
    assert bad.line == 3
    assert "formula without a stored result; open the workbook in Excel and save it" in bad.reason


def test_formulas_in_other_columns_are_left_empty_with_a_word(tmp_path: Path) -> None:
    archive = read(workbook(tmp_path / "a.xlsx", [["text", "n"], ["beras", "=1+1"]]))
    with pytest.warns(GovtextWarning, match="1 formulas have no stored result and were left empty; open"):
        (chunk,) = archive
    assert chunk.table.to_pylist() == [{"text": "beras", "n": None}]


def test_other_sheets_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["text"], ["beras"]], [], [["text"], ["gas"]])
    with pytest.warns(GovtextWarning, match=r"only the sheet 'Sheet' is read; left out: 'Sheet2'; save them"):
        archive = read(path)
    assert [chunk.table.to_pylist() for chunk in archive] == [[{"text": "beras"}]]


def test_a_workbook_that_is_none(tmp_path: Path) -> None:
    whole = workbook(tmp_path / "a.xlsx", [["text"], ["beras"]]).read_bytes()
    cases = {
        b"": "is empty",
        whole[: len(whole) // 2]: "cannot be read as a workbook .* open it in Excel and save it again",
        b"\xd0\xcf\x11\xe0"
        + bytes(
            500
        ): "cannot be read as a workbook .* encrypted or of Excel before 2007: open it and save it without a password",
        b"text\nberas\n": "cannot be read as a workbook",
    }
    for content, message in cases.items():
        (tmp_path / "a.xlsx").write_bytes(content)
        with pytest.raises(InputError, match=rf"a\.xlsx {message}"):
            read(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="is empty; give a workbook with a header row"):
        read(workbook(tmp_path / "a.xlsx", []))
    with pytest.raises(InputError, match="header but no rows"):
        read(workbook(tmp_path / "a.xlsx", [["text", "kota"]]))


def test_damage_in_the_middle_costs_what_follows(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["text"], *([f"komentar {i}"] for i in range(2000))])
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet[: len(sheet) // 2] + b"<<<"
    with zipfile.ZipFile(path, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    good, bad = rows_of(path)
    assert good[0] == {"text": "komentar 0"}
    assert 500 < len(good) < 2000
    assert "the workbook is damaged here, what follows is lost" in bad[-1].reason


def test_without_openpyxl_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "a.xlsx", [["text"], ["beras"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match=r"a\.xlsx needs packages .* pip install 'govtext\[xlsx\]'"):
        read(path)
