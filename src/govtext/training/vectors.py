"""The vocabulary, and what is known of each word before any label is seen.

Three views of a word: how a pretrained multilingual encoder reads it alone (spelling, other languages), the words
it stands beside in our texts (Levy & Goldberg 2014, "Neural Word Embedding as Implicit Matrix Factorization"), and
the labels that the cue lexicon gives it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from govtext.errors import MissingExtraError
from govtext.labels import cues
from govtext.scoring.features import Hashes, Ints, TokenBatch, tokenize_batch
from govtext.training.config import VocabularyConfig

Floats = npt.NDArray[np.float32]
_SMOOTHING = 0.75  # of the context distribution: Levy, Goldberg & Dagan 2015
_STEP = 512


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words with a vector of their own: ``hashes`` sorted, ``words`` in the same order."""

    hashes: Hashes
    words: list[str]

    def rows(self, hashes: Hashes) -> Ints:
        """Return the row of each hash, -1 where it is not in the vocabulary."""
        rows = np.minimum(np.searchsorted(self.hashes, hashes), self.hashes.size - 1)
        return np.where(self.hashes[rows] == hashes, rows, -1)


def build_vocabulary(texts: Sequence[str], min_count: int) -> Vocabulary:
    """Return the tokens seen ``min_count`` times in ``texts``, and all single-word cues."""
    batch = tokenize_batch(texts)
    hashes, first, counts = np.unique(batch.hashes, return_index=True, return_counts=True)
    words = {int(hashes[i]): _surface(batch, int(first[i])) for i in np.flatnonzero(counts >= min_count)}
    extra = tokenize_batch([cue.words[0].removesuffix("*") for cue in cues() if len(cue.words) == 1])
    words |= {int(hashed): _surface(extra, index) for index, hashed in enumerate(extra.hashes)}
    return Vocabulary(np.array(sorted(words), dtype=np.uint64), [words[key] for key in sorted(words)])


def _surface(batch: TokenBatch, index: int) -> str:
    return "".join(map(chr, batch.codepoints[batch.starts[index] : batch.ends[index]]))


def encoder_vectors(words: Sequence[str], base: Path) -> Floats:
    """Return the mean-pooled reading of each word by the encoder in ``base``, centred: shape (n, encoder width)."""
    try:
        import torch
        from transformers import BertModel, PreTrainedTokenizerFast
    except ImportError as error:
        raise MissingExtraError("training", "train") from error
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(base / "tokenizer.json"), pad_token="<pad>")  # noqa: S106 - a piece, no password
    model = BertModel.from_pretrained(base, add_pooling_layer=False).float().eval()
    found = np.zeros((len(words), model.config.hidden_size), dtype=np.float32)
    order = np.argsort([len(word) for word in words], kind="stable")
    with torch.inference_mode():
        for start in range(0, len(order), _STEP):
            rows = order[start : start + _STEP]
            encoded = tokenizer(
                [f"query: {words[row]}" for row in rows],
                padding=True,
                truncation=True,
                max_length=24,
                return_tensors="pt",
            )
            states = model(encoded["input_ids"], attention_mask=encoded["attention_mask"]).last_hidden_state
            mask = encoded["attention_mask"][..., None]
            found[rows] = ((states * mask).sum(1) / mask.sum(1)).numpy()
    centred = found - found.mean(0)
    scaled: Floats = centred / centred.std()
    return scaled


def context_vectors(texts: Sequence[str], vocabulary: Vocabulary, config: VocabularyConfig, seed: int) -> Floats:
    """Return vectors from the factorised positive PMI of words within a window: shape (n, svd_width)."""
    from scipy import sparse
    from sklearn.utils.extmath import randomized_svd

    batch = tokenize_batch(texts)
    rows = vocabulary.rows(batch.hashes)
    text = np.repeat(np.arange(batch.lengths.size), batch.lengths)
    size = len(vocabulary.words)
    counts = sparse.csr_matrix((size, size))
    for distance in range(1, config.svd_window + 1):
        left, right = rows[:-distance], rows[distance:]
        both = (left >= 0) & (right >= 0) & (text[:-distance] == text[distance:])
        pair = (np.full(int(both.sum()), 1 / distance), (left[both], right[both]))
        seen = sparse.coo_matrix(pair, shape=(size, size)).tocsr()
        counts = counts + seen + seen.T
    cells = counts.tocoo()
    totals = np.maximum(np.asarray(counts.sum(1)).ravel(), 1e-9)
    context = totals**_SMOOTHING / (totals**_SMOOTHING).sum()
    information = np.log(cells.data / (totals[cells.row] * context[cells.col]))
    kept = information > 0
    matrix = sparse.csr_matrix((information[kept], (cells.row[kept], cells.col[kept])), shape=(size, size))
    left_vectors, values, _ = randomized_svd(matrix, config.svd_width, n_iter=3, random_state=seed)
    vectors = (left_vectors * np.sqrt(values)).astype(np.float32)
    # Rare words keep a shorter vector: little is known of them.
    norms = np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 0.3)
    scaled: Floats = vectors / norms * np.float32(np.sqrt(config.svd_width))
    return scaled


def cue_vectors(words: Sequence[str]) -> Floats:
    """Return for each word which labels it is a cue of: shape (n, 2 × labels), strong cues first."""
    labels = sorted({cue.label for cue in cues()})
    column = {label: index for index, label in enumerate(labels)}
    exact: dict[str, list[int]] = {}
    starred: dict[str, list[int]] = {}
    for cue in cues():
        if len(cue.words) == 1:
            place = column[cue.label] + (0 if cue.strong else len(labels))
            word = cue.words[0]
            target = starred if word.endswith("*") else exact
            target.setdefault(word.removesuffix("*"), []).append(place)
    found = np.zeros((len(words), 2 * len(labels)), dtype=np.float32)
    for row, word in enumerate(words):
        places = [*exact.get(word, ())]
        for end in range(1, len(word) + 1):
            if word[end:].isalpha() or end == len(word):
                places += starred.get(word[:end], ())
        found[row, places] = 1
    return found * 4  # as long as the other views of a word, which have hundreds of columns
