"""Comments per second of each model (all heads, tokenising included) beside its peers, in one run, as ratios.

    python benchmarks/throughput.py --data ../shared/data

Peers: scikit-learn TF-IDF + logistic regression for one head (fitted on part of the same comments with random
labels: only its speed is of interest), and a transformers text-classification pipeline around a BERT-base of random
weights, at its best batch size, on a sample. The slower of our models are measured on a part of the comments.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from reporting import RESULTS, write_report

COMMENTS = 10_000
ACCURATE_SAMPLE = 1_500
BERT_SAMPLE = 96
SEED = 0


def main() -> None:
    """Measure, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with comments/unlabelled.jsonl.gz")
    parser.add_argument("--output", type=Path, default=RESULTS / "throughput.json")
    options = parser.parse_args()
    texts = real_comments(options.data)
    print(f"{len(texts):,} comments, {sum(map(len, texts)) / len(texts):.0f} characters on average")

    rates = our_rates("fast", texts) | our_rates("auto", texts) | our_rates("accurate", texts[:ACCURATE_SAMPLE])
    rates |= {"TF-IDF + LR, one head": tfidf_rate(texts), "BERT-base pipeline": bert_rate(texts)}
    bert = rates["BERT-base pipeline"]
    print(f"{'system':32}{'comments/s':>12}{'× BERT-base':>13}")
    for name, rate in rates.items():
        print(f"{name:32}{rate:12,.1f}{rate / bert:13,.1f}")
    figures = {
        "command": "python benchmarks/throughput.py --data DATA",
        "comments_per_second": {name: round(rate, 1) for name, rate in rates.items()},
        "times_bert_base": {name: round(rate / bert, 1) for name, rate in rates.items()},
        "seed": SEED,
        "threads": 2,
    }
    write_report(options.output, figures, ["onnxruntime", "scikit-learn", "torch", "transformers"])


def real_comments(data: Path) -> list[str]:
    """Return a random sample of the unlabelled comments, at their real lengths."""
    from govtext.training.data import unlabelled_texts

    return random.Random(SEED).sample(unlabelled_texts(data), COMMENTS)


def best_rate(run: Callable[[], Any], texts: int, repeats: int = 3) -> float:
    """Return texts a second in the fastest of ``repeats`` runs, which the machine disturbed least."""
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return texts / min(seconds)


def our_rates(name: str, texts: list[str]) -> dict[str, float]:
    """Return the rates of a model: table columns, and objects with evidence spans."""
    import pyarrow as pa

    import govtext

    nlp = govtext.load(name)
    table = pa.table({"text": texts})
    nlp("pemanasan")
    return {
        f"{name}, nlp.annotate(table)": best_rate(lambda: nlp.annotate(table), len(texts)),
        f"{name}, nlp.pipe(texts)": best_rate(lambda: list(nlp.pipe(texts)), len(texts)),
    }


def tfidf_rate(texts: list[str]) -> float:
    """Return the rate of a word and character TF-IDF with logistic regression, batch prediction."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline, make_union

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True),
    )
    model = make_pipeline(features, LogisticRegression(max_iter=50))
    rng = random.Random(SEED)
    model.fit(texts[:3000], [rng.randrange(3) for _ in range(3000)])
    return best_rate(lambda: model.predict(texts), len(texts), repeats=1)


def bert_rate(texts: list[str], sample_size: int = BERT_SAMPLE, sizes: Sequence[int] = (1, 8)) -> float:
    """Return the rate of a transformers pipeline around BERT-base on a sample, at the better of the batch sizes."""
    import torch
    from tokenizers import BertWordPieceTokenizer
    from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

    torch.set_num_threads(2)
    torch.manual_seed(SEED)
    pieces = BertWordPieceTokenizer(lowercase=True)
    pieces.train_from_iterator(texts, vocab_size=30_000, show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=pieces._tokenizer,
        pad_token="[PAD]",  # noqa: S106
        unk_token="[UNK]",  # noqa: S106
        model_max_length=512,
    )
    model = BertForSequenceClassification(BertConfig(vocab_size=30_000)).eval()
    classify = pipeline("text-classification", model=model, tokenizer=tokenizer, device=-1)
    sample = texts[:sample_size]

    def run(size: int) -> None:
        classify(sample, batch_size=size, truncation=True)

    return max(best_rate(partial(run, size), len(sample), repeats=1) for size in sizes)


if __name__ == "__main__":
    main()
