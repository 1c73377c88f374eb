"""Folders and patterns: what is read, in which order, and what is left out with a word."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from govtext.archive import annotate, gather
from govtext.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from .fakes import FakePipeline

CSV = "id,komentar\n1,beras mahal\n"


def fill(folder: Path, *names: str, content: str = CSV) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def names(folder: Path, *inputs: str, output: str | None = None) -> list[str]:
    found = gather([os.path.join(folder, one) for one in inputs], output)  # noqa: PTH118 - keeps a pattern as it is
    return [os.path.relpath(one.name, folder) for one in found.inputs]


def test_a_folder_in_the_order_of_names_whatever_the_disk_says(tmp_path: Path) -> None:
    fill(tmp_path, "b.csv", "a.csv", "c/z.csv", "c/a.CSV", "a/b/x.tsv")
    (tmp_path / "a/b/x.tsv").write_text("id\tkomentar\n1\tberas\n")
    assert names(tmp_path, "") == ["a.csv", "b.csv", "a/b/x.tsv", "c/a.CSV", "c/z.csv"]


def test_inputs_keep_the_order_in_which_they_are_named(tmp_path: Path) -> None:
    fill(tmp_path, "z.csv", "d/b.csv", "d/a.csv", "a.csv")
    assert names(tmp_path, "z.csv", "d", "a.csv") == ["z.csv", "d/a.csv", "d/b.csv", "a.csv"]


def test_patterns(tmp_path: Path) -> None:
    fill(tmp_path, "2024/a.csv", "2025/b.csv", "2025/.c.csv", "c.csv", "[x].csv")
    assert names(tmp_path, "202*/*.csv") == ["2024/a.csv", "2025/b.csv"]
    assert names(tmp_path, "202?") == ["2024/a.csv", "2025/b.csv"]
    assert names(tmp_path, "**/?.csv") == ["2024/a.csv", "2025/b.csv", "c.csv"]
    assert names(tmp_path, "[x].csv") == ["[x].csv"]
    with pytest.raises(InputError, match=r"no file matches .*\*\.jsonl; check the pattern"):
        names(tmp_path, "*.jsonl")


def test_what_is_no_archive_is_named_and_hidden_files_are_not(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "a.csv",
        "foto.jpg",
        ".DS_Store",
        ".git/b.csv",
        "~$buku.xlsx",
        "out.csv.errors.jsonl",
        "o.csv.parts/b.csv",
    )
    os.mkfifo(tmp_path / "pipa.csv")
    found = gather(tmp_path)
    assert [one.name for one in found.inputs] == [str(tmp_path / "a.csv")]
    assert {os.path.basename(one.file): one.reason for one in found.skipped} == {  # noqa: PTH119
        "foto.jpg": "no archive by its suffix",
        "out.csv.errors.jsonl": "the unreadable rows of another run",
        "o.csv.parts": "the unfinished output of a run",
        "pipa.csv": "no regular file",
    }


def test_links_are_not_walked_in_circles(tmp_path: Path) -> None:
    fill(tmp_path, "data/a.csv")
    (tmp_path / "data" / "again").symlink_to(tmp_path / "data")
    (tmp_path / "data" / "b.csv").symlink_to(tmp_path / "data" / "a.csv")
    (tmp_path / "data" / "loop.csv").symlink_to(tmp_path / "data" / "loop.csv")
    found = gather(tmp_path / "data")
    assert [one.name for one in found.inputs] == [str(tmp_path / "data" / "a.csv")]
    assert {one.reason for one in found.skipped} == {
        "a link to a folder; name it to read it",
        "the same file comes twice",
    }
    (loop,) = found.unreadable
    assert (loop.file, loop.line, loop.rows) == (str(tmp_path / "data" / "loop.csv"), 0, 0)
    assert "symbolic links" in loop.reason


def test_the_output_in_the_folder_is_no_input(tmp_path: Path, pipeline: FakePipeline) -> None:
    fill(tmp_path, "a.csv")
    out = tmp_path / "out.csv"
    first = annotate(tmp_path, out, pipeline)
    written = out.read_bytes()
    assert annotate(tmp_path, out, pipeline).rows_in == first.rows_in == 1
    assert out.read_bytes() == written


def test_a_broken_file_in_a_folder_is_listed_and_the_run_goes_on(tmp_path: Path, pipeline: FakePipeline) -> None:
    fill(tmp_path / "in", "a.csv", "c.csv")
    fill(tmp_path / "in", "b.parquet", content="no parquet")
    done = annotate(tmp_path / "in", tmp_path / "out.csv", pipeline)
    assert (done.rows_in, done.labelled, done.quarantined, done.unread_files) == (2, 2, 0, 1)
    (listed,) = map(json.loads, (tmp_path / "out.csv.errors.jsonl").read_text().splitlines())
    assert (listed["file"], listed["line"]) == (str(tmp_path / "in" / "b.parquet"), 0)
    assert "cannot be read as Parquet" in listed["reason"]


def test_a_broken_file_that_was_named_stops_the_run(tmp_path: Path, pipeline: FakePipeline) -> None:
    fill(tmp_path, "a.csv")
    fill(tmp_path, "b.parquet", content="no parquet")
    with pytest.raises(InputError, match=r"b\.parquet cannot be read as Parquet"):
        annotate([tmp_path / "a.csv", tmp_path / "b.parquet"], tmp_path / "out.csv", pipeline)
    assert pipeline.sizes == []


def test_folders_without_an_archive(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no archive in"):
        gather(tmp_path)
    fill(tmp_path, "catatan.txt")
    with pytest.raises(InputError, match=r"catatan\.txt: no archive by its suffix"):
        gather(tmp_path)
    fill(tmp_path, "b.parquet", content="no parquet")
    with pytest.raises(InputError, match=r"b\.parquet cannot be read as Parquet"):
        gather(tmp_path)


def test_a_wrong_text_column_is_told_once_not_for_every_file(tmp_path: Path) -> None:
    fill(tmp_path, "a.csv", "b.csv")
    with pytest.raises(InputError, match=r"a\.csv has no column .* did you mean 'komentar'"):
        gather(tmp_path, text_column="komentra")


def test_a_folder_that_cannot_be_read_is_reported(
    tmp_path: Path, pipeline: FakePipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path / "in", "a.csv", "rahasia/b.csv")
    scandir = os.scandir

    def refuse(path: str) -> object:  # chmod would not stop root
        if path.endswith("rahasia"):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr("os.scandir", refuse)
    done = annotate(tmp_path / "in", tmp_path / "out.csv", pipeline)
    assert (done.rows_in, done.unread_files) == (1, 1)
    assert "the folder cannot be read (Permission denied)" in (tmp_path / "out.csv.errors.jsonl").read_text()
