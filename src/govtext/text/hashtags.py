"""Words inside a hashtag, from its capitals, digits and underscores."""

from __future__ import annotations

import re

# An acronym ends where a capitalised word begins: PKHTepatSasaran -> PKH, Tepat, Sasaran.
_PART = re.compile(
    r"[A-Z]+(?=[A-Z][a-z])"
    r"|[A-Z]?[a-z]+"
    r"|[A-Z]+"
    r"|\d+"
    r"|[^\W\d_A-Za-z]+"
)


def split_hashtag(tag: str) -> tuple[str, ...]:
    """Return the parts of ``tag`` (with or without ``#``); joined they give the tag's letters and digits back."""
    return tuple(_PART.findall(tag))
