from __future__ import annotations

from pathlib import Path

import pytest

from govtext.scoring import Pipeline, load

from .tiny import write_tiny


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model folder that no test may change."""
    return write_tiny(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Pipeline:
    return load(str(tiny_folder))
