"""Text basics for Indonesian comments: raw text in, spans and alignments over that text out.

The functions are independent of each other and of any model. Each is loaded on first use (PEP 562); importing this
package compiles no pattern, reads no data file and loads no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from govtext.text.normalization import LEVELS, normalize
    from govtext.text.redaction import redact
    from govtext.text.splitting import sentences
    from govtext.text.stems import read_exceptions, stem
    from govtext.text.tokens import TOKEN_KINDS, tokenize

_PUBLIC = {
    "LEVELS": "govtext.text.normalization",
    "TOKEN_KINDS": "govtext.text.tokens",
    "normalize": "govtext.text.normalization",
    "read_exceptions": "govtext.text.stems",
    "redact": "govtext.text.redaction",
    "sentences": "govtext.text.splitting",
    "stem": "govtext.text.stems",
    "tokenize": "govtext.text.tokens",
}

__all__ = ["LEVELS", "TOKEN_KINDS", "normalize", "read_exceptions", "redact", "sentences", "stem", "tokenize"]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'govtext.text' has no attribute {name!r}")
    value = getattr(import_module(_PUBLIC[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
