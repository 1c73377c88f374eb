"""Few-shot training: linear heads over the features of `fast` and weighted words; the settings chosen by folds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold

from govtext.evaluation import macro_f1
from govtext.scoring.fast import FastModel
from govtext.scoring.linear import features, standardised, terms, weighted
from govtext.scoring.manifest import columns
from govtext.training.custom.data import Row, targets

Floats = npt.NDArray[np.float32]
# Inverse strength of the penalty, and whether words count beside the features: chosen by cross-validation.
_SETTINGS = ((1.0, False), (10.0, False), (1.0, True), (10.0, True))
_FOLDS = 4
_ALWAYS = 4.0  # logit of a label that all training texts have


def fit_linear(
    backbone: FastModel,
    rows: Sequence[Row],
    heads: Mapping[str, Sequence[str]],
    multi: Sequence[str],
    *,
    balanced: bool,
    seed: int,
    log: Callable[[str], None],
) -> dict[str, npt.NDArray[Any]]:
    """Return the tensors of a `govtext.scoring.linear.LinearModel`, without those of its backbone.

    Args:
        backbone: whose features are used.
        rows: training texts with their labels.
        heads: classes of each head.
        multi: heads with many answers, which get a regression a class.
        balanced: weigh classes by the inverse of their frequency.
        seed: of the folds.
        log: takes a line for the person who waits.
    """
    texts = [row.text for row in rows]
    wanted, labelled = targets(rows, heads)
    raw = features(backbone, texts)
    mean, scale = raw.mean(axis=0), raw.std(axis=0) + np.float32(1e-6)
    dense = standardised(raw, mean, scale)
    vocabulary, idf = word_weights(texts)
    owners, places, values = weighted(texts, vocabulary, idf)
    words = csr_matrix((values, (owners, places)), shape=(len(texts), vocabulary.size))
    both = hstack([csr_matrix(dense), words]).tocsr()
    n_classes = wanted.shape[1]
    weights, bias = np.zeros((both.shape[1], n_classes), np.float32), np.zeros(n_classes, np.float32)
    for number, (head, place) in enumerate(columns(heads).items()):
        chosen = labelled[:, number]
        data, gold = both[chosen], wanted[chosen][:, place]
        tasks = range(gold.shape[1]) if head in multi else (None,)
        for task in tasks:
            answers = gold.argmax(axis=1) if task is None else gold[:, task].astype(np.int64)
            if np.unique(answers).size == 1:  # every text has the label, or none of the training part
                if task is None:
                    bias[place][answers[0]] = _ALWAYS
                else:
                    bias[place][task] = _ALWAYS if answers[0] else -_ALWAYS
                continue
            penalty, lexical = _choose(data, answers, dense.shape[1], balanced=balanced, seed=seed)
            label = head if task is None else f"{head}: {heads[head][task]}"
            log(f"{label}: {len(answers)} texts, C = {penalty:g}, {'features and words' if lexical else 'features'}")
            width = both.shape[1] if lexical else dense.shape[1]
            model = _fitted(data[:, :width], answers, penalty, balanced=balanced)
            _put(model, weights[:width, place], bias[place], task)
    return {
        "dense.mean": mean,
        "dense.scale": scale,
        "heads.dense": weights[: dense.shape[1]],
        "heads.words": weights[dense.shape[1] :],
        "heads.bias": bias,
        "words.vocabulary": vocabulary,
        "words.idf": idf,
    }


def word_weights(texts: Sequence[str]) -> tuple[npt.NDArray[np.uint64], Floats]:
    """Return the hashes of the words and pairs of ``texts``, ascending, and the inverse document frequency of each."""
    hashes, owners = terms(texts)
    vocabulary, codes = np.unique(hashes, return_inverse=True)
    cells = np.unique(codes.astype(np.int64) * len(texts) + owners)
    counts = np.bincount(cells // len(texts), minlength=vocabulary.size)
    return vocabulary, (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)


def _choose(data: Any, answers: Any, n_dense: int, *, balanced: bool, seed: int) -> tuple[float, bool]:
    least = int(np.bincount(answers)[np.unique(answers)].min())
    maker = StratifiedKFold if least >= _FOLDS else KFold
    folds = [
        (fit, held)
        for fit, held in maker(min(_FOLDS, len(answers)), shuffle=True, random_state=seed).split(data, answers)
        if np.unique(answers[fit]).size > 1
    ]
    if not folds:
        return _SETTINGS[0]
    best, found = -1.0, _SETTINGS[0]
    for penalty, lexical in _SETTINGS:
        shown = data if lexical else data[:, :n_dense]
        guess, truth = [], []
        for fit, held in folds:
            guess.append(_fitted(shown[fit], answers[fit], penalty, balanced=balanced).predict(shown[held]))
            truth.append(answers[held])
        value = macro_f1(np.concatenate(truth), np.concatenate(guess))
        if value > best:
            best, found = value, (penalty, lexical)
    return found


def _fitted(data: Any, answers: Any, penalty: float, *, balanced: bool) -> LogisticRegression:
    weight = "balanced" if balanced else None
    return LogisticRegression(C=penalty, class_weight=weight, max_iter=3000).fit(data, answers)


def _put(model: LogisticRegression, weights: Floats, bias: Floats, task: int | None) -> None:
    """Write what was fitted into the columns of a head; two classes are one logit, which the second class gets."""
    if task is not None:
        weights[:, task], bias[task] = model.coef_[0], model.intercept_[0]
    elif len(model.coef_) == 1:
        weights[:, model.classes_[1]], bias[model.classes_[1]] = model.coef_[0], model.intercept_[0]
    else:
        weights[:, model.classes_], bias[model.classes_] = model.coef_.T, model.intercept_
