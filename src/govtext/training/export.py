"""From a trained network to the tensors of a `fast` model: everything a word has is folded into one row, in int8."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from govtext.scoring.features import char_ngrams, tokenize_batch
from govtext.training.network import Network
from govtext.training.vectors import Vocabulary


def fold(network: Network, vocabulary: Vocabulary) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors that `govtext.scoring.fast.FastModel` reads."""
    network.eval()
    with torch.inference_mode():
        words = _word_rows(network, vocabulary)
        quantised, scales = quantise(words)
        buckets, bucket_scales = quantise(network.ngrams.weight.numpy())
        width = network.config.width
        attention, value = network.attention.weight.numpy().T, network.value.weight.numpy().T
        both = np.concatenate([attention, value], axis=1)
        conv = network.conv.weight.numpy()
        dense = {
            **{f"conv.{tap}": conv[:, :, tap].T for tap in range(3)},
            "conv.bias": _numpy(network.conv.bias),
            "label.words": both[:width],
            "label.hidden": both[width:],
            "deep.in": network.deep_in.weight.numpy().T,
            "deep.in_bias": network.deep_in.bias.numpy(),
            "deep.out": network.deep_out.weight.numpy().T,
            "wide": network.wide.weight.numpy().T,
            "bias": network.bias.numpy(),
        }
    return {
        "vocabulary": vocabulary.hashes,
        "words": quantised,
        "word_scales": scales,
        "ngrams": buckets,
        "ngram_scales": bucket_scales,
        **{f"dense.{name}": np.ascontiguousarray(array, dtype=np.float32) for name, array in dense.items()},
    }


def quantise(rows: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Return ``rows`` as int8 with one scale a row: ``rows ≈ codes * scales[:, None]``."""
    scales = (np.abs(rows).max(axis=1) / 127).astype(np.float16)
    safe = np.maximum(scales.astype(np.float32), 1e-8)
    return np.clip(np.rint(rows / safe[:, None]), -127, 127).astype(np.int8), scales


def _word_rows(network: Network, vocabulary: Vocabulary) -> npt.NDArray[np.float32]:
    tokens = tokenize_batch(vocabulary.words)
    first = np.cumsum(tokens.lengths) - tokens.lengths
    ngrams, counts = char_ngrams(tokens, first, network.config.ngram_sizes, network.config.ngram_buckets)
    rows = torch.arange(1, len(vocabulary.words) + 1)
    vectors = network.words(rows, torch.from_numpy(ngrams), torch.from_numpy(np.cumsum(counts) - counts))
    return _numpy(vectors)


def _numpy(tensor: torch.Tensor | None) -> npt.NDArray[np.float32]:
    if tensor is None:
        raise ValueError("the layer was made without a bias")
    array: npt.NDArray[np.float32] = tensor.detach().numpy()
    return array
