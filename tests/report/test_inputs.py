"""All formats give one report; what is missing, odd or hostile gives notes, never a crash."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govtext import report
from govtext.errors import ConfigError, InputError, InputTypeError
from govtext.report import Report

from .archives import SCHEMA, Row, make_rows, table, write

HOSTILE = (
    "<script>alert(1)</script>", "javascript:alert(1)", "\u202eابجد\u202c", "a" * 100_000, "=cmd|' /C calc'!A0",
    "\x00\x07", "🙏" * 500,
    "e\u0301\u0301\u0301" * 40, "kula mboten gadhah beras", "https://contoh.example/x?y=<b>", "{{ 7*7 }}",
    "'; DROP TABLE komentar; --",
    "\ufeffBOM", "\u200b", "a;b;c", "1.234.567", "@akun " * 300,
)  # fmt: skip


def codes(found: Report) -> set[str]:
    return {note.code for note in found.notes}


def same(left: Report, right: Report) -> None:
    for name in report.TABLES:
        a, b = left.tables[name].to_pylist(), right.tables[name].to_pylist()
        for one, other in zip(a, b, strict=True):
            for column, value in one.items():
                close = isinstance(value, float) and other[column] is not None
                wanted = pytest.approx(other[column], rel=1e-6) if close else other[column]
                assert value == wanted, (name, column)


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_format_gives_the_same_report(tmp_path: Path, suffix: str, seed: int) -> None:
    rows = make_rows(150, seed)
    for row in rows:  # of a row without labels a CSV cannot say whether its lists are missing or empty
        if row["sentiment"] is row["poverty_related"] is row["intent"] is row["stance"] is None:
            row.update(dict.fromkeys(SCHEMA.names[12:]))
    path = write(rows, tmp_path / f"a{suffix}")
    same(report.build(path, compare="period"), report.build(table(rows), compare="period"))


def test_many_inputs_and_batches_are_one_archive(tmp_path: Path) -> None:
    rows = make_rows(200, 4)
    whole = report.build(table(rows))
    for i, suffix in enumerate((".csv", ".jsonl", ".parquet", ".csv")):
        write(rows[50 * i : 50 * (i + 1)], tmp_path / f"{i}{suffix}")
    same(report.build(tmp_path), whole)
    same(report.build([tmp_path / f"{i}{s}" for i, s in enumerate((".csv", ".jsonl", ".parquet", ".csv"))]), whole)
    same(report.build(str(tmp_path / "[0-3].*")), whole)
    same(report.build(table(rows[i : i + 7]) for i in range(0, 200, 7)), whole)
    same(report.build(iter(table(rows).to_batches(max_chunksize=9))), whole)


def test_the_same_archive_gives_the_same_report() -> None:
    rows = make_rows(120, 2)
    same(report.build(table(rows)), report.build(table(rows)))


def test_redacted_wherever_a_text_stands() -> None:
    rows = make_rows(150, 6)
    for row in rows:
        row["teks"] = f"{row['teks'] or 'lapor'} hub 0812-0000-0000 a.n. Sumiyati NIK 3300000000000001 beras habis"
    found = report.build(table(rows))
    texts = [row["text"] for name in ("queue", "examples") for row in found.tables[name].to_pylist()]
    assert len(texts) > 50
    for text in texts:
        assert not any(secret in text for secret in ("0812", "Sumiyati", "33000"))


EMPTY: dict[str, pa.Table] = {
    "no columns": pa.table({}),
    "no rows": SCHEMA.empty_table(),
    "nothing known": pa.table({"a": [1, 2], "b": ["x", "y"]}),
    "text alone": pa.table({"text": ["halo min", None]}),
    "labels alone": pa.table({"topics": [["health"], []], "sentiment": ["negative", None]}),
    "one row": pa.table({"text": ["pkh belum cair"], "intent": ["complaint"], "tanggal": ["2025-01-01"]}),
    "all null": pa.table({name: pa.nulls(3, SCHEMA.field(name).type) for name in SCHEMA.names}),
    "null types": pa.table({name: pa.nulls(3) for name in SCHEMA.names}),
    "all numbers": pa.table({name: [1, 2, 3] for name in SCHEMA.names}),
    "all lists": pa.table({name: [["a"], [], None] for name in SCHEMA.names}),
    "all texts": pa.table({name: ["x", "", " "] for name in SCHEMA.names}),
    "all bytes": pa.table({name: [b"\xff", b"", None] for name in SCHEMA.names}),
    "all dates": pa.table({name: [date(2025, 1, 1), None, date(1, 1, 1)] for name in SCHEMA.names}),
    "all infinite": pa.table({name: [float("nan"), float("inf"), -1.0] for name in SCHEMA.names}),
    "dictionaries": pa.table({name: pa.array(["a", "b", None]).dictionary_encode() for name in SCHEMA.names}),
    "own posts alone": pa.table({"text": ["Jadwal posyandu"], "own": [True], "likes": [3], "date": ["2025-01-01"],
    "formality": [0.5]}),
    "columns of one name": pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], names=["text", "text"]),
}  # fmt: skip


@pytest.mark.parametrize("name", EMPTY)
def test_poor_archives_give_a_report_with_notes(name: str, tmp_path: Path) -> None:
    for compare in (None, "period", "author", ("2025-01-01", "2025-02-01")):
        found = report.build(EMPTY[name], compare=compare, target=0.3)
        assert list(found.tables) == list(report.TABLES)
        assert found.about.rows == EMPTY[name].num_rows
        for row in (row for one in found.tables.values() for row in one.to_pylist()):
            if "share" in row and row.get("total") == 0:
                assert row["share"] is row["low"] is row["high"] is None
    assert codes(found)
    found.save(tmp_path)


def test_files_without_rows_or_texts(tmp_path: Path) -> None:
    pq.write_table(SCHEMA.empty_table(), tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("id;teks;sentiment\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text("", encoding="utf-8")
    for name in ("a.parquet", "b.csv", "c.jsonl"):
        assert "no_rows" in codes(report.build(tmp_path / name))
    assert "no_rows" in codes(report.build([tmp_path / "a.parquet", tmp_path / "b.csv"]))
    (tmp_path / "d.jsonl").write_text('{"nomor": 1, "sentiment": "negative"}\n', encoding="utf-8")
    (tmp_path / "e.csv").write_text("nomor,sentiment,topics\n1,negative,health;education\n", encoding="utf-8")
    pq.write_table(pa.table({"n": [1], "topics": [["health"]]}), tmp_path / "f.parquet")
    for name in ("d.jsonl", "e.csv", "f.parquet"):
        found = report.build(tmp_path / name)
        assert (found.about.rows, found.about.unlabelled) == (1, 0)
        assert "no_text" in codes(found)
    both = report.build([tmp_path / "a.parquet", tmp_path / "e.csv"])
    assert both.about.comments == 1


def test_hostile_texts(tmp_path: Path) -> None:
    rng = random.Random(0)
    rows: list[Row] = make_rows(len(HOSTILE) * 8, 0, gaps=False)
    for i, row in enumerate(rows):
        bad = HOSTILE[i % len(HOSTILE)]
        row["teks"], row["kota"], row["akun"] = bad, rng.choice(HOSTILE)[:200], rng.choice(HOSTILE)[:200]
    found = report.build(table(rows))
    assert found.about.rows == len(rows)
    assert all(len(row["text"] or "") <= 2000 for row in found.tables["queue"].to_pylist())
    files = found.save(tmp_path)
    assert pq.read_table(tmp_path / "queue.parquet").num_rows == found.tables["queue"].num_rows
    cells = (tmp_path / "places.csv").read_text(encoding="utf-8-sig")
    assert "'=cmd" in cells
    assert len(files) == 2 * len(report.TABLES) + 1


def test_labels_that_are_unknown_are_named_and_left_out() -> None:
    found = report.build(
        pa.table({"text": ["a", "b"], "topics": [["health", "weather"], ["taxes"]], "sentiment": ["angry", "negative"]})
    )
    unknown = {
        note.details["column"]: set(note.details["labels"]) for note in found.notes if note.code == "unknown_labels"
    }
    assert unknown == {"topics": {"weather", "taxes"}, "sentiment": {"angry"}}
    assert {r["key"]: r["count"] for r in found.tables["topics"].to_pylist() if r["count"]} == {"health": 1}
    assert {r["total"] for r in found.tables["sentiments"].to_pylist()} == {1}


def test_roles_are_found_by_name_given_or_refused() -> None:
    source = pa.table({"Isi Komentar": ["a"], "Jumlah_Suka": ["1,2rb"], "Tgl": ["1/2/2025"], "bintang": [4]})
    assert report.build(source.rename_columns(["isi_komentar", "Jumlah_Suka", "Tgl", "bintang"])).about.roles == {
        "text": "isi_komentar", "likes": "Jumlah_Suka", "date": "Tgl",
    }  # fmt: skip
    found = report.build(source, columns={"likes": "bintang", "text": "Isi Komentar"})
    values = {row["measure"]: row["value"] for row in found.tables["influence"].to_pylist()}
    assert values["total_likes"] == 4
    with pytest.raises(InputError, match="did you mean 'likes'"):
        report.build(source, columns={"like": "bintang"})
    with pytest.raises(InputError, match="no input has the column"):
        report.build(source, columns={"likes": "bintan"})
    with pytest.raises(InputTypeError):
        report.build(source, columns=["likes"])  # type: ignore[arg-type]


def test_the_account_is_told_by_its_name() -> None:
    source = pa.table(
        {"text": ["a", "b", "c"], "author": ["@PemkabContoh", "pemkabcontoh ", "warga"], "formality": [0.9, 0.8, 0.1]}
    )
    found = report.build(source, own_account="pemkabcontoh")
    assert (found.about.own_posts, found.about.comments) == (2, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"grain": "fortnight"}, {"target": 30}, {"target": "0.3"}, {"target": float("nan")}, {"examples": -1},
        {"queue": "5"}, {"seed": 1.5},
        {"today": "2025-01-01"}, {"own_account": 3}, {"compare": "weather"}, {"compare": 3},
        {"compare": ("2025-02-01", "2025-01-01")},
        {"compare": ("a", "b")}, {"compare": ("2025-01-01",)}, {"baselines": "/nowhere.toml"}, {"baselines": 3},
    ],
)  # fmt: skip
def test_options_that_cannot_be_used_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises((InputError, InputTypeError)):
        report.build(pa.table({"text": ["a"]}), **wrong)


@pytest.mark.parametrize("source", [3, None, {"a": 1}, b"x", [3], [pa.table({"a": [1]}), 5]])
def test_sources_that_cannot_be_read_are_refused(source: Any) -> None:
    with pytest.raises(InputTypeError):
        report.build(source)


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        report.build(tmp_path / "nowhere.csv")


def test_own_baselines_replace_and_add(tmp_path: Path) -> None:
    entry = (
        '[[baseline]]\nid="{}"\ngroup="elderly"\nkind="population_share"\npercent={}\n'
        'of="of people"\nyear=2024\nsource="x"\n'
    )
    own = tmp_path / "own.toml"
    own.write_text(entry.format("elderly", 20) + entry.format("mine", 5), encoding="utf-8")
    source = table(make_rows(50, 0))
    shown = {row["baseline_id"]: row for row in report.build(source, baselines=own).tables["voice_gap"].to_pylist()}
    assert (shown["elderly"]["baseline"], shown["mine"]["baseline"]) == (0.2, 0.05)
    assert "poor" in shown
    own.write_text("replace = true\n" + entry.format("mine", 5), encoding="utf-8")
    ids = set(report.build(source, baselines=own).tables["voice_gap"]["baseline_id"].to_pylist())
    assert ids == {"mine", None}
    for bad in (
        entry.format("a", 0),
        entry.format("a", '"x"'),
        entry.format("a", 5) + "extra = 1\n",
        "x = 1\n",
        entry.format("a", 5).replace("elderly", "youth"),
    ):
        own.write_text(bad, encoding="utf-8")
        with pytest.raises(ConfigError):
            report.build(source, baselines=own)
    own.write_text("not toml", encoding="utf-8")
    with pytest.raises(InputError):
        report.build(source, baselines=own)


def test_to_pandas() -> None:
    pytest.importorskip("pandas")
    found = report.build(table(make_rows(30, 0)))
    assert list(found.to_pandas("volume").columns) == found.tables["volume"].column_names
    with pytest.raises(InputError, match="did you mean 'volume'"):
        found.to_pandas("volum")


def test_saving_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        report.build(pa.table({"text": ["a"]})).save(tmp_path / "file")


def test_the_number_of_comments_is_no_text() -> None:
    source = pa.table({"caption": ["Jadwal posyandu"], "comments": [12], "likes": [3], "author": ["pemkab"]})
    found = report.build(source, own_account="pemkab")
    assert found.about.roles == {"text": "caption", "comments": "comments", "likes": "likes", "author": "author"}
    assert report.build(pa.table({"comments": ["halo"]})).about.roles == {"text": "comments"}


@pytest.mark.parametrize("seed", range(40))
def test_any_columns_of_any_type_give_a_report(seed: int) -> None:
    rng = random.Random(seed)
    pool: list[pa.Array] = [
        pa.array(["ya", "", None, "health;education", "2025-01-02"]), pa.array([1, 0, -5, None, 1731978000]),
        pa.array([0.5, float("nan"), float("inf"), None, 1e300]), pa.array([True, False, None, True, True]),
        pa.array([["health"], [], None, ["x", None], ["elderly", "elderly"]]), pa.array([[0.5], [], None, [1.0, 2.0],
        [0.1]]),
        pa.array([date(2025, 1, 1), None, date(2024, 1, 1), date(2300, 1, 1), date(2025, 2, 1)]), pa.nulls(5),
        pa.array([{"a": 1}, None, {"a": 2}, {"a": 3}, {"a": None}]), pa.array(list(HOSTILE[:5])),
        pa.array(list(HOSTILE[5:10])),
        pa.array(["self", "proxy", "report", "negative", "about"]), pa.array([b"a", None, b"\xff", b"", b"b"]),
        pa.array([None, 5, 2**62, 3, -(2**62)]), pa.array(["a", "a", "b", None, "a"]).dictionary_encode(),
    ]  # fmt: skip
    names = [*SCHEMA.names, "klik", "unduhan", "tautan", "views", "pengikut baru", "platform", "page"]
    chosen = rng.sample(names, rng.randrange(1, len(names)))
    found = report.build(
        pa.table({name: rng.choice(pool) for name in chosen}),
        grain=rng.choice([None, "day", "week", "month", "year"]),
        compare=rng.choice([None, "period", "author", "place", ("2025-01-01", "2025-01-31"), ("platform", "a", "b")]),
        own_account=rng.choice([None, "a"]),
    )  # fmt: skip
    assert found.about.rows == 5
    for name, one in found.tables.items():
        for row in one.to_pylist():
            if "low" in row and row["low"] is not None:
                assert row["low"] <= row["high"], name
