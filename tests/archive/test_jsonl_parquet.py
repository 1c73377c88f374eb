from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govtext.archive import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def test_jsonl_types_and_late_keys(write: Write) -> None:
    rows = [
        {"text": "bansos cair", "likes": 3, "verified": True, "when": "2024-05-01"},
        {"text": "gak dapet", "likes": 2.5, "user": {"kota": "Solo"}, "tags": ["a", 1]},
        {"text": None, "likes": None, "mixed": 1},
        {"text": "akhir", "mixed": "dua", "late": 9007199254740993},
    ]
    path = write("a.jsonl", "\ufeff" + "\n\n".join(json.dumps(row) for row in rows) + "\n")
    archive = read(path)
    table = pa.concat_tables([chunk.table for chunk in archive.chunks(2)])
    assert archive.columns == ("text", "likes", "verified", "when", "user", "tags", "mixed", "late")
    assert archive.json_columns == {"user", "tags", "mixed"}
    assert table.schema.field("likes").type == pa.float64()
    assert table.schema.field("late").type == pa.int64()
    assert table.column("late").to_pylist()[-1] == 9007199254740993
    assert table.column("user").to_pylist() == [None, '{"kota": "Solo"}', None, None]
    assert table.column("mixed").to_pylist() == [None, None, "1", '"dua"']


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "buka', "not JSON"),
        ("bukan json", "not JSON"),
        ('["text"]', "a JSON list, not an object"),
        ('"teks"', "a JSON string, not an object"),
        ('{"text": 5}', "'text' is a JSON int, not a string"),
        ('{"text": ["a"]}', "'text' is a JSON list, not a string"),
        ('{"text": "a", "text": "b"}', "a key occurs twice"),
        ('{"text": "\\ud83d"}', "surrogate"),
        ('{"text": "a", "n": Infinity}', "Infinity"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "not usable JSON"),
        ('{"text": "a", "n": ' + "[" * 100_000 + "}", "nested too deeply"),
        ("\0\0\0", "not JSON"),
    ],
)
def test_bad_json_lines_are_quarantined(write: Write, line: str, reason: str) -> None:
    path = write("a.jsonl", '{"text": "satu"}\n' + line + '\n{"text": "tiga"}\n')
    (chunk,) = read(path)
    assert chunk.table.column("text").to_pylist() == ["satu", "tiga"]
    assert chunk.numbers == [1, 3]
    ((bad),) = chunk.quarantined
    assert (bad.file, bad.line) == (str(path), 2)
    assert reason in bad.reason


def test_nan_is_null_and_big_numbers_survive(write: Write) -> None:
    path = write("a.ndjson", '{"text": NaN, "n": 1}\n{"text": "a", "n": 123456789012345678901234567890}\n')
    (chunk,) = read(path)
    assert chunk.table.to_pylist() == [
        {"text": None, "n": "1"},
        {"text": "a", "n": "123456789012345678901234567890"},
    ]


def test_escaped_emoji_is_one_character(write: Write) -> None:
    (chunk,) = read(write("a.jsonl", '{"text": "makasih \\ud83d\\ude4f"}\n'))
    assert chunk.table.column("text").to_pylist() == ["makasih 🙏"]


def parquet(path: Path, columns: dict[str, Any], **options: Any) -> Path:
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_parquet_keeps_types_and_streams(tmp_path: Path) -> None:
    texts = pa.array(["bansos", None, "beras"] * 100, pa.string()).dictionary_encode()
    nested = pa.array([{"kota": "Solo", "rt": [1, 2]}] * 300)
    path = parquet(tmp_path / "a.parquet", {"n": range(300), "comment": texts, "user": nested})
    archive = read(path)
    chunks = list(archive.chunks(128))
    assert [chunk.rows for chunk in chunks] == [128, 128, 44]
    assert archive.text_column == "comment"
    assert archive.schema.field("comment").type == pa.string()
    assert archive.schema.field("user").type == nested.type
    assert chunks[1].numbers[0] == 129
    assert chunks[2].table.column("n").to_pylist()[-1] == 299


def test_parquet_with_broken_utf8_quarantines_the_row(tmp_path: Path) -> None:
    raw = pa.array([b"satu", b"\xff\xfe", b"tiga"], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    (chunk,) = read(parquet(tmp_path / "a.parquet", {"text": broken, "n": [1, 2, 3]}))
    assert chunk.table.to_pylist() == [{"text": "satu", "n": 1}, {"text": "tiga", "n": 3}]
    assert [(bad.line, "UTF-8" in bad.reason) for bad in chunk.quarantined] == [(2, True)]
    assert chunk.numbers == [1, 3]


@pytest.mark.parametrize(
    ("columns", "asked", "chosen"),
    [
        (["id", "Komentar"], None, "Komentar"),
        (["komentar", "text"], None, "text"),
        (["nama", "FULL_TEXT", "content"], None, "FULL_TEXT"),
        (["nama", " isi_laporan "], None, " isi_laporan "),
        (["keluhan warga"], None, "keluhan warga"),
        (["text", "catatan"], "catatan", "catatan"),
    ],
)
def test_text_column(tmp_path: Path, columns: list[str], asked: str | None, chosen: str) -> None:
    path = parquet(tmp_path / "a.parquet", {column: ["halo min"] for column in columns})
    assert read(path, text_column=asked).text_column == chosen


def test_text_column_is_not_guessed_among_numbers(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"text": [1], "pesan": ["halo"]})
    assert read(path).text_column == "pesan"


def test_id_column(tmp_path: Path) -> None:
    path = parquet(tmp_path / "a.parquet", {"ID": [7], "kode": ["a"], "text": ["halo"]})
    assert read(path).id_column == "ID"
    assert read(path, id_column="kode").id_column == "kode"
