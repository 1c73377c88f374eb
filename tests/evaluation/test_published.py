"""Published results: the figures below were typed by hand from the sources, not read from published.toml."""

from __future__ import annotations

from typing import Any

import pytest

from govtext.errors import ConfigError
from govtext.evaluation import published, tasks
from govtext.evaluation import published as function
from govtext.evaluation.published import TAGS

LANGUAGES = ["ace", "ban", "bbc", "bjn", "bug", "eng", "ind", "jav", "mad", "min", "nij", "sun", "mean"]
TYPED: dict[tuple[str, str], dict[str, float]] = {
    ("smsa", "IndoNLU Table 5"): {
        "transformer from scratch": 67.35, "fastText-cc-id": 76.92, "fastText-indo4b": 82.13, "mBERT": 84.14,
        "XLM-MLM": 86.33, "XLM-R base": 91.39, "XLM-R large": 92.35, "IndoBERT-lite base p1": 90.85,
        "IndoBERT-lite base p2": 90.29, "IndoBERT-lite large p1": 88.66, "IndoBERT-lite large p2": 88.61,
        "IndoBERT base p1": 87.73, "IndoBERT base p2": 87.66, "IndoBERT large p1": 92.72, "IndoBERT large p2": 92.03,
    },
    ("smsa", "IndoBERTweet README"): {
        "mBERT": 84.7, "malayBERT": 84.1, "IndoBERT base": 88.7, "IndoLEM IndoBERT base": 87.9,
        "IndoBERTweet from scratch": 90.4, "IndoBERTweet": 92.7,
    },
    ("smsa", "LazarusNLP/NusaBERT"): {"NusaBERT base": 87.46, "NusaBERT large": 87.36},
    ("smsa", "LazarusNLP/indonesian-sentence-embeddings"): {
        "e5-small, frozen": 79.51, "e5-base, frozen": 86.22, "e5-large, frozen": 86.50, "mpnet-base-v2, frozen": 86.56,
        "SimCSE-IndoBERT, frozen": 81.50, "distiluse-v2, frozen": 73.64,
    },
    ("smsa", "model card"): {"IndoBERT base p1, community": 91.13, "indonesian-roberta-base": 91.02},
    ("emot", "IndoNLU Table 5"): {
        "fastText-cc-id": 65.36, "fastText-indo4b": 69.23, "mBERT": 67.30, "XLM-R base": 71.15, "XLM-R large": 78.51,
        "IndoBERT-lite base p1": 73.88, "IndoBERT-lite base p2": 72.27, "IndoBERT-lite large p1": 75.19,
        "IndoBERT-lite large p2": 70.80, "IndoBERT base p1": 75.48, "IndoBERT base p2": 76.28,
        "IndoBERT large p1": 77.08, "IndoBERT large p2": 79.47,
    },
    ("emot", "IndoBERTweet README"): {
        "mBERT": 67.5, "malayBERT": 74.2, "IndoBERT base": 73.3, "IndoLEM IndoBERT base": 71.0,
        "IndoBERTweet from scratch": 76.0, "IndoBERTweet": 79.0,
    },
    ("emot", "LazarusNLP/NusaBERT"): {"NusaBERT base": 76.10, "NusaBERT large": 78.90},
    ("emot", "LazarusNLP/indonesian-sentence-embeddings"): {
        "e5-small, frozen": 65.04, "e5-base, frozen": 69.07, "e5-large, frozen": 74.66, "mpnet-base-v2, frozen": 63.78,
        "SimCSE-IndoBERT, frozen": 55.78,
    },
    ("indolem-sentiment", "IndoLEM README"): {"Bi-LSTM": 71.62, "mBERT": 76.58, "MalayBERT": 82.02, "IndoBERT": 84.13},
    ("indolem-sentiment", "IndoBERTweet README"): {
        "mBERT": 76.6, "malayBERT": 82.0, "IndoBERT base": 84.1, "IndoLEM IndoBERT base": 84.1,
        "IndoBERTweet from scratch": 86.2, "IndoBERTweet": 86.6,
    },
    ("hate-speech", "Hana et al. 2020"): {"SVM + classifier chains": 74.88},
    ("stif-formality", "report of a JCCE"): {"RoBERTa-type classifier": 92.20},
    ("stif-transfer", "measured by govtext"): {
        "copy of the input": 32.51, "kamus-alay, first sense": 40.04, "cleaner_id": 43.26,
        "indo_text_preprocessing": 40.99, "indoNLP": 40.06,
    },
    ("stif-transfer", "Firdausillah 2025"): {"IndoNanoT5-base": 55.99, "IndoGPT": 51.13},
    ("stif-transfer", "IEEE 10331336"): {"IndoBART + augmentation": 53.19},
    ("indocollex", "measured by govtext"): {
        "copy of the input": 0.0, "kamus-alay, first sense": 32.9, "cleaner_id": 22.1, "indo_text_preprocessing": 35.2,
        "indoNLP": 33.3,
    },
    ("ud-id-tokens", "Stanza 1.5.1"): {"Stanza": 99.88},
    ("ud-id-tokens", "measured by govtext"): {
        "simplemma": 99.86, "NLTK TweetTokenizer": 99.39, "spaCy blank id": 98.94,
    },
    ("ud-id-sentences", "Stanza 1.5.1"): {"Stanza": 93.04},
    ("ud-id-sentences", "UDPipe 2"): {"UDPipe 2": 93.04},
    ("ud-id-sentences", "measured by govtext"): {
        "spaCy sentencizer": 87.12, "NLTK Punkt, untrained": 86.89, "simplemma": 86.01,
    },
}  # fmt: skip
NUSAX = {
    "Naive Bayes": "72.5 72.6 73.0 71.9 73.7 76.5 73.1 69.4 66.8 73.2 68.8 71.9 72.0",
    "SVM": "75.7 75.3 76.7 74.8 77.2 75.0 78.7 71.3 73.8 76.7 75.1 74.3 75.4",
    "Logistic Regression": "77.4 76.3 76.3 75.0 77.2 75.9 74.7 73.7 74.7 74.8 73.4 75.8 75.4",
    "IndoBERT base": "75.4 74.8 70.0 83.1 73.9 79.5 90.0 81.7 77.8 82.5 75.8 77.5 78.5",
    "IndoBERT large": "76.3 79.5 74.0 83.2 70.9 87.3 90.2 85.6 77.2 82.9 75.8 77.2 80.0",
    "IndoLEM IndoBERT base": "72.6 65.4 61.7 71.2 66.9 71.2 87.6 74.5 71.8 68.9 69.3 71.7 71.1",
    "mBERT": "72.2 70.6 69.3 70.4 68.0 84.1 78.0 73.2 67.4 74.9 70.2 74.5 72.7",
    "XLM-R base": "73.9 72.8 62.3 76.6 66.6 90.8 88.4 78.9 69.7 79.1 75.0 80.1 76.2",
    "XLM-R large": "75.9 77.1 65.5 86.3 70.0 92.6 91.6 84.2 74.9 83.1 73.3 86.0 80.0",
    "NusaBERT base": "76.51 78.67 74.02 82.38 71.64 84.09 89.74 84.09 75.62 80.77 74.93 85.21 79.81",
    "NusaBERT large": "81.8 82.83 74.71 86.51 73.36 84.63 93.33 87.20 82.50 83.54 77.72 82.74 82.57",
}
ALL = [row for one in tasks() for row in published(one.name)]


@pytest.mark.parametrize(("task", "source"), TYPED)
def test_figures_are_those_of_the_source(task: str, source: str) -> None:
    found = {row.system: row.value for row in published(task) if row.source.startswith(source)}
    assert found == TYPED[task, source]


def test_figures_of_nusax_are_those_of_the_source() -> None:
    found = {(row.system, row.language): row.value for row in published("nusax")}
    rows = {name: map(float, figures.split()) for name, figures in NUSAX.items()}
    assert found == {
        (name, code): value for name, row in rows.items() for code, value in zip(LANGUAGES, row, strict=True)
    }


def test_the_mean_of_nusax_is_that_of_its_languages() -> None:
    """A slip of the pen in any language would move it; sources round to one digit."""
    for name, figures in NUSAX.items():
        *each, mean = map(float, figures.split())
        assert sum(each) / 12 == pytest.approx(mean, abs=0.06), name


def test_no_figure_is_left_unchecked() -> None:
    assert len(ALL) == sum(map(len, TYPED.values())) + 13 * len(NUSAX)


def test_every_figure_has_a_source_and_says_how_it_was_read() -> None:
    assert {row.tag for row in ALL} <= set(TAGS)
    assert all(row.source and row.metric and 0 <= row.value <= 100 for row in ALL)
    assert {row.split for row in ALL} == {"test", "other"}
    assert all(row.note for row in ALL if row.split == "other")
    assert {row.task for row in ALL} <= {one.name for one in tasks()}
    keys = [(row.task, row.system, row.source, row.language, row.note) for row in ALL]
    assert len(keys) == len(set(keys))


def test_the_best_comes_first() -> None:
    assert [row.value for row in published("smsa")] == sorted((row.value for row in published("smsa")), reverse=True)
    assert published("dkk") == ()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"source": {}, "results": [{"source": "x"}]}, "unknown source; got 'x'"),
        ({"source": {"x": {"where": "w", "tag": "MEM"}}, "results": [{"source": "x"}]}, "not checked; got 'MEM'"),
    ],
)
def test_figures_from_memory_or_nowhere_are_refused(
    data: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    module = sys.modules[function.__module__]
    monkeypatch.setattr(module.tomllib, "loads", lambda _: data)
    module._all.cache_clear()
    with pytest.raises(ConfigError, match=said):
        published("smsa")
    module._all.cache_clear()
