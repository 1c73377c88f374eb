"""govtext: what Indonesian comments on government social media say, who says it, and what needs an answer."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# Public name -> module that defines it. Resolved on first use (PEP 562), so that `import govtext` loads nothing heavy.
_PUBLIC = {
    "load": "govtext.scoring",
    "Pipeline": "govtext.scoring",
    "formality": "govtext.rewriting",
    "rewrite": "govtext.rewriting",
    "lint": "govtext.rewriting",
    "tokenize": "govtext.text",
    "normalize": "govtext.text",
    "sentences": "govtext.text",
    "stem": "govtext.text",
    "redact": "govtext.text",
    "Annotation": "govtext.types",
    "GovtextError": "govtext.errors",
}

if TYPE_CHECKING:
    from govtext.errors import GovtextError
    from govtext.rewriting import formality, lint, rewrite
    from govtext.scoring import Pipeline, load
    from govtext.text import normalize, redact, sentences, stem, tokenize
    from govtext.types import Annotation

__all__ = [
    "Annotation",
    "GovtextError",
    "Pipeline",
    "__version__",
    "formality",
    "lint",
    "load",
    "normalize",
    "redact",
    "rewrite",
    "sentences",
    "stem",
    "tokenize",
]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'govtext' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
