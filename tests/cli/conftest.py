from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from archive.fakes import FakePipeline
from govtext import scoring
from govtext.cli import cli

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.testing import Result


class CliPipeline(FakePipeline):
    def scores(self, texts: Sequence[str]) -> Any:
        return SimpleNamespace(formality=[0.9 if "rangka" in text else 0.1 for text in texts])

    def formality_levels(self, values: Sequence[float]) -> list[str]:
        return ["bureaucratic" if value > 0.5 else "casual" for value in values]


@dataclass
class Model:
    name: str = "fast"
    path: Path = Path("/opt/govtext/models/fast")
    size_bytes: int = 12_345_678
    licence: str = "Apache-2.0"
    trained_on: tuple[str, ...] = ("SmSA", "NusaX")
    quality: dict[str, float] = field(default_factory=lambda: {"sentiment macro-F1": 0.8712})
    description: str = "Runs on numpy alone."


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Put the fake pipeline behind `govtext.scoring.load`; the list gets the names that were loaded."""
    names: list[str] = []

    def load(name: str) -> CliPipeline:
        names.append(name)
        return CliPipeline()

    monkeypatch.setattr("govtext.scoring.load", load, raising=False)
    monkeypatch.setattr("govtext.rewriting.measuring._model", lambda: scoring.load("fast"))
    monkeypatch.setattr("govtext.scoring.installed_models", lambda: [Model()], raising=False)
    return names


@pytest.fixture
def run(loaded: list[str]) -> Callable[..., Result]:
    """Run the command line in this process."""

    def _run(*args: object, stdin: str | bytes | None = None, columns: int = 80) -> Result:
        return CliRunner(env={"COLUMNS": str(columns)}).invoke(
            cli, [str(arg) for arg in args], input=stdin, prog_name="govtext"
        )

    return _run
