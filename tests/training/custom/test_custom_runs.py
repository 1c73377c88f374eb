"""Runs of all methods: what decides them, what they leave behind, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from safetensors.numpy import load_file

import govtext
from govtext.errors import ConfigError, InputError
from govtext.scoring.custom import CustomPipeline
from govtext.scoring.fast import FastModel
from govtext.scoring.linear import LinearModel
from govtext.scoring.manifest import read_table
from govtext.training.custom.config import CustomConfig, DataConfig, FittingConfig, HeadConfig
from govtext.training.custom.data import Row, Split
from govtext.training.custom.encoder import class_weights, open_backbone, uses_cpu, window_of
from govtext.training.custom.linear import fit_linear
from govtext.training.custom.run import measure_custom, train_custom

if TYPE_CHECKING:
    import torch
    import transformers
else:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
SHORT = {"epochs = 20": "epochs = 2"}
METHODS = ("few_shot", "frozen", "full")


@pytest.fixture
def trained(
    fast: Path, backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> Callable[..., Path]:
    """Train a model by a method, and return its folder."""

    def _trained(method: str, name: str = "model", replaced: dict[str, str] | None = None) -> Path:
        where = "fast" if method == "few_shot" else backbone
        train_custom(write(config_text(method, where, {**SHORT, **(replaced or {})})), tmp_path / name)
        return tmp_path / name

    return _trained


def differing(first: Path, second: Path) -> list[str]:
    one, other = (load_file(folder / "model.safetensors") for folder in (first, second))
    assert set(one) == set(other)
    return [name for name in one if not np.array_equal(one[name], other[name])]


@pytest.mark.parametrize("method", ["frozen", "full"])
def test_a_seed_decides_the_weights(method: str, trained: Callable[..., Path]) -> None:
    first, again = trained(method, "first"), trained(method, "again")
    assert differing(first, again) == []
    other = trained(method, "other", {"seed = 3": "seed = 4"})
    assert "classifier.weight" in differing(first, other)


@pytest.mark.parametrize("method", METHODS)
def test_a_folder_of_each_method_loads_and_answers_as_its_manifest_says(
    method: str, trained: Callable[..., Path]
) -> None:
    folder = trained(method)
    table = read_table(folder)
    nlp = govtext.load(str(folder))
    assert isinstance(nlp, CustomPipeline)
    assert nlp.manifest.heads == {"rasa": ("kesal", "senang"), "subjek": ("bansos", "jalan", "pelayanan")}
    assert tuple(nlp.manifest.multi) == ("subjek",)
    scores = nlp.scores(["jalan rusak", "terima kasih"])
    assert scores.given["subjek"].shape == (2, 3)
    assert (scores.given["rasa"].sum(axis=1) == 1).all()
    thresholds = np.array(table["calibration"]["subjek"]["thresholds"])
    assert (scores.given["subjek"] == (scores.probabilities["subjek"] >= thresholds)).all()
    assert table["quality"] == {
        name: value
        for name, value in table["quality"].items()
        if re.fullmatch(r"\w+: (micro-F1|macro-F1|accuracy)", name)
    }
    assert table["trained_on"][0] == "data.csv"


@pytest.mark.parametrize("method", METHODS)
def test_a_run_over_a_model_of_your_own_replaces_it_whole(method: str, trained: Callable[..., Path]) -> None:
    folder = trained(method)
    before = read_table(folder)["sha256"]
    files = sorted(path.name for path in folder.iterdir())
    assert trained(method, replaced={"seed = 3": "seed = 5"}) == folder
    assert sorted(path.name for path in folder.iterdir()) == files
    assert govtext.load(str(folder))("jalan rusak").text == "jalan rusak"
    if method != "few_shot":  # its folds may choose the same
        assert read_table(folder)["sha256"] != before


@pytest.mark.parametrize("heads", [("rasa",), ("subjek",)])
@pytest.mark.parametrize("method", METHODS)
def test_one_head_of_either_kind(method: str, heads: tuple[str], trained: Callable[..., Path]) -> None:
    single = "[heads.rasa]\n"
    multi = '[heads.subjek]\ncolumn = "bidang"\nmulti = true\nseparator = "|"\n'
    folder = trained(method, replaced={multi: ""} if heads == ("rasa",) else {single: ""})
    one: Any = govtext.load(str(folder))("jalan rusak parah")
    assert tuple(one.labels) == heads
    assert isinstance(one.labels[heads[0]], tuple) is (heads == ("subjek",))


def test_training_stops_when_the_validation_loss_stops_falling(
    backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    lines: list[str] = []
    wild = {"learning_rate = 3e-3": "learning_rate = 3.0", "patience = 20": "patience = 2"}
    train_custom(write(config_text("full", backbone, wild)), tmp_path / "model", lines.append)
    losses = [float(line.rsplit(" ", 1)[1]) for line in lines if "validation loss" in line]
    best = int(np.argmin(losses))
    assert len(losses) == best + 3 < 20
    # and the best epoch is what is kept
    nlp = govtext.load(str(tmp_path / "model"))
    assert isinstance(nlp, CustomPipeline)
    epochs = [line for line in lines if line.startswith("epoch")]
    assert epochs[0].startswith("epoch 1: loss")


def test_a_new_run_does_not_go_on_from_old_checkpoints_unless_asked(
    backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    config = write(config_text("full", backbone, {"epochs = 20": "epochs = 4"}))

    def stop(line: str) -> None:
        if line.startswith("epoch 3: loss"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_custom(config, tmp_path / "model", stop)
    assert (tmp_path / "model.checkpoints").is_dir()
    lines: list[str] = []
    train_custom(config, tmp_path / "model", lines.append)
    assert next(line for line in lines if line.startswith("epoch")).startswith("epoch 1:")
    assert not (tmp_path / "model.checkpoints").exists()
    # asked to go on where nothing is, a run begins
    train_custom(config, tmp_path / "other", resume=True)
    assert differing(tmp_path / "model", tmp_path / "other") == []


@pytest.mark.parametrize(
    ("before", "message"),
    [
        (lambda out: out.write_text("my notes", encoding="utf-8"), "no empty folder"),
        (lambda out: (out.mkdir(), (out / "notes.txt").write_text("x", encoding="utf-8")), "no empty folder"),
        (
            lambda out: (out.mkdir(), (out / "model.toml").write_text('kind = "fast"\n', encoding="utf-8")),
            "own models",
        ),
    ],
)
def test_what_is_not_a_model_of_your_own_is_never_overwritten(
    before: Callable[[Path], object], message: str, fast: Path, write: Callable[..., Path],
    config_text: Callable[..., str], tmp_path: Path,
) -> None:  # fmt: skip
    out = tmp_path / "model"
    before(out)
    kept = {path: path.read_bytes() for path in (out, *out.rglob("*")) if path.is_file()}
    with pytest.raises(InputError, match=message):
        train_custom(write(config_text()), out)
    assert {path: path.read_bytes() for path in (out, *out.rglob("*")) if path.is_file()} == kept


def test_the_card_is_written_from_the_run(trained: Callable[..., Path], rows: list[tuple[str, str, str]]) -> None:
    folder = trained("full", replaced={'name = "coba"': 'name = "rasa | warga"\ndescription = "Untuk dinas."'})
    card = (folder / "README.md").read_text(encoding="utf-8")
    table = read_table(folder)
    assert card.startswith("# rasa | warga\n\nUntuk dinas.\n")
    found = re.search(r"(\d+) texts to train on, (\d+) to validate \(drawn", card)
    assert found
    assert sum(map(int, found.groups())) == len(rows)
    counts = re.findall(r"^\| rasa \| (\w+) \| (\d+) \| (\d+) \|$", card, flags=re.MULTILINE)
    for label, trained_on, measured in counts:
        assert int(trained_on) + int(measured) == sum(feeling == label for _, feeling, _ in rows)
    assert [label for label, *_ in counts] == ["kesal", "senang"]
    for name, value in table["quality"].items():
        head, measure = name.split(": ")
        assert f"| {head} | {measure} | {value:.3f} [" in card
    for text, *_ in rows:
        assert text not in card
    assert f"torch {torch.__version__.split('+')[0]}" in card


def test_labels_that_would_break_a_table_are_escaped(trained: Callable[..., Path], tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    folder = trained("few_shot")
    text = data.read_text(encoding="utf-8-sig").replace(";senang;", ";senang | puas 🙏, sekali;")
    data.write_text(text, encoding="utf-8")
    train_custom(tmp_path / "run.toml", folder)
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert "| rasa | senang \\| puas 🙏, sekali |" in card
    nlp = govtext.load(str(folder))
    assert isinstance(nlp, CustomPipeline)
    assert nlp.manifest.heads["rasa"] == ("kesal", "senang | puas 🙏, sekali")
    assert nlp("terima kasih pak lurah").labels["rasa"].id == "senang | puas 🙏, sekali"


def test_measures_are_those_of_the_answers_given(trained: Callable[..., Path]) -> None:
    nlp = govtext.load(str(trained("full")))
    assert isinstance(nlp, CustomPipeline)
    texts = ("jalan rusak parah", "terima kasih pak lurah", "bansos belum cair")
    said = [nlp(text) for text in texts]
    right = tuple(
        Row(a.text, {"rasa": (a.labels["rasa"].id,), "subjek": tuple(label.id for label in a.labels["subjek"])})
        for a in said
    )
    unlabelled = Row("apa", {"rasa": None, "subjek": None})
    split = Split((), (*right, unlabelled), nlp.manifest.heads, made=False, dropped=0)
    results = {(r.data, r.measure): r for r in measure_custom(nlp, split)}
    assert results["rasa", "accuracy"].interval.value == 1
    assert results["rasa", "accuracy"].positives == 3
    flipped = {"kesal": "senang", "senang": "kesal"}
    wrong = tuple(
        Row(row.text, {"rasa": tuple(flipped[label] for label in row.labels["rasa"] or ()), "subjek": None})
        for row in right
    )
    results = {(r.data, r.measure): r for r in measure_custom(nlp, Split((), wrong, nlp.manifest.heads, False, 0))}
    assert results["rasa", "accuracy"].interval.value == 0
    assert not [key for key in results if key[0] == "subjek"]


def split_of(*labels: str | None) -> Split:
    rows = tuple(Row(str(n), {"h": None if label is None else (label,)}) for n, label in enumerate(labels))
    return Split(rows, (), {"h": ("a", "b")}, made=True, dropped=0)


def test_classes_weigh_the_inverse_of_their_frequency_up_to_ten() -> None:
    assert class_weights(split_of("a", "a", "a", "b", None), (), balanced=True) == pytest.approx([4 / 6, 2.0])
    assert class_weights(split_of("a", "a", "a", "b"), ("h",), balanced=True) == pytest.approx([1 / 3, 3.0])
    assert class_weights(split_of(*["a"] * 99, "b"), (), balanced=True) == pytest.approx([100 / 198, 10.0])
    assert class_weights(split_of("a", "a", "b"), (), balanced=False) == pytest.approx([1.0, 1.0])


def test_no_window_is_wider_than_the_encoder_reaches(backbone: Path) -> None:
    opened = open_backbone(str(backbone), Path(), 2)
    data = DataConfig(train="x")
    for asked, given in ((8, 8), (500, 32)):
        config = CustomConfig("c", "full", "MIT", {"h": HeadConfig()}, data, fitting=FittingConfig(max_tokens=asked))
        assert window_of(config, opened) == given
    opened.network.config.model_type = "xlm-roberta"  # counts positions from behind the padding
    assert window_of(config, opened) == 32 - opened.padding - 1


def test_devices_that_are_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    assert uses_cpu("cpu")
    with pytest.raises(ConfigError, match=r"unknown device.*gpu.*cuda"):
        uses_cpu("gpu")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert uses_cpu("auto")
    with pytest.raises(InputError, match="no graphics card"):
        uses_cpu("cuda")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    assert not uses_cpu("auto")
    assert not uses_cpu("cuda")


def test_weights_in_pickle_are_refused(backbone: Path, tmp_path: Path) -> None:
    network = transformers.AutoModelForSequenceClassification.from_pretrained(backbone)
    for path in backbone.iterdir():
        if path.suffix == ".json":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    torch.save(network.state_dict(), tmp_path / "pytorch_model.bin")
    with pytest.raises(InputError, match="cannot open the backbone"):
        open_backbone(str(tmp_path), Path(), 2)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("multi", [(), ("h",)])
def test_a_label_that_all_texts_have_is_always_given(number: int, multi: tuple[str, ...]) -> None:
    model = govtext.load("fast").model
    assert isinstance(model, FastModel)
    rows = [Row(f"teks nomor {n}", {"h": (("a", "b")[number],)}) for n in range(4)]
    weights = fit_linear(model, rows, {"h": ("a", "b")}, multi, balanced=True, seed=0, log=lambda _: None)
    logits = LinearModel(model, weights).logits(["apa saja", "teks nomor 1"])
    assert (logits.argmax(axis=1) == number).all()
    if multi:
        assert (logits[:, 1 - number] < 0).all()
        assert (logits[:, number] > 0).all()
