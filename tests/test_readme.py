"""The README's Python blocks run, and print what the README says they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import printed_by

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```(?:\n```text\n(.*?)```)?", README, flags=re.DOTALL)


def test_the_readme_has_blocks() -> None:
    assert len(BLOCKS) >= 3
    assert any(printed for _, printed in BLOCKS)


@pytest.mark.parametrize(("code", "printed"), BLOCKS)
def test_block(code: str, printed: str) -> None:
    assert printed_by(code, "README.md") == printed
