from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from govtext.cli import cli
from govtext.errors import InputError, MissingExtraError
from govtext.report import page
from report_page.making import report

if TYPE_CHECKING:
    from collections.abc import Callable

    from click.testing import Result

    Run = Callable[..., Result]

_COLUMNS = (
    *("id", "text", "tanggal", "penulis", "poverty_related", "poverty_score", "topics", "topic_scores", "sentiment"),
    *("intent", "intent_score", "voices", "stance"),
)
_ROWS = [
    ("1", "Min, mbah saya kok belum dapat PKH?", "2025-01-06", "a", "true", "0.9", "social_assistance", "0.9",
     "negative", "question", "0.9", "elderly", "self"),
    ("2", "<script>alert(1)</script> hub 0812-0000-0000", "2025-01-14", "b", "false", "0.1", "", "",
     "neutral", "report", "0.8", "", "none"),
    ("3", "Matur nuwun nggih", "2025-01-15", "pemkot", "false", "0.1", "", "",
     "positive", "appreciation", "0.9", "", "none"),
]  # fmt: skip


@pytest.fixture
def run() -> Run:
    def _run(*args: object) -> Result:
        return CliRunner().invoke(cli, ["report", *map(str, args)], prog_name="govtext")

    return _run


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([_COLUMNS, *_ROWS])
    return path


def test_a_page_and_its_tables(run: Run, labelled: Path, tmp_path: Path) -> None:
    out, tables = tmp_path / "laporan.html", tmp_path / "tabel"
    result = run(labelled, "-o", out, "--tables", tables, "--grain", "week", "--compare", "period")
    assert result.exit_code == 0, result.output
    assert "comments: 3;" in result.stderr
    html = out.read_text(encoding="utf-8")
    assert html.startswith("<!DOCTYPE html>")
    assert 'lang="id"' in html
    assert "&lt;script&gt;alert(1)" in html
    assert "0812-0000-0000" not in html
    assert (tables / "poverty.csv").is_file()
    assert {file.suffix for file in tables.iterdir()} >= {".csv", ".parquet"}


def test_options_reach_the_report(run: Run, labelled: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    options = ("--lang", "en", "--no-redact", "--own-account", "pemkot", "--target", "0.5", "--column", "place=id")
    result = run(labelled, "-o", out, *options)
    assert result.exit_code == 0, result.output
    html = out.read_text(encoding="utf-8")
    assert 'lang="en"' in html
    assert "0812-0000-0000" in html
    assert "NOT masked" in html
    assert "NOT masked" in result.stderr
    assert "50.0%" in html
    assert "comments: 2;" in result.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("-o", "report.pdf"), "allowed: .html, .htm"),
        (("-o", "tidak/ada/report.html"), "there is no folder"),
        (("-o", "ada.html"), "is a folder"),
        (("-o", "r.html", "--column", "likes"), "ROLE=NAME"),
        (("-o", "r.html", "--column", "likes=a", "--column", "likes=b"), "a role has two columns"),
        (("-o", "r.html", "--column", "lkes=a"), "likes"),
        (("-o", "r.html", "--compare", "bulan"), "allowed: period"),
        (("-o", "r.html", "--compare", "2025-02-01,2025-01-01"), "ends before it begins"),
        (("-o", "r.html", "--baselines", "none.toml"), "none.toml"),
        (("-o", "r.html", "--lang", "jv"), "'id', 'en'"),
        (("-o", "r.html", "--target", "30"), "0<=x<=1"),
        ((), "Missing option"),
    ],
)
def test_mistakes_are_told_in_one_line(
    run: Run, labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("ada.html").mkdir()
    result = run(labelled, *options)
    assert result.exit_code == 2
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert not Path("r.html").exists()


def test_the_input_is_not_overwritten(run: Run, labelled: Path) -> None:
    out = labelled.with_suffix(".html")
    labelled.rename(out)
    before = out.read_bytes()
    result = run(out, "-o", out)
    assert result.exit_code == 2
    assert "is an input too" in result.stderr
    assert out.read_bytes() == before


@pytest.mark.parametrize("content", ["", "id,text\n", "id,text\n1,halo\n", "tanggal\n2025-01-01\n"])
def test_archives_with_little_in_them(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "in.csv").write_text(content, encoding="utf-8")
    result = run(tmp_path / "in.csv", "-o", tmp_path / "r.html")
    assert "Traceback" not in result.output
    assert result.exit_code == 0
    assert 'class="remark"' in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match=r"No space left on device\); choose another path"):
        page.write_html(report({}), tmp_path / "r.html")
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra(run: Run, labelled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "find_spec", lambda _: None)
    result = run(labelled, "-o", tmp_path / "r.html")
    assert result.exit_code == 2
    assert "pip install 'govtext[report]'" in result.stderr
    with pytest.raises(MissingExtraError):
        page.require()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys; from govtext.cli import cli; cli(['report', '--help'], standalone_mode=False); import json;"
        "print(json.dumps([m for m in ('jinja2', 'babel', 'vl_convert', 'pyarrow', 'numpy') if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert "--lang" in done.stdout
