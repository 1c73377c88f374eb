from __future__ import annotations

import csv
import json
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from govtext.cli import COMMANDS, main
from govtext.cli.demo_table import select
from govtext.errors import GovtextWarning, InputError, ModelError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    Run = Callable[..., Result]


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_demo(run: Run, tmp_path: Path, columns: int) -> None:
    folder = tmp_path / "new" / "out"
    result = run("demo", "--output-dir", folder, columns=columns)
    assert result.exit_code == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert max(len(line) for line in result.stdout.splitlines() if str(tmp_path) not in line) <= columns
    assert ("Topics" in result.stdout) == (columns >= 120)
    for part in ("About poverty: ", "Need a second look: ", "social_assistance", "elderly", "12 of "):
        assert part in result.stdout
    files = [f"  {folder / name}" for name in ("govtext-demo.csv", "govtext-demo.jsonl")]
    assert result.stdout.splitlines()[-4:] == [
        *files,
        "What they say, on one page for your browser:",
        f"  {folder / 'report.html'}",
    ]
    assert "160 komentar" in (folder / "report.html").read_text(encoding="utf-8").replace("</data>", "")
    with (folder / "govtext-demo.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = (folder / "govtext-demo.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(rows) == len(lines) >= 120
    assert [row["text"] for row in rows] == [json.loads(line)["text"] for line in lines]


def test_demo_where_the_folder_is_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    result = run("demo", "--output-dir", tmp_path / "out")
    assert result.exit_code == 2
    assert "choose another --output-dir" in result.stderr


def test_demo_without_samples(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pathlib.Path.is_file", lambda _: False)
    result = run("demo", "--output-dir", tmp_path)
    assert result.exit_code == 2
    assert "the sample comments are not there" in result.stderr


def test_selection_prefers_new_labels_and_keeps_order() -> None:
    def row(text: str, topic: str, intent: str) -> dict[str, Any]:
        same = {"poverty_related": True, "sentiment": "neutral", "stance": "none", "formality_level": "casual"}
        return {"text": text, "topics": [topic], "voices": [], "intent": intent, **same}

    rows = [row("a", "health", "question")] * 5 + [row("b", "education", "report"), row("c", "health", "request")]
    assert [one["text"] for one in select(rows, 3)] == ["a", "b", "c"]
    assert len(select(rows, 50)) == 7
    assert select([], 3) == []


def test_models(run: Run) -> None:
    shown = run("models").stdout
    for part in ("fast", "12.3 MB", "Apache-2.0", "SmSA", "sentiment macro-F1  0.871", "Runs on numpy alone."):
        assert part in shown
    (model,) = json.loads(run("models", "--json").stdout)
    assert model["path"] == "/opt/govtext/models/fast"
    assert (model["trained_on"], model["quality"]) == (["SmSA", "NusaX"], {"sentiment macro-F1": 0.8712})


def test_no_models(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.scoring.installed_models", list)
    assert "no model is installed" in run("models").stderr
    assert json.loads(run("models", "--json").stdout) == []


def test_tokenize(run: Run) -> None:
    assert run("tokenize", "Bansos cair, min").stdout == "Bansos cair , min\n"
    value = json.loads(run("tokenize", "--json", "Bansos cair").stdout)
    assert [(token["text"], token["start"], token["end"]) for token in value["tokens"]] == [
        ("Bansos", 0, 6),
        ("cair", 7, 11),
    ]


def test_sentences(run: Run) -> None:
    assert run("sentences", "Bansos sudah cair. Terima kasih!").stdout == "Bansos sudah cair.\nTerima kasih!\n"
    value = json.loads(run("sentences", "--json", "Bansos cair.").stdout)
    assert value["sentences"] == [{"start": 0, "end": 12, "text": "Bansos cair."}]


def test_normalize(run: Run) -> None:
    value = json.loads(run("normalize", "--json", "sy blm dapat").stdout)
    assert value["text"] == "sy blm dapat"
    assert value["normalized"] == run("normalize", "sy blm dapat").stdout.rstrip("\n") != value["text"]
    assert (
        "".join(value["normalized"][a["out_start"] : a["out_end"]] for a in value["alignment"]) == value["normalized"]
    )


def test_redact_never_prints_the_original(run: Run) -> None:
    text = "hubungi 081234567890 ya"
    for options in ([], ["--json"]):
        shown = run("redact", *options, text).stdout
        assert "081234567890" not in shown
        assert "hubungi" in shown
    assert json.loads(shown)["spans"][0]["start"] == 8


def test_formality(run: Run, loaded: list[str]) -> None:
    shown = run("formality", stdin="Dalam rangka verifikasi\nudah cair?\n").stdout
    assert shown == "0.90\tbureaucratic\tDalam rangka verifikasi\n0.10\tcasual\tudah cair?\n"
    assert json.loads(run("formality", "--json", "udah").stdout) == {"text": "udah", "score": 0.1, "level": "casual"}
    assert loaded == ["fast", "fast"]


def test_texts_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffharga beras\r\n\r\n".encode() + "café warga\r\n".encode("cp1252"))
    expected = "harga beras\n\ncafé warga\n"
    assert run("tokenize", "-f", path).stdout == expected
    for options in ([], ["-f", "-"]):
        assert run("tokenize", *options, stdin=path.read_bytes()).stdout == expected


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"ok\n\xf0\x9f\n", "line 2 of a.txt cannot be read"), (None, "a.txt cannot be read (No such")],
)
def test_unreadable_file_of_texts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "a.txt").write_bytes(content)
    result = run("tokenize", "-f", "a.txt")
    assert result.exit_code == 2
    assert message in result.stderr


def test_text_and_file_together_are_refused(run: Run) -> None:
    result = run("tokenize", "teks", "-f", "a.txt")
    assert (result.exit_code, "not both" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_help_text_has_an_example(run: Run, command: str) -> None:
    shown = run(command, "--help").stdout
    assert f"govtext {command}" in shown.split("Options:")[0].split("\n", 1)[1]


def test_unknown_command_suggests_the_nearest(run: Run) -> None:
    result = run("anotate", "a.csv")
    assert result.exit_code == 2
    assert "did you mean 'annotate'?" in result.stderr


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (
            ModelError("the model is damaged", fix="install\nit again"),
            2,
            "govtext: the model is damaged; install it again",
        ),
        (InputError("x", got="y"), 2, "govtext: x; got 'y'"),
        (ZeroDivisionError("oops " * 100), 70, "govtext: internal error, ZeroDivisionError: 'oops oops"),
        (KeyboardInterrupt(), 130, "govtext: interrupted"),
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_errors_become_one_line_and_a_code(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, message: str, debug: bool
) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr("govtext.scoring.load", fail, raising=False)
    result = run(*(["--debug"] if debug else []), "formality", "teks")
    assert result.exit_code == code
    assert result.stderr.splitlines()[-1].startswith(message)
    assert ("Traceback" in result.stderr) == (debug and code != 130)
    assert debug or len(result.stderr.splitlines()) == 1
    assert ("CONTRIBUTING.md" in result.stderr) == (code == 70)


def test_a_warning_of_ours_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def command(**_: object) -> None:
        warnings.warn("auto runs as fast", GovtextWarning, stacklevel=1)
        warnings.warn("other", UserWarning, stacklevel=1)

    monkeypatch.setattr("govtext.cli.cli", command)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        main()
    first, second, *_ = capsys.readouterr().err.splitlines()
    assert first == "govtext: auto runs as fast"
    assert second.endswith("UserWarning: other")
