"""Checks of hashtags: capitals that show their words, and how many there are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from govtext.rewriting.linting.cues import Found
from govtext.rewriting.linting.reading import Post
from govtext.rewriting.linting.report import limit, report
from govtext.rewriting.linting.tables import acronyms
from govtext.text.channel import words
from govtext.text.resources import read_rows, read_words
from govtext.types import Finding

_FEWEST = 2  # words
_SHORTEST = 3
_SHORT = frozenset({"di", "ke", "ya", "rt", "rw"})  # all other pieces of two letters are more often rests than words


def hashtag_case(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001 - one form for all checks
    """Yield hashtags of several words that capitals do not show; the suggestion is empty if a word is unknown."""
    for token in post.tokens:
        letters = [part for part in token.parts if part.isalpha()]
        shouted = all(map(str.isupper, letters))
        shown = all(part[0].isupper() for part in letters) and not shouted
        if token.kind != "hashtag" or len(letters) < _FEWEST or shown or token.text[1:].upper() in acronyms():
            continue
        text = "".join(["#", *map(_cased, token.parts)]) if all(map(_is_sure, letters)) else ""
        if text != token.text and (text or not shouted):
            yield report(post, "hashtag-case", token.start, token.end, text=text)


def too_many_hashtags(post: Post, found: Found) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding, from the first hashtag too many to the last, if there are too many."""
    tags = [token for token in post.tokens if token.kind == "hashtag"]
    most = limit("too-many-hashtags", "most")
    if len(tags) > most:
        yield report(post, "too-many-hashtags", tags[most].start, tags[-1].end, count=len(tags))


def _is_sure(part: str) -> bool:
    """Tell whether ``part`` is a word, an acronym or a city: an unknown piece may have been cut at the wrong place."""
    small = part.lower()
    if len(part) < _SHORTEST:
        return small in _SHORT
    return small in _counted() or part.upper() in acronyms() or small in acronyms() or small in read_words("cities.txt")


@cache
def _counted() -> frozenset[str]:
    """Return the words that a hashtag without capitals is cut into."""
    return frozenset(word for word, _ in read_rows("word_counts.tsv", 2))


def _cased(part: str) -> str:
    upper = part.upper()
    return upper if upper in acronyms() and part.lower() not in words() else upper[:1] + part[1:].lower()
