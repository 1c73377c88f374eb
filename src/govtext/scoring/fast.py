"""The `fast` model: word vectors, a width-3 convolution and label-wise attention, in numpy alone.

Everything that depends on one word only is computed once per distinct word of a step. Texts are then sorted by length
and scored in groups small enough for the processor's cache, so that hardly anything is padded.
Label-wise attention follows Mullenbach et al. 2018, "Explainable Prediction of Medical Codes from Clinical Text".
Formality has a layer of its own over the pooled vectors and the shape of the text (`govtext.training.formality`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.scoring.features import SURFACE, Ints, TokenBatch, char_ngrams, surface, tokenize_batch
from govtext.scoring.windows import groups, merge_windows, windows

Floats = npt.NDArray[np.float32]

# Tokens a step: enough texts that sorting by length leaves little padding, few enough to bound the memory.
_STEP_TOKENS = 32_768
# Tokens a group: its arrays fit the second-level cache (measured: 1,024 and 2,048 are equal, 8,192 is 10 % slower).
_GROUP_TOKENS = 1_024
_STEP_TEXTS = 512
_HIDDEN_SCORE = -1e4
_FORMALITY = -1  # its class is the last one (`govtext.scoring.manifest.HEADS`)


class FastModel:
    """Scores texts with the weights of a ``fast`` model.

    Args:
        weights: tensors as written by `govtext.training.export`.
        options: ``ngram_sizes``, lengths of character n-grams; ``window``, most tokens scored at once.
        by_maximum: shape (n_classes,), as in `govtext.scoring.windows.merge_windows`.
    """

    def __init__(
        self, weights: Mapping[str, npt.NDArray[Any]], options: Mapping[str, Any], by_maximum: npt.NDArray[np.bool_]
    ) -> None:
        self._vocabulary = weights["vocabulary"]
        self._words = weights["words"]
        self._word_scales = weights["word_scales"].astype(np.float32)
        self._ngrams = weights["ngrams"]
        self._ngram_scales = weights["ngram_scales"].astype(np.float32)
        self._sizes = tuple(options["ngram_sizes"])
        self._window = int(options["window"])
        self._wide_tokens = float(options["wide_tokens"])
        self._by_maximum = by_maximum
        dense = {name: weights[name].astype(np.float32) for name in weights if name.startswith("dense.")}
        self._dense = {name.removeprefix("dense."): tensor for name, tensor in dense.items()}

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads); a text without tokens gets the bias."""
        found = np.empty((len(texts), self._dense["bias"].size), dtype=np.float32)
        # About four characters a token: bounds the memory of a step whatever the length of the texts.
        weight = np.cumsum([len(text) // 4 + 1 for text in texts])
        start = 0
        while start < len(texts):
            reached = weight[start - 1] if start else 0
            end = max(start + 1, int(np.searchsorted(weight, reached + _STEP_TOKENS)))
            found[start:end] = self._step(texts[start:end])
            start = end
        return found

    def formality_inputs(self, texts: Sequence[str]) -> Floats:
        """Return what the layer that scores formality sees, shape (n_texts, n_inputs).

        What the other layers pool, and what `surface` says; of a long text the mean of its windows, of a text without
        tokens zeros.
        """
        width = self._dense["deep.in"].shape[0] + self._dense["wide"].shape[0] + len(SURFACE)
        found = np.zeros((len(texts), width), dtype=np.float32)
        for start in range(0, len(texts), _STEP_TEXTS):
            batch = tokenize_batch(texts[start : start + _STEP_TEXTS])
            if batch.hashes.size:
                owners, _, inputs = self._windows(batch)
                filled, merged = merge_windows(inputs, owners, np.zeros(width, dtype=bool))
                found[start + filled] = merged
        return found

    def _step(self, texts: Sequence[str]) -> Floats:
        batch = tokenize_batch(texts)
        scores = np.tile(self._dense["bias"], (len(texts), 1))
        if not batch.hashes.size:
            return scores
        owners, found, inputs = self._windows(batch)
        found[:, _FORMALITY] = self._formality(inputs)
        filled, merged = merge_windows(found, owners, self._by_maximum)
        scores[filled] += merged
        return scores

    def _formality(self, inputs: Floats) -> Floats:
        dense = self._dense
        hidden = np.maximum(inputs @ dense["formality.in"] + dense["formality.in_bias"], 0)
        result: Floats = hidden @ dense["formality.out"]
        return result

    def _windows(self, batch: TokenBatch) -> tuple[Ints, Floats, Floats]:
        """Return text, scores without the bias, and `formality_inputs` of each window."""
        distinct, first, inverse = np.unique(batch.hashes, return_index=True, return_inverse=True)
        known, rows = self._look_up(distinct)
        # The last row is padding.
        vectors = np.zeros((distinct.size + 1, self._words.shape[1]), dtype=np.float32)
        vectors[:-1][known] = self._words[rows[known]] * self._word_scales[rows[known], None]
        unknown = np.flatnonzero(~known)
        if unknown.size:
            buckets, counts = char_ngrams(batch, first[unknown], self._sizes, self._ngrams.shape[0])
            parts = self._ngrams[buckets] * self._ngram_scales[buckets, None]
            sums = np.add.reduceat(parts, np.cumsum(counts) - counts, axis=0)
            vectors[unknown] = sums / counts[:, None]
        starts, lengths, owners = windows(batch.lengths, self._window)
        found, *seen = self._score(vectors, inverse, starts, lengths)
        return owners, found, np.concatenate([*seen, surface(batch)[owners]], axis=1)

    def _look_up(self, hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.bool_], Ints]:
        rows = np.minimum(np.searchsorted(self._vocabulary, hashes), self._vocabulary.size - 1)
        return self._vocabulary[rows] == hashes, rows

    def _score(self, vectors: Floats, inverse: Ints, starts: Ints, lengths: Ints) -> tuple[Floats, Floats, Floats]:
        """Return the scores of windows without the bias, shape (n_windows, n_classes), and the vectors they come from.

        Args:
            vectors: shape (n_distinct + 1, width), one for each distinct word, and zeros for padding.
            inverse: shape (n_tokens,), the row of ``vectors`` of each token.
            starts: shape (n_windows,), first token of each window.
            lengths: shape (n_windows,), tokens of each window, at least one.
        """
        dense, padding = self._dense, vectors.shape[0] - 1
        # The convolution is linear in its three words, so each tap is applied to distinct words only.
        taps = [vectors @ dense[f"conv.{tap}"] for tap in range(3)]
        taps[1] += dense["conv.bias"]
        labels = vectors @ dense["label.words"]
        width, channels = vectors.shape[1], taps[0].shape[1]
        classes = labels.shape[1] // 2
        labelled = np.empty((starts.size, classes), dtype=np.float32)
        pooled = np.empty((starts.size, 2 * (width + channels)), dtype=np.float32)
        for chosen in groups(lengths, _GROUP_TOKENS):
            counts = lengths[chosen][:, None]
            places = np.arange(counts[-1, 0])
            # Most groups are of one length and need no mask.
            away = places >= counts if counts[0, 0] < places.size else None
            ids = np.full((chosen.size, places.size + 2), padding)
            ids[:, 1:-1] = inverse[np.minimum(starts[chosen][:, None] + places, inverse.size - 1)]
            _fill(ids[:, 1:-1], away, padding)

            words = vectors.take(ids[:, 1:-1], axis=0)
            hidden = taps[1].take(ids[:, 1:-1], axis=0)
            hidden += taps[0].take(ids[:, :-2], axis=0)
            hidden += taps[2].take(ids[:, 2:], axis=0)
            np.maximum(hidden, 0, out=hidden)
            _fill(hidden, away, 0)
            # Attention and value scores side by side: one matrix product over the tokens.
            both = labels.take(ids[:, 1:-1], axis=0)
            both += (hidden.reshape(-1, channels) @ dense["label.hidden"]).reshape(both.shape)
            attention, value = both[..., :classes], both[..., classes:]
            _fill(attention, away, _HIDDEN_SCORE)
            weight = np.exp(attention - attention.max(axis=1, keepdims=True))
            labelled[chosen] = (weight * value).sum(axis=1) / weight.sum(axis=1)

            means = [words.sum(axis=1) / counts, hidden.sum(axis=1) / counts]
            _fill(words, away, _HIDDEN_SCORE)
            pooled[chosen] = np.concatenate([*means, words.max(axis=1), hidden.max(axis=1)], axis=1)
        deep = np.maximum(pooled @ dense["deep.in"] + dense["deep.in_bias"], 0) @ dense["deep.out"]
        reach = np.sqrt(np.minimum(lengths, self._wide_tokens), dtype=np.float32)
        wide = pooled[:, :width] * reach[:, None]
        scores = labelled + deep + wide @ dense["wide"]
        return scores, pooled, wide


def _fill(values: npt.NDArray[Any], places: npt.NDArray[np.bool_] | None, value: float) -> None:
    if places is not None:
        values[places] = value
