from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from archive.fakes import FakePipeline
from govtext.archive import Progress, annotate
from govtext.cli.progress import JsonLines, bar

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


def test_json_progress(run: Run, comments: Path, tmp_path: Path) -> None:
    (tmp_path / "catatan.txt").write_text("")
    comments.write_text(CSV + "rusak\n", encoding="utf-8")
    result = run("annotate", tmp_path, "-o", tmp_path / "out.csv", "--json-progress", "--batch-rows", 2)
    start, *progress, done = map(json.loads, result.stderr.splitlines())
    assert (start["event"], start["text_columns"]) == ("start", {str(comments): "komentar"})
    assert [one["file"] for one in start["skipped"]] == [str(tmp_path / "catatan.txt")]
    assert {key: progress[-1][key] for key in ("event", "rows", "quarantined", "file", "fraction")} == {
        "event": "progress", "rows": 4, "quarantined": 1, "file": str(comments), "fraction": 1.0,
    }  # fmt: skip
    assert progress[-1]["seconds"] >= 0
    assert progress[-1]["rate"] > 0
    assert (done["event"], done["rows_in"], done["labelled"], done["quarantined"]) == ("done", 4, 2, 1)
    assert done["errors"] == str(tmp_path / "out.csv.errors.jsonl")
    assert result.exit_code == 1


def test_json_progress_tells_at_most_once_in_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    lines = JsonLines(every=3600)
    for row in range(1, 11):
        lines.progress(Progress(rows=row, fraction=row / 10, file="a.csv"))
    assert [json.loads(line)["rows"] for line in capsys.readouterr().err.splitlines()] == [10]
    eager = JsonLines(every=0)
    eager.progress(Progress(rows=5, fraction=0.5, file="a.csv", resumed=4))
    eager.progress(Progress(rows=6, fraction=0.75, file="a.csv", resumed=4))
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert first["eta"] is None
    assert second["eta"] == pytest.approx(second["seconds"], abs=0.2)


def test_an_unfinished_run_is_announced(
    run: Run, comments: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"

    def stop(state: Progress) -> None:
        if state.rows > 1:
            raise RuntimeError

    monkeypatch.setattr("govtext.archive.run.PART_ROWS", 1)
    with pytest.raises(RuntimeError):
        annotate(comments, out, FakePipeline(), batch_rows=1, on_progress=stop)
    refused = run("annotate", comments, "-o", out)
    assert refused.exit_code == 2
    assert "its options were others; undo that, or start anew with --fresh" in refused.stderr
    resumed = run("annotate", comments, "-o", out, "--batch-rows", 1)
    assert f"going on with the unfinished run in {out}.parts" in resumed.stderr
    assert "; 1 rows were done before" in resumed.stderr
    assert run("annotate", comments, "-o", out, "--fresh").exit_code == 0


def test_escape_formulas(run: Run, comments: Path, tmp_path: Path) -> None:
    cells = ["=1+1", "+62 812", "-5", "-5,50%", "@admin", "\tx", "-halo", "+3", "＝1", "biasa = 5", "-1e3", "'=x", "-"]
    comments.write_text("=no;komentar\n" + "".join(f'{i};"{cell}"\n' for i, cell in enumerate(cells)), encoding="utf-8")
    out = tmp_path / "out.csv"
    assert run("annotate", comments, "-o", out, "--escape-formulas").exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert "'=no" in rows[0]
    shown = [
        "'=1+1",
        "'+62 812",
        "-5",
        "-5,50%",
        "'@admin",
        "'\tx",
        "'-halo",
        "+3",
        "'＝1",
        "biasa = 5",
        "-1e3",
        "'=x",
        "-",
    ]
    assert [row["text"] for row in rows] == [row["komentar"] for row in rows] == shown
    assert run("annotate", comments, "-o", out).exit_code == 0
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert [row["text"] for row in csv.DictReader(file)] == cells
    refused = run("annotate", comments, "-o", tmp_path / "out.jsonl", "--escape-formulas")
    assert (refused.exit_code, "name an output that ends in .csv" in refused.stderr) == (2, True)


def test_a_folder_and_a_pattern(run: Run, comments: Path, tmp_path: Path) -> None:
    for inputs in (tmp_path, tmp_path / "*.csv"):
        result = run("annotate", inputs, "-o", tmp_path / "out.csv")
        assert result.exit_code == 0, result.stderr
        assert "text column: komentar" in result.stderr
    assert f"skipped {tmp_path / 'out.csv'}: it is what this run writes" in result.stderr
