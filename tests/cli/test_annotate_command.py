from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from govtext.archive import Progress
from govtext.cli.progress import bar

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]

CSV = "no;komentar\n1;Min, bansos kok gak cair?\n2;\n3;makasih berasnya\n"


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def test_annotate(run: Run, loaded: list[str], comments: Path, tmp_path: Path) -> None:
    result = run("annotate", comments, "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0
    assert result.stdout == ""
    first, last = result.stderr.splitlines()
    assert first == "text column: komentar"
    counts, _, speed = last.partition(" escalated to accurate, ")
    assert counts == "3 rows in, 2 labelled, 0 quarantined, 1 without text, 0 repeated, 0"
    assert re.fullmatch(r"[\d.]+ s, [\d,]+ rows/s", speed)
    assert pq.read_table(tmp_path / "out.parquet").column("text").to_pylist()[2] == "makasih berasnya"
    assert loaded == ["auto"]


def test_options_reach_the_run(run: Run, loaded: list[str], comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    options = (
        "--model",
        "fast",
        "--text-column",
        "komentar",
        "--id-column",
        "no",
        "--prefix",
        "gt_",
        "--batch-rows",
        2,
    )
    result = run("annotate", comments, "-o", out, *options)
    assert result.exit_code == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[2]["gt_sentiment"] == "positive"
    assert loaded == ["fast"]


def test_quarantined_rows_give_exit_code_1(run: Run, comments: Path, tmp_path: Path) -> None:
    comments.write_text(CSV + "rusak\n", encoding="utf-8")
    result = run("annotate", comments, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    listed = tmp_path / "out.csv.errors.jsonl"
    assert result.stderr.splitlines()[-1].endswith(f"; what could not be read is listed in {listed}")
    assert json.loads(listed.read_text())["line"] == 5


@pytest.mark.parametrize(
    ("stdin", "options"),
    [
        ("no\tkomentar\n1\tbansos cair\n", ()),
        ('{"no": 1, "komentar": "bansos cair"}\n', ()),
        ("komentar\nbansos cair\n".encode("utf-16"), ()),
        ('[]\n{"komentar": "bansos cair"}\n', ("--input-format", "jsonl")),
    ],
)
def test_standard_input_to_standard_output(run: Run, stdin: str | bytes, options: tuple[str, ...]) -> None:
    result = run("annotate", "-", "-o", "-", *options, stdin=stdin)
    (row,) = [json.loads(line) for line in result.stdout.splitlines()]
    assert (row["text"], row["topics"]) == ("bansos cair", ["social_assistance"])
    assert "text column: komentar" in result.stderr
    assert result.exit_code == (1 if options else 0)
    assert ("standard input:1: a JSON list, not an object" in result.stderr) == bool(options)


def test_several_inputs_each_report_their_column(run: Run, comments: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.jsonl"
    other.write_text('{"text": "beras"}\n', encoding="utf-8")
    result = run("annotate", comments, other, "-o", tmp_path / "out.csv")
    assert result.stderr.splitlines()[:2] == [f"text column komentar: {comments}", f"text column text: {other}"]


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["missing.csv", "-o", "out.csv"], "missing.csv does not exist; did you mean 'in.csv'?"),
        (["in.csv", "-o", "out.doc"], "allowed: .jsonl, .csv, .parquet"),
        (["in.csv", "-o", "in.csv"], "would be overwritten"),
        (["in.csv", "-o", "out.csv", "--text-column", "komen"], "did you mean 'komentar'?"),
        (["in.csv"], "Missing option '-o'"),
        (["-o", "out.csv"], "Missing argument 'IN...'"),
        (["in.csv", "-o", "out.csv", "--batch-rows", "0"], "x>=1"),
        (["in.csv", "-o", "out.csv", "--modle", "x"], "--model"),
    ],
)
def test_usage_errors(
    run: Run,
    loaded: list[str],
    comments: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    args: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("annotate", *args)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output
    assert loaded == []
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_redact_uses_the_real_function(run: Run, comments: Path, tmp_path: Path) -> None:
    comments.write_text("komentar,kota\nbansos macet hubungi 081234567890 min,Solo\n", encoding="utf-8")
    result = run("annotate", comments, "-o", tmp_path / "out.jsonl", "--redact")
    assert result.exit_code == 0
    row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert "081234567890" not in json.dumps(row)
    assert row["text"] == row["komentar"]
    assert row["text"].startswith("bansos macet hubungi ")


def test_progress_is_shown_when_asked_for(run: Run, comments: Path, tmp_path: Path) -> None:
    result = run("annotate", comments, "-o", tmp_path / "out.csv", "--progress", columns=120)
    assert "100 %  3 rows" in result.stderr
    quiet = run("annotate", comments, "-o", tmp_path / "out.csv", columns=120)
    assert "%" not in quiet.stderr


def test_bar_is_none_without_a_terminal() -> None:
    with bar() as update:
        assert update is None
    with bar(shown=True) as update:
        assert update is not None
        update(Progress(rows=5, fraction=0.5, file="a.csv"))
