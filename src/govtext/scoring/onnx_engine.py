"""The network of an `accurate` model on ONNX Runtime: int8, on the processor."""

from __future__ import annotations

import os
from pathlib import Path

from govtext.errors import MissingExtraError
from govtext.scoring.manifest import GRAPH
from govtext.scoring.windows import Floats, Ints

# Names in the graph.
IDS, SCORES, PARTS = "ids", "scores", "parts"


class OnnxEngine:
    """Runs ``model.onnx``, which reads its weights from ``model.safetensors`` by memory map.

    Args:
        folder: holds both files.
        threads: batches run at the same time, each by one processor core; 0 for all cores.
    """

    # The states of a batch fit the caches; larger ones are no faster, and cost padding and memory.
    batch_pieces = 256

    def __init__(self, folder: Path, threads: int = 0) -> None:
        try:
            import onnxruntime
        except ImportError as error:
            raise MissingExtraError("the accurate model", "accurate") from error
        settings = onnxruntime.SessionOptions()
        # One thread a batch and several batches at once: 1.3 times as fast as several threads a batch.
        settings.intra_op_num_threads = 1
        # More would fuse norms into an operator five times slower; the graph is fused where it pays.
        settings.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
        self.workers = threads or os.cpu_count() or 1
        self._session = onnxruntime.InferenceSession(str(folder / GRAPH), settings, providers=["CPUExecutionProvider"])

    def run(self, ids: Ints, *, explain: bool) -> tuple[Floats, Floats | None]:
        """Return scores and parts; see `govtext.scoring.accurate.Engine`."""
        found = self._session.run([SCORES, PARTS] if explain else [SCORES], {IDS: ids})
        return found[0], found[1] if explain else None
