"""Builds single.tsv and acronyms.txt in src/govtext/text/data: what single informal words stand for.

The weights are a conditional logit over the options of each pair of IndoCollex train (Wibowo et al. 2021, MIT) and of
slang_read.tsv. While a pair is learnt from, the lexicon lacks it, as it lacks what it has to guess later. ``--check``
leaves out a fifth of the forms of IndoCollex at a time instead and prints how many of them `normalize` gets right, by
class; nothing is written.

Usage: python training/build_single.py --data DIR [--check], after build_edits.py and build_word_counts.py
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from build_slang import TARGET, read_rows, read_table
from build_words import COMMENTS, texts

from govtext.text import channel, normalize, options, single, words
from govtext.text.lexicon import lexicon
from govtext.text.squeeze import squeeze
from govtext.text.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

PARTS = 8
FOLDS = 5
RIDGE = 3.0
STEPS = 400
MIN_ACRONYM = 5
LONGEST = 20

Pair = tuple[str, str]
Choice = tuple["NDArray[np.float64]", int]


def pairs_of(rows: Iterable[dict[str, str]]) -> list[Pair]:
    """Return the forms that are one word of letters, and what they stand for."""
    found = ((squeeze(row["transformed"].lower()), row["original-for"].lower()) for row in rows)
    return [(form, meant) for form, meant in found if form != meant and form.isalpha() and len(form) <= LONGEST]


@contextmanager
def lexicon_without(forms: Iterable[str]) -> Iterator[None]:
    """Take ``forms`` out of the lexicon for a while."""
    taken = {form: lexicon().pop(form) for form in set(forms) if form in lexicon()}
    forget()
    try:
        yield
    finally:
        lexicon().update(taken)
        forget()


def only_indocollex(rows: Iterable[dict[str, str]]) -> set[str]:
    """Return the forms of ``rows`` that the lexicon has from IndoCollex alone."""
    known = {row[0]: row[2] for row in read_table(TARGET / "slang.tsv")}
    return {form for row in rows if known.get(form := row["transformed"].lower(), "indocollex") == "indocollex"}


def read_pairs() -> list[Pair]:
    """Return the single words of slang_read.tsv."""
    return [(row[0], row[1]) for row in read_table(TARGET / "slang_read.tsv") if row[0].isalpha() and row[1].isalpha()]


def forget() -> None:
    """Clear what was remembered of another lexicon."""
    for function in (*options.caches(), words._standard, words._formal_words, single.meaning, single._total):
        function.cache_clear()


def choices(pairs: Sequence[Pair]) -> Iterator[Choice]:
    """Yield the features of all options of each form, and which of them is right."""
    for part in range(PARTS):
        chosen = pairs[part::PARTS]
        with lexicon_without(form for form, _ in chosen):
            for form, meant in chosen:
                found = options.options(form)
                if meant in found:
                    table = [vector(form, option, way) for option, way in found.items()]
                    yield np.array(table), list(found).index(meant)


def vector(word: str, option: str, way: str) -> list[float]:
    """Return the features of an option in the order of `single.FEATURES`."""
    features = single.shape_features(word, option, way) | single.edit_features(word, option, way)
    features = single.with_bare(word, features)
    return [features.get(name, 0.0) for name in single.FEATURES]


def fit(sets: Sequence[Choice]) -> NDArray[np.float64]:
    """Return the weights under which what was meant stands out: conditional logit, ridge, Adam."""
    table = np.concatenate([rows for rows, _ in sets])
    scale = table.std(axis=0)
    scale[scale == 0] = 1.0
    table /= scale
    starts = np.cumsum([0, *(len(rows) for rows, _ in sets)])
    owner = np.repeat(np.arange(len(sets)), np.diff(starts))
    right = table[[start + place for start, (_, place) in zip(starts, sets, strict=False)]].sum(axis=0)
    weights, first, second = (np.zeros(table.shape[1]) for _ in range(3))
    for step in range(1, STEPS + 1):
        scores = table @ weights
        odds = np.exp(scores - np.maximum.reduceat(scores, starts[:-1])[owner])
        gradient = (right - (odds / np.add.reduceat(odds, starts[:-1])[owner]) @ table - RIDGE * weights) / len(sets)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights += 0.05 * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    result: NDArray[np.float64] = weights / scale
    return result


@contextmanager
def learnt_from(pairs: Sequence[Pair], held: set[str]) -> Iterator[None]:
    """Rank with weights learnt without the forms in ``held`` for a while."""
    chosen = [pair for pair in pairs if pair[0] not in held]
    found = dict(zip(single.FEATURES, fit(list(choices(chosen))), strict=True))
    shipped, single.weights = single.weights, lambda: single.split_weights(found)
    forget()
    try:
        yield
    finally:
        single.weights = shipped


def check(rows: list[dict[str, Any]]) -> None:
    """Print how many held-out forms come out right, by class of transformation."""
    random.Random(0).shuffle(rows)
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for fold in range(FOLDS):
        held = rows[fold::FOLDS]
        forms = {row["transformed"].lower() for row in held}
        with lexicon_without(only_indocollex(held)), learnt_from([*pairs_of(rows), *read_pairs()], forms):
            for row in held:
                total[row["transformation"]] += 1
                right[row["transformation"]] += (
                    normalize(row["transformed"].lower()).text.lower() == row["original-for"].lower()
                )
    for name, count in total.most_common():
        print(f"{name:16}{right[name]:5} of {count}")
    print(f"{'all':16}{right.total():5} of {total.total()}: {100 * right.total() / total.total():.1f} %")


def acronyms(comments: Iterable[str]) -> list[str]:
    """Return the words that comments in mixed case write in capitals: bpbd, pppk; no names, which take one capital."""
    capitals: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for text in comments:
        if not text.isupper():
            for token in tokenize(text):
                if token.kind == "word" and token.text.isascii() and token.text.isalpha() and len(token.text) > 1:
                    (capitals if token.text.isupper() else others)[token.text.lower()] += 1
    chosen = (word for word, count in capitals.items() if count >= MIN_ACRONYM and count > others[word])
    return sorted(word for word in chosen if word not in lexicon() and not channel.is_standard(word))


def write(name: str, header: str, lines: Iterable[str]) -> None:
    """Write a data file."""
    (TARGET / name).write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")


def main() -> None:
    """Learn and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with normalization/ and comments/")
    parser.add_argument("--check", action="store_true", help="measure on held-out forms instead")
    arguments = parser.parse_args()
    rows = read_rows(arguments.data / "normalization/indocollex_train.jsonl")
    if arguments.check:
        check(rows)
        return
    header = "# Made by training/build_single.py; do not edit. Words that comments write in capitals."
    write("acronyms.txt", header, acronyms(texts(arguments.data / COMMENTS)))
    weights = fit(list(choices([*pairs_of(rows), *read_pairs()])))
    lines = (f"{name}\t{weight:.3f}" for name, weight in zip(single.FEATURES, weights, strict=True))
    write("single.tsv", "# Made by training/build_single.py; do not edit. Columns: feature, weight.", lines)


if __name__ == "__main__":
    main()
