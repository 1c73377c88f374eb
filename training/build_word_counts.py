"""Builds src/govtext/text/data/word_counts.tsv: how often words occur in comments and official texts.

Read by the splitter of hashtags. Only aggregate counts leave the data: a word must occur often, mostly in lower case
or as an acronym, and seldom after a form of address, so that names of persons stay out. Names of cities and programmes
come in by their lists, as do offices (bupati), which follow forms of address too.

Usage: python training/build_word_counts.py --data DIR
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.text import tokenize
from govtext.text.resources import read_rows, read_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TARGET = Path(__file__).parent.parent / "src/govtext/text/data/word_counts.tsv"
WORD = re.compile(r"[a-z]{1,20}")

MIN_COUNT = 5
MAX_WORDS = 40_000
MIN_COMMON = 0.5  # share of occurrences that are no capitalised word: below, it is rather a name
MAX_ADDRESSED = 0.2  # share of occurrences after Bu, Pak, Mas, …: above, it is rather a name, even in lower case
MIN_COUNT_SHORT = 60  # for words of three letters: in small numbers they are pieces and slips
# Of one and two letters only these: any other would split words ("keterbuka" + "an").
SHORTEST = frozenset(["di", "ke", "ya", "ga", "gk", "yg", "rt", "rw", "bu", "ku", "mu", "hp", "kk", "sd", "ri", "tv"])
# Often written apart, which makes them no words.
AFFIXES = frozenset(["ber", "kan", "kah", "lah", "mem", "men", "meng", "nya", "pem", "pen", "peng", "per", "ter"])


def read_texts(data: Path) -> Iterator[str]:
    """Yield the unlabelled comments and the official texts."""
    with gzip.open(data / "comments/unlabelled.jsonl.gz", "rt", encoding="utf-8") as file:
        yield from (json.loads(line)["text"] for line in file)
    for name in ("gov_bureaucratic", "gov_friendly", "gov_posts"):
        lines = (data / f"formality/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        yield from (json.loads(line)["text"] for line in lines)


def count_words(texts: Iterable[str]) -> dict[str, int]:
    """Count the words of ``texts`` and leave out what is rare or looks like the name of a person."""
    total: Counter[str] = Counter()
    capitalised: Counter[str] = Counter()
    addressed: Counter[str] = Counter()
    address = read_words("sapaan.txt")
    known = read_words("cities.txt") | read_words("programmes.txt") | read_words("not_names.txt")
    known |= {name for name, _ in read_rows("institutions.tsv", 2)}
    for text in texts:
        before = ""
        for token in tokenize(text):
            word = token.text.lower()
            if token.kind == "word" and WORD.fullmatch(word):
                total[word] += 1
                capitalised[word] += token.text.istitle()
                addressed[word] += before in address
            before = word
    return {
        word: count
        for word, count in total.most_common()
        if count >= MIN_COUNT
        and word not in AFFIXES
        and (word in known or _is_common(word, count, capitalised[word], addressed[word]))
    }


def _is_common(word: str, count: int, capitalised: int, addressed: int) -> bool:
    """Tell whether a word is no slip and no name."""
    if len(word) <= 2:
        return word in SHORTEST
    least = MIN_COUNT_SHORT if len(word) == 3 else MIN_COUNT
    return count >= least and capitalised <= (1 - MIN_COMMON) * count and addressed <= MAX_ADDRESSED * count


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with comments/ and formality/")
    counts = count_words(read_texts(parser.parse_args().data))
    rows = [f"{word}\t{count}" for word, count in list(counts.items())[:MAX_WORDS]]
    header = "# Made by training/build_word_counts.py; do not edit. Words of Indonesian comments: word, occurrences."
    TARGET.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
