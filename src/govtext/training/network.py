"""The network behind the `fast` model, in torch, for training. `govtext.scoring.fast` runs it in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional

from govtext.scoring.features import Ints, char_ngrams, tokenize_batch
from govtext.training.config import NetworkConfig
from govtext.training.data import N_OUTPUTS
from govtext.training.vectors import Vocabulary

_HIDDEN_SCORE = -1e4
_SHORT = 3  # tokens: texts too short to hide any


@dataclass(frozen=True, slots=True)
class Batch:
    """Padded texts: ``index[i, j]`` is the row, among the distinct words of the batch, of word j of text i."""

    rows: Tensor
    ngrams: Tensor
    ngram_offsets: Tensor
    index: Tensor
    mask: Tensor


class EncodedTexts:
    """Texts as numbers, from which batches are cut."""

    def __init__(self, texts: Sequence[str], vocabulary: Vocabulary, config: NetworkConfig) -> None:
        tokens = tokenize_batch(texts)
        distinct, first, self._word = np.unique(tokens.hashes, return_index=True, return_inverse=True)
        self._rows = vocabulary.rows(distinct)
        self._ngrams, counts = char_ngrams(tokens, first, config.ngram_sizes, config.ngram_buckets)
        self._ngram_ends = np.cumsum(counts)
        self._ngram_starts = self._ngram_ends - counts
        self._starts = np.cumsum(tokens.lengths) - tokens.lengths
        # A text without tokens is never shown: its scores are the bias by definition.
        self.lengths: Ints = np.minimum(tokens.lengths, config.max_tokens)

    def batch(self, chosen: Ints) -> Batch:
        """Return the texts with indices ``chosen``."""
        longest = max(1, int(self.lengths[chosen].max()))
        word = np.zeros((chosen.size, longest), dtype=np.int64)
        mask = np.arange(longest) < self.lengths[chosen][:, None]
        for line, text in enumerate(chosen):
            start, length = self._starts[text], self.lengths[text]
            word[line, :length] = self._word[start : start + length]
        distinct, index = np.unique(word, return_inverse=True)
        spans = [self._ngrams[self._ngram_starts[w] : self._ngram_ends[w]] for w in distinct]
        offsets = np.concatenate(([0], np.cumsum([span.size for span in spans])[:-1]))
        return Batch(
            torch.from_numpy(self._rows[distinct] + 1),
            torch.from_numpy(np.concatenate(spans)),
            torch.from_numpy(offsets),
            torch.from_numpy(index.reshape(word.shape)),
            torch.from_numpy(mask),
        )


class Network(nn.Module):
    """Word vectors → width-3 convolution → label-wise attention, pooled layer and linear layer, summed.

    Args:
        views: what is known of each vocabulary word, shape (n_words, n_columns).
        config: sizes and dropout rates.
    """

    views: Tensor

    def __init__(self, views: npt.NDArray[np.float32], config: NetworkConfig) -> None:
        super().__init__()
        width, channels = config.width, config.channels
        self.config = config
        # Row 0 stands for every word outside the vocabulary.
        self.register_buffer("views", torch.from_numpy(np.pad(views, ((1, 0), (0, 0)))))
        self.own = nn.Embedding(len(views) + 1, width)
        nn.init.zeros_(self.own.weight)
        self.ngrams = nn.EmbeddingBag(config.ngram_buckets, width, mode="mean")
        nn.init.normal_(self.ngrams.weight, 0, 0.1)
        self.project = nn.Linear(views.shape[1], width, bias=False)
        nn.init.normal_(self.project.weight, 0, 0.7 / views.shape[1] ** 0.5)
        self.conv = nn.Conv1d(width, channels, 3, padding=1)
        self.attention = nn.Linear(width + channels, N_OUTPUTS, bias=False)
        self.value = nn.Linear(width + channels, N_OUTPUTS, bias=False)
        self.deep_in = nn.Linear(2 * (width + channels), config.hidden)
        self.deep_out = nn.Linear(config.hidden, N_OUTPUTS, bias=False)
        self.wide = nn.Linear(width, N_OUTPUTS, bias=False)
        nn.init.zeros_(self.wide.weight)
        self.bias = nn.Parameter(torch.zeros(N_OUTPUTS))

    def words(self, rows: Tensor, ngrams: Tensor, offsets: Tensor) -> Tensor:
        """Return the vectors of words, shape (n_words, width); row 0 is a word outside the vocabulary."""
        if self.training:
            rows = torch.where(torch.rand(rows.shape) < self.config.row_dropout, 0, rows)
        views = functional.dropout(self.views[rows], 0.1, self.training)
        summed: Tensor = self.own(rows) + self.ngrams(ngrams, offsets) + self.project(views)
        # A word outside the vocabulary is its n-grams alone, as at inference.
        return torch.where((rows == 0)[:, None], summed - self.own(rows), summed)

    def forward(self, batch: Batch) -> Tensor:
        """Return logits, shape (n_texts, N_OUTPUTS)."""
        rate, mask = self.config.dropout, batch.mask
        words = self.words(batch.rows, batch.ngrams, batch.ngram_offsets)[batch.index]
        if self.training:
            shown = torch.rand(mask.shape) > self.config.word_dropout
            mask = mask & (shown | (mask.sum(1, keepdim=True) <= _SHORT))
        words = words * mask[..., None]
        count = mask.sum(1, keepdim=True).clamp(min=1)
        # A sum over √n, so that a long text does not drown a single telling word; bounded, as it would grow for ever.
        wide = self.wide(words.sum(1) / count * count.clamp(max=self.config.wide_tokens).sqrt())
        words = functional.dropout(words, rate, self.training)
        hidden = functional.relu(self.conv(words.transpose(1, 2)).transpose(1, 2))
        states = functional.dropout(torch.cat([words, hidden], -1), rate, self.training)
        away = ~mask[..., None]
        attention = self.attention(states).masked_fill(away, _HIDDEN_SCORE).softmax(1)
        labelled = (attention * self.value(states)).sum(1)
        mean = (states * mask[..., None]).sum(1) / count
        # clamp: a text whose tokens are all masked has no maximum
        peak = states.masked_fill(away, _HIDDEN_SCORE).amax(1).clamp(min=-50)
        pooled = functional.relu(self.deep_in(torch.cat([mean, peak], -1)))
        deep = self.deep_out(functional.dropout(pooled, rate, self.training))
        result: Tensor = labelled + deep + wide + self.bias
        return result
