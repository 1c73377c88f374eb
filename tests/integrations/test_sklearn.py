from __future__ import annotations

import pickle
import sys
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from sklearn.base import clone
from sklearn.compose import ColumnTransformer
from sklearn.exceptions import SkipTestWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer, StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

import govtext
from govtext.errors import InputError, InputTypeError, MissingExtraError
from govtext.integrations.sklearn import FEATURES, GovtextClassifier, GovtextVectorizer
from govtext.labels import scheme
from scoring.tiny import SENTENCES, VARIED

WORDS = ("bansos", "cair", "pak", "jalan", "rusak", "terima kasih", "mahal", "mbah", "sekolah", "obat")
FREIGHT = [f"truk {n} macet di tol, muatan telat" for n in range(12)]
GARDEN = [f"tanam {n} bibit cabai di pekarangan, subur" for n in range(12)]
OWN_TEXTS, OWN_LABELS = FREIGHT + GARDEN, ["freight"] * 12 + ["garden"] * 12
NEEDS_FIT = "it is pretrained: fit learns nothing from y"
NOT_LEARNT = dict.fromkeys(
    (
        "check_classifiers_one_label", "check_classifiers_classes", "check_classifiers_train",
        "check_classifiers_regression_target", "check_supervised_y_no_nan", "check_supervised_y_2d",
    ),
    NEEDS_FIT,
)  # fmt: skip


class OnNumbers:
    """Makes an estimator of texts one of numbers, so that all of scikit-learn's checks can be run on it.

    For estimators whose input is text scikit-learn has but one check.
    """

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.two_d_array, tags.input_tags.string = True, False
        return tags

    def said(self, X: Any, *, reset: bool = False) -> list[str]:
        rows = validate_data(self, X, reset=reset)
        return [" ".join(WORDS[int(abs(value) * 3) % len(WORDS)] for value in row) for row in rows]


class VectorizerOfNumbers(OnNumbers, GovtextVectorizer):
    def __init__(self, features: str = "pooled", *, heads: Any = None, model: str = "fast") -> None:
        super().__init__(features, heads=heads, model=model)

    def fit(self, X: Any, y: Any = None) -> Any:
        return super().fit(self.said(X, reset=True), y)

    def transform(self, X: Any) -> Any:
        return super().transform(self.said(X, reset=not hasattr(self, "n_features_in_")))


class ClassifierOfNumbers(OnNumbers, GovtextClassifier):
    def __init__(self, head: str = "poverty_related", *, model: str = "fast") -> None:
        super().__init__(head, model=model)

    def fit(self, X: Any, y: Any = None) -> Any:  # noqa: ARG002 - the labels of the checks are not ours
        return super().fit(self.said(X, reset=True))

    def predict(self, X: Any) -> Any:
        return super().predict(self.said(X))

    def predict_proba(self, X: Any) -> Any:
        # The checks allow differences of 1e-7 between batches; float32 has them in the seventh digit.
        return super().predict_proba(self.said(X)).round(3)


def expected_failures(estimator: Any) -> dict[str, str]:
    return NOT_LEARNT if isinstance(estimator, ClassifierOfNumbers) else {}


@pytest.mark.filterwarnings("ignore")
@parametrize_with_checks(
    [VectorizerOfNumbers(features) for features in FEATURES] + [ClassifierOfNumbers()],
    expected_failed_checks=expected_failures,
    xfail_strict=True,
)
def test_all_checks_on_numbers(estimator: Any, check: Any) -> None:
    check(estimator)


with pytest.warns(SkipTestWarning):
    on_texts = parametrize_with_checks([GovtextVectorizer(), GovtextClassifier(model="fast")])


@on_texts
def test_checks_on_texts(estimator: Any, check: Any) -> None:
    check(estimator)


@pytest.mark.parametrize("head", ["sentiment", "intent", "stance", "poverty_related"])
def test_predictions_are_those_of_the_library(head: str) -> None:
    classifier = GovtextClassifier(head, model="fast")
    check_is_fitted(classifier)
    found = list(govtext.load("fast").pipe(VARIED))
    labels = [getattr(one, head) for one in found]
    expected = [label.value if head == "poverty_related" else label.id for label in labels]
    assert classifier.predict(VARIED).tolist() == expected
    shares = classifier.predict_proba(VARIED)
    assert shares.shape == (len(VARIED), len(classifier.classes_))
    assert shares.sum(axis=1) == pytest.approx(1, abs=1e-5)
    if head != "poverty_related":
        for row, label in zip(shares, labels, strict=True):
            assert dict(zip(classifier.classes_, row, strict=True)) == pytest.approx(label.scores, abs=1e-5)


@pytest.mark.parametrize("head", ["topics", "voices"])
def test_heads_of_many_labels(head: str) -> None:
    classifier = GovtextClassifier(head, model="fast")
    binarizer = MultiLabelBinarizer(classes=classifier.classes_)
    truth = binarizer.fit_transform(
        [[label.id for label in getattr(a, head)] for a in govtext.load("fast").pipe(VARIED)]
    )
    assert (classifier.fit(VARIED, truth).predict(VARIED) == truth).all()
    assert f1_score(truth, classifier.predict(VARIED), average="micro") == classifier.score(VARIED, truth) == 1
    assert sorted(scheme()[head].ids) == classifier.classes_.tolist()
    assert classifier.predict_proba(VARIED).shape == truth.shape
    assert ((classifier.predict_proba(VARIED) > 0.999) <= truth).all()
    for wrong in (truth[:, :3], [["health"]] * len(VARIED), truth * 2):
        with pytest.raises(InputError, match=r"no indicator matrix.*MultiLabelBinarizer"):
            classifier.fit(VARIED, wrong)


def test_labels_that_the_head_does_not_give() -> None:
    classifier = GovtextClassifier(model="fast")
    assert classifier.fit(SENTENCES, ["positive", "negative", "neutral"] * 2 + ["neutral"]) is classifier
    with pytest.raises(InputError, match=r"sentiment does not give these labels; got \['marah'\].*LogisticRegression"):
        classifier.fit(["a", "b"], ["marah", "neutral"])
    with pytest.raises(InputError, match="not one label a text"):
        classifier.fit(["a", "b"], ["neutral"])
    GovtextClassifier("poverty_related", model="fast").fit(["a", "b"], [0, 1]).predict(["a"])


def test_names_of_features() -> None:
    nlp = govtext.load("fast")
    names = list(GovtextVectorizer("probabilities", heads=["sentiment", "formality"]).get_feature_names_out())
    assert names == ["sentiment.positive", "sentiment.neutral", "sentiment.negative", "formality"]
    found = GovtextVectorizer("probabilities", heads=["sentiment", "formality"]).fit_transform(SENTENCES)
    for row, text in zip(found, SENTENCES, strict=True):
        one = nlp(text)
        assert dict(zip(names, row, strict=True)) == pytest.approx(
            {**{f"sentiment.{k}": v for k, v in one.sentiment.scores.items()}, "formality": one.formality.score},
            abs=1e-5,
        )
    for features in FEATURES:
        vectorizer = GovtextVectorizer(features)
        made = vectorizer.transform(VARIED)
        assert made.shape == (len(VARIED), len(vectorizer.get_feature_names_out()))
        assert made.dtype == np.float32
        assert np.isfinite(made).all()
        assert vectorizer.transform([]).shape == (0, made.shape[1])


def test_logits_are_the_log_odds() -> None:
    share, logit = (GovtextVectorizer(one).transform(SENTENCES) for one in ("probabilities", "logits"))
    assert 1 / (1 + np.exp(-logit)) == pytest.approx(np.clip(share, 1e-6, 1 - 1e-6), abs=1e-6)


def test_pooled_numbers_of_auto_are_those_of_fast() -> None:
    pytest.importorskip("onnxruntime")
    assert np.array_equal(
        GovtextVectorizer(model="auto").transform(SENTENCES), GovtextVectorizer().transform(SENTENCES)
    )
    with pytest.raises(InputError, match=r"no pooled features; got 'accurate'.*model='fast'"):
        GovtextVectorizer(model="accurate").fit(SENTENCES)


def test_labels_of_your_own_are_learnt() -> None:
    model = make_pipeline(GovtextVectorizer(), StandardScaler(), LogisticRegression(C=0.1)).fit(OWN_TEXTS, OWN_LABELS)
    assert model.predict(["truk macet lagi di tol", "bibit tomat saya tanam di pekarangan"]).tolist() == [
        "freight",
        "garden",
    ]
    again = pickle.loads(pickle.dumps(model))  # noqa: S301 - just written
    assert (again.predict(OWN_TEXTS) == model.predict(OWN_TEXTS)).all()


def test_a_grid_search_in_other_processes() -> None:
    search = GridSearchCV(
        make_pipeline(GovtextVectorizer("logits"), LogisticRegression(max_iter=500)),
        {"govtextvectorizer__heads": [None, ("topics", "intent")], "logisticregression__C": [0.1, 1.0]},
        cv=2,
        n_jobs=2,
        error_score="raise",
    ).fit(OWN_TEXTS, OWN_LABELS)
    assert search.best_score_ > 0.8
    assert set(search.best_params_) == {"govtextvectorizer__heads", "logisticregression__C"}


def test_scores_without_training() -> None:
    texts = ["terima kasih pak, bagus sekali", "kecewa, pelayanan buruk sekali"] * 4
    truth = ["positive", "negative"] * 4
    assert cross_val_score(GovtextClassifier(model="fast"), texts, truth, cv=2).tolist() == [1, 1]


def test_what_encodes_the_labels_before_it_fits() -> None:
    texts = ["terima kasih pak, bagus sekali", "kecewa, pelayanan buruk sekali", "Kapan bansos cair min?"] * 4
    classifier = GovtextClassifier(model="fast")
    truth = classifier.predict(texts)
    assert set(truth) == set(classifier.classes_)
    shares = cross_val_predict(classifier, texts, truth, cv=2, method="predict_proba")
    assert shares == pytest.approx(classifier.predict_proba(texts), abs=1e-5)
    found = cross_validate(classifier, texts, truth, cv=2, scoring=["roc_auc_ovr", "neg_log_loss", "f1_macro"])
    assert found["test_f1_macro"].tolist() == [1, 1]
    search = GridSearchCV(classifier, {"model": ["fast"], "head": ["sentiment"]}, cv=2).fit(texts, truth)
    assert search.best_score_ == 1


def test_estimators_are_small_to_pickle_and_are_cloned() -> None:
    for estimator in (GovtextVectorizer("logits", heads=("topics",)), GovtextClassifier("voices", model="fast")):
        before = estimator.get_params()
        estimator.fit(SENTENCES)
        assert len(pickle.dumps(estimator)) < 1000
        assert clone(estimator).get_params() == before == estimator.get_params()
        assert set(vars(estimator)) == set(before)


@pytest.mark.parametrize(
    "texts",
    [
        tuple(SENTENCES),
        np.array(SENTENCES),
        np.array(SENTENCES, dtype=object),
        pa.array(SENTENCES),
        pa.chunked_array([SENTENCES]),
        (text for text in SENTENCES),
    ],
    ids=["tuple", "numpy", "objects", "arrow", "chunked", "generator"],
)
def test_every_form_of_texts(texts: Any) -> None:
    expected = GovtextVectorizer().transform(list(SENTENCES))
    assert np.array_equal(GovtextVectorizer().fit_transform(texts), expected)


def test_data_frames() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"komentar": SENTENCES, "likes": range(len(SENTENCES))}, index=list("abcdefg"))
    columns = ColumnTransformer([("text", GovtextVectorizer("probabilities", heads=("intent",)), "komentar")])
    made = columns.set_output(transform="pandas").fit_transform(frame)
    assert made.columns[0] == "text__intent.complaint"
    assert made.index.tolist() == list("abcdefg")
    with pytest.raises(InputTypeError, match=r'a table instead of texts.*df\["text"\]'):
        GovtextVectorizer().fit_transform(frame[["komentar"]])
    with pytest.raises(InputTypeError, match=r"item 1 is not a text; got nan.*fillna"):
        GovtextClassifier(model="fast").predict(pandas.Series(["a", float("nan")], dtype=object))


@pytest.mark.parametrize("texts", ["bansos", b"bansos", 3, None])
def test_what_is_not_many_texts(texts: Any) -> None:
    for call in (GovtextVectorizer().fit, GovtextVectorizer().transform, GovtextClassifier(model="fast").predict):
        with pytest.raises(InputTypeError, match="not many texts"):
            call(texts)


@pytest.mark.parametrize(
    ("estimator", "message"),
    [
        (GovtextVectorizer("poled"), "unknown features; got 'poled'.*did you mean 'pooled'"),
        (GovtextVectorizer("logits", heads=("topic",)), "unknown head; got 'topic'.*did you mean 'topics'"),
        (GovtextClassifier("formality", model="fast"), "unknown head; got 'formality'"),
    ],
)
def test_wrong_parameters_are_told_by_fit(estimator: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        estimator.fit(SENTENCES)


def test_without_scikit_learn_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.base", None)
    monkeypatch.delitem(sys.modules, "govtext.integrations.sklearn")
    with pytest.raises(MissingExtraError, match=r"pip install 'govtext\[sklearn\]'"):
        import govtext.integrations.sklearn  # noqa: F401
