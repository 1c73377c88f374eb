from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from govtext import scoring
from govtext.errors import GovtextWarning
from govtext.scoring import Pipeline, load
from govtext.scoring.cascade import Cascade
from govtext.scoring.evidence import Attribution
from govtext.scoring.manifest import WEIGHTS, read_manifest, write_manifest
from govtext.scoring.probability import confidence
from govtext.scoring.scores import Model
from govtext.scoring.tally import counting as scoring_counting

from .tiny import SENTENCES, tiny_manifest, tiny_weights


class Counting:
    """A model that keeps the texts it was asked for."""

    def __init__(self, model: Model) -> None:
        self.model, self.asked = model, list[str]()

    def logits(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return self.model.logits(texts)

    def explain(self, texts: Sequence[str]) -> tuple[Any, list[Attribution]]:
        found = self.logits(texts)
        return found, [Attribution([(0, len(text))], row[None]) for text, row in zip(texts, found, strict=True)]


@pytest.fixture
def other(tmp_path: Path) -> Pipeline:
    """A second model, with other weights."""
    folder = tmp_path / "other"
    folder.mkdir()
    save_file(tiny_weights(seed=11), folder / WEIGHTS)
    write_manifest(folder, {**tiny_manifest(seed=11), "name": "other"})
    return load(str(folder))


def pair(fast: Pipeline, accurate: Pipeline, below: float) -> tuple[Cascade, Counting]:
    counting = Counting(accurate.model)
    options = {**accurate.manifest.options, "cascade_below": below}
    return Cascade(fast, Pipeline(counting, replace(accurate.manifest, options=options))), counting


def test_unsure_texts_get_the_scores_of_the_second_model(tiny: Pipeline, other: Pipeline) -> None:
    sure = confidence(tiny.scores(SENTENCES).probabilities, intent=True)
    below = float(np.median(sure))
    cascade, counting = pair(tiny, other, below)
    found, first, second = (nlp.scores(SENTENCES) for nlp in (cascade, tiny, other))
    assert counting.asked == [text for text, value in zip(SENTENCES, sure, strict=True) if value < below]
    assert 0 < len(counting.asked) < len(SENTENCES)
    for row, value in enumerate(sure):
        wanted = second if value < below else first
        for head, values in found.probabilities.items():
            np.testing.assert_allclose(values[row], wanted.probabilities[head][row], atol=1e-6)
        for head, given in found.given.items():
            np.testing.assert_array_equal(given[row], wanted.given[head][row])
        assert found.needs_review[row] == wanted.needs_review[row]
        assert found.formality[row] == pytest.approx(wanted.formality[row])
        assert {h: c[row] for h, c in found.chosen.items()} == {h: c[row] for h, c in wanted.chosen.items()}


def test_a_text_that_comes_twice_is_escalated_once(tiny: Pipeline, other: Pipeline) -> None:
    cascade, counting = pair(tiny, other, below=1.1)
    texts = [SENTENCES[0], SENTENCES[1], SENTENCES[0]]
    found = cascade.scores(texts)
    assert counting.asked == texts[:2]
    np.testing.assert_array_equal(found.formality[0], found.formality[2])


def test_escalated_texts_have_the_evidence_of_the_second_model(tiny: Pipeline, other: Pipeline) -> None:
    below = float(np.median(confidence(tiny.scores(SENTENCES).probabilities, intent=True)))
    cascade, counting = pair(tiny, other, below)
    texts = [*SENTENCES, *SENTENCES]
    scores, attributions = cascade.explained(texts)
    np.testing.assert_array_equal(scores.formality, cascade.scores(texts).formality)
    assert [text in counting.asked for text in texts] == [found is not None for found in attributions]
    assert all(
        found is None or found.spans == [(0, len(text))] for text, found in zip(texts, attributions, strict=True)
    )


@pytest.mark.parametrize("below", [0.0, 1.1])
def test_none_or_all_are_escalated(tiny: Pipeline, other: Pipeline, below: float) -> None:
    cascade, counting = pair(tiny, other, below)
    assert [a.model for a in cascade.pipe(SENTENCES)] == ["auto"] * len(SENTENCES)
    assert len(counting.asked) == (len(SENTENCES) if below else 0)


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    for name in names:
        path = folder / name
        path.mkdir()
        save_file(tiny_weights(seed=len(name)), path / WEIGHTS)
        options = {**tiny_manifest()["options"], "cascade_below": 0.5}
        write_manifest(path, {**tiny_manifest(), "name": name, "options": options})
        assert read_manifest(path).name == name
    monkeypatch.setattr(scoring.manifest, "models_folder", lambda: folder)


def test_auto_is_fast_where_accurate_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "fast")
    assert load("auto").name == "fast"


def test_auto_is_the_cascade_where_both_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "fast", "accurate")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: object() if name == "onnxruntime" else None)
    nlp = load()
    assert isinstance(nlp, Cascade)
    assert nlp.name == "auto"


def test_auto_says_why_it_is_only_fast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "fast", "accurate")
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.warns(GovtextWarning, match=r"auto runs as fast.*govtext\[accurate\]"):
        assert load("auto").name == "fast"


def test_escalated_texts_are_counted_for_whoever_asks(tiny: Pipeline, other: Pipeline) -> None:
    sure = confidence(tiny.scores(SENTENCES).probabilities, intent=True)
    cascade, counting = pair(tiny, other, float(np.median(sure)))
    with scoring_counting() as outer:
        cascade.scores(SENTENCES)
        with scoring_counting() as inner:
            cascade.scores([*SENTENCES, *SENTENCES])
    cascade.scores(SENTENCES)
    half = len(counting.asked) // 3
    assert (outer["escalated"], inner["escalated"]) == (half, half)
    assert half == sum(value < np.median(sure) for value in sure)
    with scoring_counting() as tally:
        tiny.scores(SENTENCES)
    assert not tally


def test_the_fingerprint_changes_with_either_model_and_nothing_else(tiny: Pipeline, other: Pipeline) -> None:
    cascade = pair(tiny, other, 0.5)[0].fingerprint
    assert cascade == pair(tiny, other, 0.5)[0].fingerprint
    assert len({cascade, pair(tiny, other, 0.6)[0].fingerprint, pair(other, tiny, 0.5)[0].fingerprint}) == 3
    assert len({tiny.fingerprint, other.fingerprint, cascade}) == 3
