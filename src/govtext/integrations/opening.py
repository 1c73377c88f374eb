"""Models opened once a process, for objects that are copied, cloned and pickled without them."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.errors import require_text
from govtext.scoring.manifest import MANIFEST

if TYPE_CHECKING:
    from govtext.scoring import Pipeline

_KEPT = 8  # models; more than one is rare


def opened(model: str, device: str = "cpu", threads: int = 0) -> Pipeline:
    """Return the pipeline of ``govtext.load(model, …)``, opened now if this process has not opened it before.

    Sharing is safe, since a `Pipeline` holds no state between calls. A forked process opens its own, because the
    threads of ONNX Runtime do not survive a fork; a model folder that was written anew is opened anew.
    """
    manifest = Path(require_text(model, "load")) / MANIFEST
    changed = manifest.stat().st_mtime_ns if manifest.is_file() else 0
    return _open(model, device, threads, os.getpid(), changed)


@functools.lru_cache(maxsize=_KEPT)
def _open(model: str, device: str, threads: int, process: int, changed: int) -> Pipeline:  # noqa: ARG001 - the key
    from govtext.scoring import load

    return load(model, device=device, threads=threads)
