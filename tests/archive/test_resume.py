"""Runs that are stopped: the next one goes on, with no row lost or doubled, or says why it cannot."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.archive import Progress, annotate, gather
from govtext.errors import InputError

from .fakes import FakePipeline
from .runs import SUFFIXES, Stopped, content, run, stopping_after

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

pytestmark = pytest.mark.usefixtures("small_parts")


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("rows", [1, 50, 99, 100, 101, 150, 200])
def test_a_stopped_run_goes_on(archives: list[Path], tmp_path: Path, suffix: str, rows: int) -> None:
    whole, out = tmp_path / f"whole.{suffix}", tmp_path / f"out.{suffix}"
    expected = run(archives, whole)
    with pytest.raises(Stopped):
        run(archives, out, on_progress=stopping_after(rows))
    assert not out.exists()
    pipeline = FakePipeline()
    done = run(archives, out, pipeline)
    assert content(out) == content(whole)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        ["a.csv", "b.csv", *(f"{name}.{suffix}{end}" for name in ("whole", "out") for end in ("", ".errors.jsonl"))]
    )
    assert (done.rows_in, done.labelled, done.quarantined) == (200, 176, 24)
    assert (done.rows_in, done.labelled, done.quarantined, done.repeated) == (
        expected.rows_in, expected.labelled, expected.quarantined, expected.repeated,
    )  # fmt: skip
    assert done.resumed == rows // 28 * 28 if rows < 100 else done.resumed >= 84
    assert len(pipeline.seen) <= 200 - done.resumed


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from(["a,bansos", "b,", "rusak", 'c,"dua\nbaris"', 'd,"buka', "", "e,bansos"]), min_size=1),
    st.integers(1, 5),
    st.integers(1, 9),
    st.lists(st.integers(1, 30), max_size=3),
    st.sampled_from(SUFFIXES),
)
def test_however_it_is_cut_and_stopped_the_output_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
    lines: list[str],
    batch_rows: int,
    part_rows: int,
    stops: list[int],
    suffix: str,
) -> None:
    monkeypatch.setattr("govtext.archive.run.PART_ROWS", part_rows)
    with tempfile.TemporaryDirectory() as folder:
        source, whole, out = Path(folder, "in.csv"), Path(folder, f"whole.{suffix}"), Path(folder, f"out.{suffix}")
        source.write_text("kode,komentar\nx,awal\n" + "\n".join(lines) + "\ny,akhir\n")
        expected = annotate(source, whole, FakePipeline(), batch_rows=batch_rows)
        for rows in stops:
            with contextlib.suppress(Stopped):
                annotate(source, out, FakePipeline(), batch_rows=batch_rows, on_progress=stopping_after(rows))
        found = annotate(source, out, FakePipeline(), batch_rows=batch_rows)
        assert content(out) == content(whole)
    assert (found.rows_in, found.labelled, found.quarantined, found.repeated) == (
        expected.rows_in, expected.labelled, expected.quarantined, expected.repeated,
    )  # fmt: skip


def test_progress_starts_where_the_run_goes_on(archives: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(Stopped):
        run(archives, out, on_progress=stopping_after(150))
    states: list[Progress] = []
    run(archives, out, on_progress=states.append)
    assert states[0].resumed == states[-1].resumed > 100
    assert (states[0].rows, states[-1].rows) == (states[0].resumed + 7, 200)
    assert 0.5 < states[0].fraction <= states[-1].fraction == 1.0
    assert states[-1].quarantined == 24


def test_fresh_starts_anew(archives: list[Path], tmp_path: Path) -> None:
    out, whole = tmp_path / "out.csv", tmp_path / "whole.csv"
    run(archives, whole)
    with pytest.raises(Stopped):
        run(archives, out, on_progress=stopping_after(150))
    pipeline = FakePipeline()
    assert run(archives, out, pipeline, resume=False).resumed == 0
    assert len(pipeline.seen) == 176
    assert content(out) == content(whole)


def touch(archives: list[Path]) -> None:
    os.utime(archives[1], (1, 1))


def rewrite(archives: list[Path]) -> None:
    about = archives[0].stat()
    archives[0].write_text(archives[0].read_text().replace("bansos 5 ", "beras 5  "))
    os.utime(archives[0], ns=(about.st_atime_ns, about.st_mtime_ns))


class OtherPipeline(FakePipeline):
    fingerprint = "another"


@pytest.mark.parametrize(
    ("change", "options", "pipeline", "message"),
    [
        (touch, {}, FakePipeline, r"b\.csv has changed since"),
        (rewrite, {}, FakePipeline, r"a\.csv has changed since"),
        (None, {"prefix": "gt_"}, FakePipeline, "its options were others"),
        (None, {"redact": True}, FakePipeline, "its options were others"),
        (None, {"escape_formulas": True}, FakePipeline, "its options were others"),
        (None, {}, OtherPipeline, r"another model or version of it \(fake\)"),
        (lambda archives: archives.pop(), {}, FakePipeline, "its inputs were others"),
        (lambda archives: archives.reverse(), {}, FakePipeline, "its inputs were others"),
    ],
)
def test_what_changed_is_refused_with_what_to_do(
    archives: list[Path],
    tmp_path: Path,
    change: Callable[[list[Path]], object] | None,
    options: dict[str, Any],
    pipeline: type[FakePipeline],
    message: str,
) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(Stopped):
        run(archives, out, on_progress=stopping_after(150))
    if change is not None:
        change(archives)
    with pytest.raises(InputError, match=rf"out\.csv\.parts holds an unfinished run .*{message}.*--fresh"):
        run(archives, out, pipeline(), **options)
    assert run(archives, out, pipeline(), resume=False, **options).resumed == 0


def test_another_text_column_is_another_run(archives: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with pytest.raises(Stopped):
        run(archives, out, on_progress=stopping_after(150))
    with pytest.raises(InputError, match=r"--fresh"):
        run(gather(archives, text_column="kode"), out)


def test_another_version_of_govtext_is_refused(
    archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Stopped):
        run(archives, tmp_path / "out.csv", on_progress=stopping_after(150))
    monkeypatch.setattr("govtext.__version__", "99.0")
    with pytest.raises(InputError, match=r"started with govtext .*, this is 99\.0"):
        run(archives, tmp_path / "out.csv")


def test_damaged_parts_are_refused(archives: list[Path], tmp_path: Path) -> None:
    out, parts = tmp_path / "out.csv", tmp_path / "out.csv.parts"
    for damage, message in {
        "part-00001": r"part-00001 is damaged; got '0 bytes'",
        "errors.jsonl": r"errors\.jsonl is damaged",
        "manifest.json": r"manifest\.json cannot be read",
    }.items():
        with pytest.raises(Stopped):
            run(archives, out, resume=False, on_progress=stopping_after(150))
        (parts / damage).write_bytes(b"")
        with pytest.raises(InputError, match=message + ".*--fresh"):
            run(archives, out)


def test_files_of_others_in_the_folder_are_never_removed(archives: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out.csv.parts").mkdir()
    precious = tmp_path / "out.csv.parts" / "skripsi.docx"
    precious.write_text("penting")
    for resume in (True, False):
        with pytest.raises(InputError, match=r"holds a file of somebody else; got 'skripsi\.docx'"):
            run(archives, tmp_path / "out.csv", resume=resume)
    assert precious.read_text() == "penting"


def test_two_runs_cannot_write_one_output(archives: list[Path], tmp_path: Path) -> None:
    refused: list[str] = []

    def second(_: Progress) -> None:
        with pytest.raises(InputError, match="another run is writing") as caught:
            run(archives, tmp_path / "out.csv")
        refused.append(str(caught.value))

    run(archives, tmp_path / "out.csv", on_progress=second)
    assert len(refused) > 10


def test_all_rows_broken(tmp_path: Path) -> None:
    source, out = tmp_path / "in.csv", tmp_path / "out.jsonl"
    source.write_text("text,kota\n" + "rusak\n" * 100)
    with pytest.raises(Stopped):
        run(source, out, on_progress=stopping_after(50))
    assert run(source, out).quarantined == 100
    assert out.read_bytes() == b""
    listed = (tmp_path / "out.jsonl.errors.jsonl").read_text().splitlines()
    assert [json.loads(line)["line"] for line in listed] == list(range(2, 102))


class Picky(FakePipeline):
    """Fails on some texts."""

    def annotate(self, table: pa.Table, text_column: str = "text", prefix: str = "") -> pa.Table:
        if any(text is not None and "9" in text for text in table.column(text_column).to_pylist()):
            raise ValueError("rahasia: 0812000111")
        return super().annotate(table, text_column, prefix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_texts_that_cannot_be_labelled_are_set_aside(tmp_path: Path, suffix: str) -> None:
    source, out = tmp_path / "in.csv", tmp_path / f"out.{suffix}"
    source.write_text("id,text\n" + "".join(f'{i},"bansos\n{i}"\n' for i in range(30)) + "30,bansos 9\n31,\n")
    done = run(source, out, Picky())
    assert (done.rows_in, done.labelled, done.quarantined, done.without_text) == (32, 27, 4, 1)
    listed = (tmp_path / f"out.{suffix}.errors.jsonl").read_text()
    assert [json.loads(line)["line"] for line in listed.splitlines()] == [20, 40, 60, 62]
    assert "cannot be labelled (ValueError)" in listed
    assert "rahasia" not in listed


def test_a_pipeline_that_fails_on_everything_stops_the_run(archives: list[Path], tmp_path: Path) -> None:
    class Broken(FakePipeline):
        def annotate(self, table: pa.Table, text_column: str = "text", prefix: str = "") -> pa.Table:
            if any(table.column(text_column).to_pylist()):
                raise ZeroDivisionError
            return super().annotate(table, text_column, prefix)

    with pytest.raises(ZeroDivisionError):
        run(archives, tmp_path / "out.csv", Broken())


def test_repeated_texts_are_labelled_once(tmp_path: Path) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    texts = ["bansos", "beras", "bansos", None, "", "bansos", "gas", None, "beras", "bpjs"]  # eight, then two
    source.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    pipeline = FakePipeline()
    done = annotate(source, out, pipeline, batch_rows=8)
    assert (done.labelled, done.without_text, done.repeated) == (7, 3, 2)
    assert pipeline.seen == ["bansos", "beras", None, "gas", "beras", "bpjs"]
    rows = [json.loads(line) for line in out.read_text().splitlines()]
    assert [row["text"] for row in rows] == texts
    assert [row["topics"] for row in rows[:3]] == [["social_assistance"], ["food_prices"], ["social_assistance"]]
    assert rows[3]["topics"] is None
