"""Column choice, the union of inputs, and files that appear whole."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import govtext
from govtext.archive import read
from govtext.archive.atomic import AtomicFile
from govtext.archive.columns import TEXT_COLUMNS, choose_text_column, listed
from govtext.archive.plan import Plan
from govtext.archive.samples import sample_comments
from govtext.archive.sinks import ArrowSink, Shape, join_parquet
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


@pytest.mark.parametrize("known", TEXT_COLUMNS)
def test_every_known_name_is_found_in_any_case(known: str) -> None:
    for shown in (known, known.upper(), f" {known.title()} "):
        columns = ["tanggal", shown, "kota"]
        assert choose_text_column("a.csv", columns, columns, None) == shown


def test_the_earlier_known_name_wins_wherever_it_stands() -> None:
    for first, second in pairwise(TEXT_COLUMNS):
        assert choose_text_column("a.csv", [second, first], [second, first], None) == first


def test_known_names_are_unique_and_folded() -> None:
    assert len(set(TEXT_COLUMNS)) == len(TEXT_COLUMNS)
    assert [name.casefold() for name in TEXT_COLUMNS] == list(TEXT_COLUMNS)


def test_a_long_list_of_columns_is_cut() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed([f"kolom_{i}" for i in range(25)]).endswith("kolom_19 and 5 more")


def test_plan_puts_id_and_text_first_and_unites_the_rest(write: Write) -> None:
    one = read(write("a.csv", "kota,komentar,id\nSolo,bansos,7\n"))
    two = read(write("b.jsonl", '{"likes": 3, "pesan": "beras", "kota": null}\n'))
    plan = Plan([one, two])
    assert plan.schema.names == ["id", "text", "kota", "komentar", "likes", "pesan"]
    (first,), (second,) = one, two
    assert plan.arrange(one, first.table, [1]).to_pylist() == [
        {"id": "7", "text": "bansos", "kota": "Solo", "komentar": "bansos", "likes": None, "pesan": None}
    ]
    assert plan.arrange(two, second.table, [2]).to_pylist() == [
        {"id": "2", "text": "beras", "kota": None, "komentar": None, "likes": 3, "pesan": "beras"}
    ]


def test_a_json_column_stays_one_only_if_it_is_one_everywhere(write: Write) -> None:
    nested = read(write("a.jsonl", '{"text": "a", "x": {"k": 1}}\n'))
    also = read(write("b.jsonl", '{"text": "b", "x": [1]}\n'))
    without = read(write("c.jsonl", '{"text": "c"}\n'))
    text = read(write("d.csv", "text,x\nd,teks\n"))
    assert Plan([nested, also, without]).json_columns == {"x"}
    assert Plan([nested, text]).json_columns == set()


def test_ids_keep_their_type_when_all_inputs_agree(tmp_path: Path) -> None:
    for name, ids in (("a", [1]), ("b", [2]), ("c", ["x"])):
        pq.write_table(pa.table({"id": ids, "text": ["halo"]}), tmp_path / f"{name}.parquet")
    a, b, c = (read(tmp_path / f"{name}.parquet") for name in "abc")
    assert Plan([a, b]).schema.field("id").type == pa.int64()
    assert Plan([a, c]).schema.field("id").type == pa.string()


def test_atomic_file_appears_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    with AtomicFile(path) as whole:
        whole.file.write(b"isi")
        assert not path.exists()
        (part,) = tmp_path.iterdir()
        assert part.name.startswith(".out.txt.")
    assert [one.name for one in tmp_path.iterdir()] == ["out.txt"]
    assert path.read_bytes() == b"isi"


def test_atomic_file_without_use_writes_nothing(tmp_path: Path) -> None:
    with AtomicFile(tmp_path / "out.txt"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_atomic_file_in_a_folder_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"out\.txt cannot be written \(No such file"):
        AtomicFile(tmp_path / "gone" / "out.txt").file.write(b"")


def test_small_parts_become_large_row_groups(tmp_path: Path) -> None:
    table = pa.table({"n": pa.array(range(40_000), pa.int64())})
    parts = [tmp_path / name for name in "abc"]
    for part in parts:
        with part.open("wb") as file:
            sink = ArrowSink(file, Shape(table.schema))
            sink.write(table)
            sink.close()
    with (tmp_path / "a.parquet").open("wb") as file:
        join_parquet(parts, file, Shape(table.schema))
    with pq.ParquetFile(tmp_path / "a.parquet") as stored:
        rows = [stored.metadata.row_group(i).num_rows for i in range(stored.num_row_groups)]
    assert rows == [65_536, 14_464, 40_000]


def test_samples_of_the_checkout_or_the_package() -> None:
    path = sample_comments()
    assert path.parts[-2:] == ("examples", "comments.csv")
    archive = read(path)
    assert archive.text_column == "text"
    assert sum(chunk.rows for chunk in archive) >= 120
    assert [bad for chunk in archive for bad in chunk.quarantined] == []


def test_public_names_resolve() -> None:
    for name in govtext.archive.__all__:
        assert getattr(govtext.archive, name).__module__.startswith("govtext.archive.")
    assert set(govtext.archive.__all__) <= set(dir(govtext.archive))
    with pytest.raises(AttributeError, match="no attribute 'raed'"):
        _ = govtext.archive.raed
