"""Systems: what they answer, and how they refuse."""

from __future__ import annotations

import sys
import types
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from govtext.errors import InputError, InputTypeError
from govtext.evaluation import Options, evaluate, task
from govtext.evaluation.data import Example
from govtext.evaluation.systems import decode, open_system
from govtext.evaluation.systems.functions import checked, imported

from .layouts import BAD, GOOD, MIDDLE, labelled, write

TEXTS = ["makasih min", "kapan cair", "pungli lagi"]


def answered(name: str, function: Callable[..., Any]) -> Any:
    return open_system(function, task(name)).answer(TEXTS).labels


@pytest.mark.parametrize(
    ("name", "answer", "said"),
    [
        ("smsa", "POSITIF", "positive"),
        ("smsa", " neu ", "neutral"),
        ("indolem-sentiment", 1, "positive"),
        ("hate-speech", ["hs", "Abusive", "HS"], ("HS", "Abusive")),
        ("hate-speech", set(), ()),
        ("comments", ["topics:health"], ("topics:health",)),
        ("ud-id-tokens", ["makasih", "min"], ("makasih", "min")),
        ("stif-transfer", "terima kasih", "terima kasih"),
    ],
)
def test_answers_are_brought_into_the_form_of_the_gold(name: str, answer: Any, said: Any) -> None:
    assert answered(name, lambda texts: [answer for _ in texts]) == [said] * 3
    assert answered(name, lambda texts: (answer for _ in texts)) == [said] * 3


@pytest.mark.parametrize(
    ("name", "function", "said"),
    [
        ("smsa", lambda _: ["positive"], "another number of answers than texts; got 1; allowed: 3, one for each"),
        ("smsa", lambda _: [], "got 0; allowed: 3"),
        ("smsa", lambda _: "neg", "unknown label; got 'n'"),
        ("smsa", lambda _: ["bagus"] * 3, "unknown label; got 'bagus'; allowed: positive, neutral, negative"),
        ("smsa", lambda _: [None] * 3, "unknown label; got None"),
        ("smsa", lambda _: None, "failed .TypeError: 'NoneType' object is not iterable"),
        ("smsa", lambda texts: texts[99], "failed .IndexError: list index out of range.; --debug shows where"),
        ("hate-speech", lambda _: [["HS", "x"]] * 3, "unknown label; got 'x'; allowed: HS, Abusive"),
    ],
)
def test_a_function_that_answers_wrongly_is_told(name: str, function: Callable[..., Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        answered(name, function)


@pytest.mark.parametrize(
    ("name", "answer"), [("hate-speech", "HS"), ("ud-id-tokens", "satu dua"), ("rewrite", ["a"]), ("rewrite", None)]
)
def test_an_answer_of_the_wrong_kind_is_told(name: str, answer: Any) -> None:
    with pytest.raises(InputTypeError, match="gave no fit answer"):
        checked("mine", task(name), answer)


def test_the_reason_of_a_failure_is_kept_and_its_message_short() -> None:
    def fails(texts: list[str]) -> list[str]:
        raise RuntimeError("panjang " * 100)

    with pytest.raises(InputError, match="fails failed") as raised:
        answered("smsa", fails)
    assert isinstance(raised.value.__cause__, RuntimeError)
    assert len(str(raised.value)) < 300


def test_a_function_cannot_change_the_texts() -> None:
    def clears(texts: list[str]) -> list[str]:
        count = len(texts)
        texts.clear()
        return ["positive"] * count

    assert answered("smsa", clears) == ["positive"] * 3
    assert len(TEXTS) == 3


def test_a_function_is_found_in_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = "class Model:\n    @staticmethod\n    def predict(texts):\n        return ['neutral' for _ in texts]\n"
    code += "NAME = 'x'\n"
    Path("peneliti_satu.py").write_text(code, encoding="utf-8")
    before = list(sys.path)
    for spec in ("peneliti_satu:Model.predict", "peneliti_satu:Model.predict"):
        assert open_system(spec, task("smsa")).answer(TEXTS).labels == ["neutral"] * 3
    assert sys.path == before
    with pytest.raises(InputError, match="is no function; got 'x'"):
        imported("peneliti_satu:NAME")


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("tidak_ada:f", "ModuleNotFoundError: No module named 'tidak_ada'"),
        ("json:tidak_ada", "AttributeError"),
        ("rusak_sekali:f", "SyntaxError"),
        (":", "cannot be imported"),
        ("json:", "cannot be imported|is no function"),
    ],
)
def test_a_function_that_cannot_be_imported_is_told(
    spec: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("rusak_sekali.py").write_text("def f(:\n", encoding="utf-8")
    with pytest.raises(InputError, match=said):
        open_system(spec, task("smsa"))


@pytest.mark.parametrize(
    ("spec", "name", "said"),
    [
        ("tfid", "smsa", "unknown system; got 'tfid'; allowed: tfidf, .*did you mean 'tfidf'"),
        ("./tidak-ada", "smsa", "unknown system"),
        ("/tidak/ada", "smsa", "unknown system"),
        ("tfidf", "rewrite", "tfidf answers tasks with labels only; got 'rewrite'"),
        ("copy", "smsa", "copy answers tasks of text to text only"),
        ("govtext", "smsa", "asks for labels; got 'govtext'; name a model: fast"),
        ("fast", "emot", "govtext's models do not answer emot; got 'fast'; no head of ours answers it"),
        ("fast", "stif-transfer", "--model govtext answers it"),
    ],
)
def test_a_system_that_does_not_fit_is_told(spec: str, name: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        open_system(spec, task(name))


def test_a_folder_named_like_a_model_does_not_hide_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("fast").mkdir()
    assert set(open_system("fast", task("smsa")).answer(TEXTS).labels) <= set(task("smsa").labels)


def test_our_models_answer_in_the_order_of_the_texts_however_many_there_are() -> None:
    system = open_system("fast", task("smsa"))
    many = system.answer([GOOD[0], BAD[0]] * 600)
    assert Counter(many.labels[::2]) == {"positive": 600}
    assert Counter(many.labels[1::2]) == {"negative": 600}
    assert many.probabilities is not None
    assert np.allclose(many.probabilities.sum(axis=1), 1)


def test_two_classes_of_three_are_those_of_the_task() -> None:
    found = open_system("fast", task("indolem-sentiment")).answer(MIDDLE)
    assert set(found.labels) <= {"negative", "positive"}
    assert found.probabilities is not None
    assert found.probabilities.shape == (3, 2)
    assert np.allclose(found.probabilities.sum(axis=1), 1)


def test_probabilities_become_labels() -> None:
    many = task("hate-speech")
    chances = np.zeros((2, 12))
    chances[0, [0, 3]] = 0.5, 0.9
    assert decode(many, chances).labels == [("HS", "HS_Group"), ()]
    heads = task("comments")
    (said,) = decode(heads, np.full((1, len(heads.labels)), 0.1)).labels
    assert {name.partition(":")[0] for name in said} == {"sentiment", "intent", "stance"}


def examples(name: str) -> list[Example]:
    one = task(name)
    return [Example(text, label if one.kind == "classification" else (label,)) for text, label in labelled(one)]


@pytest.mark.parametrize("name", ["smsa", "emot", "hate-speech"])
def test_tfidf_learns_what_stands_in_train(name: str) -> None:
    pytest.importorskip("sklearn")
    # in a data set of 12 labels texts are shared, so that only those of three classes can be told apart
    train = [
        one for one in examples(name) if one.gold in (*task(name).labels[:3], *((n,) for n in task(name).labels[:3]))
    ]
    system = open_system("tfidf", task(name))
    system.fit(train)
    found = system.answer([one.text for one in train])
    assert list(found.labels) == [one.gold for one in train]
    assert found.probabilities is not None
    assert ((found.probabilities >= 0) & (found.probabilities <= 1)).all()


def test_tfidf_of_a_label_that_is_always_or_never_given() -> None:
    pytest.importorskip("sklearn")
    system = open_system("tfidf", task("hate-speech"))
    system.fit([Example("kata kasar", ("HS", "Abusive")), Example("kata biasa", ("HS",)), Example("halus", ("HS",))])
    assert all("HS" in said and "HS_Race" not in said for said in system.answer(TEXTS).labels)


@pytest.mark.parametrize(("name", "gold"), [("smsa", "positive"), ("hate-speech", ("HS",))])
def test_tfidf_cannot_learn_from_one_class(name: str, gold: Any) -> None:
    pytest.importorskip("sklearn")
    system = open_system("tfidf", task(name))
    with pytest.raises(InputError, match="tfidf has learnt nothing yet"):
        system.answer(TEXTS)
    with pytest.raises(InputError, match="tfidf cannot learn from the train split"):
        system.fit([Example("satu dua", gold), Example("tiga empat", gold)])


class StubbedFastText(types.ModuleType):
    """NOT fastText: its documented calls `train_supervised` and `predict`, over counts of words."""

    def __init__(self) -> None:
        super().__init__("fasttext")
        self.lines: list[str] = []

    def train_supervised(self, path: str, **_: Any) -> StubbedFastText:
        self.lines = Path(path).read_text(encoding="utf-8").splitlines()
        return self

    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], Any]:
        assert "\n" not in text, "fastText refuses lines"
        assert k == -1
        names = sorted({line.split()[0] for line in self.lines})
        words = set(text.split())
        counts = [
            1 + sum(len(words & set(row.split())) for row in self.lines if row.startswith(name)) for name in names
        ]
        order = np.argsort(counts)[::-1]
        return tuple(names[i] for i in order), np.array(counts)[order] / sum(counts)


@pytest.fixture(params=["stub", "real"])
def fasttext(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    if request.param == "real":
        return pytest.importorskip("fasttext")
    stub = StubbedFastText()
    monkeypatch.setitem(sys.modules, "fasttext", stub)
    return stub


def test_fasttext_learns_and_gives_probabilities(fasttext: Any) -> None:
    odd = [Example("__label__negative baris\nbaru \ud800 GRATIS", "positive")] * 3
    system = open_system("fasttext", task("smsa"), seed=1)
    with pytest.raises(InputError, match="fasttext has learnt nothing yet"):
        system.answer(TEXTS)
    system.fit([*examples("smsa") * 8, *odd])
    found = system.answer([GOOD[0], BAD[0], MIDDLE[0], "", "\n__label__x\n"])
    right = dict(labelled(task("smsa")))
    assert list(found.labels[:3]) == [right[text] for text in (GOOD[0], BAD[0], MIDDLE[0])]
    assert found.probabilities is not None
    assert np.allclose(found.probabilities.sum(axis=1), 1, atol=1e-3)
    assert len(found.labels) == 5


@pytest.mark.filterwarnings("ignore::govtext.errors.GovtextWarning")
def test_fasttext_runs_in_the_benchmark(fasttext: Any, tmp_path: Path) -> None:
    data = write(tmp_path, task("smsa"))
    (result,) = evaluate("smsa", ["fasttext"], data=data, options=Options(samples=3)).results
    assert result.scores["accuracy"].value > 0.9
    assert result.calibration_error is not None
    assert result.trained_on == len(labelled(task("smsa")))


def test_fasttext_that_is_missing_unfit_or_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fasttext", None)
    with pytest.raises(InputError, match="not installed; pip install fasttext-community"):
        open_system("fasttext", task("smsa"))
    with pytest.raises(InputError, match="one label only; got 'hate-speech'"):
        open_system("fasttext", task("hate-speech"))
    stub = StubbedFastText()
    monkeypatch.setitem(sys.modules, "fasttext", stub)
    system = open_system("fasttext", task("smsa"))
    system.fit(examples("smsa"))

    def old(text: str, k: int) -> None:
        raise ValueError("Unable to avoid copy while creating an array as requested.")

    monkeypatch.setattr(stub, "predict", old)
    with pytest.raises(InputError, match=r"does not work with this numpy; .*fasttext-community"):
        system.answer(TEXTS)
