"""The command line as a process of its own: start-up, exit codes, pipes, interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import govtext

TESTS = Path(__file__).resolve().parents[1]
SOURCE = Path(govtext.__file__).parents[1]
HEAVY = ("numpy", "pyarrow", "spacy", "torch", "transformers", "datasets", "rich")

# A govtext whose pipeline is the fake one; SLOW: how many seconds each batch takes, the last figure all that follow.
FAKE = """
import os, time
import govtext.scoring
from archive.fakes import FakePipeline
from govtext.cli import main

class Slow(FakePipeline):
    waits = os.environ.get("SLOW", "").split()

    def annotate(self, table, **options):
        if table.num_rows and self.waits:
            print("labelling", flush=True)
            time.sleep(float(self.waits.pop(0) if self.waits[1:] else self.waits[0]))
        return super().annotate(table, **options)

govtext.scoring.load = lambda name: Slow()
main()
"""


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{SOURCE}{os.pathsep}{TESTS}", **more}


def python(*args: str, stdin: bytes | None = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *args], input=stdin, capture_output=True, env=environment(**more), check=False, timeout=60
    )


def loaded_by(code: str) -> list[str]:
    done = python("-c", f"import sys\n{code}\nprint([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)")
    assert done.returncode == 0, done.stderr
    found: list[str] = json.loads(done.stderr.decode().splitlines()[-1].replace("'", '"'))
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import govtext.cli",
        "import govtext.archive",
        "from govtext.archive.samples import sample_comments; sample_comments()",
        "from govtext.cli import cli\ntry: cli(['--help'])\nexcept SystemExit: pass",
        "from govtext.cli import cli\ntry: cli(['annotate', '--help'])\nexcept SystemExit: pass",
        "from govtext.cli import cli\ntry: cli(['--version'])\nexcept SystemExit: pass",
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str) -> None:
    assert loaded_by(code) == []


def test_reading_loads_only_pyarrow(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text\nbansos\n")
    loaded = loaded_by(f"from govtext.archive import read; list(read({str(tmp_path / 'a.csv')!r}))")
    assert set(loaded) <= {"numpy", "pyarrow"}


def test_help_loads_the_command_line_and_nothing_else_of_govtext() -> None:
    done = python("-X", "importtime", "-m", "govtext", "--help")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.decode().splitlines()}
    ours = {name for name in loaded if name.split(".")[0] == "govtext"}
    assert "govtext.cli" in ours
    assert {name for name in ours if not name.startswith("govtext.cli")} <= {"govtext", "govtext.errors"}
    assert not {name.split(".")[0] for name in loaded} & set(HEAVY)
    assert b"annotate" in done.stdout


def test_version() -> None:
    assert python("-m", "govtext.cli", "--version").stdout.decode().split()[-1] == govtext.__version__


def test_annotate_from_pipe_to_pipe_in_a_plain_locale() -> None:
    done = python("-c", FAKE, "annotate", "-", "-o", "-", stdin="text\nmakasih 🙏\n".encode(), LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["text"] == "makasih 🙏"
    assert b"\x1b" not in done.stderr


def test_exit_codes(tmp_path: Path) -> None:
    (tmp_path / "good.csv").write_text("text,kota\nbansos,Solo\n")
    (tmp_path / "ragged.csv").write_text("text,kota\nbansos,Solo\nrusak\n")
    out = str(tmp_path / "out.csv")
    for name, code in (("good.csv", 0), ("ragged.csv", 1), ("missing.csv", 2)):
        done = python("-c", FAKE, "annotate", str(tmp_path / name), "-o", out)
        assert done.returncode == code, done.stderr
        assert b"Traceback" not in done.stderr


def test_emoji_on_a_console_of_another_encoding() -> None:
    done = python("-m", "govtext.cli", "tokenize", "makasih 🙏", PYTHONIOENCODING="cp1252")
    assert (done.returncode, done.stdout) == (0, b"makasih \\U0001f64f\n")


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\n" + "beras mahal\n" * 20_000)
    args = [sys.executable, "-c", FAKE, "annotate", str(tmp_path / "in.csv"), "-o", "-"]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
    assert process.returncode == 141
    assert complaint == b"text column: text\n"


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\nbansos\n")
    args = [sys.executable, "-c", FAKE, "annotate", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv")]
    with subprocess.Popen(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(SLOW="30")) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"labelling\n"
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 130
    assert complaint == b"text column: text\ngovtext: interrupted\n"
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_ctrl_c_keeps_what_is_done_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("text\nbansos\nberas\ngas\n")
    code = "import govtext.archive.run; govtext.archive.run.PART_ROWS = 1\n" + FAKE
    command = ["annotate", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--batch-rows", "1"]
    with subprocess.Popen(
        [sys.executable, "-c", code, *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(SLOW="0 60"),
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.stdout.readline()  # the first row is written while the second is labelled
        deadline = time.monotonic() + 30  # it has as long as the second row takes
        while not (tmp_path / "out.csv.parts" / "manifest.json").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=20)
    assert process.returncode == 130
    kept = f"what is done is kept in {tmp_path / 'out.csv.parts'}; the same command goes on from there\n"
    assert complaint.decode() == f"text column: text\n{kept}govtext: interrupted\n"
    done = python("-c", code, *command)
    assert done.returncode == 0
    assert b"; 1 rows were done before" in done.stderr
