"""Runs that are stopped: by errors, kills, full disks; the next one goes on, with no row lost or doubled."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pyarrow.parquet as pq
import pytest

import govtext
from govtext.archive import Progress, Summary, annotate, gather
from govtext.errors import InputError

from .fakes import FakePipeline

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

TESTS = Path(__file__).resolve().parents[1]
SOURCE = Path(govtext.__file__).parents[1]
SUFFIXES = ("jsonl", "csv", "parquet")


class Stopped(Exception):  # noqa: N818 - a stand-in for a crash
    pass


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.archive.run.PART_ROWS", 20)


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    """Two files of 100 rows, of which every ninth is broken."""
    files = []
    for name in "ab":
        rows = ["rusak" if i % 9 == 0 else f"{name}{i},bansos {i} gak cair?" for i in range(100)]
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("kode,komentar\n" + "\n".join(rows) + "\n")
    return files


def stopping_after(rows: int) -> Callable[[Progress], None]:
    def stop(state: Progress) -> None:
        if state.rows >= rows:
            raise Stopped

    return stop


def content(path: Path) -> Any:
    listed = path.with_name(path.name + ".errors.jsonl")
    errors = listed.read_bytes() if listed.exists() else None
    if path.suffix == ".parquet":
        return pq.read_table(path), errors
    return path.read_bytes(), errors


def run(inputs: Any, out: Path, pipeline: FakePipeline | None = None, **options: Any) -> Summary:
    return annotate(inputs, out, pipeline or FakePipeline(), batch_rows=7, **options)


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


class Full(io.FileIO):
    """A file on a disk that is full after some bytes."""

    left = 0

    def write(self, data: Any) -> int:
        size = len(memoryview(data).cast("B"))
        if Full.left < size:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        Full.left -= size
        return super().write(data)


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("room", [0, 300, 5_000, 20_000, 40_000, 60_000])
def test_full_disk(
    archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, room: int
) -> None:
    whole, out = tmp_path / f"whole.{suffix}", tmp_path / f"out.{suffix}"
    run(archives, whole)
    real_open = Path.open

    def opened(path: Path, mode: str = "r", *args: Any, **options: Any) -> IO[Any]:
        if "w" in mode and "out" in str(path):
            return io.BufferedWriter(Full(path, "w"))
        return real_open(path, mode, *args, **options)

    Full.left = room
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.open", opened)
        try:
            run(archives, out)
        except InputError as error:
            message = str(error)
            assert f"out.{suffix}" in message
            assert "No space left on device" in message
            assert not out.exists()
    done = run(archives, out)
    assert done.rows_in == 200
    assert content(out) == content(whole)
    assert not (tmp_path / f"out.{suffix}.parts").exists()


def test_full_disk_as_the_system_says_it(archives: list[Path], tmp_path: Path) -> None:
    """RLIMIT_FSIZE makes the kernel refuse the write that would make a file too large."""
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, resource.RLIM_INFINITY))\n"
        "from archive.fakes import FakePipeline\nfrom govtext.archive import annotate\n"
        "from govtext.errors import InputError\n"
        "try: annotate(sys.argv[1], sys.argv[2], FakePipeline(), batch_rows=7)\n"
        "except InputError as error: print(error)\n"
    )
    out = tmp_path / "out.jsonl"
    done = subprocess.run(
        [sys.executable, "-c", code, archives[0], out], capture_output=True, text=True, env=environment(), check=True
    )
    assert "out.jsonl.parts cannot be written (File too large)" in done.stdout
    assert "run the same command: it goes on" in done.stdout
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 12_000
    assert run(archives[0], out).rows_in == 100


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}", **more}


SLOW = """
import sys, time
from pathlib import Path
from archive.fakes import FakePipeline
import govtext.archive.run
from govtext.archive import annotate
govtext.archive.run.PART_ROWS = 20

class Slow(FakePipeline):
    def annotate(self, table, **options):
        time.sleep(0.004)
        return super().annotate(table, **options)

print("ready", flush=True)
annotate(sys.argv[1:-1], sys.argv[-1], Slow(), batch_rows=7)
"""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_killed_at_random_moments(archives: list[Path], tmp_path: Path, suffix: str) -> None:
    whole, out = tmp_path / f"whole.{suffix}", tmp_path / f"out.{suffix}"
    annotate(archives, whole, FakePipeline(), batch_rows=7)
    rng = random.Random(suffix)
    killed = 0
    for attempt in range(12):
        args = [sys.executable, "-c", SLOW, *map(str, archives), str(out)]
        with subprocess.Popen(args, env=environment(), stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if attempt < 6:
                time.sleep(rng.uniform(0.02, 0.25))
                process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        if process.returncode == 0:
            break
    assert killed >= 2
    assert content(out) == content(whole)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith((".", "out"))) == [
        f"out.{suffix}", f"out.{suffix}.errors.jsonl"
    ]  # fmt: skip


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_crash_after_any_file_operation(
    archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Between any two steps that change the disk, the end included, a crash costs nothing."""
    monkeypatch.setattr("govtext.archive.run.PART_ROWS", 45)
    whole = tmp_path / f"whole.{suffix}"
    run(archives[0], whole)
    for steps in range(200):
        out = tmp_path / f"out{steps}.{suffix}"
        if not crashes(monkeypatch, steps, lambda out=out: run(archives[0], out)):  # type: ignore[misc]
            break
        run(archives[0], out)
        assert content(out) == content(whole)
        assert not out.with_name(out.name + ".parts").exists()
    assert 15 < steps < 199


def crashes(monkeypatch: pytest.MonkeyPatch, steps: int, work: Callable[[], object]) -> bool:
    """Do some steps that change the disk, then crash; return False if there were no more."""
    left = [steps]

    def counted(function: Any) -> Any:
        def step(*args: Any, **options: Any) -> Any:
            if left[0] < 0 or not left[0]:
                left[0] = -1  # dead: not even what cleans up runs
                raise Stopped
            left[0] -= 1
            return function(*args, **options)

        return step

    with monkeypatch.context() as patched:
        for name in ("replace", "unlink", "rmdir", "mkdir"):
            patched.setattr(f"pathlib.Path.{name}", counted(getattr(Path, name)))
        patched.setattr("os.fsync", counted(os.fsync))
        try:
            work()
        except Stopped:
            return True
    return False


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
