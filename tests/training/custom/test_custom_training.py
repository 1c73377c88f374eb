"""A model trained on own labels is a folder that loads and works like govtext's own."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from click.testing import CliRunner
from hypothesis import assume, given
from hypothesis import strategies as st

import govtext
from govtext.cli import cli
from govtext.errors import ConfigError, InputError, MissingExtraError, ModelError
from govtext.scoring.custom import CustomPipeline
from govtext.training.custom.config import custom_config, read_toml
from govtext.training.custom.data import Row, draw, read_split
from govtext.training.custom.run import train_custom

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
ODD = ("", "   ", "🙏", "cafe\u0301", "rusak \ud800", "matur nuwun pak", "bansos " * 300)


def _check(out: Path, expected: dict[str, str]) -> CustomPipeline:
    nlp = govtext.load(str(out))
    assert isinstance(nlp, CustomPipeline)
    for text, feeling in expected.items():
        assert nlp(text).labels["rasa"].id == feeling
    both = list(nlp.pipe([*expected, *ODD], batch_size=3))
    for text, one in zip([*expected, *ODD], both, strict=True):
        alone = nlp(text)
        assert (one.text, one.truncated) == (text, alone.truncated)
        assert one.labels["rasa"].scores == pytest.approx(alone.labels["rasa"].scores, abs=1e-5)
        assert sum(one.labels["rasa"].scores.values()) == pytest.approx(1, abs=1e-5)
        assert isinstance(one.labels["subjek"], tuple)
        assert list(one.to_dict()) == ["text", "labels", "needs_review", "truncated", "model"]
        with pytest.raises(AttributeError):
            one.topics  # noqa: B018 - the access is what is tested
    table = nlp.annotate(pa.table({"text": ["jalan rusak", None]}))
    assert table.column_names == [
        "text", "rasa", "rasa_score", "subjek", "subjek_score", "needs_review", "truncated", "model",
    ]  # fmt: skip
    assert table["rasa"].to_pylist() == [nlp("jalan rusak").labels["rasa"].id, None]
    assert table["subjek"].to_pylist() == [[label.id for label in nlp("jalan rusak").labels["subjek"]], None]
    assert nlp.annotate(table.select(["text"]).slice(0, 0)).num_rows == 0
    return nlp


def test_few_shot(fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "model"
    config = write(config_text())
    results = train_custom(config, out)
    figures = {(r.data, r.measure): r.interval.value for r in results}
    assert figures["rasa", "macro-F1"] > 0.8
    nlp = _check(out, {"terima kasih pak lurah": "senang", "jalan rusak parah": "kesal"})
    assert [label.id for label in nlp("jalan rusak parah").labels["subjek"]] == ["jalan"]
    assert not nlp("bansos " * 300).truncated
    assert sorted(path.name for path in out.iterdir()) == ["README.md", "model.safetensors", "model.toml"]
    card = (out / "README.md").read_text(encoding="utf-8")
    assert "CC-BY-4.0" in card
    assert "seed 3" in card
    assert "terima kasih" not in card
    weights = (out / "model.safetensors").read_bytes()
    train_custom(config, out)
    assert (out / "model.safetensors").read_bytes() == weights


@pytest.mark.usefixtures("fast")
@pytest.mark.parametrize(
    ("config", "module", "lacking", "extra"),
    [
        (("few_shot", "fast"), "linear", "sklearn.linear_model", "sklearn"),
        (("frozen", "accurate"), "encoder", "torch", "train"),
    ],
)
def test_a_missing_package_names_the_smallest_extra_that_brings_it(
    write: Callable[..., Path],
    config_text: Callable[..., str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    config: tuple[str, str],
    module: str,
    lacking: str,
    extra: str,
) -> None:
    monkeypatch.delitem(sys.modules, f"govtext.training.custom.{module}", raising=False)
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(MissingExtraError, match=rf"pip install 'govtext\[{extra}\]'"):
        train_custom(write(config_text(*config)), tmp_path / "model")


@pytest.mark.usefixtures("fast")
def test_inside_other_libraries(write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path) -> None:
    import pandas as pd
    import spacy

    import govtext.integrations.pandas as frames
    from govtext.integrations.sklearn import GovtextClassifier, GovtextVectorizer
    from govtext.integrations.spacy_component import GovtextComponent

    out = tmp_path / "model"
    train_custom(write(config_text()), out)
    nlp, text = govtext.load(str(out)), "jalan rusak parah"
    expected: Any = nlp(text)
    assert type(expected).from_dict(expected.to_dict()) == expected
    with pytest.raises(InputError, match="no CustomAnnotation"):
        type(expected).from_dict({"text": text})

    component = GovtextComponent("govtext", f"{out}/", "cpu", 0)
    doc = component(spacy.blank("xx")(text))
    assert doc._.govtext == expected
    assert {f"rasa.{label}" for label in nlp.manifest.heads["rasa"]} <= set(doc.cats)

    labelled = frames.annotate(pd.DataFrame({"teks": [text, None]}), "teks", model=str(out))
    assert list(labelled.columns[1:]) == list(nlp.columns)
    assert labelled["rasa"][0] == expected.labels["rasa"].id
    assert labelled["rasa"].isna()[1]

    assert GovtextClassifier("rasa", model=str(out)).predict([text]).tolist() == [expected.labels["rasa"].id]
    found = GovtextClassifier("subjek", model=str(out))
    assert found.predict([text]).shape == (1, len(found.classes_))
    assert GovtextVectorizer("probabilities", model=str(out)).transform([text]).shape == (1, len(doc.cats))


def test_a_changed_file_is_refused(
    fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "model"
    train_custom(write(config_text()), out)
    weights = bytearray((out / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (out / "model.safetensors").write_bytes(weights)
    with pytest.raises(ModelError, match="sha256 differs"):
        govtext.load(str(out))


def test_a_given_validation_part_is_never_trained_on(
    fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    config = write(config_text(replaced={"validation_share = 0.25": 'validation = "valid.csv"'}))
    lines = (tmp_path / "data.csv").read_text(encoding="utf-8-sig").splitlines()
    (tmp_path / "valid.csv").write_text("\n".join([lines[0], *lines[1::5]]), encoding="utf-8")
    split = read_split(custom_config(read_toml(config), config), tmp_path)
    shown = {row.text for row in split.validation}
    assert len(split.validation) == len(lines[1::5])
    assert not shown & {row.text for row in split.train}
    assert len(split.train) + 2 * len(split.validation) == len(lines) - 1 + len(split.validation)
    (tmp_path / "valid.csv").write_text(f"{lines[0]}\n1;apa;sedih;jalan\n", encoding="utf-8")
    with pytest.raises(InputError, match="lacks; got 'sedih'"):
        read_split(custom_config(read_toml(config), config), tmp_path)


@given(
    st.lists(st.tuples(st.text("abc", min_size=1, max_size=3), st.sampled_from("xyz")), min_size=8, max_size=60),
    st.integers(0, 9),
)
def test_a_drawn_part_has_every_label_on_both_sides(pairs: list[tuple[str, str]], seed: int) -> None:
    texts: dict[str, str] = {}
    for text, label in pairs:
        texts.setdefault(text, label)
    counts = Counter(texts.values())
    rows = [Row(text, {"h": (label,)}) for text, label in pairs if texts[text] == label and counts[label] > 1]
    assume(rows)
    train, held = draw(rows, {"h": tuple("xyz")}, 0.25, seed)
    assert not {row.text for row in train} & {row.text for row in held}
    assert sorted(row.text for row in (*train, *held)) == sorted(row.text for row in rows)
    assert {row.labels["h"] for row in train} == {row.labels["h"] for row in held} == {row.labels["h"] for row in rows}


def test_the_backbone_travels_with_the_model(
    fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "model"
    train_custom(write(config_text()), out)
    before = govtext.load(str(out))("jalan rusak").to_dict()
    (fast / "fast" / "model.safetensors").unlink()
    assert govtext.load(str(out))("jalan rusak").to_dict() == before


@pytest.mark.parametrize("method", ["full", "frozen"])
def test_encoders(
    method: str, backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    out = tmp_path / "model"
    results = train_custom(write(config_text(method, backbone)), out)
    assert {r.data for r in results} == {"rasa", "subjek"}
    if method == "full":
        assert next(r.interval.value for r in results if r.measure == "macro-F1") > 0.8
    expected = {"terima kasih pak lurah": "senang", "jalan rusak parah": "kesal"} if method == "full" else {}
    nlp = _check(out, expected)
    assert nlp("bansos " * 300).truncated
    assert not nlp("bansos cair").truncated
    assert not (tmp_path / "model.checkpoints").exists()
    assert not list(out.rglob("*.bin")) + list(out.rglob("*.pkl"))


def test_frozen_leaves_the_encoder_alone(
    backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    from safetensors.numpy import load_file

    train_custom(write(config_text("frozen", backbone)), tmp_path / "model")
    before, after = load_file(backbone / "model.safetensors"), load_file(tmp_path / "model" / "model.safetensors")
    shared = [name for name in before if name.startswith("encoder.")]
    assert shared
    assert all(np.array_equal(before[name], after[f"bert.{name}"]) for name in shared)


def test_resume_goes_on_from_a_checkpoint(
    backbone: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    config = write(config_text("full", backbone))
    whole: list[str] = []
    train_custom(config, tmp_path / "whole", whole.append)
    lines: list[str] = []

    def stop(line: str) -> None:
        lines.append(line)
        if line.startswith("epoch 4: loss"):
            raise KeyboardInterrupt

    out = tmp_path / "stopped"
    with pytest.raises(KeyboardInterrupt):
        train_custom(config, out, stop)
    assert not out.exists()
    rest: list[str] = []
    train_custom(config, out, rest.append, resume=True)
    assert [line for line in rest if line.startswith("epoch")] == [
        line for line in whole if line.startswith("epoch") and line not in lines[:-1]
    ]
    assert (out / "model.safetensors").read_bytes() == (tmp_path / "whole" / "model.safetensors").read_bytes()


def test_on_the_command_line(
    fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    out = str(tmp_path / "model")
    done = CliRunner().invoke(cli, ["train", str(write(config_text())), "-o", out])
    assert done.exit_code == 0, done.output
    assert "rasa\tmacro-F1\t" in done.stdout
    (tmp_path / "new.csv").write_text("komentar;rasa\njalan rusak;?\n", encoding="utf-8")
    clash = CliRunner().invoke(
        cli, ["annotate", str(tmp_path / "new.csv"), "-o", str(tmp_path / "a.csv"), "--model", out]
    )
    assert clash.exit_code == 2
    assert "--prefix" in clash.output or "prefix" in clash.output
    target = tmp_path / "labelled.csv"
    labelled = CliRunner().invoke(
        cli, ["annotate", str(tmp_path / "new.csv"), "-o", str(target), "--model", out, "--prefix", "m_"]
    )
    assert labelled.exit_code == 0, labelled.output
    assert target.read_text(encoding="utf-8-sig").splitlines()[0].replace('"', "").startswith("id,text,m_rasa,")
    wrong = CliRunner().invoke(cli, ["train", str(write(config_text())), "-o", out, "--data", "x"])
    assert wrong.exit_code == 2


@pytest.mark.parametrize(
    ("replaced", "error", "message"),
    [
        ({'method = "few_shot"': 'method = "few-shot"'}, ConfigError, "few_shot"),
        ({'licence = "CC-BY-4.0"': 'licence = " "'}, ConfigError, "licence"),
        ({'licence = "CC-BY-4.0"': ""}, ConfigError, "lacks licence"),
        ({"[heads.rasa]": "[heads.text]"}, ConfigError, "name"),
        ({"[heads.rasa]": "[heads.perasaan]"}, InputError, "no such column"),
        ({"column = ": "colum = "}, ConfigError, "did you mean 'column'"),
        ({"seed = 3": 'seed = "tiga"'}, ConfigError, "wrong kind"),
        ({"validation_share = 0.25": "validation_share = 1.5"}, ConfigError, "validation_share"),
        ({'train = "data.csv"': 'train = "dat.csv"'}, InputError, "did you mean 'data.csv'"),
        ({'train = "data.csv"': ""}, ConfigError, "train and dataset"),
        ({'backbone = "fast"': 'backbone = "accurate"'}, ConfigError, "few_shot"),
        ({"epochs = 20": "epochs = 0"}, ConfigError, "epochs"),
    ],
)
def test_wrong_configurations(
    replaced: dict[str, str], error: type[Exception], message: str, fast: Path, write: Callable[..., Path],
    config_text: Callable[..., str], tmp_path: Path,
) -> None:  # fmt: skip
    with pytest.raises(error, match=message):
        train_custom(write(config_text(replaced=replaced)), tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_wrong_data(
    fast: Path,
    write: Callable[..., Path],
    config_text: Callable[..., str],
    rows: list[tuple[str, str, str]],
    tmp_path: Path,
) -> None:
    out, config = tmp_path / "model", config_text()
    with pytest.raises(InputError, match="no rows"):
        train_custom(write(config, []), out)
    with pytest.raises(InputError, match="no labelled text"):
        train_custom(write(config, [("", "senang", "jalan")]), out)
    with pytest.raises(InputError, match="one label only"):
        train_custom(write(config, [(text, "senang", about) for text, _, about in rows]), out)
    with pytest.raises(InputError, match=r"one text only.*bingung"):
        train_custom(write(config, [*rows, ("apa ini", "bingung", "jalan")]), out)
    with pytest.raises(InputError, match=r"one text only.*bingung"):  # the same text twice is one text
        train_custom(write(config, [*rows, *[("apa ini", "bingung", "jalan")] * 2]), out)


def test_an_unknown_backbone(
    write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(InputError, match="cannot open the backbone"):
        train_custom(write(config_text("full", tmp_path / "nowhere")), tmp_path / "model")


def test_other_folders_are_not_overwritten(
    fast: Path, write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    config = write(config_text())
    with pytest.raises(InputError, match="no empty folder"):
        train_custom(config, tmp_path)
    with pytest.raises(InputError, match="own models"):
        train_custom(config, fast / "fast")
