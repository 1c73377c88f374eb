"""Label columns for a Hugging Face dataset, batch by batch. Run it with: python examples/datasets_map.py."""

import functools

import datasets
import pyarrow as pa

import govtext


@functools.cache
def model() -> govtext.Pipeline:
    """Open the model once a process, so that map(num_proc=…) works too."""
    return govtext.load("fast")


def label(table: pa.Table) -> pa.Table:
    """Label a batch."""
    return model().annotate(table, text_column="komentar")


comments = datasets.Dataset.from_dict(
    {
        "nomor": [1, 2, 3],
        "komentar": ["Min, bansos kok gak cair?", "makasih pak lurah 🙏", "jalan desa rusak parah, tolong diperbaiki"],
    }
)
# As Arrow tables nothing is copied into Python objects; batch_size says how many rows are scored at a time.
labelled = comments.with_format("arrow").map(label, batched=True, batch_size=1_000).with_format(None)
for row in labelled:
    print(row["nomor"], row["sentiment"], row["intent"], row["topics"])
