"""Inputs and outputs that cannot be used: each message names the file and says what to do."""

from __future__ import annotations

import gzip
import io
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govtext.archive import annotate, read
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .fakes import FakePipeline

    Write = Callable[[str, str | bytes], Path]


def parquet(columns: dict[str, Any], names: list[str] | None = None) -> bytes:
    table = pa.table(columns)
    out = io.BytesIO()
    pq.write_table(table.rename_columns(names) if names else table, out)
    return out.getvalue()


GOOD_PARQUET = parquet({"text": ["bansos telat"] * 50})
CSV = "id,komentar\n1,beras mahal\n"

BROKEN: list[tuple[str, str | bytes, dict[str, str], str, str]] = [
    # name, content, options, in the message, the fix in the message
    ("empty.csv", "", {}, "is empty", "header line"),
    ("blank.csv", "\n\n", {}, "is empty", "header line"),
    ("bom.csv", b"\xef\xbb\xbf", {}, "is empty", "header line"),
    ("empty.jsonl", "\n", {}, "is empty", "one JSON object a line"),
    ("empty.parquet", b"", {}, "is empty", "one comment a row"),
    ("header.csv", "id,komentar\n", {}, "header but no rows", "leave the file out"),
    ("header.tsv", "id\tkomentar\n\n", {}, "header but no rows", "leave the file out"),
    ("header.parquet", parquet({"text": pa.array([], pa.string())}), {}, "no rows", "leave the file out"),
    ("twice.csv", "text,kota,text\na,b,c\n", {}, "got 'text'", "each name occurs once"),
    ("twice.parquet", parquet({"a": ["x"], "b": ["y"]}, ["text", "text"]), {}, "got 'text'", "each name occurs once"),
    ("none.csv", "nama,alamat\nwarga,desa\n", {}, "nama, alamat", "--text-column"),
    ("none.jsonl", '{"nama": "warga", "umur": 5}\n', {}, "nama, umur", "--text-column"),
    ("none.parquet", parquet({"text": [1, 2], "n": [3, 4]}), {}, "text, n", "--text-column"),
    ("typo.csv", CSV, {"text_column": "komentra"}, "allowed: id, komentar", "did you mean 'komentar'?"),
    ("case.csv", CSV, {"text_column": "KOMENTAR"}, "allowed: id, komentar", "did you mean 'komentar'?"),
    ("far.csv", CSV, {"text_column": "zzz"}, "got 'zzz'", "choose one of its columns"),
    ("idcol.csv", CSV, {"id_column": "idx"}, "(id column)", "did you mean 'id'?"),
    (
        "number.parquet",
        parquet({"text": ["a"], "n": [3]}),
        {"text_column": "n"},
        "allowed: text",
        "another text column",
    ),
    ("number.jsonl", '{"text": "a", "n": 1}\n', {"text_column": "n"}, "holds no text", "another text column"),
    ("comments.txt", CSV, {}, "'.txt'", "--input-format"),
    ("comments", CSV, {}, "no suffix", "rename the file"),
    ("format.csv", CSV, {"input_format": "cvs"}, "allowed: csv, tsv", "did you mean 'csv'?"),
    ("book.csv", b"PK\x03\x04" + b"\0" * 100, {}, "Excel workbook", "rename it to end in .xlsx"),
    ("old.csv", b"\xd0\xcf\x11\xe0" + b"\0" * 100, {}, "old or encrypted Excel workbook", "save it from Excel as CSV"),
    ("page.csv", "<!doctype html><table>", {}, "a web page", "save it as CSV"),
    ("twice.csv.gz", gzip.compress(gzip.compress(CSV.encode())), {}, "gzip-compressed twice", "gunzip"),
    ("cut.csv.gz", gzip.compress(CSV.encode())[:8], {}, "header line", "copy or pack it again"),
    ("cut.jsonl.gz", gzip.compress(b'{"text": "a"}')[:8], {}, "no line that is a JSON object", "--input-format"),
    ("wide.csv", CSV.encode("utf-16-le"), {}, "UTF-16 without", "CSV UTF-8"),
    ("parquet.csv", GOOD_PARQUET, {}, "a Parquet file", "rename it"),
    ("json.csv", '{"text": "a"}\n{"text": "b"}\n', {}, "JSON, not CSV", "rename it"),
    ("quote.csv", 'id,"komentar\n1,a\n', {}, "header line", "correct its first line"),
    ("bytes.csv", b"id,\x81\n1,a\n", {}, "header line", "correct its first line"),
    ("csv.jsonl", CSV, {}, "no line that is a JSON object", "--input-format"),
    ("array.jsonl", '[{"text": "a"}]\n', {}, "JSON array", "jq -c '.[]'"),
    ("pretty.jsonl", '{\n  "text":\n  "a"\n}\n', {}, "no line that is a JSON object", "jq -c ."),
    ("csv.parquet", CSV, {}, "cannot be read as Parquet", "write the file again"),
    ("cut.parquet", GOOD_PARQUET[:-20], {}, "cannot be read as Parquet", "write the file again"),
]


@pytest.mark.parametrize(("name", "content", "options", "what", "fix"), BROKEN, ids=[case[0] for case in BROKEN])
def test_message_names_file_and_fix(
    write: Write, name: str, content: str | bytes, options: dict[str, Any], what: str, fix: str
) -> None:
    path = write(name, content)
    with pytest.raises(InputError) as caught:
        list(read(path, **options))
    message = str(caught.value)
    assert what in message
    assert fix in message
    assert str(path) in message or "unknown input format" in message
    assert "\n" not in message


def test_paths_that_are_no_files(write: Write, tmp_path: Path) -> None:
    write("komentar.csv", CSV)
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    cases = {
        tmp_path / "komentat.csv": "does not exist; did you mean 'komentar.csv'?",
        tmp_path / "nowhere" / "a.csv": "does not exist; check the path",
        tmp_path: "is a folder" if not tmp_path.suffix else "",
        tmp_path / "loop.csv": "Too many levels of symbolic links",
    }
    for path, expected in cases.items():
        with pytest.raises(InputError) as caught:
            read(path, input_format="csv")
        assert str(path) in str(caught.value)
        assert expected in str(caught.value)
    with pytest.raises(InputError, match="is not a path"):
        read("a\0b.csv")


def test_unreadable_file(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.csv", CSV)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.open", refuse)  # chmod would not stop root
    with pytest.raises(InputError, match=r"a\.csv cannot be read \(Permission denied\); check the path and"):
        read(path)


def test_damage_in_the_middle_of_a_parquet_file_costs_its_row_group(
    write: Write, pipeline: FakePipeline, tmp_path: Path
) -> None:
    whole = io.BytesIO()
    table = pa.table({"text": [f"komentar {i}" for i in range(3000)]})
    pq.write_table(table, whole, row_group_size=1000, compression="none", use_dictionary=False)
    damaged = bytearray(whole.getvalue())
    second = pq.ParquetFile(whole).metadata.row_group(1).column(0)
    damaged[second.data_page_offset : second.data_page_offset + 200] = b"\xff" * 200
    path = write("a.parquet", bytes(damaged))
    done = annotate(path, tmp_path / "out.parquet", pipeline)
    assert (done.rows_in, done.labelled, done.quarantined) == (3000, 2000, 1000)
    ids = pq.read_table(tmp_path / "out.parquet")["id"].to_pylist()
    assert (ids[999], ids[1000], ids[-1]) == ("1000", "2001", "3000")
    (listed,) = map(json.loads, (tmp_path / "out.parquet.errors.jsonl").read_text().splitlines())
    assert (listed["file"], listed["line"], listed["rows"]) == (str(path), 1001, 1000)
    assert "this part of the Parquet file is damaged" in listed["reason"]


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("out.xlsx", r"got '\.xlsx'; allowed: \.jsonl, \.csv, \.parquet; rename the output"),
        ("out", "got 'no suffix'"),
        ("missing/out.csv", "does not exist; make it: mkdir -p"),
        ("folder.csv", "is a folder; name a file"),
        ("in.csv", r"in\.csv is an input and would be overwritten; choose another output"),
        ("link.csv", r"in\.csv is an input and would be overwritten"),
    ],
)
def test_outputs_that_are_refused(
    write: Write, tmp_path: Path, pipeline: FakePipeline, output: str, message: str
) -> None:
    path = write("in.csv", CSV)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "link.csv").symlink_to(path)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=message):
        annotate(path, tmp_path / output, pipeline)
    assert sorted(tmp_path.iterdir()) == before
    assert path.read_text() == CSV
    assert pipeline.sizes == []


def test_inputs_that_are_refused(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    path = write("in.csv", CSV)
    listed = write("out.csv.errors.jsonl", '{"text": "a"}\n')
    for inputs, message in (([], "no input"), ([path, path], "given twice"), ([listed], "would be overwritten")):
        with pytest.raises(InputError, match=message):
            annotate(inputs, tmp_path / "out.csv", pipeline)
    with pytest.raises(InputError, match="batch_rows is too small; got 0"):
        annotate(path, tmp_path / "out.csv", pipeline, batch_rows=0)


def test_a_file_that_shrinks_while_it_is_read(write: Write) -> None:
    path = write("in.jsonl", '{"text": "a", "n": 1}\n')
    archive = read(path)
    write("in.jsonl", '{"text": "a", "n": "banyak"}\n')
    with pytest.raises(InputError, match="changed while it was being read"):
        list(archive)
