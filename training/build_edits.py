"""Builds edits.tsv, ranking.tsv and frequent.txt in src/govtext/text/data.

They say how words are misspelt, how to weigh candidates, and which unknown words are too frequent to be misspelt.

Pairs of words come from IndoCollex train (Wibowo et al. 2021, MIT) and from STIF-Indonesia train (Wibowo et al. 2020,
MIT). Edits are learnt by aligning their letters; the weights of the ranking first as a conditional logit over the
candidates of each pair, then its bias as a logistic regression on all unknown words of STIF, kept ones included, so
that the score is the log-odds that the guess is right.

Usage: python training/build_edits.py --data DIR, after build_words.py
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from aligning import learn, posterior
from build_slang import TARGET, WORD, Counts, count_stif, read_rows, read_table
from build_words import COMMENTS, texts

from govtext.text import channel
from govtext.text.squeeze import squeeze
from govtext.text.tokens import tokenize

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOVES = ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3), (3, 3), (2, 3), (3, 2), (2, 4), (0, 2), (3, 4))
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MIN_COUNT = 2
FREQUENT = 12
STRENGTH = 2.0
RIDGE = 2.0
STEPS = 400
Pairs = Counter[tuple[str, str]]


def prior(source: tuple[str, ...], target: tuple[str, ...]) -> float:
    """Return the log-probability of an edit before any pair is seen: same letters, then vowels, then the rest."""
    if source == target:
        return -0.05 if len(source) == 1 else -20.0
    vowels = [set(piece) <= set("aiueo") for piece in (source, target)]
    if not source or not target:
        easy = vowels[1] and not source
        return (-2.5 if easy else -3.5) - 1.5 * (len(source) + len(target) - 1)
    single = len(source) == len(target) == 1 and vowels[0] == vowels[1]
    return (-3.0 if single else -4.5) - 1.2 * (len(source) + len(target) - 2)


def indocollex_pairs(rows: list[dict[str, str]]) -> Pairs:
    """Return single words and what they stand for; split and joined words are another matter."""
    pairs: Pairs = Counter()
    for row in rows:
        word, standard = squeeze(row["transformed"].lower()), row["original-for"].lower()
        if row["transformation"] != "space-dash" and word != standard and word.isalpha() and standard.isalpha():
            pairs[word, standard] += 1
    return pairs


def usable(pairs: Pairs) -> Pairs:
    """Return the pairs of an unknown word with a standard one."""
    known = channel.words()
    return Counter({(w, s): c for (w, s), c in pairs.items() if w not in known and s in known and channel.skeleton(w)})


def write_edits(pairs: Pairs) -> None:
    """Learn the edits of ``pairs`` and write them: all of single letters, longer ones where seen."""
    data = [(f"^{word}$", f"^{standard}$", count) for (word, standard), count in sorted(pairs.items())]
    counts, _ = learn(data, MOVES, prior, strength=STRENGTH)
    score = posterior(counts, prior, STRENGTH)
    singles = [(a, b) for a in ["", *LETTERS] for b in ["", *LETTERS] if a or b] + [("^", "^"), ("$", "$")]
    longer = [
        "".join(source) + "\t" + "".join(target) for (source, target), count in counts.items() if count >= MIN_COUNT
    ]
    chosen = {*singles, *(tuple(pair.split("\t")) for pair in longer)}
    rows = [f"{a or '_'}\t{b or '_'}\t{round(-100 * score(tuple(a), tuple(b)))}" for a, b in sorted(chosen)]
    header = "# Made by training/build_edits.py: written, meant (_: nothing), -100 ln P(written | meant)."
    (TARGET / "edits.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def fit_ranking(pairs: Pairs) -> NDArray[np.float64]:
    """Return the weights under which the candidate that was meant stands out, by gradient ascent."""
    sets: list[tuple[NDArray[np.float64], int]] = []
    for word, standard in sorted(pairs):
        options = channel.candidates(word)
        if standard in options:
            table = np.array([channel.features(word, option) for option in options])
            sets.append((table, options.index(standard)))
    scale = np.concatenate([table for table, _ in sets]).std(axis=0)
    scale[scale == 0] = 1.0
    weights, first, second = np.zeros(len(scale)), np.zeros(len(scale)), np.zeros(len(scale))
    for step in range(1, STEPS + 1):  # Adam
        gradient = -RIDGE * weights / len(sets)
        for table, right in sets:
            scaled = table / scale
            odds = np.exp(scaled @ weights - (scaled @ weights).max())
            gradient += (scaled[right] - (odds / odds.sum()) @ scaled) / len(sets)
        first, second = 0.9 * first + 0.1 * gradient, 0.99 * second + 0.01 * gradient**2
        weights += 0.05 * first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    result: NDArray[np.float64] = weights / scale
    return result


def calibrate(weights: NDArray[np.float64], stif: Counts) -> NDArray[np.float64]:
    """Return the weights stretched and shifted so that the score is the log-odds that the best candidate is right."""
    scores, right = [], []
    for word, became in sorted(stif.items()):
        options = channel.candidates(word) if word.isalpha() and word not in channel.words() else []
        if options:
            values = [float(np.dot(channel.features(word, option), weights)) for option in options]
            scores.append(max(values))
            right.append(became[options[values.index(max(values))]] / sum(became.values()))
    x, y = np.array(scores), np.array(right)
    centre, x = float(x.mean()), x - x.mean()
    slope = shift = 0.0
    for _ in range(20):  # Newton's method
        p = 1 / (1 + np.exp(-(slope * x + shift)))
        design, spread = np.stack([x, np.ones_like(x)]), p * (1 - p)
        move = np.linalg.solve((design * spread) @ design.T + 1e-9 * np.eye(2), design @ (y - p))
        slope, shift = slope + move[0], shift + move[1]
    result: NDArray[np.float64] = weights * slope
    result[channel.FEATURES.index("bias")] = shift - slope * centre
    return result


def write_ranking(weights: NDArray[np.float64]) -> None:
    """Write the weights of the ranking."""
    rows = [f"{name}\t{weight:.3f}" for name, weight in zip(channel.FEATURES, weights, strict=True)]
    header = "# Made by training/build_edits.py; do not edit. Columns: feature, weight."
    (TARGET / "ranking.tsv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def write_frequent(path: Path) -> None:
    """Write the unknown words that are too usual to be slips: acronyms, Javanese, English, names of services."""
    known, slang = channel.words(), {row[0] for row in read_table(TARGET / "slang.tsv")}
    counts: Counter[str] = Counter()
    for text in texts(path):
        words = [t.text for t in tokenize(text) if t.kind == "word"]
        counts.update(word.lower() for word in words if word.islower() or word.isupper())  # no names
    rows = [w for w, n in counts.items() if n >= FREQUENT and w not in known and w not in slang and w.isalpha()]
    header = "# Made by training/build_edits.py; do not edit. Frequent words of comments that no source calls standard."
    (TARGET / "frequent.txt").write_text(
        "\n".join([header, *sorted(filter(str.isascii, rows))]) + "\n", encoding="utf-8"
    )


def main() -> None:
    """Collect pairs, learn, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with normalization/ and formality/")
    data = parser.parse_args().data
    pairs = indocollex_pairs(read_rows(data / "normalization/indocollex_train.jsonl"))
    stif = count_stif(data / "formality/stif_train.jsonl")
    for word, targets in stif.items():
        for standard, count in targets.items():
            if word != standard and WORD.fullmatch(standard) and word.isalpha() and standard.isalpha() and count > 1:
                pairs[word, standard] += 1
    write_edits(usable(pairs))
    channel._edits.cache_clear()
    write_frequent(data / COMMENTS)
    write_ranking(calibrate(fit_ranking(usable(pairs)), stif))


if __name__ == "__main__":
    main()
