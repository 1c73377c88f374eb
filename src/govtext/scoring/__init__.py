"""The scoring core: texts in, calibrated labels out."""

from __future__ import annotations

from govtext.scoring.manifest import InstalledModel, installed_models
from govtext.scoring.pipeline import Pipeline, load

__all__ = ["InstalledModel", "Pipeline", "installed_models", "load"]
