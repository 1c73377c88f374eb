from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

import govtext
from govtext.cli import cli
from govtext.errors import GovtextWarning, InputError
from govtext.evaluation import Example, Options, evaluate, load_task, randomisation, task, tasks
from govtext.evaluation.scores import class_accuracy
from govtext.evaluation.tasks import LABELLED

from .layouts import write

WITH_LABELS = [one for one in tasks() if one.kind in LABELLED]
OTHERS = [one for one in tasks() if one.kind not in LABELLED]
QUICK = Options(samples=5)
IDS: dict[str, Any] = {"ids": lambda one: one.name}


def split_with_rows(one: Any) -> str:
    return "all" if one.hashed_split else "validation"


@pytest.fixture
def checkpoint(tmp_path: Path) -> Any:
    """Write a tiny random checkpoint whose classes are those of a task."""
    transformers = pytest.importorskip("transformers")

    def make(labels: tuple[str, ...]) -> str:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "bansos", "cair", "makasih", "kapan"]
        (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            config = transformers.BertConfig(
                vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
                id2label=dict(enumerate(labels)), label2id={label: i for i, label in enumerate(labels)},
            )  # fmt: skip
            transformers.BertForSequenceClassification(config).save_pretrained(folder)
            transformers.BertTokenizer(str(folder / "vocab.txt")).save_pretrained(folder)
        return str(folder)

    return make


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("one", WITH_LABELS, **IDS)
def test_a_random_checkpoint_runs_through_every_task_with_labels(one: Any, checkpoint: Any, tmp_path: Path) -> None:
    data = write(tmp_path / "data", one)
    report = evaluate(one, [checkpoint(one.labels[::-1])], data=data, split=split_with_rows(one), options=QUICK)
    result = report.results[0]
    assert len(result.answers) == len(report.examples)
    assert 0 <= result.scores[one.metric].value <= 1
    assert result.calibration_error is not None


@pytest.mark.parametrize("one", OTHERS, **IDS)
def test_a_callable_runs_through_every_other_task(one: Any, tmp_path: Path) -> None:
    data = write(tmp_path, one)
    whole = {"segmentation": lambda texts: [text.split() for text in texts]}.get(one.kind, list)
    report = evaluate(one, {"mine": whole, "govtext": "govtext"}, data=data, split="validation", options=QUICK)
    assert {"mine", "govtext", *one.floors} == {result.system for result in report.results}


def test_smsa_gives_the_macro_f1_of_scikit_learn(tmp_path: Path) -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    data = write(tmp_path / "indonlu", task("smsa"))
    saved, out = tmp_path / "answers.jsonl", tmp_path / "report.json"
    arguments = [
        "bench",
        "--task",
        "smsa",
        "--data",
        str(data),
        "--model",
        "fast",
        "--format",
        "json",
        "--samples",
        "20",
    ]
    done = CliRunner().invoke(cli, [*arguments, "-o", str(out), "--save-predictions", str(saved)])
    assert done.exit_code == 0, done.output
    rows = [json.loads(line) for line in saved.read_text(encoding="utf-8").splitlines()]
    gold, said = [row["gold"] for row in rows], [row["answers"]["fast"] for row in rows]
    assert len(set(gold)) == 3
    found = json.loads(out.read_text(encoding="utf-8"))["results"][0]["scores"]
    assert found["macro_f1"]["value"] == pytest.approx(sklearn.f1_score(gold, said, average="macro"))
    assert found["accuracy"]["value"] == pytest.approx(sklearn.accuracy_score(gold, said))


@pytest.mark.filterwarnings("ignore")
def test_tfidf_learns_and_a_leak_is_told(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    data = write(tmp_path, task("emot"))
    report = evaluate("emot", ["tfidf"], data=data, options=QUICK)
    assert report.results[0].trained_on > 0
    assert "leaks from train" in report.warnings[0]
    with pytest.warns(GovtextWarning, match="leaks from train"):
        evaluate("emot", ["tfidf"], data=data, options=QUICK)


def test_our_models_refuse_what_no_head_answers(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="do not answer emot"):
        evaluate("emot", ["fast"], data=write(tmp_path, task("emot")))


@pytest.mark.filterwarnings("ignore")
def test_a_checkpoint_of_other_classes_is_refused(checkpoint: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--fit"):
        evaluate("smsa", [checkpoint(("a", "b", "c"))], data=write(tmp_path / "data", task("smsa")))


def test_randomisation_tells_alike_from_unlike() -> None:
    gold = np.arange(200) % 2
    right, wrong = np.stack([gold, gold], 1), np.stack([gold, 1 - gold], 1)
    assert randomisation(class_accuracy, right, wrong, trials=199) == pytest.approx(1 / 200)
    assert randomisation(class_accuracy, right, right, trials=199) == 1


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["smsa", "hate-speech"])
def test_fit_teaches_a_checkpoint_of_other_classes(name: str, checkpoint: Any, tmp_path: Path) -> None:
    one = task(name)
    data = write(tmp_path / "data", one)
    split = "validation" if one.hashed_split else "test"
    options = Options(fit=True, samples=3, seed=7)
    first, again = (
        evaluate(name, [folder], data=data, split=split, options=options).results[0]
        for folder in [checkpoint(("a", "b", "c", "d"))] * 2
    )
    assert first.trained_on == len(load_task(one, data, "train"))
    assert list(first.answers) == list(again.answers)
    assert first.calibration_error == again.calibration_error


@pytest.mark.filterwarnings("ignore")
def test_fine_tuning_lowers_the_loss(checkpoint: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from govtext.evaluation.systems import checkpoint as module
    from govtext.evaluation.systems import open_system

    monkeypatch.setattr(module, "_RATE", 0.02)
    monkeypatch.setattr(module, "_EPOCHS", 60)
    examples = [Example("bansos cair", "positive"), Example("kapan", "neutral"), Example("makasih", "negative")] * 6
    system = open_system(checkpoint(task("smsa").labels), task("smsa"), fit=True)
    system.fit(examples)
    assert list(system.answer([one.text for one in examples]).labels) == [one.gold for one in examples]


@pytest.mark.filterwarnings("ignore")
def test_a_checkpoint_reads_any_text(checkpoint: Any) -> None:
    from govtext.evaluation.systems import open_system

    texts = ["", "   ", "🙏", "\ud800", "bansos " * 20_000, "cafe\u0301\u200d"]
    system = open_system(checkpoint(task("smsa").labels), task("smsa"))
    together = system.answer(texts)
    assert together.probabilities is not None
    alone = np.concatenate([system.answer([text]).probabilities for text in texts])
    assert together.probabilities == pytest.approx(alone, abs=1e-5)


def test_a_folder_without_a_checkpoint_is_told(tmp_path: Path) -> None:
    pytest.importorskip("transformers")
    (tmp_path / "kosong").mkdir()
    with pytest.raises(InputError, match="cannot be opened"):
        evaluate("smsa", [str(tmp_path / "kosong")], data=write(tmp_path / "data", task("smsa")))


def test_functions_of_one_name_are_kept_apart(tmp_path: Path) -> None:
    data = write(tmp_path, task("smsa"))
    systems = [lambda texts: ["positive"] * len(texts), lambda texts: ["negative"] * len(texts)]
    report = evaluate("smsa", systems, data=data, options=QUICK)
    assert [one.system for one in report.results] == ["<lambda>", "<lambda> 2"]
    assert {answer for one in report.results for answer in one.answers} == {"positive", "negative"}


@pytest.mark.parametrize("wrong", ["fast", list])
def test_one_system_is_not_many(wrong: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="systems are many"):
        evaluate("smsa", wrong, data=write(tmp_path, task("smsa")))


@pytest.mark.parametrize("options", [Options(samples=0), Options(limit=-1)])
def test_options_out_of_range_are_refused(options: Options, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is too small"):
        evaluate("smsa", [list], data=write(tmp_path, task("smsa")), options=options)


def test_saved_answers_must_be_as_many(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lain has another number of answers; got 1"):
        evaluate("smsa", [], data=write(tmp_path, task("smsa")), answers={"lain": ["positive"]})


def test_slices_are_what_the_measure_gives_on_their_examples(tmp_path: Path) -> None:
    data = tmp_path / "datasets" / "sentiment"
    for folder, label in (("javanese", "positive"), ("sundanese", "negative")):
        (data / folder).mkdir(parents=True)
        rows = "".join(f"{n},teks {n} {folder},{label}\n" for n in range(6))
        (data / folder / "test.csv").write_text("id,text,label\n" + rows, encoding="utf-8")
    always = {"always positive": lambda texts: ["positive"] * len(texts)}
    (result,) = evaluate("nusax", always, data=tmp_path, options=QUICK).results
    slices = {one.name: (one.examples, one.interval.value) for one in result.slices}
    assert slices == {"jav": (6, 1.0), "sun": (6, 0.0), "positive": (6, pytest.approx(2 / 3)), "negative": (6, 0.0)}
    assert result.scores["macro_f1"].value == 0.5
    assert (result.scores["macro_f1"].low, result.scores["macro_f1"].high) == (0.5, 0.5)


def test_memory_is_watched_while_a_block_runs() -> None:
    code = (  # in a process of its own: here an earlier test may have left memory that is used again
        "from govtext.evaluation.memory import peak\n"
        "with peak() as before: pass\n"
        "with peak() as found: block = b'x' * 60_000_000\n"
        "print(found.get('mb', 0) - before.get('mb', 0) if found else 'none')"
    )
    environment = {"PYTHONPATH": str(Path(govtext.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    if done.stdout.strip() == "none":
        pytest.skip("no /proc")
    assert float(done.stdout) > 50
