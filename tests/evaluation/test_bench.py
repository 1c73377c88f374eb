from __future__ import annotations

import json
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from govtext.cli import cli
from govtext.errors import GovtextWarning, InputError
from govtext.evaluation import Options, evaluate, leaks, load_task, published, randomisation, task, tasks
from govtext.evaluation.scores import class_accuracy, measures, task_rows
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
        folder.mkdir()
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


def test_labels_score_as_scikit_learn_scores_them() -> None:
    sklearn = pytest.importorskip("sklearn.metrics")
    one, rng = task("hate-speech"), np.random.default_rng(0)
    sides = rng.random((2, 50, len(one.labels))) < 0.3
    sides[0, :, 3] = sides[1, :, 3] = False
    gold, said = ([tuple(np.array(one.labels)[row]) for row in side] for side in sides)
    from govtext.evaluation.scores import label_rows

    rows = label_rows(one, gold, said)
    by_name = {measure.name: measure.of(rows) for measure in measures(one)}
    assert by_name["macro_f1"] == pytest.approx(sklearn.f1_score(*sides, average="macro", zero_division=0))
    assert by_name["micro_f1"] == pytest.approx(sklearn.f1_score(*sides, average="micro"))
    assert by_name["exact"] == pytest.approx(sklearn.accuracy_score(*sides))


def test_bleu_is_that_of_sacrebleu(tmp_path: Path) -> None:
    sacrebleu = pytest.importorskip("sacrebleu")
    one = task("stif-transfer")
    examples = load_task(one, write(tmp_path, one), "validation")
    said = ["tidak tahu saja", "sudah cair 2 bulan ini", "makasih ya"]
    value = measures(one)[0].of(task_rows(one, examples, said))
    assert value == pytest.approx(sacrebleu.corpus_bleu(said, [[e.gold[0] for e in examples]]).score)


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


def test_leaks_finds_exact_and_near_texts() -> None:
    train = ["Bansos PKH belum cair, tolong dibantu pak!", "harga beras naik terus di pasar kami", "terima kasih"]
    test = [
        "bansos pkh BELUM cair tolong dibantu pak",
        "harga beras naik terus di pasar desa kami",
        "apa kabar",
        "",
        "\ud800",
    ]
    report = leaks(train, test)
    assert [(leak.test, leak.train, leak.exact) for leak in report.leaks] == [(0, 0, True), (1, 1, False)]
    assert (report.exact, report.near) == (1, 1)


def test_near_duplicates_are_those_of_brute_force() -> None:
    rng = np.random.default_rng(1)
    texts = [" ".join(f"k{n}" for n in rng.choice(16, rng.integers(4, 9), replace=False)) for _ in range(120)]
    train, test = texts[:80], texts[80:]

    def alike(left: str, right: str) -> float:
        a, b = set(left.split()), set(right.split())
        return len(a & b) / len(a | b)

    expected = {j for j, text in enumerate(test) if max(alike(text, other) for other in train) >= 0.6}
    assert {leak.test for leak in leaks(train, test).leaks} == expected
    assert 0 < len(expected) < len(test)


def test_published_results_name_their_source() -> None:
    found = [row for one in tasks() for row in published(one.name)]
    assert {row.tag for row in found} <= {"R", "S", "M"}
    assert all(row.source and 0 < row.value <= 100 for row in found)
    assert max(row.value for row in published("smsa")) == 92.72


def test_list_and_wrong_use() -> None:
    listed = CliRunner().invoke(cli, ["bench", "--list"])
    assert all(one.name in listed.output for one in tasks())
    assert CliRunner().invoke(cli, ["bench"]).exit_code == 2
    wrong = CliRunner().invoke(cli, ["bench", "--task", "smsaa", "--model", "fast", "--data", "."])
    assert wrong.exit_code == 2
    assert "smsa" in wrong.output


def test_the_hub_is_read_through_datasets(monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["positive", "neutral", "negative"])}
    )
    made = datasets.Dataset.from_dict({"text": ["mantap", "kecewa"], "label": [0, 2]}, features=features)
    asked: list[tuple[Any, ...]] = []

    def load_dataset(*names: str, split: str) -> Any:
        asked.append((*names, split))
        return made

    monkeypatch.setattr(datasets, "load_dataset", load_dataset)
    assert [e.gold for e in load_task("smsa", split="test")] == ["positive", "negative"]
    assert asked == [("indonlp/indonlu", "smsa", "test")]
