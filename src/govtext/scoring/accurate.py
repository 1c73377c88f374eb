"""The `accurate` model: a pretrained encoder with all heads, in one pass.

texts → pieces (Rust, batch) → windows by length → one pass of encoder and label-wise attention → scores
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from govtext.scoring.evidence import Attribution
from govtext.scoring.manifest import TOKENIZER
from govtext.scoring.windows import Floats, Ints, groups, merge_windows, windows

# Texts whose windows are sorted by length together.
_STEP_TEXTS = 1_024


class Engine(Protocol):
    """What runs the network.

    Attributes:
        workers: batches that it runs at the same time.
        batch_pieces: padded pieces a batch that suit it.
    """

    workers: int
    batch_pieces: int

    def run(self, ids: Ints, *, explain: bool) -> tuple[Floats, Floats | None]:
        """Return scores, shape (n_windows, n_classes), and if asked for what each piece adds to them.

        Args:
            ids: shape (n_windows, n_pieces), padded.
            explain: whether the parts, shape (n_windows, n_pieces, n_classes), are wanted.
        """


class AccurateModel:
    """Scores texts with the files of an ``accurate`` model.

    Args:
        folder: holds ``tokenizer.json``.
        engine: runs the network of that folder.
        options: ``window``, pieces of a window with both marks; ``start``, ``end``, ``padding``, ids of marks.
        by_maximum: shape (n_classes,), as in `govtext.scoring.windows.merge_windows`.
    """

    def __init__(
        self, folder: Path, engine: Engine, options: Mapping[str, Any], by_maximum: npt.NDArray[np.bool_]
    ) -> None:
        from tokenizers import Tokenizer

        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._engine = engine
        self._window = int(options["window"])
        self._start, self._end, self._padding = (int(options[name]) for name in ("start", "end", "padding"))
        self._by_maximum = by_maximum

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads); a text without pieces is an empty window."""
        return self._scored(texts, explain=False)[0]

    def explain(self, texts: Sequence[str]) -> tuple[Floats, list[Attribution]]:
        """Return raw scores as `logits` does, and what each piece of each text adds to them."""
        return self._scored(texts, explain=True)

    def _scored(self, texts: Sequence[str], *, explain: bool) -> tuple[Floats, list[Attribution]]:
        found, attributions = np.empty((len(texts), self._by_maximum.size), dtype=np.float32), list[Attribution]()
        with ThreadPoolExecutor(self._engine.workers) as pool:
            for start in range(0, len(texts), _STEP_TEXTS):
                step, added = self._step(texts[start : start + _STEP_TEXTS], pool, explain=explain)
                found[start : start + _STEP_TEXTS] = step
                attributions += added
        return found, attributions

    def _step(
        self, texts: Sequence[str], pool: ThreadPoolExecutor, *, explain: bool
    ) -> tuple[Floats, list[Attribution]]:
        encoded = self._tokenizer.encode_batch([encodable(text) for text in texts], add_special_tokens=False)
        flat = np.array([piece for one in encoded for piece in one.ids], dtype=np.int64)
        lengths = np.array([len(one.ids) for one in encoded], dtype=np.int64)
        starts, sizes, owners = windows(lengths, self._window - 2)
        scores = np.empty((sizes.size, self._by_maximum.size), dtype=np.float32)
        parts = np.full((flat.size if explain else 0, scores.shape[1]), -np.inf, dtype=np.float32)
        batches = list(groups(sizes + 2, self._engine.batch_pieces))
        run = partial(self._engine.run, explain=explain)
        padded = [self._padded(flat, starts[batch], sizes[batch]) for batch in batches]
        for batch, (found, added) in zip(batches, pool.map(run, padded), strict=True):
            scores[batch] = found
            if added is not None:
                for window, shares in zip(batch.tolist(), added, strict=True):
                    place = parts[starts[window] : starts[window] + sizes[window]]
                    np.maximum(place, shares[1 : sizes[window] + 1], out=place)
        filled, merged = merge_windows(scores, owners, self._by_maximum)
        result = np.empty((len(texts), self._by_maximum.size), dtype=np.float32)
        result[filled] = merged
        if filled.size < len(texts):
            result[lengths == 0] = self._engine.run(np.array([[self._start, self._end]]), explain=False)[0]
        if not explain:
            return result, []
        pieces = np.split(parts, np.cumsum(lengths)[:-1])
        return result, [Attribution(one.offsets, part) for one, part in zip(encoded, pieces, strict=True)]

    def _padded(self, flat: Ints, starts: Ints, sizes: Ints) -> Ints:
        """Return ids of windows between their marks, shape (n_windows, most pieces a window)."""
        ids = np.full((starts.size, int(sizes.max()) + 2), self._padding)
        ids[:, 0] = self._start
        for row, (start, size) in enumerate(zip(starts.tolist(), sizes.tolist(), strict=True)):
            ids[row, 1 : size + 1] = flat[start : start + size]
            ids[row, size + 1] = self._end
        return ids


def encodable(text: str) -> str:
    """Return ``text`` without half surrogates, which the tokenizer cannot take."""
    return text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
