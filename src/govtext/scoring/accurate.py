"""The `accurate` model: a pretrained encoder with all heads, int8, on ONNX Runtime.

    texts → pieces (Rust, batch) → windows by length → one encoder pass → label-wise attention → scores

The graph holds the layers of the encoder; the table of pieces and the heads are small and run in numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import MissingExtraError
from govtext.scoring.manifest import GRAPH, TOKENIZER
from govtext.scoring.windows import Floats, Ints, groups, merge_windows, windows

# Pieces a batch: its states fit the caches; more is no faster, and costs padding and memory.
_BATCH_PIECES = 1_024
# Texts whose windows are sorted by length together.
_STEP_TEXTS = 1_024
_HIDDEN_SCORE = -1e4
LAYERS = "layer."  # tensors that only the graph reads
_EPSILON = 1e-5  # of torch.nn.LayerNorm, in the heads


class AccurateModel:
    """Scores texts with the files of an ``accurate`` model.

    Args:
        folder: holds ``model.onnx`` and ``tokenizer.json``.
        weights: the tensors outside the graph, as written by `govtext.training.graph`.
        options: ``window``, pieces of a window with both marks; ``start``, ``end``, ``padding``, ids of marks;
            ``epsilon`` of the encoder's norms.
        by_maximum: shape (n_classes,), as in `govtext.scoring.windows.merge_windows`.
        threads: processor threads of the encoder; 0 for all cores.
    """

    def __init__(
        self,
        folder: Path,
        weights: Mapping[str, npt.NDArray[Any]],
        options: Mapping[str, Any],
        by_maximum: npt.NDArray[np.bool_],
        threads: int = 0,
    ) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingExtraError("the accurate model", "accurate") from error
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = threads
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), settings, providers=["CPUExecutionProvider"])
        self._weights = {name: tensor for name, tensor in weights.items() if tensor.dtype == np.int8} | {
            name: tensor.astype(np.float32) for name, tensor in weights.items() if tensor.dtype != np.int8
        }
        heads = [name for name in self._weights if name.startswith("heads.")]
        self._head_weights = {name.removeprefix("heads."): self._weights[name] for name in heads}
        self._window, self._epsilon = int(options["window"]), float(options["epsilon"])
        self._start, self._end, self._padding = (int(options[name]) for name in ("start", "end", "padding"))
        self._by_maximum = by_maximum

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads); a text without pieces gets the bias."""
        found = np.empty((len(texts), self._by_maximum.size), dtype=np.float32)
        for start in range(0, len(texts), _STEP_TEXTS):
            found[start : start + _STEP_TEXTS] = self._step(texts[start : start + _STEP_TEXTS])
        return found

    def _step(self, texts: Sequence[str]) -> Floats:
        encoded = self._tokenizer.encode_batch([encodable(text) for text in texts], add_special_tokens=False)
        flat = np.array([piece for one in encoded for piece in one.ids], dtype=np.int64)
        lengths = np.array([len(one.ids) for one in encoded], dtype=np.int64)
        found = np.tile(self._weights["heads.bias"], (len(texts), 1))
        if not flat.size:
            return found
        starts, sizes, owners = windows(lengths, self._window - 2)
        scores = np.empty((sizes.size, self._by_maximum.size), dtype=np.float32)
        for chosen in groups(sizes + 2, _BATCH_PIECES):
            ids = np.full((chosen.size, int(sizes[chosen].max()) + 2), self._padding)
            ids[:, 0] = self._start
            for row, number in enumerate(chosen):
                begin, size = starts[number], sizes[number]
                ids[row, 1 : size + 1] = flat[begin : begin + size]
                ids[row, size + 1] = self._end
            scores[chosen] = self._forward(ids)
        filled, merged = merge_windows(scores, owners, self._by_maximum)
        found[filled] = merged
        return found

    def _forward(self, ids: Ints) -> Floats:
        """Return the scores of padded windows, shape (n_windows, n_classes)."""
        weights, shown = self._weights, ids != self._padding
        embedded = weights["embeddings.words"][ids] * weights["embeddings.scales"][ids][..., None]
        embedded += weights["embeddings.positions"][: ids.shape[1]]
        norm = (weights["embeddings.norm.scale"], weights["embeddings.norm.shift"])
        inputs = {"embedded": _normed(embedded, *norm, self._epsilon), "shown": shown.astype(np.int32)}
        states = self._session.run(None, inputs)[0]
        return self._heads(states, shown)

    def _heads(self, states: Floats, shown: npt.NDArray[np.bool_]) -> Floats:
        heads = self._head_weights
        states = _normed(states, heads["norm.weight"], heads["norm.bias"], _EPSILON)
        attention = states @ heads["attention.weight"].T
        attention[~shown] = _HIDDEN_SCORE
        weight = np.exp(attention - attention.max(axis=1, keepdims=True))
        labelled = (weight * (states @ heads["value.weight"].T)).sum(axis=1) / weight.sum(axis=1)
        mean = (states * shown[..., None]).sum(axis=1) / shown.sum(axis=1, keepdims=True)
        hidden = _gelu(mean @ heads["deep_in.weight"].T + heads["deep_in.bias"])
        result: Floats = labelled + hidden @ heads["deep_out.weight"].T + heads["bias"]
        return result


def encodable(text: str) -> str:
    """Return ``text`` without half surrogates, which the tokenizer cannot take."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text


def _normed(values: Floats, scale: Floats, shift: Floats, epsilon: float) -> Floats:
    """Layer normalisation over the last axis (Ba et al. 2016)."""
    centred = values - values.mean(axis=-1, keepdims=True)
    deviation = np.sqrt(np.square(centred).mean(axis=-1, keepdims=True) + epsilon)
    result: Floats = centred / deviation * scale + shift
    return result


def _gelu(values: Floats) -> Floats:
    """Gaussian error linear unit, in the tanh form of Hendrycks & Gimpel 2016."""
    inner = np.sqrt(2 / np.pi).astype(np.float32) * (values + np.float32(0.044715) * values**3)
    result: Floats = values * (1 + np.tanh(inner)) / 2
    return result
