"""Whatever the cells hold, they come out as they went in, and every row is accounted for."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.archive import annotate, read
from govtext.errors import InputError

from .fakes import FakePipeline

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
# A cell without any sign of a separator makes sniffing trivial; these make it hard.
HARD_TEXT = st.text("ab ,;\t|\"'\n\r\0🙏é{[", max_size=12)
CELL = ANY_TEXT | HARD_TEXT
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.sampled_from(["\r\n", "\n"]), st.sampled_from(";,\t")
)
def test_csv_to_parquet(rows: list[tuple[str, str]], end: str, separator: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("text", "lain"), *rows])
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.csv"), Path(folder, "out.parquet")
        source.write_bytes(out.getvalue().encode())
        done = annotate(source, target, FakePipeline(), batch_rows=3)
        table = pq.read_table(target)
    assert (done.rows_in, done.quarantined) == (len(rows), 0)
    assert list(zip(table["text"].to_pylist(), table["lain"].to_pylist(), strict=True)) == rows
    assert table["id"].to_pylist() == [str(i + 1) for i in range(len(rows))]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT | st.none(), JSON), min_size=1, max_size=6))
def test_jsonl_to_jsonl(rows: list[tuple[str | None, Any]]) -> None:
    lines = [json.dumps({"text": text, "lain": value}, ensure_ascii=False) for text, value in rows]
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "a.jsonl"), Path(folder, "out.jsonl")
        source.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="")
        done = annotate(source, target, FakePipeline(), batch_rows=2)
        back = [json.loads(line) for line in target.read_text(encoding="utf-8").split("\n")[:-1]]
    assert done.quarantined == 0
    assert [(row["text"], row["lain"]) for row in back] == rows


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["csv", "tsv", "jsonl", "parquet"]))
def test_any_bytes_give_rows_or_a_message(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{suffix}")
        path.write_bytes(content)
        try:
            archive = read(path)
        except InputError as error:
            assert str(path) in str(error)  # noqa: PT017 - both outcomes are right
            return
        chunks = list(archive)
    assert sum(chunk.rows for chunk in chunks) == sum(c.table.num_rows + len(c.quarantined) for c in chunks)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([b"1,satu\n", b'2,"dua\n', b'3,"ti"ga"\n', b"4\n", b"5,\xff\xf0\x9f\n", b"\n"]), max_size=12
    )
)
def test_every_line_is_a_row_or_quarantined(lines: list[bytes]) -> None:
    """Between good first and last rows; a quoted cell may hold several lines, nothing else may vanish."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.csv")
        path.write_bytes(b"id,text\n0,awal\n" + b"".join(lines) + b"9,akhir\n")
        (chunk,) = read(path)
    seen = "".join(f"{row['id']},{row['text']}\n" for row in chunk.table.to_pylist())
    kept = seen.count("\n")
    assert seen.startswith("0,awal\n")
    assert kept + len(chunk.quarantined) >= 2 + sum(line != b"\n" for line in lines) - seen.count('"')
    assert [bad.line for bad in chunk.quarantined] == sorted(bad.line for bad in chunk.quarantined)


@pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
def test_labelled_output_can_be_labelled_again_with_a_prefix(tmp_path: Path, suffix: str) -> None:
    source, once, twice = tmp_path / "a.csv", tmp_path / f"once.{suffix}", tmp_path / f"twice.{suffix}"
    source.write_text('text,kota\n"bansos\nmbah",Solo\nrusak\nberas gak ada,Tegal\n')
    annotate(source, once, FakePipeline())
    annotate(once, twice, FakePipeline(), prefix="v2_")
    (first,), (second,) = read(once), read(twice)
    assert second.table.column("id").to_pylist() == ["1", "3"]
    for name in first.table.schema.names:
        assert second.table.column(name).to_pylist() == first.table.column(name).to_pylist()
    assert second.table.column("v2_model").to_pylist() == ["fake", "fake"]
