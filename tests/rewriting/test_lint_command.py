from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from govtext.cli import cli
from govtext.cli.lint import KINDS
from govtext.cli.posts import Source
from govtext.rewriting.linting import kind_ids, lint

POST = "Halo, Sobat!\nPendaftaran PKH dibuka 3 Maret 2025!!\nBawa KTP, ya 🙏\n"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.txt").write_text(POST, encoding="utf-8")

    def _run(*args: str, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, ["lint", *args], input=stdin, prog_name="govtext")

    return _run


def test_text(run: Run) -> None:
    result = run("post.txt")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    (place,) = [index for index, line in enumerate(lines) if "shouted-punctuation" in line]
    assert lines[place].startswith("post.txt:2:36: suggestion shouted-punctuation Tanda seru")
    assert lines[place + 1] == "    !"
    assert sum(line.startswith("post.txt:") for line in lines) == len(lint(POST.rstrip("\n")))
    assert "\x1b" not in result.stdout


def test_standard_input_and_byte_order_mark(run: Run) -> None:
    assert run(stdin=b"\xef\xbb\xbfGratis!!").stdout.startswith("-:1:7: suggestion shouted-punctuation")
    assert run("-", stdin="Gratis!!").stdout.startswith("-:1:7: ")
    assert run(stdin="").stdout == ""


def test_lines(run: Run) -> None:
    shown = run("--lines", "--format", "json", stdin="Gratis!!\n\nHalo.\n").stdout.splitlines()
    read = [json.loads(line) for line in shown]
    assert [(one["path"], one["line"]) for one in read] == [("-", 1), ("-", 3)]
    assert [[finding["code"] for finding in one["findings"]] for one in read] == [["shouted-punctuation"], []]


def test_json(run: Run) -> None:
    read = json.loads(run("post.txt", "--format", "json").stdout)
    text = POST.rstrip("\n")
    assert (read["path"], read["line"], read["kind"]) == ("post.txt", 1, "programme")
    assert all(text[span["start"] : span["end"]] == span["text"] for span in read["evidence"] + read["findings"])
    expected = [(one.code, one.span.start, one.severity, one.suggestion, one.source) for one in lint(text)]
    keys = ("code", "start", "severity", "suggestion", "source")
    assert [tuple(one[key] for key in keys) for one in read["findings"]] == expected


def test_sarif_has_what_the_standard_requires(run: Run) -> None:
    log = json.loads(run("post.txt", "--format", "sarif").stdout)
    assert log["version"] == "2.1.0"
    assert "sarif-2.1.0" in log["$schema"]
    (made,) = log["runs"]
    driver = made["tool"]["driver"]
    assert driver["name"] == "govtext lint"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(set(ids)) == len(ids)
    assert made["columnKind"] == "unicodeCodePoints"
    assert made["artifacts"] == [{"location": {"uri": "post.txt"}}]
    assert len(made["results"]) == len(lint(POST.rstrip("\n")))
    for result in made["results"]:
        _check_result(result, ids)


def _check_result(result: dict[str, Any], ids: list[str]) -> None:
    assert ids[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert result["message"]["text"]
    (location,) = result["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "post.txt"
    region = place["region"]
    start, end = (region["startLine"], region["startColumn"]), (region["endLine"], region["endColumn"])
    assert (1, 1) <= start <= end
    lines = POST.split("\n")
    assert region["endColumn"] <= len(lines[region["endLine"] - 1]) + 1


def test_sarif_of_nothing_is_whole(run: Run) -> None:
    (made,) = json.loads(run("--format", "sarif", stdin="").stdout)["runs"]
    assert (made["results"], made["tool"]["driver"]["rules"]) == ([], [])


def test_strict(run: Run) -> None:
    for form in ("text", "json", "sarif"):
        assert run("--strict", "--format", form, stdin="Gratis!!").exit_code == 1
        assert run("--strict", "--format", form, stdin="Halo.").exit_code == 0
    assert run("--strict", "nowhere.txt").exit_code == 2


def test_kind(run: Run) -> None:
    assert run("post.txt", "--show-kind").stdout.startswith("post.txt:1: programme: Pendaftaran, PKH, dibuka")
    forced = run("post.txt", "--show-kind", "--kind", "figures").stdout
    assert forced.startswith("post.txt:1: figures: -\n")
    assert "missing-source" in forced
    assert run("post.txt", "--kind", "angka").exit_code == 2
    assert kind_ids() == KINDS


def test_files_that_cannot_be_read(run: Run, tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)))
    (tmp_path / "zip.txt").write_bytes(b"PK\x03\x04rest")
    for name, said in (
        ("nowhere.txt", "No such file"),
        (str(tmp_path), "is a folder"),
        ("picture.png", "picture.png"),
        ("zip.txt", "zip archive"),
    ):
        result = run(name)
        assert result.exit_code == 2
        assert said in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert result.stdout == ""


def test_positions_count_lines_of_the_file() -> None:
    source = Source("a.txt", 5, "satu\ndua\n")
    assert [source.position(offset) for offset in (0, 4, 5, 9)] == [(5, 1), (5, 5), (6, 1), (7, 1)]


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom govtext.cli import cli\n"
        "try: cli(['lint', '--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('numpy', 'spacy', 'torch', 'govtext.rewriting') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "--strict" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"
