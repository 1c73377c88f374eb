"""Rewriting of official Indonesian into plain and friendly Indonesian: words, facts, rules."""

from __future__ import annotations

from govtext.rewriting.rewriter import rewrite

__all__ = ["rewrite"]
