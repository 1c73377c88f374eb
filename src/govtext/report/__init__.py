"""Reports on labelled archives: what the city hears, who is missing, what to answer first; as tables and as a page."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Resolved on first use (PEP 562): the page's modules and the command line import this package for its types alone.
_PUBLIC = {
    "About": "govtext.report.model",
    "Note": "govtext.report.model",
    "Report": "govtext.report.model",
    "TABLES": "govtext.report.schema",
    "build": "govtext.report.building",
}

if TYPE_CHECKING:
    from govtext.report.building import build
    from govtext.report.model import About, Note, Report
    from govtext.report.schema import TABLES

__all__ = ["TABLES", "About", "Note", "Report", "build"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'govtext.report' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
