"""Builds src/govtext/text/data/slang.tsv: informal words, their formal words and the sources of each pair.

Sources: IndoCollex train (Wibowo et al. 2021, MIT), word alignments of STIF-Indonesia train (Wibowo et al. 2020, MIT),
and beside the result ``slang_own.tsv`` and ``slang_read.tsv``. Only word pairs leave the data. Development and test
rows are never read.

Usage: python training/build_slang.py --data DIR
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).parent.parent / "src/govtext/text/data"
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
PHRASE = re.compile(r"[a-z]+(?:['-][a-z]+)*(?: [a-z]+){0,2}")
LENGTHENED = re.compile(r"([a-z])\1\1")
PLACEHOLDER = "xxx"

MIN_COUNT = 2  # a pair aligned once may be a misalignment
MIN_SHARE = 0.6  # of all occurrences of the informal word in STIF, kept ones included
LOUD_COUNT = 4  # so often seen in context that STIF overrules the isolated pair of IndoCollex

Counts = dict[str, Counter[str]]


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def aligned_words(informal: list[str], formal: list[str]) -> Iterator[tuple[str, str]]:
    """Yield word pairs of two versions of a sentence: equal stretches, and replaced ones of equal length or 1 to n."""
    matcher = SequenceMatcher(a=informal, b=formal, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            yield from zip(informal[a:b], formal[c:d], strict=True)
        elif tag == "replace" and b - a == 1 and d - c <= 3:
            yield informal[a], " ".join(formal[c:d])


def count_stif(path: Path) -> Counts:
    """Count what each informal word of STIF became, unchanged included."""
    counts: Counts = defaultdict(Counter)
    for row in read_rows(path):
        for informal, formal in aligned_words(row["informal"].lower().split(), row["formal"].lower().split()):
            if WORD.fullmatch(informal) and PHRASE.fullmatch(formal) and PLACEHOLDER not in informal + formal:
                counts[informal][formal] += 1
    return counts


def choose(
    stif: Counts, indocollex: Counts, own: dict[str, str], read: dict[str, str], kept: frozenset[str]
) -> dict[str, tuple[str, str]]:
    """Return formal word and sources by informal word: own entries first, then what the counts say, then readers."""
    chosen: dict[str, tuple[str, str]] = {}
    for informal in sorted({*stif, *indocollex, *own, *read}):
        votes, total = stif.get(informal, Counter()), sum(stif.get(informal, Counter()).values())
        stif_word, stif_count = votes.most_common(1)[0] if votes else ("", 0)
        pair_word = indocollex[informal].most_common(1)[0][0] if informal in indocollex else ""
        confident = stif_count >= MIN_COUNT and stif_count / max(total, 1) >= MIN_SHARE
        if informal in own:
            formal = own[informal]
        elif confident and (total >= LOUD_COUNT or not pair_word):
            formal = stif_word
        else:
            formal = pair_word or read.get(informal, "")
        if not formal or formal == informal or informal in kept or LENGTHENED.search(informal):
            continue
        named = {
            "own": own.get(informal),
            "indocollex": pair_word,
            "stif": stif_word if stif_count >= MIN_COUNT else "",
            "read": read.get(informal),
        }
        sources = "+".join(name for name, word in named.items() if word == formal)
        chosen[informal] = (formal, sources)
    return chosen


def close(chosen: dict[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Follow chains (gk -> gak -> tidak) and drop circles, so that normalising twice changes nothing."""
    closed: dict[str, tuple[str, str]] = {}
    for informal, (formal, sources) in chosen.items():
        seen = {informal}
        words = formal.split()
        while any(word in chosen for word in words) and seen.isdisjoint(words):
            seen.update(words)
            words = [w for word in words for w in chosen.get(word, (word, ""))[0].split()]
        if seen.isdisjoint(words) and not any(LENGTHENED.search(word) for word in words):
            closed[informal] = (" ".join(words), sources)
    return closed


def main() -> None:
    """Read the sources, choose, close, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with normalization/ and formality/")
    data = parser.parse_args().data
    pairs: Counts = defaultdict(Counter)
    for row in read_rows(data / "normalization/indocollex_train.jsonl"):
        informal, formal = row["transformed"].lower(), row["original-for"].lower()
        if WORD.fullmatch(informal) and PHRASE.fullmatch(formal):
            pairs[informal][formal] += 1
    own, read = (dict(read_table(TARGET / name)) for name in ("slang_own.tsv", "slang_read.tsv"))
    kept = frozenset(row[0] for name in ("kept.txt", "not_guessed.txt") for row in read_table(TARGET / name))
    chosen = close(choose(count_stif(data / "formality/stif_train.jsonl"), pairs, own, read, kept))
    lines = [f"{informal}\t{formal}\t{sources}" for informal, (formal, sources) in sorted(chosen.items())]
    header = [
        "# Made by training/build_slang.py; do not edit. Columns: informal, formal, sources.",
        "# indocollex: IndoCollex (Wibowo et al. 2021), MIT. stif: STIF-Indonesia (Wibowo et al. 2020), MIT.",
        "# own: slang_own.tsv, written for govtext; read: slang_read.tsv, decided by readers of comments.",
    ]
    (TARGET / "slang.tsv").write_text("\n".join([*header, *lines]) + "\n", encoding="utf-8")


def read_table(path: Path) -> list[list[str]]:
    """Return the rows of a tab-separated data file without its comments."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    main()
