from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from govtext.scoring import Pipeline
from govtext.scoring.fast import FastModel
from govtext.scoring.features import tokenize_batch
from govtext.training.data import N_OUTPUTS

from .tiny import (
    BUCKETS,
    BY_MAXIMUM,
    CHANNELS,
    NGRAM_SIZES,
    OPTIONS,
    SENTENCES,
    VARIED,
    WIDE_TOKENS,
    WIDTH,
    WINDOW,
    tiny_weights,
)

Array = npt.NDArray[np.float64]
_64 = (1 << 64) - 1


class Reference:
    """The model once more, one text and one word at a time, in float64 and Python integers."""

    def __init__(self, weights: dict[str, npt.NDArray[Any]]) -> None:
        self.rows = {int(hashed): row for row, hashed in enumerate(weights["vocabulary"])}
        self.words = weights["words"].astype(float) * weights["word_scales"].astype(float)[:, None]
        self.ngrams = weights["ngrams"].astype(float) * weights["ngram_scales"].astype(float)[:, None]
        self.dense = {name[6:]: weights[name].astype(float) for name in weights if name.startswith("dense.")}

    def logits(self, text: str) -> Array:
        d = self.dense
        batch = tokenize_batch([text])
        words = [
            self.words[self.rows[int(h)]] if int(h) in self.rows else self.spelling(batch.codepoints[s:e].tolist())
            for h, s, e in zip(batch.hashes, batch.starts, batch.ends, strict=True)
        ]
        if not words:
            return d["bias"]
        tokens = ["".join(map(chr, batch.codepoints[s:e])) for s, e in zip(batch.starts, batch.ends, strict=True)]
        last = tokens[-1]
        shape = np.array([last == ".", last in {"!", "?", "!!", "??"}, tokens.count(",") / len(tokens)], dtype=float)
        parts = [self.window(words[start : start + WINDOW], shape) for start in window_starts(len(words))]
        found: Array = np.where(BY_MAXIMUM, np.max(parts, axis=0), np.mean(parts, axis=0)) + d["bias"]
        return found

    def window(self, words: list[Array], shape: Array) -> Array:
        d = self.dense
        outside = np.zeros(WIDTH)
        around = [outside, *words, outside]
        hidden = []
        for i in range(len(words)):
            total = sum((around[i + tap] @ d[f"conv.{tap}"] for tap in range(3)), d["conv.bias"])
            hidden.append(np.maximum(total, 0))
        states = [np.concatenate(pair) for pair in zip(words, hidden, strict=True)]
        label = np.concatenate([d["label.words"], d["label.hidden"]])
        scored = np.array([state @ label for state in states])
        labelled = np.zeros(N_OUTPUTS)
        for k in range(N_OUTPUTS):
            powers = [math.exp(x) for x in scored[:, k] - scored[:, k].max()]
            labelled[k] = sum(p * v for p, v in zip(powers, scored[:, N_OUTPUTS + k], strict=True)) / sum(powers)
        pooled = np.concatenate([np.mean(states, axis=0), np.max(states, axis=0)])
        deep = np.maximum(pooled @ d["deep.in"] + d["deep.in_bias"], 0) @ d["deep.out"]
        wide = np.mean(words, axis=0) * math.sqrt(min(len(words), WIDE_TOKENS)) @ d["wide"]
        result: Array = labelled + deep + wide
        wide_input = np.mean(words, axis=0) * math.sqrt(min(len(words), WIDE_TOKENS))
        seen = np.concatenate([pooled_of(words, hidden), wide_input, shape])
        result[-1] = np.maximum(seen @ d["formality.in"] + d["formality.in_bias"], 0) @ d["formality.out"]
        return result

    def spelling(self, codepoints: list[int]) -> Array:
        padded = [2, *codepoints, 2]
        found = []
        for size in NGRAM_SIZES:
            for start in range(max(len(padded) - size + 1, 1 if size == min(NGRAM_SIZES) else 0)):
                hashed = 0
                for step in range(size):
                    char = padded[min(start + step, len(padded) - 1)]
                    hashed = (hashed * 0x9E3779B97F4A7C15 + char + 1) & _64
                hashed = (hashed + size) & _64
                hashed = ((hashed ^ (hashed >> 30)) * 0xBF58476D1CE4E5B9) & _64
                found.append(self.ngrams[(hashed ^ (hashed >> 27)) % BUCKETS])
        return np.asarray(np.mean(found, axis=0), dtype=float)


def pooled_of(words: list[Array], hidden: list[Array]) -> Array:
    """Means, then maxima, of words and of hidden states."""
    parts = [f(array, axis=0) for f in (np.mean, np.max) for array in (words, hidden)]
    return np.concatenate(parts)


def window_starts(tokens: int) -> list[int]:
    """The first token of each window: as few as overlap by an eighth, evenly spread, the last one at the end."""
    overlap, count = WINDOW // 8, 1
    while count * WINDOW - (count - 1) * overlap < tokens:
        count += 1
    return [number * (tokens - WINDOW) // (count - 1) for number in range(count)] if count > 1 else [0]


def model() -> FastModel:
    return FastModel(tiny_weights(), OPTIONS, BY_MAXIMUM)


def test_logits_equal_the_reference() -> None:
    assert len(VARIED) >= 20
    assert CHANNELS + WIDTH == 16
    reference = Reference(tiny_weights())
    expected = np.array([reference.logits(text) for text in VARIED])
    np.testing.assert_allclose(model().logits(VARIED), expected, atol=1e-4)


def test_the_texts_hold_known_and_unknown_words() -> None:
    known = set(tiny_weights()["vocabulary"].tolist())
    seen = set(tokenize_batch(VARIED).hashes.tolist())
    assert seen & known
    assert seen - known


def test_many_steps_equal_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model().logits(VARIED)
    monkeypatch.setattr("govtext.scoring.fast._STEP_TOKENS", 16)
    np.testing.assert_allclose(model().logits(VARIED), whole, atol=1e-4)


def test_any_group_size_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = model().logits(VARIED)
    for tokens in (1, 40, 100_000):
        monkeypatch.setattr("govtext.scoring.fast._GROUP_TOKENS", tokens)
        np.testing.assert_allclose(model().logits(VARIED), whole, atol=1e-4)


def test_scores_do_not_grow_with_the_length_of_a_text() -> None:
    some, many = model().logits(["bansos " * WINDOW, "bansos " * 4000])
    np.testing.assert_allclose(many, some, atol=1e-4)


def test_a_text_without_tokens_gets_the_bias() -> None:
    bias = tiny_weights()["dense.bias"]
    for texts in ([""], ["", " \n"], ["", "bansos", ""]):
        found = model().logits(texts)
        np.testing.assert_array_equal(found[0], bias)
        np.testing.assert_array_equal(found[-1], bias)


def test_no_texts_give_no_rows() -> None:
    assert model().logits([]).shape == (0, N_OUTPUTS)


def test_order_of_words_matters() -> None:
    left, right = model().logits(["bansos belum cair", "cair belum bansos"])
    assert np.abs(left - right).max() > 1e-3


@pytest.mark.parametrize("batch_size", [1, 3, 7, 256])
def test_any_batch_size_gives_the_same_annotations(tiny: Pipeline, batch_size: int) -> None:
    texts = [*VARIED, *reversed(SENTENCES)]
    for text, found in zip(texts, tiny.pipe(texts, batch_size=batch_size), strict=True):
        alone = tiny(text)
        assert labels(found.to_dict()) == labels(alone.to_dict())
        assert scores(found.to_dict()) == pytest.approx(scores(alone.to_dict()), abs=1e-4)


def labels(value: Any) -> Any:
    """``value`` without its scores."""
    if isinstance(value, dict):
        return {key: labels(item) for key, item in value.items() if not isinstance(item, float)}
    return [labels(item) for item in value] if isinstance(value, list) else value


def scores(value: Any) -> list[float]:
    """All scores in ``value``, in order."""
    if isinstance(value, dict | list):
        return [s for item in (value.values() if isinstance(value, dict) else value) for s in scores(item)]
    return [value] if isinstance(value, float) else []
