"""Baselines that learn from the train split: TF-IDF with logistic regression, and fastText."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from govtext.errors import InputError, MissingExtraError
from govtext.evaluation.data import Example
from govtext.evaluation.systems import Answers, decode
from govtext.evaluation.tasks import LABELLED, Task

_LABEL = "__label__"  # what fastText puts before a label


class TfidfSystem:
    """TF-IDF of words (1 to 2) and characters (2 to 5) with logistic regression, by scikit-learn."""

    fitted, name = True, "tfidf"

    def __init__(self, task: Task, seed: int) -> None:
        if task.kind not in LABELLED:
            raise InputError("tfidf answers tasks with labels only", got=task.name)
        self._task, self._seed = task, seed
        self._model: Any = None

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from the train split."""
        try:
            from sklearn.feature_extraction.text import TfidfVectorizer
            from sklearn.linear_model import LogisticRegression
            from sklearn.multiclass import OneVsRestClassifier
            from sklearn.pipeline import make_pipeline, make_union
        except ImportError:
            raise MissingExtraError("tfidf", "train") from None
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        model: Any = LogisticRegression(C=5, max_iter=1000, random_state=self._seed)
        gold: Any = [example.gold for example in examples]
        if self._task.kind != "classification":
            gold = np.array([[label in one for label in self._task.labels] for one in gold])
            self._seen = np.flatnonzero(gold.any(axis=0) & ~gold.all(axis=0))
            self._rest = gold.all(axis=0)
            gold, model = gold[:, self._seen].astype(int), OneVsRestClassifier(model)
        try:
            self._model = make_pipeline(make_union(words, letters), model).fit([e.text for e in examples], gold)
        except ValueError as error:
            raise InputError(f"tfidf cannot learn from the train split ({error})") from error

    def answer(self, texts: Sequence[str]) -> Answers:
        """Answer each text."""
        if self._model is None:
            raise _not_fitted(self.name)
        found = self._model.predict_proba(list(texts))
        probabilities = np.zeros((len(texts), len(self._task.labels)))
        if self._task.kind == "classification":
            probabilities[:, [self._task.labels.index(label) for label in self._model.classes_]] = found
        else:
            probabilities[:] = self._rest
            probabilities[:, self._seen] = found[:, -len(self._seen) :]  # of one label scikit-learn gives both sides
        return decode(self._task, probabilities)


class FastTextSystem:
    """fastText's classifier with word bigrams (Joulin et al. 2017), if it is installed."""

    fitted, name = True, "fasttext"

    def __init__(self, task: Task, seed: int) -> None:
        if task.kind != "classification":
            raise InputError("fasttext answers tasks with one label only", got=task.name)
        try:
            import fasttext
        except ImportError:
            raise InputError("fasttext is not installed", fix="pip install fasttext-community") from None
        self._task, self._seed, self._library = task, seed, fasttext
        self._model: Any = None

    def fit(self, examples: Sequence[Example]) -> None:
        """Learn from the train split."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "train.txt"
            path.write_text("".join(f"{_LABEL}{e.gold} {_line(e.text)}\n" for e in examples), encoding="utf-8")
            self._model = self._library.train_supervised(
                str(path), dim=50, epoch=15, lr=0.5, wordNgrams=2, bucket=200_000, thread=1, seed=self._seed, verbose=0
            )

    def answer(self, texts: Sequence[str]) -> Answers:
        """Answer each text."""
        if self._model is None:
            raise _not_fitted(self.name)
        probabilities = np.zeros((len(texts), len(self._task.labels)))
        for row, text in zip(probabilities, texts, strict=True):
            try:
                found = self._model.predict(_line(text), k=-1)
            except ValueError as error:  # fasttext and fasttext-wheel 0.9.2: np.array(…, copy=False) on numpy 2
                fix = "pip uninstall fasttext fasttext-wheel; pip install fasttext-community"
                raise InputError("the installed fasttext does not work with this numpy", fix=fix) from error
            for name, probability in zip(*found, strict=True):
                row[self._task.labels.index(name.removeprefix(_LABEL))] = probability
        return decode(self._task, probabilities)


def _not_fitted(name: str) -> InputError:
    return InputError(f"{name} has learnt nothing yet", fix="call fit first")


def _line(text: str) -> str:
    """Return a text as one line of fastText's, which must not hold what it takes for a label."""
    return " ".join(text.lower().replace(_LABEL, " ").encode("utf-8", "replace").decode().split())
