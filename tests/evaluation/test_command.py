"""`govtext bench` as a researcher types it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import govtext
from govtext.cli import cli
from govtext.evaluation import published, task, tasks

from .layouts import labelled, write

MINE = """\
def good(texts):
    return ["negative" if "ditolak" in text or "pungli" in text else "positive" for text in texts]

def short(texts):
    return ["positive"]

def wrong(texts):
    return ["bagus" for _ in texts]

def fails(texts):
    raise ValueError("model tidak ada")
"""


def bench(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["bench", *map(str, arguments)])


@pytest.fixture
def smsa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.chdir(tmp_path)
    Path("peneliti_dua.py").write_text(MINE, encoding="utf-8")
    return ["--task", "smsa", "--data", write(tmp_path / "indonlu", task("smsa")), "--samples", 20]


def test_two_systems_on_a_screen_of_80_columns(smsa: list[object]) -> None:
    done = bench(*smsa, "--model", "fast", "--model", "peneliti_dua:good")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    lines = done.stdout.splitlines()
    assert lines[0] == f"smsa: {task('smsa').title}"
    assert lines[1] == f"split test, {len(labelled(task('smsa')))} examples"
    assert lines[3].split()[:4] == ["system", "macro_f1", "accuracy", "ECE"]
    assert lines[4].startswith("fast ")
    assert "peak MB" in done.stdout
    assert "fast − peneliti_dua:good" in done.stdout
    assert "IndoBERT large p1 92.72" in done.stdout
    assert "! known leak, NusaX" in done.stdout


@pytest.mark.parametrize("one", tasks(), ids=lambda one: one.name)
def test_every_table_fits_a_screen(one: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answers = {"classification": repr(one.labels[0]) if one.labels else "", "segmentation": "text.split()"}
    answer = answers.get(one.kind, "[]" if one.labels else "text")
    long = f"sebuah_modul_dengan_nama_yang_panjang_sekali_{one.name.replace('-', '_')}"
    Path(f"{long}.py").write_text(f"def answer(texts):\n    return [{answer} for text in texts]\n", encoding="utf-8")
    data = write(tmp_path / "data", one)
    split = "all" if one.hashed_split else "validation"
    done = bench("--task", one.name, "--data", data, "--split", split, "--samples", 3, "--model", f"{long}:answer")
    assert done.exit_code == 0, done.output
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert one.metric in done.stdout


def test_json_holds_what_the_page_says_and_no_text(smsa: list[object], tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    done = bench(*smsa, "--model", "fast", "--model", "peneliti_dua:good", "--format", "json", "-o", out)
    assert (done.exit_code, done.stdout) == (0, "")
    raw = out.read_text(encoding="utf-8")
    found = json.loads(raw)
    assert found["format"] == "govtext-bench/1"
    assert (found["task"], found["split"], found["folds"]) == ("smsa", "test", [])
    assert (found["seed"], found["bootstrap_samples"], found["limit"], found["fine_tuned"]) == (0, 20, 0, False)
    first, second = found["results"]
    assert list(first["scores"]) == ["macro_f1", "accuracy"]
    assert first["scores"]["macro_f1"].keys() == {"value", "low", "high"}
    assert first["texts_per_second"] > 0
    assert second["calibration_error"] is None
    assert {one["name"] for one in first["slices"]} == set(task("smsa").labels)
    assert found["comparisons"][0].keys() == {"first", "second", "difference", "p"}
    assert len(found["published"]) == len(published("smsa"))
    assert not [text for text, _ in labelled(task("smsa")) if text in raw]


def test_a_card_is_markdown(smsa: list[object]) -> None:
    done = bench(*smsa, "--model", "fast", "--format", "card")
    lines = done.stdout.splitlines()
    assert lines[0] == f"### {task('smsa').title}"
    table = [line for line in lines if line.startswith("|")]
    assert table[0] == "| system | macro_f1 | accuracy |"
    assert {line.count("|") for line in table} == {4}
    assert lines[-1].startswith("- Known leak (NusaX)")


def test_the_same_seed_gives_the_same_figures(smsa: list[object]) -> None:
    def figures(seed: int) -> Any:
        rows = json.loads(bench(*smsa, "--model", "fast", "--format", "json", "--seed", seed).stdout)["results"]
        return [(one["scores"], one["slices"]) for one in rows]

    assert figures(0) == figures(0)
    assert figures(0) != figures(1)


def test_saved_answers_score_the_same_again(smsa: list[object], tmp_path: Path) -> None:
    saved = tmp_path / "answers.jsonl"
    both = ["--model", "fast", "--model", "peneliti_dua:good", "--format", "json"]
    first = json.loads(bench(*smsa, *both, "--save-predictions", saved).stdout)
    again = json.loads(bench(*smsa, "--predictions", saved, "--format", "json").stdout)
    assert [one["scores"] for one in again["results"]] == [one["scores"] for one in first["results"]]
    assert again["comparisons"] == first["comparisons"]
    assert [one["texts_per_second"] for one in again["results"]] == [None, None]
    beside = json.loads(bench(*smsa, "--model", "fast", "--predictions", saved, "--format", "json").stdout)
    assert [one["system"] for one in beside["results"]] == ["fast", "fast (saved)", "peneliti_dua:good"]
    text = saved.read_text(encoding="utf-8")
    assert not [one for one, _ in labelled(task("smsa")) if one in text]


@pytest.mark.parametrize("one", [t for t in tasks() if t.kind != "classification"], ids=lambda one: one.name)
def test_saved_answers_of_every_kind_are_read_back(one: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    answer = "[text[:3], text[3:]]" if one.kind == "segmentation" else "[]" if one.labels else "text + ' \\ud800'"
    module = f"peneliti_{one.name.replace('-', '_')}"
    Path(f"{module}.py").write_text(f"def f(texts):\n    return [{answer} for text in texts]\n", encoding="utf-8")
    split = "all" if one.hashed_split else "validation"
    common = ["--task", one.name, "--data", write(tmp_path / "data", one), "--split", split, "--samples", 2]
    first = bench(*common, "--model", f"{module}:f", "--save-predictions", "a.jsonl", "--format", "json")
    assert first.exit_code == 0, first.output
    again = bench(*common, "--predictions", "a.jsonl", "--format", "json")
    assert again.exit_code == 0, again.output
    scores = [{r["system"]: r["scores"] for r in json.loads(done.stdout)["results"]} for done in (first, again)]
    assert scores[0].keys() == scores[1].keys() == {f"{module}:f", *one.floors}
    if one.kind not in {"transfer", "rewrite"}:  # a lone surrogate is written as an escape, other characters
        assert scores[0] == scores[1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "answers to other examples; got '0 rows'"),
        (['{"gold": "positive"}'], "row 1 is no saved answer"),
        (["{"], "line 1 is not JSON"),
        (['{"gold": "positive", "answers": {"a": "positive"}}'], "answers to other examples; got '1 rows'"),
    ],
)
def test_a_file_that_holds_other_answers_is_refused(smsa: list[object], rows: list[str], said: str) -> None:
    Path("a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = bench(*smsa, "--predictions", "a.jsonl")
    assert done.exit_code == 2
    assert said in done.output


def test_saved_answers_with_unknown_labels_or_holes_are_refused(smsa: list[object]) -> None:
    bench(*smsa, "--model", "peneliti_dua:good", "--save-predictions", "a.jsonl")
    whole = Path("a.jsonl").read_text(encoding="utf-8")
    Path("a.jsonl").write_text(whole.replace('good": "negative', 'good": "buruk'), encoding="utf-8")
    assert "peneliti_dua:good gave an unknown label; got 'buruk'" in bench(*smsa, "--predictions", "a.jsonl").output
    first, rest = whole.split("\n", 1)
    Path("a.jsonl").write_text(first.replace("dua", "lain") + "\n" + rest, encoding="utf-8")
    done = bench(*smsa, "--predictions", "a.jsonl")
    assert done.exit_code == 2
    assert "row 2 is of other systems" in done.output


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--model", "peneliti_dua:fails"], "peneliti_dua:fails failed (ValueError: model tidak ada)"),
        (["--model", "peneliti_dua:short"], "another number of answers than texts; got 1"),
        (["--model", "peneliti_dua:wrong"], "unknown label; got 'bagus'; allowed: positive, neutral, negative"),
        (["--model", "peneliti_dua:gone"], "cannot be imported (AttributeError"),
        (["--model", "peneliti_nol:f"], "No module named 'peneliti_nol'"),
        (["--model", "fasst"], "unknown system; got 'fasst'"),
        (["--model", "fast", "--split", "tes"], "did you mean 'test'"),
        (["--model", "fast", "--split", "all"], "smsa has no such split"),
        (["--model", "fast", "--fold", "all"], "smsa has no such fold"),
        (["--model", "fast", "--fold", "x"], "smsa has no such fold"),
        (["--model", "fast", "--data", "gone"], "data folder does not exist; got 'gone'"),
        (["--model", "fast", "--task", "smsaa"], "did you mean 'smsa'"),
        (["--model", "tfidf", "--split", "train"], "tfidf learns from the train split; got 'split train'"),
        (["--model", "fast", "--limit", "-1"], "-1 is not in the range"),
        (["--model", "fast", "--samples", "0"], "0 is not in the range"),
        (["--model", "fast", "--format", "xml"], "'xml' is not one of"),
        (["--predictions", "gone.jsonl"], "gone.jsonl cannot be read"),
        ([], "name a task and a model"),
    ],
)
def test_wrong_use_is_told_in_a_line(smsa: list[object], more: Sequence[str], said: str) -> None:
    done = bench(*smsa, *more)
    assert done.exit_code == 2
    assert said in " ".join(done.output.split())
    assert "Traceback" not in done.output


def test_a_missing_split_is_told(smsa: list[object], tmp_path: Path) -> None:
    for path in tmp_path.rglob("valid_preprocess.tsv"):
        path.unlink()
    done = bench(*smsa, "--model", "fast", "--split", "validation")
    assert done.exit_code == 2
    assert "no file of smsa, split validation" in done.output
    assert "valid_preprocess.tsv" in done.output


def test_limit_takes_the_first_examples(smsa: list[object]) -> None:
    found = json.loads(bench(*smsa, "--model", "fast", "--limit", 5, "--format", "json").stdout)
    assert (found["examples"], found["limit"]) == (5, 5)


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [f"antre bansos di kelurahan nomor {n} dari pagi sekali" for n in range(12)]
    Path("latih.csv").write_text("text\n" + "\n".join([*rows, "kata lain"]) + "\n", encoding="utf-8")
    test = ["sama sekali berbeda", "", *(row.upper() + "!" for row in rows[1:]), rows[0].replace("pagi", "sore")]
    lines = [json.dumps({"text": text}) for text in test]
    Path("uji.jsonl").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.usefixtures("tables")
def test_leaks_of_two_tables_of_any_format() -> None:
    done = bench("--leaks", "latih.csv", "uji.jsonl")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].startswith("12 of 14 test texts")
    assert lines[1] == "  test row 3 is train row 2"
    assert lines[-1] == "  and 2 more; all: --format json"
    found = json.loads(bench("--leaks", "latih.csv", "uji.jsonl", "--format", "json").stdout)
    assert (found["exact"], found["near"], len(found["leaks"])) == (11, 1, 12)
    # seven of nine words are the same in either number, so that the first of the most alike is named
    assert found["leaks"][-1].keys() == {"test", "train", "similarity", "exact"}
    assert found["leaks"][-1]["similarity"] >= found["threshold"]


@pytest.mark.usefixtures("tables")
def test_leaks_need_two_tables_that_can_be_read() -> None:
    assert bench("--leaks", "latih.csv").exit_code == 2
    done = bench("--leaks", "latih.csv", "gone.csv")
    assert done.exit_code == 2
    assert "gone.csv" in done.output


def test_list_names_every_task_with_its_licence_and_source() -> None:
    done = bench("--list")
    assert done.exit_code == 0
    for one in tasks():
        assert all(said in done.stdout for said in (one.name, one.licence, one.url, one.metric))


def test_listing_loads_nothing_heavy() -> None:
    code = (
        "import sys; from govtext.cli import cli; cli(['bench', '--list'], standalone_mode=False);"
        "assert not {'torch', 'transformers', 'sklearn', 'datasets', 'spacy'} & set(sys.modules)"
    )
    environment = {"PYTHONPATH": str(Path(govtext.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
