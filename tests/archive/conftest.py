from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .fakes import FakePipeline

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def pipeline() -> FakePipeline:
    return FakePipeline()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file below the test's folder; text is encoded as UTF-8."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.archive.run.PART_ROWS", 20)
    monkeypatch.setattr("os.fsync", lambda _: None)  # so many parts, and the disk may be busy


@pytest.fixture
def archives(tmp_path: Path) -> list[Path]:
    """Two files of 100 rows, of which every ninth is broken."""
    files = []
    for name in "ab":
        rows = ["rusak" if i % 9 == 0 else f"{name}{i},bansos {i} gak cair?" for i in range(100)]
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("kode,komentar\n" + "\n".join(rows) + "\n")
    return files
