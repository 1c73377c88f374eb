from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govtext.archive import Progress, Quarantined, annotate, read
from govtext.errors import InputError

from .fakes import LABELS, FakePipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]

COMMENTS = (
    'kode;komentar;kota\n11;"Mbah saya gak dapet PKH,\nkenapa ya?";Solo\n12;  ;Tegal\n13;Makasih bansosnya;Brebes\n'
)
FIRST = "Mbah saya gak dapet PKH,\nkenapa ya?"


def jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_jsonl_output(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    out = tmp_path / "out.jsonl"
    done = annotate(write("in.csv", COMMENTS), out, pipeline)
    rows = jsonl(out)
    assert list(rows[0]) == ["id", "text", *LABELS, "kode", "komentar", "kota"]
    assert [(row["id"], row["text"], row["kota"]) for row in rows] == [
        ("1", FIRST, "Solo"),
        ("2", "  ", "Tegal"),
        ("3", "Makasih bansosnya", "Brebes"),
    ]
    assert rows[0]["komentar"] == FIRST
    assert (rows[0]["topics"], rows[0]["topic_scores"], rows[0]["voices"]) == (
        ["social_assistance"],
        [0.9],
        ["elderly"],
    )
    assert all(rows[1][label] is None for label in LABELS)
    assert (done.rows_in, done.labelled, done.without_text, done.quarantined) == (3, 2, 1, 0)
    assert (done.output, done.errors) == (out, None)
    assert list(done.text_columns.values()) == ["komentar"]
    assert pipeline.seen == [FIRST, None, "Makasih bansosnya"]


def test_csv_output_for_excel(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    out = tmp_path / "out.csv"
    annotate(write("in.jsonl", '{"id": "a", "text": "BPJS dan beras, mbah? 🙏", "user": {"n": [1]}}\n'), out, pipeline)
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["text"] == "BPJS dan beras, mbah? 🙏"
    assert (row["topics"], row["topic_scores"], row["voices"]) == ("health;food_prices", "0.9;0.9", "elderly")
    assert (row["poverty_related"], row["poverty_score"]) == ("true", "0.9")
    assert row["user"] == '{"n": [1]}'


def test_parquet_output_keeps_types(tmp_path: Path, pipeline: FakePipeline) -> None:
    given = pa.table({"id": [5, 6], "text": ["bansos", None], "user": [{"n": [1]}, None]})
    pq.write_table(given, tmp_path / "in.parquet")
    annotate(tmp_path / "in.parquet", tmp_path / "out.parquet", pipeline)
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.names == ["id", "text", *LABELS, "user"]
    assert {name: table.schema.field(name).type for name in LABELS} == LABELS
    assert table.select(["id", "text", "user"]) == given


def test_csv_and_jsonl_of_parquet_types(tmp_path: Path, pipeline: FakePipeline) -> None:
    given = pa.table(
        {
            "text": ["bansos"],
            "at": pa.array([0], pa.timestamp("ms")),
            "price": pa.array([1], pa.int32()).cast(pa.decimal128(12, 2)),
            "raw": [b"\xff"],
            "ratio": pa.array([0.1], pa.float32()),
            "user": [{"seen": None, "raw": b"\xff"}],
            "gone": pa.nulls(1),
        }
    )
    pq.write_table(given, tmp_path / "in.parquet")
    annotate(tmp_path / "in.parquet", tmp_path / "out.jsonl", pipeline)
    annotate(tmp_path / "in.parquet", tmp_path / "out.csv", pipeline)
    (row,) = jsonl(tmp_path / "out.jsonl")
    assert row["at"].startswith("1970-01-01 00:00:00")
    assert (row["price"], row["raw"], row["ratio"], row["gone"]) == ("1.00", "/w==", 0.1, None)
    assert row["user"] == {"seen": None, "raw": "/w=="}
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as file:
        (cells,) = csv.DictReader(file)
    assert (cells["price"], cells["raw"], cells["ratio"], cells["gone"]) == ("1.00", "/w==", "0.1", "")
    assert json.loads(cells["user"]) == row["user"]


def test_mixed_json_values_come_back_as_they_were(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    given = [{"text": "a", "x": [1, "dua"]}, {"text": "b", "x": {"y": None}}, {"text": "c", "x": "teks"}, {"text": "d"}]
    path = write("in.jsonl", "".join(json.dumps(row) + "\n" for row in given))
    annotate(path, tmp_path / "out.jsonl", pipeline)
    assert [row["x"] for row in jsonl(tmp_path / "out.jsonl")] == [[1, "dua"], {"y": None}, "teks", None]


def test_quarantine_list_comes_and_goes(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    out, listed = tmp_path / "out.csv", tmp_path / "out.csv.errors.jsonl"
    told: list[Quarantined] = []
    path = write("in.csv", "text,kota\nsatu,Solo\nrusak\ntiga,Tegal\n")
    done = annotate(path, out, pipeline, on_quarantined=told.append)
    assert (done.rows_in, done.labelled, done.quarantined, done.errors) == (3, 2, 1, listed)
    reason = "the row has 1 cells, the header has 2"
    assert jsonl(listed) == [{"file": str(path), "line": 3, "reason": reason}]
    assert told == [Quarantined(str(path), 3, reason)]
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["1", "3"]
    write("in.csv", "text,kota\nsatu,Solo\n")
    assert annotate(path, out, pipeline).errors is None
    assert not listed.exists()


def test_all_rows_unreadable_still_gives_a_header(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    path = write("in.csv", "text,kota\nrusak\n")
    for suffix in ("csv", "parquet", "jsonl"):
        out = tmp_path / f"out.{suffix}"
        assert annotate(path, out, pipeline).quarantined == 1
    assert (tmp_path / "out.jsonl").read_bytes() == b""
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig").startswith('"id","text","poverty_related"')
    assert pq.read_table(tmp_path / "out.parquet").num_rows == 0


def test_several_inputs_are_united(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    one = write("a.csv", "komentar,likes\nbansos,3\nrusak\nberas,4\n")
    two = write("b.jsonl", '{"text": "bpjs", "likes": 7, "kota": "Solo"}\n')
    done = annotate([one, two], tmp_path / "out.jsonl", pipeline)
    rows = jsonl(tmp_path / "out.jsonl")
    assert [(row["id"], row["text"], row["likes"], row["kota"], row["komentar"]) for row in rows] == [
        ("1", "bansos", "3", None, "bansos"),
        ("3", "beras", "4", None, "beras"),
        ("4", "bpjs", "7", "Solo", None),
    ]
    assert done.text_columns == {str(one): "komentar", str(two): "text"}


def test_columns_of_different_types_become_float_or_text(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    inputs = [
        write("a.jsonl", '{"id": 1, "text": "a", "n": 1, "user": {"k": 1}}\n'),
        write("b.jsonl", '{"id": "x", "text": "b", "n": 0.5, "user": "warga"}\n'),
    ]
    pq.write_table(pa.table({"text": ["c"], "user": [{"k": 2}]}), tmp_path / "c.parquet")
    annotate([*inputs, tmp_path / "c.parquet"], tmp_path / "out.jsonl", pipeline)
    rows = jsonl(tmp_path / "out.jsonl")
    assert [(row["id"], row["n"], row["user"]) for row in rows] == [
        ("1", 1.0, '{"k": 1}'),
        ("x", 0.5, "warga"),
        ("3", None, '{"k": 2}'),
    ]


def test_id_column(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    archive = read(write("in.csv", COMMENTS), id_column="kode")
    annotate(archive, tmp_path / "out.jsonl", pipeline)
    assert [(row["id"], row["kode"]) for row in jsonl(tmp_path / "out.jsonl")] == [
        ("11",) * 2,
        ("12",) * 2,
        ("13",) * 2,
    ]


@pytest.mark.parametrize(
    ("columns", "options"), [("text,isi", {"text_column": "isi"}), ("id,text,k", {"id_column": "k"})]
)
def test_reserved_name_beside_the_chosen_column(
    write: Write, tmp_path: Path, pipeline: FakePipeline, columns: str, options: dict[str, Any]
) -> None:
    path = write("in.csv", columns + "\n" + ",".join("abc"[: columns.count(",") + 1]) + "\n")
    with pytest.raises(InputError, match=r"in\.csv has a column .* rename the column"):
        annotate(read(path, **options), tmp_path / "out.csv", pipeline)


def test_label_names_in_the_input_need_a_prefix(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    path = write("in.csv", "text,sentiment\nbansos,netral\n")
    with pytest.raises(InputError, match="pass a prefix"):
        annotate(path, tmp_path / "out.csv", pipeline)
    assert names_in(tmp_path) == ["in.csv"]
    annotate(path, tmp_path / "out.jsonl", pipeline, prefix="gt_")
    (row,) = jsonl(tmp_path / "out.jsonl")
    assert (row["sentiment"], row["gt_sentiment"]) == ("netral", "neutral")


def test_redact_masks_every_text_column_but_the_id(
    write: Write, tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "govtext.archive.masking.load_mask", lambda: lambda text: text.replace("0812000111", "[TELEPON]")
    )
    rows = [
        {
            "id": "0812000111",
            "komentar": "bansos hubungi 0812000111",
            "kontak": "0812000111",
            "n": 5,
            "x": ["0812000111", 7],
        },
        {"id": "b", "komentar": "", "kontak": None, "n": 6, "x": {"0812000111": {"y": "wa 0812000111"}}},
    ]
    path = write("in.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    annotate(path, tmp_path / "out.jsonl", pipeline, redact=True)
    first, second = jsonl(tmp_path / "out.jsonl")
    assert first["text"] == first["komentar"] == "bansos hubungi [TELEPON]"
    assert (first["id"], first["kontak"], first["n"], first["x"]) == ("0812000111", "[TELEPON]", 5, ["[TELEPON]", 7])
    assert (second["text"], second["kontak"]) == ("", None)
    assert second["x"] == {"0812000111": {"y": "wa [TELEPON]"}}
    assert pipeline.seen[0] == "bansos hubungi 0812000111"


def test_redact_masks_nested_columns_of_parquet(
    tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("govtext.archive.masking.load_mask", lambda: str.upper)
    given = pa.table(
        {
            "text": ["bansos"],
            "user": [{"name": "budi", "tags": ["a", None], "n": 1}],
            "kind": pa.array(["x"]).dictionary_encode(),
            "pairs": pa.array([[("k", "v")]], pa.map_(pa.string(), pa.string())),
            "n": [1],
        }
    )
    pq.write_table(given, tmp_path / "in.parquet")
    annotate(tmp_path / "in.parquet", tmp_path / "out.parquet", pipeline, redact=True)
    (row,) = pq.read_table(tmp_path / "out.parquet").select(["text", "user", "kind", "pairs", "n"]).to_pylist()
    assert row == {
        "text": "BANSOS", "user": {"name": "BUDI", "tags": ["A", None], "n": 1}, "kind": "X", "pairs": [("K", "V")],
        "n": 1,
    }  # fmt: skip


def test_progress_and_bounded_batches(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    inputs = [write(f"{name}.csv", "text\n" + "".join(f"beras {i}\n" for i in range(25))) for name in "ab"]
    states: list[Progress] = []
    annotate(inputs, tmp_path / "out.parquet", pipeline, batch_rows=10, on_progress=states.append)
    assert [state.rows for state in states] == [10, 20, 25, 35, 45, 50]
    assert max(pipeline.sizes) == 10
    fractions = [state.fraction for state in states]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert [state.file for state in states][::3] == [str(path) for path in inputs]


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_nothing_half_written_is_left(
    write: Write, tmp_path: Path, pipeline: FakePipeline, error: type[BaseException]
) -> None:
    out = write("out.csv", "hasil lama")
    old_list = write("out.csv.errors.jsonl", "daftar lama")

    def stop(_: Progress) -> None:
        raise error

    path = write("in.csv", "text,kota\nrusak\nbansos,Solo\n")
    with pytest.raises(error):
        annotate(path, out, pipeline, on_progress=stop)
    assert (out.read_text(), old_list.read_text()) == ("hasil lama", "daftar lama")
    assert names_in(tmp_path) == ["in.csv", "out.csv", "out.csv.errors.jsonl"]


def test_full_disk_is_a_clear_message(
    write: Write, tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("govtext.archive.sinks.JsonLinesSink.write", full)
    with pytest.raises(InputError, match=r"out\.jsonl\.parts cannot be written \(No space left .* the same command"):
        annotate(write("in.csv", COMMENTS), tmp_path / "out.jsonl", pipeline)
    assert names_in(tmp_path) == ["in.csv"]


def test_output_through_a_link_and_with_usual_permissions(write: Write, tmp_path: Path, pipeline: FakePipeline) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "real" / "out.csv")
    annotate(write("in.csv", COMMENTS), link, pipeline)
    assert link.is_symlink()
    plain = write("plain", "")
    assert (tmp_path / "real" / "out.csv").stat().st_mode == plain.stat().st_mode
