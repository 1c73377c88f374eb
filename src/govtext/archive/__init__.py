"""Archives of comments: read CSV, JSONL, Parquet and workbooks in chunks, label them, lose nothing."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Resolved on first use (PEP 562): the line reader and the sample locator are needed where pyarrow is not.
_PUBLIC = {
    "annotate": "govtext.archive.run",
    "gather": "govtext.archive.gathering",
    "read": "govtext.archive.inputs",
    "Gathered": "govtext.archive.gathering",
    "Input": "govtext.archive.inputs",
    "Labeller": "govtext.archive.records",
    "Chunk": "govtext.archive.records",
    "Progress": "govtext.archive.records",
    "Quarantined": "govtext.archive.records",
    "Skipped": "govtext.archive.gathering",
    "Summary": "govtext.archive.records",
}

if TYPE_CHECKING:
    from govtext.archive.gathering import Gathered, Skipped, gather
    from govtext.archive.inputs import Input, read
    from govtext.archive.records import Chunk, Labeller, Progress, Quarantined, Summary
    from govtext.archive.run import annotate

__all__ = [
    "Chunk", "Gathered", "Input", "Labeller", "Progress", "Quarantined", "Skipped", "Summary", "annotate",
    "gather", "read",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'govtext.archive' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
