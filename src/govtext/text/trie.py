"""Turns a word list into a regular expression whose matching time does not grow with the list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

_END = ""


def alternation(words: Iterable[str]) -> str:
    """Return a pattern that matches exactly ``words``, the longest first.

    ``re`` tries the branches of ``a|b|c`` one by one; sharing prefixes leaves a handful of tries at each character.
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[_END] = {}
    return _pattern(root)


def _pattern(node: dict[str, Any]) -> str:
    branches = [re.escape(char) + _pattern(child) for char, child in sorted(node.items()) if char != _END]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and _END not in node else f"(?:{'|'.join(branches)})"
    return f"{body}?" if _END in node else body
