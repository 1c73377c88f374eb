"""Label columns for a data frame, and a count of topics. Run it with: python examples/pandas_frame.py."""

import pandas as pd

import govtext.integrations.pandas as gp

frame = pd.DataFrame(
    {
        "kota": ["Tegal", "Tegal", "Bima", "Bima"],
        "komentar": [
            "Min, bansos mbah saya kok belum cair ya?",
            "makasih pak, sembakonya sudah sampai",
            None,
            "harga beras naik terus, buruh harian kaya saya gimana",
        ],
    },
    index=["a", "b", "c", "d"],
)
labelled = gp.annotate(frame, "komentar", model="fast")  # or: frame["komentar"].govtext.annotate("fast")
print(labelled[["kota", "sentiment", "intent", "poverty_related"]])
print(labelled.explode("topics").groupby("kota")["topics"].value_counts())
