"""Archives opened without a text column, and read with some of their columns."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govtext.archive import gather, read
from govtext.archive.columns import NO_COLUMN, EmptyArchiveError
from govtext.errors import InputError

ROWS = [{"nomor": "1", "skor": "2", "catatan": "a"}, {"nomor": "2", "skor": "3", "catatan": "b"}]


def write(path: Path) -> Path:
    if path.suffix == ".parquet":
        pq.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=1)
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    else:
        path.write_text("nomor,skor,catatan\n1,2,a\n2,3,b\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_a_text_column_is_needed_unless_told_otherwise(tmp_path: Path, suffix: str) -> None:
    path = write(tmp_path / f"a{suffix}")
    with pytest.raises(InputError, match="cannot tell which column"):
        read(path)
    (opened,) = gather(path, needs_text=False).inputs
    assert [row for chunk in opened for row in chunk.table.to_pylist()] == ROWS
    assert gather(tmp_path, text_column="isi", needs_text=False).inputs[0].columns == opened.columns


def test_columns_without_any_text(tmp_path: Path) -> None:
    pq.write_table(pa.table({"n": [1, 2], "m": [[1], []]}), tmp_path / "a.parquet")
    (tmp_path / "b.jsonl").write_text('{"n": 1, "m": true}\n', encoding="utf-8")
    for name, rows in (("a.parquet", [{"n": 1, "m": [1]}, {"n": 2, "m": []}]), ("b.jsonl", [{"n": 1, "m": True}])):
        opened = read(tmp_path / name, needs_text=False)
        assert opened.text_column == NO_COLUMN
        assert [row for chunk in opened for row in chunk.table.to_pylist()] == rows


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_only_the_columns_asked_for(tmp_path: Path, suffix: str) -> None:
    opened = read(write(tmp_path / f"a{suffix}"), text_column="catatan")
    chunks = list(opened.chunks(1, only={"skor", "elsewhere"}))
    assert [chunk.table.to_pylist() for chunk in chunks] == [[{"skor": "2"}], [{"skor": "3"}]]
    assert [chunk.numbers for chunk in chunks] == [[1], [2]]


def test_an_archive_without_rows_says_so(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array([], pa.string())}), tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("text\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("\n", encoding="utf-8")
    for name in ("a.parquet", "b.csv", "c.jsonl"):
        with pytest.raises(EmptyArchiveError, match=name):
            read(tmp_path / name)


@pytest.mark.parametrize(
    "name", ["Isi Komentar", "isiKomentar", " ISI-KOMENTAR ", "isi_komentar", "Teks", "Isi Aduan:"]
)
def test_the_text_column_is_known_however_people_write_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.csv").write_text(f"No.;{name};Akun\n1;beras mahal;x\n", encoding="utf-8-sig")
    assert read(tmp_path / "a.csv").text_column.strip() == name.strip()


def test_an_unknown_text_column_lists_all_names_there_are(tmp_path: Path) -> None:
    names = [f"kolom yang panjang sekali namanya {number}" for number in range(6)]
    (tmp_path / "a.csv").write_text(";".join(names) + "\n" + ";".join("abcdef") + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="cannot tell which column") as caught:
        read(tmp_path / "a.csv")
    assert all(name in str(caught.value) for name in names)
