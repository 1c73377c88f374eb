"""Few-shot training beside TF-IDF and logistic regression, on label sets built from the training data.

    python benchmarks/few_shot.py --data ../shared/data [--rows 200] [--seeds 5]

Each task draws rows from a training part by chance alone, and measures on a development part that no run trains on;
there is no test text. `fast`, whose features are used, learnt the labels of the first four tasks (topics, sentiment,
register) from all of their training texts, so these tell how well it is reused; ``platform`` and ``genre`` are
labels that it never saw.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from govtext.evaluation import macro_f1
from govtext.scoring.custom import open_custom
from govtext.training.custom.run import train_custom
from govtext.training.data import read_rows
from reporting import RESULTS, write_report

Pairs = list[tuple[str, str]]
_CONFIG = """
name = "few"
method = "few_shot"
licence = "none: a benchmark"
seed = {seed}
[data]
train = "train.jsonl"
[heads.answer]
"""
_SAMPLES = 1000


def tasks(data: Path) -> dict[str, tuple[Pairs, Pairs]]:
    """Return for each task the texts and labels to draw from, and those to measure on."""
    train = [row for name in ("train", "train_broad") for row in read_rows(data / "comments" / f"{name}.jsonl")]
    dev = list(read_rows(data / "comments" / "dev.jsonl"))
    smsa, nusax = (
        [list(read_rows(data / "sentiment" / f"{name}_{part}.jsonl")) for part in ("train", "valid")]
        for name in ("smsa", "nusax")
    )
    genre = [(row["text"], row["genre"]) for row in read_rows(data / "formality" / "gov_bureaucratic.jsonl")]
    order = np.random.default_rng(0).permutation(len(genre))
    genre = [genre[index] for index in order]
    return {
        "topic of comments with one topic": (_topics(train), _topics(dev)),
        "sentiment, SmSA": (_column(smsa[0], "sentiment"), _column(smsa[1], "sentiment")),
        "sentiment, NusaX, 12 languages": (_column(nusax[0], "sentiment"), _column(nusax[1], "sentiment")),
        "register, 1 to 4 and above": (_register(train), _register(dev)),
        "platform": (_column(train, "platform"), _column(dev, "platform")),
        "genre of official texts": (genre[:300], genre[300:]),
    }


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the shared data")
    parser.add_argument("--rows", type=int, default=200)
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--output", type=Path, default=RESULTS / "few_shot.json")
    options = parser.parse_args()
    found, slowest = {}, 0.0
    for name, (pool, held) in tasks(options.data).items():
        texts = {text for text, _ in held}
        apart = [pair for pair in pool if pair[0] not in texts]
        gold = np.array([label for _, label in held])
        answers: dict[str, list[np.ndarray]] = {"few_shot": [], "TF-IDF + LR": [], "TF-IDF + LR, balanced, C = 10": []}
        for seed in range(options.seeds):
            rows = _draw(apart, options.rows, seed)
            guess, seconds = few_shot(rows, [text for text, _ in held], seed)
            slowest = max(slowest, seconds)
            answers["few_shot"].append(guess)
            answers["TF-IDF + LR"].append(tf_idf(rows, held, 1.0, None))
            answers["TF-IDF + LR, balanced, C = 10"].append(tf_idf(rows, held, 10.0, "balanced"))
        found[name] = {"texts measured on": len(held), **_figures(gold, answers)}
        print(name, json.dumps(found[name]), flush=True)
    figures = {
        "command": f"python benchmarks/few_shot.py --data DATA --rows {options.rows} --seeds {options.seeds}",
        "measure": "macro-F1, mean of the seeds; 95 % intervals: rows measured on and seeds drawn anew 1,000 times",
        "slowest training, seconds, machine shared with another run": round(slowest, 1),
        "tasks": found,
    }
    write_report(options.output, figures, ["scikit-learn"])


def few_shot(rows: Pairs, texts: list[str], seed: int) -> tuple[np.ndarray, float]:
    """Train as a user does, and return the labels of ``texts`` and the seconds of training."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [json.dumps({"text": text, "answer": label}) for text, label in rows]
        (folder / "train.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (folder / "run.toml").write_text(_CONFIG.format(seed=seed), encoding="utf-8")
        started = time.monotonic()
        train_custom(folder / "run.toml", folder / "model")
        seconds = time.monotonic() - started
        nlp = open_custom(folder / "model")
        ids = np.array(nlp.manifest.heads["answer"])
        return ids[nlp.scores(texts).given["answer"].argmax(axis=1)], seconds


def tf_idf(rows: Pairs, held: Pairs, penalty: float, weight: str | None) -> np.ndarray:
    """Return the labels that words and pairs of words with logistic regression give, trained on all rows."""
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    data = words.fit_transform([text for text, _ in rows])
    model = LogisticRegression(C=penalty, class_weight=weight, max_iter=3000).fit(data, [label for _, label in rows])
    found: np.ndarray = model.predict(words.transform([text for text, _ in held]))
    return found


def _draw(pool: Pairs, count: int, seed: int) -> Pairs:
    """Draw rows by chance; a label drawn once only is left out, as nothing could be said of it."""
    rows = [pool[index] for index in np.random.default_rng(seed).permutation(len(pool))[:count]]
    texts: dict[str, set[str]] = {}
    for text, label in rows:
        texts.setdefault(label, set()).add(text)
    return [(text, label) for text, label in rows if len(texts[label]) > 1]


def _figures(gold: np.ndarray, answers: dict[str, list[np.ndarray]]) -> dict[str, list[float]]:
    rng, samples = np.random.default_rng(0), []
    _, codes = np.unique(
        np.concatenate([gold, *(guess for found in answers.values() for guess in found)]), return_inverse=True
    )
    parts = np.split(codes, len(codes) // len(gold))
    truth, guesses = parts[0], iter(parts[1:])
    coded = {name: [next(guesses) for _ in found] for name, found in answers.items()}
    seeds = len(coded["few_shot"])
    for _ in range(_SAMPLES):
        rows, seed = rng.integers(0, len(gold), len(gold)), int(rng.integers(0, seeds))
        samples.append([macro_f1(truth[rows], found[seed][rows]) for found in coded.values()])
    drawn = np.array(samples)
    means = [float(np.mean([macro_f1(truth, guess) for guess in found])) for found in coded.values()]
    shown = {name: _interval(means[i], drawn[:, i]) for i, name in enumerate(coded)}
    for i, name in list(enumerate(coded))[1:]:
        shown[f"gain over {name}"] = _interval(means[0] - means[i], drawn[:, 0] - drawn[:, i])
    return shown


def _interval(value: float, drawn: np.ndarray) -> list[float]:
    return [round(float(number), 4) for number in (value, *np.percentile(drawn, [2.5, 97.5]))]


def _topics(rows: Iterable[dict[str, list[str]]]) -> Pairs:
    return [(str(row["text"]), row["topics"][0]) for row in rows if len(row["topics"]) == 1]


def _column(rows: Iterable[dict[str, str]], name: str) -> Pairs:
    return [(row["text"], row[name]) for row in rows]


def _register(rows: Iterable[dict[str, int]]) -> Pairs:
    return [(str(row["text"]), str(min(row["register"], 4))) for row in rows]


if __name__ == "__main__":
    main()
