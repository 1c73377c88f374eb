"""Which features of `GovtextVectorizer` a classifier of your own learns most from, beside TF-IDF.

    python benchmarks/sklearn_features.py --data ../shared/data

The task stands for labels of your own: the subject under which a comment was crawled (comments/unlabelled.jsonl.gz, the
nine subjects with most comments). No model was trained on it, but several subjects are close to our topics, which
flatters our features; the texts, without labels, were among those that the words of `fast` were learnt from.
Logistic regression; macro-F1 on 2,000 comments, mean and range over draws of the training comments.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from govtext.integrations.sklearn import FEATURES, GovtextVectorizer
from reporting import RESULTS, write_report

SUBJECTS, TESTED, DRAWS, SEED, SHORTEST = 9, 2_000, 5, 0, 20
SIZES = (100, 200, 500, 1_500)


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=RESULTS / "sklearn_features.json")
    options = parser.parse_args()
    texts, subjects = read(options.data / "comments" / "unlabelled.jsonl.gz")
    found: dict[str, Any] = {}
    for name, vectorizer, classifier in systems():
        made = vectorizer.transform(texts) if isinstance(vectorizer, GovtextVectorizer) else texts
        learner = classifier if isinstance(vectorizer, GovtextVectorizer) else make_pipeline(vectorizer, classifier)
        found[name] = {str(size): measure(learner, made, subjects, size) for size in SIZES}
        print(name, found[name])
    figures = {"command": "python benchmarks/sklearn_features.py --data DATA", "subjects": sorted(set(subjects))}
    write_report(options.output, {**figures, "macro_f1_by_training_comments": found}, ["scikit-learn"])


def systems() -> list[tuple[str, Any, Any]]:
    """Return name, vectorizer and classifier of each system."""
    ours = [
        (
            name,
            GovtextVectorizer(name),
            make_pipeline(StandardScaler(), LogisticRegression(C=0.1 if name == "pooled" else 1, max_iter=1_000)),
        )
        for name in FEATURES
    ]
    words = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2))
    return [*ours, ("TF-IDF of words and pairs", words, LogisticRegression(C=10, max_iter=1_000))]


def read(path: Path) -> tuple[list[str], list[str]]:
    """Return texts and subjects, as many of each subject, shuffled."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    counts = Counter(row["subject"] for row in rows)
    wanted = {subject for subject, _ in counts.most_common(SUBJECTS)}
    rng = random.Random(SEED)
    rng.shuffle(rows)
    each = (TESTED + max(SIZES)) // SUBJECTS + 1
    taken: Counter[str] = Counter()
    found = []
    for row in rows:
        if row["subject"] in wanted and taken[row["subject"]] < each and len(row["text"]) >= SHORTEST:
            taken[row["subject"]] += 1
            found.append((row["text"], row["subject"]))
    rng.shuffle(found)
    return [text for text, _ in found], [subject for _, subject in found]


def measure(learner: Any, made: Any, subjects: list[str], size: int) -> dict[str, float]:
    """Return macro-F1 on the last comments, for draws of training comments from the others."""
    values = []
    for draw in range(DRAWS):
        chosen = random.Random(draw).sample(range(len(subjects) - TESTED), size)
        learner.fit([made[place] for place in chosen], [subjects[place] for place in chosen])
        values.append(f1_score(subjects[-TESTED:], learner.predict(made[-TESTED:]), average="macro"))
    return {"mean": round(sum(values) / DRAWS, 3), "least": round(min(values), 3), "most": round(max(values), 3)}


if __name__ == "__main__":
    main()
