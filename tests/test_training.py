"""Training: configuration, mixture, measures, calibration, and train/inference parity."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from govtext.errors import ConfigError, InputError
from govtext.evaluation import accuracy, auc, bootstrap, f1, macro_f1
from govtext.training.calibrate import thresholds
from govtext.training.config import read_config
from govtext.training.data import MODEL_HEADS, N_OUTPUTS, Example, split_holdout, target_arrays, training_examples

CONFIG = Path(__file__).parents[1] / "training" / "fast.toml"


def test_the_configuration_reads_and_refuses(tmp_path: Path) -> None:
    assert read_config(CONFIG).name == "fast"
    path = tmp_path / "c.toml"
    text = CONFIG.read_text(encoding="utf-8")
    for changed, message in (
        (text.replace("epochs =", "epoch ="), "did you mean 'epochs'"),
        (text.replace("epochs = 8\n", ""), "lacks epochs"),
        (text.replace("width = 128", "widht = 128"), "did you mean 'width'"),
        ("seed = [", "not valid TOML"),
    ):
        path.write_text(changed, encoding="utf-8")
        with pytest.raises(ConfigError, match=message):
            read_config(path)
    with pytest.raises(ConfigError, match="cannot read"):
        read_config(tmp_path / "none.toml")


def test_missing_data_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"train\.jsonl.*--data"):
        training_examples(tmp_path)


def test_targets_and_masks() -> None:
    targets, labelled = target_arrays([Example("a", "x", {"sentiment": (0.0, 1.0, 0.0)}), Example("b", "x", {})])
    assert targets.shape == (2, N_OUTPUTS)
    assert targets.sum() == 1
    assert labelled[0].tolist() == [name == "sentiment" for name in MODEL_HEADS]
    assert not labelled[1].any()


def test_a_held_out_text_is_not_trained_on() -> None:
    examples = [Example(f"teks {i % 40}", "dkk" if i % 2 else "lain", {}) for i in range(100)]
    kept, held = split_holdout(examples, {"dkk": 0.5}, seed=1)
    assert not {e.text for e in kept} & {e.text for e in held}
    assert all(e.source == "dkk" for e in held)
    assert sum(e.source == "dkk" for e in kept) == 25
    with pytest.raises(ConfigError, match="without examples"):
        split_holdout(examples, {"ddk": 0.5}, seed=1)


def test_measures_by_hand() -> None:
    gold, guess = np.array([1, 1, 0, 0], dtype=bool), np.array([1, 0, 1, 0], dtype=bool)
    assert f1(gold, guess) == 0.5
    assert f1(gold & False, guess & False) == 0.0
    assert accuracy(gold, guess) == 0.5
    assert auc(gold, np.array([0.9, 0.4, 0.6, 0.1])) == 0.75
    assert auc(gold, np.full(4, 0.3)) == 0.5
    assert macro_f1(np.array([0, 0, 1]), np.array([0, 1, 1])) == pytest.approx(2 / 3)
    interval = bootstrap(f1, gold, guess, samples=200)
    assert interval == bootstrap(f1, gold, guess, samples=200)
    assert interval.low <= interval.value <= interval.high


def test_measures_equal_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    rng = np.random.default_rng(3)
    gold, guess, score = rng.integers(0, 4, 300), rng.integers(0, 4, 300), rng.integers(0, 9, 300) / 9
    assert macro_f1(gold, guess) == pytest.approx(metrics.f1_score(gold, guess, average="macro"))
    many, given = rng.random((300, 5)) < 0.3, rng.random((300, 5)) < 0.3
    assert f1(many, given) == pytest.approx(metrics.f1_score(many, given, average="micro"))
    assert macro_f1(many, given) == pytest.approx(metrics.f1_score(many, given, average="macro"))
    assert auc(gold > 1, score) == pytest.approx(metrics.roc_auc_score(gold > 1, score))


def test_thresholds_lean_on_the_common_one_where_cases_are_few() -> None:
    rng = np.random.default_rng(0)
    often = rng.random(2000) < 0.5
    seldom = np.arange(2000) == 7
    scores = np.stack([np.where(often, 0.4, 0.2), np.where(seldom, 0.69, 0.5)], axis=1)
    common, rare = thresholds(scores, np.stack([often, seldom], axis=1))
    assert 0.2 < common <= 0.4
    assert rare < 0.6  # its own best would be above 0.5, but one case says little


def test_training_and_inference_agree(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from govtext.scoring.fast import FastModel
    from govtext.training.export import fold, quantise
    from govtext.training.fit import fit, predict
    from govtext.training.network import EncodedTexts, Network
    from govtext.training.vectors import build_vocabulary, cue_vectors

    config = read_config(CONFIG)
    config = replace(
        config,
        epochs=2,
        batch_size=4,
        network=replace(config.network, width=16, channels=8, hidden=8, ngram_buckets=256),
    )
    torch.manual_seed(0)
    texts = ["kapan bansos cair min", "terima kasih pak", "harga beras naik lagi", "mbah saya belum dapat", "🙏🙏"] * 3
    vocabulary = build_vocabulary(texts, min_count=3)
    network = Network(cue_vectors(vocabulary.words), config.network)
    examples = [Example(t, "smsa", {"sentiment": (1.0, 0.0, 0.0)}) for t in texts]
    encoded = EncodedTexts(texts, vocabulary, config.network)
    before = predict(network, encoded)
    lines: list[str] = []
    fit(network, encoded, examples, config, lines.append)
    after = predict(network, encoded)
    column = sum(len(ids) for name, ids in MODEL_HEADS.items() if name in ("topics", "poverty_related"))
    assert len(lines) == 2
    assert (after[:, column] > before[:, column]).all()

    unseen = [*texts, "kata yang tak dikenal bansos", "", "x"]
    model = FastModel(fold(network, vocabulary), {"ngram_sizes": config.network.ngram_sizes})
    assert np.allclose(
        model.logits(unseen), predict(network, EncodedTexts(unseen, vocabulary, config.network)), atol=0.05
    )

    rows = np.random.default_rng(0).normal(size=(5, 16)).astype(np.float32)
    codes, scales = quantise(np.vstack([rows, np.zeros((1, 16), dtype=np.float32)]))
    assert np.abs(codes[:5] * scales[:5, None].astype(np.float32) - rows).max() < 0.03
    assert not codes[5].any()
