"""Linear heads over the features of a `fast` model and weighted words: what few labelled texts can carry.

The features are what `fast` pools (`FastModel.formality_inputs`) and what it answers (its logits), standardised; the
words are single ones and pairs, by hash, weighted by TF-IDF (Spärck Jones 1972; logarithmic counts, rows of length 1).
All on numpy. The model holds hashes of words, never the words of the texts that it was trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import ModelError
from govtext.scoring.fast import FastModel
from govtext.scoring.features import Ints, tokenize_batch
from govtext.scoring.manifest import WEIGHTS

Floats = npt.NDArray[np.float32]
Hashes = npt.NDArray[np.uint64]
BACKBONE = "backbone."
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_CLIP = 5.0  # standard deviations: a feature that hardly varied in few texts must not decide a new one alone
_STEP = 2_048


def terms(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """Return the hashes of words and pairs of neighbours, flat, and the text of each; both of shape (n_terms,)."""
    batch = tokenize_batch(texts)
    owners = np.repeat(np.arange(len(texts)), batch.lengths)
    inside = owners[1:] == owners[:-1]
    with np.errstate(over="ignore"):
        pairs = batch.hashes[:-1] * _PAIR + batch.hashes[1:]
    return np.concatenate([batch.hashes, pairs[inside]]), np.concatenate([owners, owners[1:][inside]])


def weighted(texts: Sequence[str], vocabulary: Hashes, idf: Floats) -> tuple[Ints, Ints, Floats]:
    """Return text, column and TF-IDF weight of each known term, each of shape (n,); those of a text have length 1.

    Args:
        texts: the texts.
        vocabulary: shape (n_terms,), ascending hashes.
        idf: shape (n_terms,), weight of each.
    """
    if not vocabulary.size:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    hashes, owners = terms(texts)
    columns = np.minimum(np.searchsorted(vocabulary, hashes), vocabulary.size - 1)
    known = vocabulary[columns] == hashes
    cells, counts = np.unique(owners[known] * vocabulary.size + columns[known], return_counts=True)
    rows, columns = np.divmod(cells, vocabulary.size)
    weights = (1 + np.log(counts)) * idf[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, len(texts)))
    return rows, columns, (weights / lengths[rows]).astype(np.float32)


class LinearModel:
    """Scores texts with linear heads over fixed features.

    Args:
        backbone: the `fast` model whose features are used.
        weights: ``dense.mean``, ``dense.scale``, shape (n_features,); ``heads.dense``, shape (n_features, n_classes);
            ``heads.words``, shape (n_terms, n_classes); ``heads.bias``; ``words.vocabulary`` and ``words.idf``.
    """

    def __init__(self, backbone: FastModel, weights: Mapping[str, npt.NDArray[Any]]) -> None:
        self._backbone, self._weights = backbone, weights

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads)."""
        weights = self._weights
        found = np.tile(weights["heads.bias"], (len(texts), 1))
        for start in range(0, len(texts), _STEP):
            step, place = texts[start : start + _STEP], slice(start, start + _STEP)
            dense = standardised(features(self._backbone, step), weights["dense.mean"], weights["dense.scale"])
            found[place] += dense @ weights["heads.dense"]
            rows, columns, values = weighted(step, weights["words.vocabulary"], weights["words.idf"])
            np.add.at(found[place], rows, values[:, None] * weights["heads.words"][columns])
        return found

    def truncated(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Return that no text is cut: long ones are scored window by window."""
        return np.zeros(len(texts), dtype=bool)


def features(backbone: FastModel, texts: Sequence[str]) -> Floats:
    """Return what ``backbone`` pools and answers, shape (n_texts, n_features)."""
    return np.concatenate([backbone.formality_inputs(texts), backbone.logits(texts)], axis=1)


def standardised(values: Floats, mean: Floats, scale: Floats) -> Floats:
    """Return ``values`` in standard deviations, clipped, so that a row is about as long as one of `weighted`."""
    result: Floats = np.clip((values - mean) / scale, -_CLIP, _CLIP) / np.float32(np.sqrt(mean.size))
    return result


def open_linear(folder: Path, options: Mapping[str, Any]) -> LinearModel:
    """Open the linear model in ``folder``; its backbone is in the same file of weights."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        tensors = load_file(folder / WEIGHTS)
    except SafetensorError as error:
        raise ModelError(f"{folder / WEIGHTS} is no safetensors file: {error}", fix="train again") from None
    return LinearModel(backbone_of(tensors, options["backbone"]), tensors)


def backbone_of(tensors: Mapping[str, npt.NDArray[Any]], options: Mapping[str, Any]) -> FastModel:
    """Return the `fast` model among ``tensors``, where its names begin with `BACKBONE`."""
    own = {name.removeprefix(BACKBONE): tensor for name, tensor in tensors.items() if name.startswith(BACKBONE)}
    by_maximum = np.array(options["by_maximum"], dtype=bool)
    return FastModel(own, options, by_maximum)
