"""Examples of tasks: from folders, from the Hub's format, and what is refused."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import ConfigError, InputError
from govtext.evaluation import load_task, task, tasks
from govtext.evaluation.data import find, split_of
from govtext.evaluation.tasks import Hub, read_task

from .layouts import write


def put(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return folder


@pytest.mark.parametrize("one", tasks(), ids=lambda one: one.name)
def test_every_split_of_every_task_is_read(one: Any, tmp_path: Path) -> None:
    write(tmp_path, one)
    splits = one.layouts[0].files if not one.hashed_split else ("all",)
    for split in splits:
        examples = load_task(one, tmp_path, split)
        assert all(isinstance(example.text, str) and example.gold for example in examples if one.kind != "multihead")
        if one.kind == "classification":
            assert {example.gold for example in examples} == set(one.labels)


def test_an_inner_folder_will_do(tmp_path: Path) -> None:
    write(tmp_path, task("smsa"))
    whole = load_task("smsa", tmp_path)
    assert load_task("smsa", tmp_path / "dataset") == whole
    assert load_task("smsa", tmp_path / "dataset" / "smsa_doc-sentiment-prosa") == whole


def test_one_language_alone_is_read_from_its_folder_and_from_no_other(tmp_path: Path) -> None:
    content = "id,text,label\n1,apik,positive\n"
    for folder in ("datasets/sentiment/javanese", "mine"):
        put(tmp_path, f"{folder}/train.csv", content)
    for data in (tmp_path, tmp_path / "datasets" / "sentiment", tmp_path / "datasets" / "sentiment" / "javanese"):
        (example,) = load_task("nusax", data, "train")
        assert (example.language, example.gold) == ("jav", "positive")
    with pytest.raises(InputError, match="row 1: unknown language; got 'mine'; allowed: acehnese"):
        load_task("nusax", tmp_path / "mine", "train")


def test_sides_must_be_as_many_and_folders_are_no_files(tmp_path: Path) -> None:
    put(tmp_path, "dev.inf", "gk\n")
    assert find(tmp_path, "data/labelled/dev.{inf,for}") == []
    (tmp_path / "dev.for").mkdir()
    assert find(tmp_path, "data/labelled/dev.{inf,for}") == []
    (tmp_path / "dev.for").rmdir()
    put(tmp_path, "dev.for", "tidak\n")
    assert find(tmp_path, "data/labelled/dev.{inf,for}") == [(tmp_path / "dev.inf", tmp_path / "dev.for")]


@pytest.mark.parametrize("one", [t for t in tasks() if not t.hashed_split], ids=lambda one: one.name)
def test_a_missing_split_is_told_with_the_files_looked_for(one: Any, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=rf"no file of {one.name}, split train, in") as raised:
        load_task(one, tmp_path, "train")
    assert Path(one.layouts[0].files["train"].replace("{fold}", "0")).name in str(raised.value)
    assert one.url in str(raised.value)


@pytest.mark.parametrize(
    ("name", "split", "fold", "said"),
    [
        ("smsa", "tset", 0, "did you mean 'test'"),
        ("smsa", "all", 0, "smsa has no such split; got 'all'; allowed: train, validation, test"),
        ("smsa", "test", 1, "no such fold"),
        ("indolem-sentiment", "test", 5, "no such fold; got 5; allowed: 0 to 4"),
        ("smsaa", "test", 0, "did you mean 'smsa'"),
    ],
)
def test_a_wrong_name_is_told(name: str, split: str, fold: int, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        load_task(name, tmp_path, split, fold=fold)


def test_no_folder_and_no_examples_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="data folder does not exist"):
        load_task("smsa", tmp_path / "gone")
    put(tmp_path, "test_preprocess.csv", "label,tweet\n")
    with pytest.raises(InputError, match="emot has no examples in test"):
        load_task("emot", tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("label,text\nhappy,hore\n", r"row 1: no column 'tweet'; got \['label', 'text'\]; is this the file of emot"),
        ("label,tweet\nhappy,hore\nbingung,apa\n", "row 2: unknown label; got 'bingung'; allowed: sadness, anger"),
        ("label,tweet\n,hore\n", "row 1: unknown label; got ''"),
    ],
)
def test_a_wrong_file_is_told_with_its_row(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        load_task("emot", put(tmp_path, "test_preprocess.csv", content))


@pytest.mark.parametrize("written", ["Positive", " positif ", "POS", "positive"])
def test_labels_are_known_by_their_usual_names(written: str, tmp_path: Path) -> None:
    (example,) = load_task("smsa", put(tmp_path, "test_preprocess.tsv", f"mantap pak\t{written}\n"))
    assert example.gold == "positive"


@pytest.mark.parametrize(
    ("cell", "given"), [("1", True), ("0", False), ("True", True), ("false", False), (" 1 ", True)]
)
def test_flags_of_hate_speech(cell: str, given: bool, tmp_path: Path) -> None:
    names = task("hate-speech").labels
    row = ",".join(["dasar", cell, *["0"] * (len(names) - 1)])
    (example,) = load_task("hate-speech", put(tmp_path, "re_dataset.csv", f"Tweet,{','.join(names)}\n{row}\n"), "all")
    assert example.gold == (("HS",) if given else ())


@pytest.mark.parametrize("cell", ["", "2", "ya", "1.0"])
def test_a_flag_that_is_neither_is_refused(cell: str, tmp_path: Path) -> None:
    names = task("hate-speech").labels
    row = ",".join(["dasar", cell, *["0"] * (len(names) - 1)])
    data = put(tmp_path, "re_dataset.csv", f"Tweet,{','.join(names)}\n{row}\n")
    with pytest.raises(InputError, match="row 1: 'HS' is neither yes nor no"):
        load_task("hate-speech", data, "all")


def test_null_is_no_text(tmp_path: Path) -> None:
    data = put(tmp_path, "sentiment/smsa_valid.jsonl", '{"text": null, "sentiment": "positive"}\n')
    with pytest.raises(InputError, match="row 1: 'text' is null"):
        load_task("smsa", data, "validation")


def test_heads_of_comments_become_labels_and_voices_groups(tmp_path: Path) -> None:
    row = {
        "text": "mbah saya belum dapat", "platform": "twitter", "topics": ["health", "education"], "intent": "report",
        "poverty_related": True, "sentiment": "negative", "voices": ["elderly"], "stance": "proxy",
    }  # fmt: skip
    (example,) = load_task("comments", put(tmp_path, "comments/dev.jsonl", json.dumps(row)), "validation")
    assert set(example.gold) == {
        "topics:health", "topics:education", "intent:report", "poverty_related:poverty_related",
        "sentiment:negative", "voices:elderly", "stance:proxy",
    }  # fmt: skip
    assert example.groups == (("platform", "twitter"), ("voice", "elderly"))
    put(tmp_path, "comments/dev.jsonl", json.dumps(row | {"voices": ["tetangga"]}))
    with pytest.raises(InputError, match="unknown label; got 'voices:tetangga'"):
        load_task("comments", tmp_path, "validation")


def test_both_sides_of_a_pair_are_examples(tmp_path: Path) -> None:
    put(tmp_path, "dev.inf", "gk tau\n")
    put(tmp_path, "dev.for", "tidak tahu\n")
    found = [(example.text, example.gold) for example in load_task("stif-formality", tmp_path, "validation")]
    assert found == [("gk tau", "informal"), ("tidak tahu", "formal")]
    assert [e.gold for e in load_task("stif-transfer", tmp_path, "validation")] == [("tidak tahu",)]


def test_sentences_are_asked_of_running_text(tmp_path: Path) -> None:
    write(tmp_path, task("ud-id-sentences"))
    (example,) = load_task("ud-id-sentences", tmp_path, "validation")
    assert example.text == "Bantuan cair. Kami senang."
    assert example.gold == ("Bantuan cair.", "Kami senang.")


def test_hashed_splits_part_all_texts_and_keep_copies_together(tmp_path: Path) -> None:
    rows = [f'{{"text": "komentar nomor {n}", "sentiment": "neutral"}}' for n in range(400)]
    put(tmp_path, "sentiment/dkk_train.jsonl", "\n".join(rows))
    by_split = {split: {e.text for e in load_task("dkk", tmp_path, split)} for split in ("train", "validation", "test")}
    assert sum(map(len, by_split.values())) == 400
    assert {e.text for e in load_task("dkk", tmp_path, "all")} == set().union(*by_split.values())
    assert 280 < len(by_split["train"]) < 360
    assert min(len(by_split["validation"]), len(by_split["test"])) > 20


@settings(deadline=None)
@given(st.text())
def test_the_split_of_a_text_looks_at_letters_and_digits_alone(text: str) -> None:
    assert split_of(text) == split_of(f" {text}!! ")
    assert split_of(text) in {"train", "validation", "test"}


def test_hashed_shares_are_those_of_the_docstring() -> None:
    counts = Counter(split_of(f"kata{n}") for n in range(5_000))
    # three standard deviations of a binomial share of 5,000
    assert counts["train"] / 5_000 == pytest.approx(0.8, abs=0.017)
    assert counts["test"] / 5_000 == pytest.approx(0.1, abs=0.013)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write Parquet files as they lie on the Hub: `load_dataset` reads a folder by the code that reads a repository."""
    datasets = pytest.importorskip("datasets")
    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    monkeypatch.setattr(datasets.config, "HF_HUB_OFFLINE", True)
    datasets.disable_progress_bars()
    root = tmp_path / "hub"

    def make(rows: dict[str, dict[str, list[Any]]], **classes: list[str]) -> str:
        root.mkdir()
        card = ["---", "configs:"]
        for config, columns in rows.items():
            features = {
                name: datasets.ClassLabel(names=classes[name]) if name in classes else datasets.Value("string")
                for name in columns
            }
            made = datasets.Dataset.from_dict(columns, features=datasets.Features(features))
            (root / config).mkdir()
            made.to_parquet(root / config / "test.parquet")
            card += [f"- config_name: {config}", "  data_files:", "  - split: test", f"    path: {config}/test.parquet"]
        (root / "README.md").write_text("\n".join([*card, "---", ""]), encoding="utf-8")
        return str(root)

    yield make
    datasets.enable_progress_bars()


def on(name: str, where: str, **more: Any) -> Any:
    one = task(name)
    assert isinstance(one.hub, Hub)
    return replace(one, hub=replace(one.hub, name=where, **more))


@pytest.mark.filterwarnings("ignore")
def test_parquet_of_the_hub_is_read_with_the_names_of_its_classes(hub: Any) -> None:
    where = hub(
        {"smsa": {"text": ["mantap", "kecewa", "jam berapa"], "label": [0, 2, 1]}},
        label=["positive", "neutral", "negative"],
    )
    assert [(e.text, e.gold) for e in load_task(on("smsa", where))] == [
        ("mantap", "positive"), ("kecewa", "negative"), ("jam berapa", "neutral"),
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore")
def test_languages_of_the_hub_are_configurations(hub: Any) -> None:
    classes = ["negative", "neutral", "positive"]
    rows = {code: {"text": [f"teks {code}"], "lang": [code], "label": [2]} for code in ("ind", "jav")}
    found = load_task(on("nusax", hub(rows, label=classes), configs=("ind", "jav")))
    assert [(e.language, e.gold) for e in found] == [("ind", "positive"), ("jav", "positive")]


@pytest.mark.filterwarnings("ignore")
def test_a_hub_set_without_labels_or_split_is_told(hub: Any) -> None:
    where = hub({"smsa": {"text": ["mantap"], "label": [-1]}}, label=["positive", "neutral", "negative"])
    with pytest.raises(InputError, match="row 1 has no label; got -1"):
        load_task(on("smsa", where))
    with pytest.raises(InputError, match=r"cannot be loaded from the Hub \(ValueError\)"):
        load_task(on("smsa", where), split="train")


def test_a_task_that_is_not_on_the_hub_says_where_it_is() -> None:
    with pytest.raises(InputError, match=r"is not on the Hub; get it from https://github\.com/indolem/indolem"):
        load_task("indolem-sentiment")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('titel = "x"', "unknown keys; got .'titel'."),
        ('title = "x"', "lacks a key"),
        ("[[layout]]\nform = 1", "x.toml, layout has unknown keys"),
        ("[[leaks]]\nnote = 'x'", "x.toml, leaks lacks a key"),
    ],
)
def test_a_task_file_with_a_mistake_is_refused(text: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        read_task("x", text)


def test_an_unknown_kind_is_refused() -> None:
    keys = "".join(f'{key} = "x"\n' for key in ("title", "kind", "metric", "url", "licence", "citation"))
    with pytest.raises(ConfigError, match="unknown kind; got 'x'"):
        read_task("x", keys)


@pytest.mark.parametrize("one", tasks(), ids=lambda one: one.name)
def test_every_task_says_where_it_is_from(one: Any) -> None:
    assert all((one.title, one.url, one.licence, one.citation, one.layouts))
    from govtext.evaluation.scores import measures

    assert measures(one)[0].name == one.metric
