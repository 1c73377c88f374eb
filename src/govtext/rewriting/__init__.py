"""Official Indonesian made plain and friendly: how stiff a text is, why, and a version that changes no fact."""

from __future__ import annotations

from govtext.rewriting.linting import lint, post_kind
from govtext.rewriting.measuring import formalities, formality
from govtext.rewriting.rewriter import rewrite, rewrites

__all__ = ["formalities", "formality", "lint", "post_kind", "rewrite", "rewrites"]
