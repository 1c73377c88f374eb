"""Builds formal_words.tsv, formal_unigrams.tsv and formal_bigrams.tsv in src/govtext/text/data.

From STIF-Indonesia train (Wibowo et al. 2020, MIT): what words of normalised informal sentences become in formal ones,
and which words follow each other there (absolute discounting, Kneser and Ney 1995). Only what occurs twice leaves the
data.

Usage: python training/build_formal.py --data DIR, after build_edits.py
"""

from __future__ import annotations

import argparse
import math
from collections import Counter, defaultdict
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from aligning import Piece, learn
from build_slang import TARGET, read_rows

from govtext.text import normalize, stem
from govtext.text.bigrams import END, OTHER, START
from govtext.text.channel import is_standard
from govtext.text.formal import units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aligning import Pair

MOVES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3))
MIN_COUNT = 2
ALIKE, SELDOM, OFTEN = 0.6, 3, 5  # likeness of two words from which few sightings suffice, else more
OPTIONS = 6
DISCOUNT = 0.75
UNSEEN = 50_000  # words that might occur, for the probability of an unknown one
INVERSE_WEIGHT, WORD_BONUS = 0.3, 0.5  # of P(informal | formal), and for each word written
PUNCTUATION = frozenset(".,?!:;\"'()-…")
ADDABLE = frozenset(".,")
# Only these may vanish; to drop any other word would change what is said.
PARTICLES = frozenset(
    [
        "sih",
        "dong",
        "deh",
        "nih",
        "ya",
        "yah",
        "iya",
        "kok",
        "lah",
        "loh",
        "lho",
        "kan",
        "mah",
        "tuh",
        "toh",
        "hehe",
        "hehehe",
        "hahaha",
        "nah",
    ]
)


@cache
def prior(source: tuple[str, ...], target: tuple[str, ...]) -> float:
    """Return the log-probability of a pair before any is seen: by the likeness of its letters."""
    if source == target and len(source) == 1:
        return -0.1
    if not source or not target:
        return -5.0 if (source or target)[0] in PUNCTUATION else -6.5
    if PUNCTUATION.issuperset(source + target):
        return -3.0
    if len(source) + len(target) > 2 and (source[0] == target[0] or source[-1] == target[-1]):
        return -20.0  # better taken apart
    likeness = SequenceMatcher(None, "".join(source), "".join(target)).ratio()
    return -2.0 - 8.0 * (1 - likeness) - 1.5 * (len(source) + len(target) - 2)


def with_insertions(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """Yield ``pairs`` with what has no source joined to the pair before it."""
    held: Pair | None = None
    for source, target in pairs:
        if held is None or source:
            if held is not None:
                yield held
            held = (source, target)
        else:
            held = (held[0], held[1] + target)
    if held is not None:
        yield held


def sound(source: str, target: tuple[str, ...], count: int, back: int) -> bool:
    """Tell whether the pair changes only the wording.

    Nothing may be dropped but particles, nothing added but commas and full stops; questions stay questions; the new
    word is standard, not used the other way round more often (``back`` times), and either alike or seen often.
    """
    if OTHER in (source, *target) or not ADDABLE.issuperset(PUNCTUATION.intersection(target)):
        return False
    words = tuple(word for word in target if word not in PUNCTUATION)
    if not words:
        return source in PARTICLES or source in ADDABLE
    if source in PUNCTUATION or words == (source,):
        return source not in PUNCTUATION
    if back > count or stem(source) in words or any(normalize(word, "full").text != word for word in words):
        return False
    alike = SequenceMatcher(None, source, "".join(words)).ratio() >= ALIKE
    if alike and count < OFTEN and is_standard(source) and stem(source) != stem(words[-1]):
        return False  # two words (selamat, selama), not two forms of one
    whole = words in (target[: len(words)], target[-len(words) :])
    return count >= (SELDOM if alike else OFTEN) and whole and all(map(is_standard, words))


def options(alignments: Iterable[list[Pair]]) -> Iterator[tuple[str, tuple[str, ...], float]]:
    """Yield word, what it may become, and the score of that."""
    became: dict[str, Counter[Piece]] = defaultdict(Counter)
    totals: Counter[Piece] = Counter()
    for pairs in alignments:
        for source, target in with_insertions(pairs):
            if len(source) == 1:
                became[source[0]][target] += 1
                totals[target] += 1
    for source, targets in sorted(became.items()):
        back = {target: became[target[0]][source,] for target in targets if target and target[0] in became}
        chosen = [
            (target, count)
            for target, count in targets.most_common(OPTIONS)
            if count >= MIN_COUNT and sound(source, target, count, back.get(target, 0))
        ]
        if all(target == (source,) for target, _ in chosen):
            continue
        for target, count in chosen:
            direct, inverse = math.log(count / (sum(targets.values()) + 0.3)), math.log(count / totals[target])
            yield source, target, direct + INVERSE_WEIGHT * inverse + WORD_BONUS * len(target)


def language_model(sentences: list[list[str]]) -> tuple[list[str], list[str]]:
    """Return the rows of both n-gram files."""
    counts = Counter(word for sentence in sentences for word in sentence)
    known = {word for word, count in counts.items() if count >= MIN_COUNT}
    pairs: Counter[tuple[str, str]] = Counter()
    for sentence in sentences:
        pairs.update(pairwise([START, *(word if word in known else OTHER for word in sentence), END]))
    after, before, histories = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter[str]()
    for (first, _), count in pairs.items():
        histories[first] += count
    base = DISCOUNT * len(before) / len(pairs) / UNSEEN
    single = {word: max(0.0, before[word] - DISCOUNT) / len(pairs) + base for word in {START, *before}}
    backoff = {word: DISCOUNT * after[word] / histories[word] if word in after else 1.0 for word in single}
    unigrams = [f"{word}\t{cost(single[word])}\t{cost(backoff[word])}" for word in sorted(single)]
    bigrams = [
        f"{a}\t{b}\t{cost((count - DISCOUNT) / histories[a] + backoff[a] * single[b])}"
        for (a, b), count in sorted(pairs.items())
        if count >= MIN_COUNT
    ]
    return unigrams, bigrams


def cost(probability: float) -> int:
    """Return ``probability`` as it is written: -100 ln P."""
    return round(-100 * math.log(probability))


def write(name: str, columns: str, rows: Iterable[str]) -> None:
    """Write a data file with its header."""
    header = f"# Made by training/build_formal.py from STIF-Indonesia (MIT); do not edit. Columns: {columns}."
    (TARGET / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def main() -> None:
    """Align, count, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with formality/")
    rows = read_rows(parser.parse_args().data / "formality/stif_train.jsonl")
    formal = [[unit.norm for unit in units(row["formal"])] for row in rows]
    informal = [[unit.norm for unit in units(normalize(row["informal"], "full").text)] for row in rows]
    data = [(source, target, 1) for source, target in zip(informal, formal, strict=True)]
    _, alignments = learn(data, MOVES, prior, rounds=3, strength=1.0)
    found = (f"{word}\t{' '.join(target) or '_'}\t{round(100 * score)}" for word, target, score in options(alignments))
    write("formal_words.tsv", "word, what it may become (_: nothing), 100 times its score", found)
    unigrams, bigrams = language_model(formal)
    write("formal_unigrams.tsv", "word, -100 ln P, -100 ln of its back-off weight", unigrams)
    write("formal_bigrams.tsv", "first word, second word, -100 ln P(second | first)", bigrams)


if __name__ == "__main__":
    main()
