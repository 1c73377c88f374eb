"""The `fast` model: word vectors, a width-3 convolution and label-wise attention, in numpy alone.

A batch is never padded: tokens of all texts lie flat behind each other, and sums over a text are segment sums.
Everything that depends on one word only is computed once per distinct word of the batch.
Label-wise attention follows Mullenbach et al. 2018, "Explainable Prediction of Medical Codes from Clinical Text".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.scoring.features import Ints, char_ngrams, tokenize_batch

Floats = npt.NDArray[np.float32]

# Texts a step: large enough for array operations to pay, small enough for the caches.
_STEP_TOKENS = 16_384


class FastModel:
    """Scores texts with the weights of a ``fast`` model.

    Args:
        weights: tensors as written by `govtext.training.export`.
        options: ``ngram_sizes``, lengths of character n-grams.
    """

    def __init__(self, weights: Mapping[str, npt.NDArray[Any]], options: Mapping[str, Any]) -> None:
        self._vocabulary = weights["vocabulary"]
        self._words = weights["words"]
        self._word_scales = weights["word_scales"].astype(np.float32)
        self._ngrams = weights["ngrams"]
        self._ngram_scales = weights["ngram_scales"].astype(np.float32)
        self._sizes = tuple(options["ngram_sizes"])
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

    def _step(self, texts: Sequence[str]) -> Floats:
        batch = tokenize_batch(texts)
        scores = np.tile(self._dense["bias"], (len(texts), 1))
        filled = np.flatnonzero(batch.lengths)
        if not filled.size:
            return scores
        distinct, first, inverse = np.unique(batch.hashes, return_index=True, return_inverse=True)
        known, rows = self._look_up(distinct)
        vectors = np.empty((distinct.size, self._words.shape[1]), dtype=np.float32)
        vectors[known] = self._words[rows[known]] * self._word_scales[rows[known], None]
        unknown = np.flatnonzero(~known)
        if unknown.size:
            buckets, counts = char_ngrams(batch, first[unknown], self._sizes, self._ngrams.shape[0])
            parts = self._ngrams[buckets] * self._ngram_scales[buckets, None]
            sums = np.add.reduceat(parts, np.cumsum(counts) - counts, axis=0)
            vectors[unknown] = sums / counts[:, None]
        scores[filled] += self._score(vectors, inverse, batch.lengths[filled])
        return scores

    def _look_up(self, hashes: npt.NDArray[np.uint64]) -> tuple[npt.NDArray[np.bool_], Ints]:
        rows = np.minimum(np.searchsorted(self._vocabulary, hashes), self._vocabulary.size - 1)
        return self._vocabulary[rows] == hashes, rows

    def _score(self, vectors: Floats, inverse: Ints, lengths: Ints) -> Floats:
        """Return the scores of texts, each with at least one token.

        Args:
            vectors: shape (n_distinct, width), one for each distinct word.
            inverse: shape (n_tokens,), the row of ``vectors`` of each token.
            lengths: shape (n_texts,), tokens a text.
        """
        dense = self._dense
        ends = np.cumsum(lengths)
        starts = ends - lengths
        counts = lengths[:, None].astype(np.float32)

        # The convolution is linear in its three words, so each tap is applied to distinct words only.
        taps = [vectors @ dense[f"conv.{tap}"] for tap in range(3)]
        middle = taps[1][inverse] + dense["conv.bias"]
        before, after = taps[0][inverse[:-1]], taps[2][inverse[1:]]
        before[starts[1:] - 1] = 0
        after[ends[:-1] - 1] = 0
        middle[1:] += before
        middle[:-1] += after
        hidden = np.maximum(middle, 0, out=middle)

        # Attention and value scores side by side: one matrix product over the tokens.
        both = (vectors @ dense["label.words"])[inverse] + hidden @ dense["label.hidden"]
        attention, value = np.split(both, 2, axis=1)
        peak = np.maximum.reduceat(attention, starts, axis=0)
        weight = np.exp(attention - np.repeat(peak, lengths, axis=0))
        labelled = np.add.reduceat(weight * value, starts, axis=0) / np.add.reduceat(weight, starts, axis=0)

        words = vectors[inverse]
        total = np.add.reduceat(words, starts, axis=0)
        pooled = np.concatenate(
            [
                total / counts,
                np.add.reduceat(hidden, starts, axis=0) / counts,
                np.maximum.reduceat(words, starts, axis=0),
                np.maximum.reduceat(hidden, starts, axis=0),
            ],
            axis=1,
        )
        deep = np.maximum(pooled @ dense["deep.in"] + dense["deep.in_bias"], 0) @ dense["deep.out"]
        wide = (total / np.sqrt(counts)) @ dense["wide"]
        result: Floats = labelled + deep + wide
        return result
