"""A stranger's text made fit to be shown: harmless, readable, of bounded length; only what hides is taken away."""

from __future__ import annotations

import re
import unicodedata

TEXT_LIMIT, LABEL_LIMIT = 600, 40
_JOINERS = "\u200c\u200d"  # they make emoji and letters of some scripts, and hide nothing by themselves
_MOST_MARKS = 2  # more marks on one letter than any language writes grow over the lines around them


def readable(text: str, limit: int = TEXT_LIMIT) -> str:
    """Return ``text`` on one line as it may stand on the page, cut to ``limit`` characters.

    Markup is left alone: escaping is the template's. Direction controls, zero-width and other format characters go
    (they hide text or turn it round), but the joiners inside emoji stay; control characters become spaces; halves of
    surrogate pairs, which no file can hold, become U+FFFD; of the marks piled on one letter the first two stay.
    """
    kept: list[str] = []
    marks = 0
    for character in text[: 8 * limit]:  # what is looked at is bounded too
        category = unicodedata.category(character)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if category == "Cs":
            kept.append("\N{REPLACEMENT CHARACTER}")
        elif category == "Cc":
            kept.append(" ")
        elif marks <= _MOST_MARKS and (category != "Cf" or character in _JOINERS):
            kept.append(character)
    line = re.sub(r"\s+", " ", "".join(kept)).strip()
    if len(line) > limit:
        return line[: limit - 1].rstrip(" " + _JOINERS) + "…"
    return line
