"""The blocks of docs/training.md run, and its configuration is one that is accepted."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from govtext.training.custom.config import custom_config
from pages import printed_by

DOCS = (Path(__file__).parents[3] / "docs" / "training.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", DOCS, flags=re.DOTALL)


@pytest.mark.parametrize(("code", "printed"), BLOCKS)
def test_block(code: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert printed_by(code, "training.md") == printed


def test_the_configuration() -> None:
    found = re.findall(r"```toml\n(.*?)```", DOCS, flags=re.DOTALL)
    assert len(found) == 1
    config = custom_config(tomllib.loads(found[0]), Path("training.md"))
    assert config.heads["sasaran"].multi
    assert config.fitting.patience == 2


def test_there_are_blocks() -> None:
    assert len(BLOCKS) == 1
