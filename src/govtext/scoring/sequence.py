"""Custom models that are fine-tuned encoders: a folder of transformers, run by torch.

The network is the sequence classifier that transformers has for the encoder, with the classes of all heads side by side
in its last layer, so that such a folder opens in transformers too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, MissingExtraError
from govtext.scoring.accurate import encodable
from govtext.scoring.manifest import TOKENIZER
from govtext.scoring.windows import groups

Floats = npt.NDArray[np.float32]
_BATCH_PIECES = 2_048


class SequenceModel:
    """Scores texts with a sequence classifier.

    Args:
        folder: holds ``config.json``, ``model.safetensors`` and ``tokenizer.json``.
        options: ``window``, most pieces of a text, marks included; ``padding``, id that fills batches.
        device: as torch names it.
        threads: processor cores; 0 leaves torch as it is.

    Raises:
        MissingExtraError: torch or transformers is not installed.
        InputError: there is no such device.
    """

    def __init__(self, folder: Path, options: Mapping[str, Any], device: str, threads: int = 0) -> None:
        try:
            import torch
            from transformers import AutoModelForSequenceClassification
        except ImportError as error:
            raise MissingExtraError("a fine-tuned encoder", "train") from error
        from tokenizers import Tokenizer

        self._torch, self._padding = torch, int(options["padding"])
        try:
            self._device = torch.empty(0, device=device).device
        except (RuntimeError, AssertionError) as error:
            raise InputError(f"torch cannot use the device: {error}", got=device, fix="use device='cpu'") from None
        if threads:
            torch.set_num_threads(threads)
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(int(options["window"]))
        self._tokenizer.no_padding()
        network = AutoModelForSequenceClassification.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        self._network = network.eval().to(self._device)

    def logits(self, texts: Sequence[str]) -> Floats:
        """Return raw scores, shape (n_texts, n_classes of all heads)."""
        torch, found = self._torch, np.zeros((len(texts), self._network.config.num_labels), dtype=np.float32)
        ids = [one.ids or [self._padding] for one in self._encoded(texts)]
        for rows in groups(np.array([len(one) for one in ids], dtype=np.int64), _BATCH_PIECES) if ids else ():
            batch = padded([ids[row] for row in rows.tolist()], self._padding)
            inputs = {name: torch.from_numpy(values).to(self._device) for name, values in batch.items()}
            with torch.inference_mode():
                found[rows] = self._network(**inputs).logits.float().cpu().numpy()
        return found

    def truncated(self, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Tell which texts have more pieces than the window, shape (n_texts,)."""
        return np.array([bool(one.overflowing) for one in self._encoded(texts)], dtype=bool)

    def _encoded(self, texts: Sequence[str]) -> Any:
        return self._tokenizer.encode_batch([encodable(text) for text in texts])


def padded(rows: Sequence[Sequence[int]], padding: int) -> dict[str, npt.NDArray[np.int64]]:
    """Return ``input_ids`` and ``attention_mask`` of a batch, each of shape (n_rows, longest row)."""
    lengths = np.array([len(row) for row in rows])
    mask = np.arange(int(lengths.max())) < lengths[:, None]
    ids = np.full(mask.shape, padding, dtype=np.int64)
    ids[mask] = [piece for row in rows for piece in row]
    return {"input_ids": ids, "attention_mask": mask.astype(np.int64)}
