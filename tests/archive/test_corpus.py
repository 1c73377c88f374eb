"""The corpus of broken archives through the command line: a message or quarantined rows, never a trace or silence."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from govtext.cli import cli

from .broken import CSV, ODD_BUT_GOOD, QUARANTINED, REFUSED, Broken
from .fakes import FakePipeline
from .runs import environment

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.scoring.load", lambda _: FakePipeline())


def run(*args: object) -> Result:
    return CliRunner().invoke(cli, ["annotate", *map(str, args)], prog_name="govtext")


def made(case: Broken, folder: Path) -> Path:
    if case.name.endswith(".xlsx"):
        pytest.importorskip("openpyxl")
    path = folder / case.name
    case.make(path)
    return path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def ids(cases: list[Broken]) -> list[str]:
    return [case.name for case in cases]


def test_the_corpus_is_large_and_each_case_is_its_own() -> None:
    names = ids(REFUSED + QUARANTINED + ODD_BUT_GOOD)
    assert len(REFUSED + QUARANTINED) >= 60
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("case", REFUSED, ids=ids(REFUSED))
def test_refused_with_a_message(tmp_path: Path, case: Broken) -> None:
    path = made(case, tmp_path)
    before = sorted(tmp_path.iterdir())
    result = run(path, "-o", tmp_path / "out.jsonl", *case.options)
    message = result.stderr.splitlines()[-1]
    assert result.exit_code == 2, result.stderr
    assert case.says in message
    assert str(path) in message or case.name == "label.csv"
    assert "; " in message  # what to do about it
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("case", REFUSED, ids=ids(REFUSED))
def test_in_a_folder_it_is_told_and_the_others_are_labelled(tmp_path: Path, case: Broken) -> None:
    path = made(case, tmp_path)
    (tmp_path / "zz.csv").write_text(CSV)
    if case.options or case.name == "label.csv":
        pytest.skip("wrong for every file, not for this one")
    result = run(tmp_path, "-o", tmp_path / "out.jsonl")
    assert "Traceback" not in result.output
    assert len(lines(tmp_path / "out.jsonl")) == 2
    listed = lines(tmp_path / "out.jsonl.errors.jsonl")
    assert path.is_dir() or path.name in result.stderr
    if listed:
        assert result.exit_code == 1
        assert (listed[0]["file"], listed[0]["line"], case.says in listed[0]["reason"]) == (str(path), 0, True)
    else:
        assert result.exit_code == 0
        assert path.is_dir() or f"skipped {path}: no archive by its suffix" in result.stderr


@pytest.mark.parametrize("case", QUARANTINED, ids=ids(QUARANTINED))
@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_unreadable_rows_are_listed_and_the_others_labelled(tmp_path: Path, case: Broken, suffix: str) -> None:
    path, out = made(case, tmp_path), tmp_path / f"out.{suffix}"
    result = run(path, "-o", out, "--json-progress")
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    done = json.loads(result.stderr.splitlines()[-1])
    listed = lines(tmp_path / f"out.{suffix}.errors.jsonl")
    assert {row["file"] for row in listed} == {str(path)}
    assert [row["line"] for row in listed] == sorted(row["line"] for row in listed)
    assert any(case.says in row["reason"] for row in listed)
    assert sum(row.get("rows", 1) for row in listed) == done["quarantined"] == case.bad
    assert done["rows_in"] == done["labelled"] + done["without_text"] + done["quarantined"]
    if case.good == -1:
        assert 0 < done["labelled"] < 20_000
    else:
        assert done["labelled"] + done["without_text"] == case.good
    if suffix == "jsonl":
        assert len(lines(out)) == done["labelled"] + done["without_text"]


@pytest.mark.parametrize("case", ODD_BUT_GOOD, ids=ids(ODD_BUT_GOOD))
def test_odd_archives_that_are_fine(tmp_path: Path, case: Broken) -> None:
    result = run(made(case, tmp_path), "-o", tmp_path / "out.jsonl")
    assert result.exit_code == 0, result.output
    assert len(lines(tmp_path / "out.jsonl")) == case.good


def test_no_path_in_the_data_is_opened(tmp_path: Path) -> None:
    """Python tells an audit hook each file it opens; Arrow's own opening shows in the list of what was named."""
    (path,) = [made(case, tmp_path) for case in ODD_BUT_GOOD if case.name == "path.csv"]
    code = (
        "import sys\nopened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else None)\n"
        "from archive.fakes import FakePipeline\nfrom govtext.archive import annotate\n"
        "annotate(sys.argv[1], sys.argv[2], FakePipeline())\n"
        "assert sys.argv[1] in opened\n"
        "print([name for name in opened if 'passwd' in name])\n"
    )
    args = [sys.executable, "-c", code, str(path), str(tmp_path / "out.csv")]
    done = subprocess.run(args, capture_output=True, text=True, env=environment(), check=False)
    assert (done.stdout, done.stderr) == ("[]\n", "")
