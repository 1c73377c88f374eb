"""Lint of whole posts: kind, what is missing, form, wording; its knowledge is in ``data/``."""

from __future__ import annotations

from govtext.rewriting.linting.kinds import kind_ids, post_kind
from govtext.rewriting.linting.linter import lint, lint_as

__all__ = ["kind_ids", "lint", "lint_as", "post_kind"]
