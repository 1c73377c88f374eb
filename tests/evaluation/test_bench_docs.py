"""The Python blocks of docs/bench.md run and print what the page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import printed_by

DOCS = (Path(__file__).parents[2] / "docs" / "bench.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", DOCS, flags=re.DOTALL)


@pytest.mark.parametrize(("code", "printed"), BLOCKS)
def test_block(code: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert printed_by(code, "bench.md") == printed
