from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from govtext.errors import ConfigError, InputError
from govtext.training.data import (
    MODEL_HEADS,
    N_OUTPUTS,
    Example,
    head_slices,
    split_holdout,
    standoff_examples,
    target_arrays,
    text_id,
    validation_examples,
)


def example(text: str, source: str) -> Example:
    return Example(text, source, {"sentiment": (1.0, 0.0, 0.0)})


EXAMPLES = [
    *(example(f"dkk {n}", "dkk") for n in range(20)),
    *(example("dua kali", "dkk") for _ in range(10)),
    *(example(f"smsa {n}", "smsa") for n in range(20)),
    *(example(f"dkk {n}", "smsa") for n in range(5)),  # texts that stand in both sources
]


@pytest.mark.parametrize("seed", range(8))
def test_held_out_texts_are_never_trained_on(seed: int) -> None:
    kept, out = split_holdout(EXAMPLES, {"dkk": 0.4}, seed)
    assert {item.source for item in out} == {"dkk"}
    assert not {item.text for item in kept} & {item.text for item in out}
    assert len(kept) == len(EXAMPLES) - 12
    assert out
    assert all(item in EXAMPLES for item in (*kept, *out))


def test_the_split_follows_the_seed() -> None:
    assert split_holdout(EXAMPLES, {"dkk": 0.4}, 1) == split_holdout(EXAMPLES, {"dkk": 0.4}, 1)
    assert split_holdout(EXAMPLES, {"dkk": 0.4}, 1) != split_holdout(EXAMPLES, {"dkk": 0.4}, 2)


def test_no_shares_hold_nothing_out() -> None:
    assert split_holdout(EXAMPLES, {}, 0) == (EXAMPLES, [])


def test_an_unknown_source_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"without examples; got \['dk'\]"):
        split_holdout(EXAMPLES, {"dk": 0.2}, 0)


def test_targets_of_heads_without_a_label_are_not_counted() -> None:
    targets, labelled = target_arrays([example("a", "smsa"), Example("b", "stif", {"formality": (0.5,)})])
    assert targets.shape == (2, N_OUTPUTS)
    heads = list(MODEL_HEADS)
    assert [heads[c] for c in np.flatnonzero(labelled[0])] == ["sentiment"]
    assert [heads[c] for c in np.flatnonzero(labelled[1])] == ["formality"]
    assert targets[0, head_slices()["sentiment"]].tolist() == [1, 0, 0]
    assert targets.sum() == 1.5


COMMENT = {
    "text": "Bansos belum cair",
    "topics": [MODEL_HEADS["topics"][2], MODEL_HEADS["topics"][0]],
    "poverty_related": True,
    "sentiment": "negative",
    "intent": MODEL_HEADS["intent"][1],
    "voices": [],
    "stance": "none",
    "register": 2,
}


def write_data(folder: Path, **changes: object) -> Path:
    rows = {
        "comments/dev": {**COMMENT, **changes},
        "sentiment/smsa_valid": {"text": "bagus", "sentiment": "positive"},
        "sentiment/nusax_valid": {"text": "apik", "sentiment": "positive", "lang": "javanese"},
        "formality/stif_dev": {"informal": "gak tau", "formal": "tidak tahu"},
    }
    for name, row in rows.items():
        path = folder / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder


def test_examples_are_read(tmp_path: Path) -> None:
    comment, smsa, nusax, chat, plain = validation_examples(write_data(tmp_path))
    assert [item.source for item in (comment, smsa, nusax, chat, plain)] == [
        "comments",
        "smsa",
        "nusax",
        "stif",
        "stif",
    ]
    assert set(comment.targets) == set(MODEL_HEADS)
    assert np.flatnonzero(comment.targets["topics"]).tolist() == [0, 2]
    assert sum(comment.targets["voices"]) == 0
    assert comment.targets["formality"] == (0.25,)
    assert (nusax.language, smsa.language) == ("javanese", "")
    assert chat.targets["formality"] < plain.targets["formality"]


def test_an_unknown_class_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown sentiment in the training data; got 'angry'"):
        validation_examples(write_data(tmp_path, sentiment="angry"))


def test_an_unknown_topic_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="unknown topics in the training data"):
        validation_examples(write_data(tmp_path, topics=["no_such_topic"]))


def test_a_missing_file_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read training data.*dev\.jsonl.*--data"):
        validation_examples(tmp_path)


ROW = {
    "topics": ["health"],
    "poverty_related": True,
    "sentiment": "negative",
    "intent": "complaint",
    "voices": ["elderly"],
    "stance": "proxy",
    "register": 3,
}


def write_rows(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_standoff_labels_find_their_text(tmp_path: Path) -> None:
    text = "mbah di rt saya berobat kok mahal 😭"
    path = write_rows(tmp_path / "labels.jsonl", {"id": text_id(text), **ROW})
    (found,) = standoff_examples(path, ["lain", text])
    assert (found.text, found.source) == (text, "comments")
    assert found.targets["formality"] == (0.5,)
    assert found.targets["voices"][MODEL_HEADS["voices"].index("elderly")] == 1
    assert sum(found.targets["voices"]) == 1


def test_a_standoff_label_without_its_text_is_refused(tmp_path: Path) -> None:
    path = write_rows(tmp_path / "labels.jsonl", {"id": text_id("hilang"), **ROW})
    with pytest.raises(InputError, match=r"labels a text that is not in the data"):
        list(standoff_examples(path, ["lain"]))


LABELS = Path(__file__).parents[2] / "training" / "labels"


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.jsonl")), ids=lambda path: path.name)
def test_shipped_labels_follow_the_scheme(path: Path) -> None:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row.keys() == {"id", *ROW}  # no text, no name
        assert re.fullmatch(r"[0-9a-f]{16}", row["id"])
        for head in ("topics", "voices"):
            assert set(row[head]) <= set(MODEL_HEADS[head])
        for head in ("sentiment", "intent", "stance"):
            assert row[head] in MODEL_HEADS[head]
        assert (row["stance"] == "none") == (not row["voices"])
        assert row["register"] in range(1, 6)
