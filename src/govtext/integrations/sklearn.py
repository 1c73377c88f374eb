"""govtext in scikit-learn: features for classifiers of your own, and our labels as a classifier.

from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from govtext.integrations.sklearn import GovtextVectorizer

own = make_pipeline(GovtextVectorizer(), StandardScaler(), LogisticRegression(C=0.1)).fit(texts, labels)

Both estimators hold their parameters alone: they are cloned, pickled and sent to other processes without the model,
which each process opens once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Sized
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from govtext.errors import InputError, InputTypeError, MissingExtraError, suggest
from govtext.integrations.naming import score_names
from govtext.integrations.opening import opened
from govtext.scoring import Pipeline

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
    from sklearn.utils import Tags
except ImportError as error:
    raise MissingExtraError("govtext.integrations.sklearn", "sklearn") from error

FEATURES = ("pooled", "logits", "probabilities")
_LEAST = 1e-6  # probabilities are kept so far from 0 and 1 that their logits are finite
Floats = npt.NDArray[np.float32]


class _TextEstimator(BaseEstimator):
    """What both estimators share: texts in, a pretrained model behind."""

    model: str
    device: str
    threads: int

    @property
    def _pipeline(self) -> Pipeline:
        return opened(self.model, self.device, self.threads)

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.requires_fit = tags.target_tags.required = False
        return tags


class GovtextVectorizer(TransformerMixin, _TextEstimator):
    """Turns texts into numbers that a classifier of your own can learn from. Pretrained: ``fit`` learns nothing.

    Args:
        features: which numbers.
            ``"pooled"``: what the layers of `fast` see in a text (mean and maximum of its word vectors and of their
            contexts, its shape): 643 numbers without a name. Of the three, a classifier learns most from these
            (docs/integrations.md); scale them.
            ``"probabilities"``: the calibrated probability of each class, named as ``sentiment.negative``.
            ``"logits"``: their log odds, which suit linear classifiers better.
        heads: for probabilities and logits, which heads; None for all.
        model: as in `govtext.load`. ``"pooled"`` needs a model of kind ``fast``.
        device: as in `govtext.load`.
        threads: as in `govtext.load`.
    """

    def __init__(
        self,
        features: str = "pooled",
        *,
        heads: Sequence[str] | None = None,
        model: str = "fast",
        device: str = "cpu",
        threads: int = 0,
    ) -> None:
        self.features = features
        self.heads = heads
        self.model = model
        self.device = device
        self.threads = threads

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.transformer_tags.preserves_dtype = []  # float32 always
        return tags

    def fit(self, X: Iterable[str], y: object = None) -> Self:  # noqa: ARG002 - scikit-learn's signature
        """Check the parameters.

        Raises:
            InputError: a parameter has an unknown value, or the model has no pooled features.
        """
        _require_many(X)
        self._names()
        return self

    def transform(self, X: Iterable[str]) -> Floats:
        """Return the features, shape (n_texts, n_features).

        Args:
            X: any iterable of ``str``, such as a list or a column of a data frame.

        Raises:
            InputTypeError: ``X`` is one text, a table, or holds something else than ``str``.
            InputError: a parameter has an unknown value, or the model has no pooled features.
        """
        names, texts = self._names(), _texts(X)
        if self.features == "pooled":
            return self._pooled(texts)
        found = self._pipeline.scores(texts).probabilities
        if not names:
            return np.empty((len(texts), 0), dtype=np.float32)
        values: Floats = np.concatenate([found[head] for head in self._heads()], axis=1).astype(np.float32)
        if self.features == "logits":
            values = np.clip(values, _LEAST, 1 - _LEAST)
            values = np.log(values) - np.log1p(-values)
        return values

    def get_feature_names_out(self, input_features: object = None) -> npt.NDArray[np.object_]:  # noqa: ARG002
        """Return the names of the features, shape (n_features,)."""
        return np.array(self._names(), dtype=object)

    def _names(self) -> list[str]:
        if self.features not in FEATURES:
            raise InputError(
                "unknown features", got=self.features, allowed=FEATURES, fix=suggest(str(self.features), FEATURES)
            )
        if self.features == "pooled":
            return [f"pooled{place}" for place in range(self._pooled([]).shape[1])]
        heads = self._pipeline.manifest.heads
        return [name for head in self._heads() for name in score_names(head, heads[head])]

    def _heads(self) -> tuple[str, ...]:
        known = tuple(self._pipeline.manifest.heads)
        if self.heads is None:
            return known
        wanted = (self.heads,) if isinstance(self.heads, str) else tuple(self.heads)
        for head in wanted:
            if head not in known:
                raise InputError("unknown head", got=head, allowed=known, fix=suggest(str(head), known))
        return wanted

    def _pooled(self, texts: Sequence[str]) -> Floats:
        from govtext.scoring.fast import FastModel

        model = self._pipeline.model
        if not isinstance(model, FastModel):
            raise InputError(
                "the model has no pooled features", got=self.model, fix="use model='fast', or features='logits'"
            )
        return model.formality_inputs(texts)


class GovtextClassifier(ClassifierMixin, _TextEstimator):
    """The answers of one head as a classifier. Pretrained: ``fit`` learns nothing and only checks the labels.

    So a search, a cross-validation or a metric of scikit-learn can be run on the library as it is, as on an estimator
    in ``sklearn.frozen.FrozenEstimator``. For labels of your own use `GovtextVectorizer` and any classifier.

    ``predict`` gives what ``nlp(text)`` gives:

    - ``sentiment``, ``intent``, ``stance``: ids. The stance is chosen to fit the voices, and so is not always the
      class of the greatest probability;
    - ``poverty_related``: booleans;
    - ``topics``, ``voices``: an indicator matrix whose columns are ``classes_``;
    - heads of a model of your own (`govtext train`): ids, or such a matrix where a text may have several.

    Args:
        head: which head.
        model: as in `govtext.load`.
        device: as in `govtext.load`.
        threads: as in `govtext.load`.
    """

    def __init__(self, head: str = "sentiment", *, model: str = "auto", device: str = "cpu", threads: int = 0) -> None:
        self.head = head
        self.model = model
        self.device = device
        self.threads = threads

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = self._many
        return tags

    @property
    def classes_(self) -> npt.NDArray[Any]:
        """The labels, sorted; shape (n_classes,)."""
        ids = self._ids()
        return np.array([False, True]) if len(ids) == 1 else np.array(sorted(ids), dtype=object)

    def fit(self, X: Iterable[str], y: Any = None) -> Self:
        """Check that the head can give the labels of ``y``.

        Args:
            X: texts; not looked at.
            y: labels of the head, or their places in ``classes_``; for topics and voices an indicator matrix; None for
                no check.

        Raises:
            InputError: the head is unknown, or ``y`` holds labels that it does not give, or too many or too few.
        """
        _require_many(X)
        classes = self.classes_
        if y is None:
            return self
        given = np.asarray(y)
        if isinstance(X, Sized) and len(given) != len(X):
            raise InputError("not one label a text", got=(len(X), len(given)), fix="give as many labels as texts")
        if self._many:
            if given.ndim != 2 or given.shape[1] != len(classes) or not np.isin(given, (0, 1)).all():  # noqa: PLR2004
                raise InputError(
                    f"the labels of {self.head} are no indicator matrix of {len(classes)} columns",
                    got=given.shape,
                    fix="make it with MultiLabelBinarizer(classes=classifier.classes_)",
                )
            return self
        # Places in `classes_` are what cross_val_predict and ensembles make of the labels before they fit.
        known = {*classes.tolist(), *range(len(classes))}
        unknown = sorted({str(label) for label in given.ravel().tolist() if label not in known})
        if unknown or given.ndim != 1:
            raise InputError(
                f"{self.head} does not give these labels",
                got=unknown or given.shape,
                allowed=[str(label) for label in classes],
                fix="for labels of your own: make_pipeline(GovtextVectorizer(), LogisticRegression())",
            )
        return self

    def predict(self, X: Iterable[str]) -> npt.NDArray[Any]:
        """Return the labels, shape (n_texts,), for topics and voices (n_texts, n_classes) of 0 and 1.

        Raises:
            InputTypeError: ``X`` is one text, a table, or holds something else than ``str``.
            InputError: the head is unknown.
        """
        ids = self._ids()
        scores = self._pipeline.scores(_texts(X))
        if self._many:
            return scores.given[self.head][:, self._order()].astype(np.int64)
        if len(ids) == 1:
            return scores.given[self.head][:, 0]
        return np.array(ids, dtype=object)[scores.chosen[self.head]]

    def predict_proba(self, X: Iterable[str]) -> npt.NDArray[np.float64]:
        """Return the calibrated probability of each class in the order of ``classes_``, shape (n_texts, n_classes).

        For topics and voices they are independent of each other and do not sum to one.

        Raises:
            InputTypeError: ``X`` is one text, a table, or holds something else than ``str``.
            InputError: the head is unknown.
        """
        order = self._order()
        found = self._pipeline.scores(_texts(X)).probabilities[self.head].astype(np.float64)
        if len(order) == 1:
            return np.hstack([1 - found, found])
        if not self._many:  # 32-bit probabilities sum to one in seven digits, and scikit-learn looks at more
            found /= found.sum(axis=1, keepdims=True)
        return found[:, order]

    @property
    def _many(self) -> bool:
        return self.head in self._pipeline.many

    def _ids(self) -> tuple[str, ...]:
        heads = self._pipeline.manifest.heads
        known = [head for head in heads if head != "formality"]
        if self.head not in known:
            raise InputError("unknown head", got=self.head, allowed=known, fix=suggest(str(self.head), known))
        return tuple(heads[self.head])

    def _order(self) -> list[int]:
        ids = self._ids()
        return sorted(range(len(ids)), key=ids.__getitem__)


def _require_many(texts: object) -> None:
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise InputTypeError("not many texts", got=texts, allowed="an iterable of str", fix="give a list: [text]")
    if getattr(texts, "ndim", 1) != 1:
        raise InputTypeError(
            "a table instead of texts", got=type(texts).__name__, allowed="one column", fix='give df["text"]'
        )


def _texts(given: Iterable[Any]) -> list[str]:
    _require_many(given)
    texts = given.to_pylist() if hasattr(given, "to_pylist") else list(given)  # an Arrow array yields its own objects
    for place, text in enumerate(texts):
        if not isinstance(text, str):
            raise InputTypeError(
                f"item {place} is not a text", got=text, allowed="str", fix='fill missing texts first: fillna("")'
            )
    return texts
