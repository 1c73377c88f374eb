"""Kills, full disks, and a crash between any two steps that change the disk."""

from __future__ import annotations

import errno
import io
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

from govtext.archive import annotate
from govtext.errors import InputError

from .fakes import FakePipeline
from .runs import SUFFIXES, Stopped, content, environment, run

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("small_parts")


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


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_renamed_is_on_the_disk_before(
    archives: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """A power cut keeps a rename and loses what was not flushed; the folder must be flushed after it, too."""
    flushed: dict[int, int] = {}
    renamed: list[str] = []
    pending: set[int] = set()  # folders whose renames are not flushed
    replace = Path.replace

    def flush(handle: int) -> None:
        about = os.fstat(handle)
        flushed[about.st_ino] = about.st_size
        pending.discard(about.st_ino)

    def rename(source: Path, target: Path) -> Path:
        about = source.stat()
        assert flushed.get(about.st_ino) == about.st_size, source
        assert not pending, "the rename before is not flushed"
        renamed.append(target.name)
        pending.add(target.parent.stat().st_ino)
        return replace(source, target)

    monkeypatch.setattr("os.fsync", flush)
    monkeypatch.setattr("pathlib.Path.replace", rename)
    out = tmp_path / f"out.{suffix}"
    run(archives, out)
    assert renamed[:2] == ["part-00000", "manifest.json"]
    assert renamed[-2:] == [out.name + ".errors.jsonl", out.name]
    assert not pending


def test_full_disk_of_a_small_file_system(archives: list[Path], tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(disk)]
    if sys.platform != "linux" or os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        with pytest.raises(InputError, match=r"No space left on device\); free some space .* run the same command"):
            run(archives, disk / "out.jsonl")
        subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
        assert run(archives, disk / "out.jsonl").resumed > 0
        run(archives, tmp_path / "whole.jsonl")
        assert content(disk / "out.jsonl") == content(tmp_path / "whole.jsonl")
    finally:
        subprocess.run(["umount", str(disk)], check=True)
