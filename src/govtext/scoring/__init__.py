"""The scoring core: texts in, calibrated labels out."""

from __future__ import annotations

import functools

from govtext.errors import require_text
from govtext.scoring.manifest import InstalledModel, installed_models
from govtext.scoring.pipeline import Pipeline, load
from govtext.types import Formality

__all__ = ["InstalledModel", "Pipeline", "formality", "installed_models", "load"]


def formality(text: str) -> Formality:
    """Return how bureaucratic ``text`` is, by the `fast` model; anything but a ``str`` raises `InputTypeError`."""
    return _fast()(require_text(text, "formality")).formality


@functools.cache
def _fast() -> Pipeline:
    return load("fast")
