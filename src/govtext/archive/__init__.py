"""Archives of comments: read CSV, JSONL and Parquet in chunks, label them, write them back with nothing lost."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Resolved on first use (PEP 562): the line reader and the sample locator are needed where pyarrow is not.
_PUBLIC = {
    "annotate": "govtext.archive.run",
    "read": "govtext.archive.inputs",
    "Input": "govtext.archive.inputs",
    "Labeller": "govtext.archive.records",
    "Chunk": "govtext.archive.records",
    "Progress": "govtext.archive.records",
    "Quarantined": "govtext.archive.records",
    "Summary": "govtext.archive.records",
}

if TYPE_CHECKING:
    from govtext.archive.inputs import Input, read
    from govtext.archive.records import Chunk, Labeller, Progress, Quarantined, Summary
    from govtext.archive.run import annotate

__all__ = ["Chunk", "Input", "Labeller", "Progress", "Quarantined", "Summary", "annotate", "read"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'govtext.archive' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
