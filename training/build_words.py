"""Builds src/govtext/text/data/words.tsv: standard words with counts.

Counts are taken from comments, reviews and standard texts; only counts leave the data. A word is standard if it is
used twice in edited texts, or is a root or a regular derivation of one (Nazief and Adriani 1996) used in three places,
and no source of slang.tsv replaces it.

Usage: python training/build_words.py --data DIR, after build_slang.py
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from build_slang import TARGET, read_table

from govtext.text.channel import is_colloquial
from govtext.text.stems import is_derivation, is_root
from govtext.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENTS = "comments/unlabelled.jsonl.gz"
REVIEWS = "sentiment/smsa_train.jsonl"
EDITED = {  # file: field of standard text
    "formality/stif_train.jsonl": "formal",
    "formality/gov_bureaucratic.jsonl": "text",
    "formality/gov_friendly.jsonl": "text",
    "formality/gov_posts.jsonl": "text",
}
EDITED_WEIGHT = 8  # the edited texts are few
MIN_EDITED = 2
MIN_TOTAL = 3
LONGEST = 24
PLACEHOLDER = re.compile(r"x+[a-z]+?x+")  # STIF: xxxuserxxx
VOWELS = frozenset("aiueo")


def count_words(texts: Iterator[str]) -> Counter[str]:
    """Count the plain words of ``texts``."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(t.norm for t in tokenize(text) if t.kind == "word" and t.norm.isascii() and t.norm.isalpha())
    return counts


def texts(path: Path, name: str = "text") -> Iterator[str]:
    """Yield the distinct texts of a JSON Lines file."""
    raw = path.read_bytes()
    lines = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode().splitlines()
    yield from dict.fromkeys(json.loads(line)[name] for line in lines)


def standard_words(edited: Counter[str], total: Counter[str], informal: frozenset[str]) -> dict[str, int]:
    """Return the standard words with their counts."""
    words = {
        word: count
        for word, count in total.items()
        if 1 < len(word) <= LONGEST
        and word not in informal
        and not PLACEHOLDER.fullmatch(word)
        and not VOWELS.isdisjoint(word)
        and (edited[word] >= MIN_EDITED or (count >= MIN_TOTAL and is_derivation(word)))
    }
    # kebawa looks like ke- + bawa; terbawa beside it, and no edited text with it, show that it is colloquial.
    colloquial = {word for word in words if not edited[word] and not is_root(word) and is_colloquial(word, words)}
    return {word: count for word, count in words.items() if word not in colloquial}


def main() -> None:
    """Count, choose, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with comments/, sentiment/ and formality/")
    data = parser.parse_args().data
    edited: Counter[str] = Counter()
    for name, column in EDITED.items():
        edited.update(count_words(texts(data / name, column)))
    total = count_words(texts(data / COMMENTS)) + count_words(texts(data / REVIEWS))
    total.update({word: EDITED_WEIGHT * count for word, count in edited.items()})
    informal = frozenset(row[0] for row in read_table(TARGET / "slang.tsv"))
    words = standard_words(edited, total, informal)
    header = "# Made by training/build_words.py; do not edit. Columns: word, count (edited texts weighted)."
    rows = [f"{word}\t{words[word]}" for word in sorted(words)]
    (TARGET / "words.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
