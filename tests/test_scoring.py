"""The scoring core on a tiny random model: parity, order, laziness, hostile input, damaged files."""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import govtext
from govtext.errors import InputError, InputTypeError, ModelError
from govtext.scoring import Pipeline, load
from govtext.scoring.evidence import find_cues
from govtext.scoring.fast import FastModel
from govtext.scoring.features import char_ngrams, tokenize_batch
from govtext.scoring.manifest import MANIFEST, WEIGHTS, read_manifest, read_weights
from govtext.scoring.table import COLUMNS

ANY = st.text(max_size=60) | st.text("ab @.:/0\0'🙏e\u0301\ud800", max_size=40)
TEXTS = [
    "kapan bansos cair min",
    "",
    "mbah saya 🙏🙏",
    "beras naik!!!",
    "xyzzy",
    "kapan kapan @budi https://a.id/b beras " * 9,
]
HOSTILE = [
    "",
    " \n\t",
    "🙏",
    "👨‍👩‍👧",
    "kata " * 20_000,
    "a" * 100_000,
    "\ud800",
    "a\0b",
    "e\u0301",
    "\ufeffhalo",
    "https://a.id",
]


@settings(deadline=None, max_examples=200)
@given(st.lists(ANY, max_size=6), ANY)
def test_a_batch_gives_each_text_the_tokens_it_has_alone(texts: list[str], last: str) -> None:
    batch = tokenize_batch([*texts, last])
    assert batch.lengths.size == len(texts) + 1
    assert batch.lengths.sum() == batch.hashes.size
    alone = [tokenize_batch([text]).hashes for text in [*texts, last]]
    assert np.concatenate(alone).tolist() == batch.hashes.tolist()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("bangeeeet", "banget"),
        ("ma'af", "maaf"),
        ("BANSOS", "bansos"),
        ("anak-anak", "anak anak"),
        ("@budi.s", "@orang_lain"),
        ("https://a.id/x", "www.b.id"),
        ("12345", "67890"),
        ("👍🏽", "👍"),
        ("𝗯𝗮𝗻𝘀𝗼𝘀", "bansos"),
    ],
)
def test_writings_that_are_one_to_the_model(left: str, right: str) -> None:
    assert tokenize_batch([left]).hashes.tolist() == tokenize_batch([right]).hashes.tolist()


@pytest.mark.parametrize(("left", "right"), [("3kg", "5kg"), ("!", "!!"), ("pkh", "phk"), ("tidak", "tida")])
def test_writings_that_differ_to_the_model(left: str, right: str) -> None:
    assert tokenize_batch([left]).hashes.tolist() != tokenize_batch([right]).hashes.tolist()


def test_ngrams_of_a_word_do_not_depend_on_its_neighbours() -> None:
    one, many = tokenize_batch(["bansos"]), tokenize_batch(["a xx bansos cair"])
    lone, _ = char_ngrams(one, np.array([0]), (3, 4), 1 << 12)
    buckets, counts = char_ngrams(many, np.array([0, 2]), (3, 4), 1 << 12)
    assert buckets[counts[0] :].tolist() == lone.tolist()
    assert counts.min() >= 1


def reference_logits(folder: Path, text: str) -> Any:
    """Score one text with plain loops in float64."""
    manifest = read_manifest(folder)
    weights = {name: np.asarray(t, dtype=np.float64) for name, t in read_weights(folder, manifest).items()}
    known = read_weights(folder, manifest)["vocabulary"].tolist()
    batch = tokenize_batch([text])
    if not batch.hashes.size:
        return weights["dense.bias"]
    rows = []
    for index, hashed in enumerate(batch.hashes.tolist()):
        if hashed in known:
            row = known.index(hashed)
            rows.append(weights["words"][row] * weights["word_scales"][row])
        else:
            buckets, _ = char_ngrams(batch, np.array([index]), manifest.options["ngram_sizes"], len(weights["ngrams"]))
            rows.append(np.mean([weights["ngrams"][b] * weights["ngram_scales"][b] for b in buckets], axis=0))
    zero = np.zeros_like(rows[0])
    padded = [zero, *rows, zero]
    hidden = [
        np.maximum(
            sum(padded[i + tap] @ weights[f"dense.conv.{tap}"] for tap in range(3)) + weights["dense.conv.bias"], 0
        )
        for i in range(len(rows))
    ]
    both = [
        r @ weights["dense.label.words"] + h @ weights["dense.label.hidden"] for r, h in zip(rows, hidden, strict=True)
    ]
    attention, value = np.split(np.array(both), 2, axis=1)
    share = np.exp(attention) / np.exp(attention).sum(axis=0)
    states = [np.array(rows), np.array(hidden)]
    pooled = np.concatenate([*(s.mean(axis=0) for s in states), *(s.max(axis=0) for s in states)])
    deep = np.maximum(pooled @ weights["dense.deep.in"] + weights["dense.deep.in_bias"], 0) @ weights["dense.deep.out"]
    wide = np.sum(rows, axis=0) / np.sqrt(len(rows)) @ weights["dense.wide"]
    return (share * value).sum(axis=0) + deep + wide + weights["dense.bias"]


def test_logits_equal_a_plain_implementation(tiny_folder: Path) -> None:
    manifest = read_manifest(tiny_folder)
    model = FastModel(read_weights(tiny_folder, manifest), manifest.options)
    wanted = np.array([reference_logits(tiny_folder, text) for text in TEXTS])
    assert np.allclose(model.logits(TEXTS), wanted, atol=1e-4)


@pytest.mark.parametrize("size", [1, 3, 7, 256])
def test_batch_equals_single(tiny: Pipeline, size: int) -> None:
    texts = TEXTS * 4
    for text, batched in zip(texts, tiny.pipe(texts, batch_size=size), strict=True):
        single = tiny(text)
        assert batched.text == text
        assert [t.id for t in batched.topics] == [t.id for t in single.topics]
        for head in ("sentiment", "intent", "stance"):
            got, wanted = getattr(batched, head), getattr(single, head)
            assert got.id == wanted.id
            assert got.scores == pytest.approx(wanted.scores, abs=1e-4)


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:8]))
def test_hostile_texts_have_results(tiny: Pipeline, text: str) -> None:
    (annotation,) = tiny.pipe([text])
    assert annotation == tiny(text)
    shown = json.loads(json.dumps(annotation.to_dict(), allow_nan=False))
    assert shown["text"] == text
    scores = [annotation.poverty_related.score, annotation.formality.score, *annotation.sentiment.scores.values()]
    assert all(0 <= value <= 1 for value in scores)
    if "\ud800" not in text:  # Arrow holds valid Unicode only
        assert tiny.annotate(pa.table({"text": [text]}))["sentiment"].to_pylist() == [annotation.sentiment.id]


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_text_is_about_nothing(tiny: Pipeline, blank: str) -> None:
    a = tiny(blank)
    assert (a.topics, a.voices, bool(a.poverty_related)) == ((), (), False)
    assert (a.sentiment.id, a.intent.id, a.stance.id) == ("neutral", "statement", "none")


@pytest.mark.parametrize("wrong", [None, float("nan"), b"halo", ["halo"]])
def test_one_text_only(tiny: Pipeline, wrong: Any) -> None:
    with pytest.raises(InputTypeError, match=r"nlp\.pipe"):
        tiny(wrong)


def test_pipe_refuses_a_text_and_says_what_to_call(tiny: Pipeline) -> None:
    with pytest.raises(TypeError, match=r"call nlp\(text\)"):
        tiny.pipe("halo")
    with pytest.raises(InputTypeError, match="item 2 of pipe"):
        list(tiny.pipe(["a", "b", None], batch_size=2))  # type: ignore[list-item]
    with pytest.raises(InputError, match="batch_size"):
        tiny.pipe(["a"], batch_size=0)


def test_pipe_is_lazy(tiny: Pipeline) -> None:
    taken = []

    def source() -> Iterator[str]:
        for number in range(100):
            taken.append(number)
            yield f"bansos {number}"

    stream = tiny.pipe(source(), batch_size=4)
    assert not taken
    next(stream)
    assert len(taken) == 4
    assert not list(tiny.pipe([]))


def test_table(tiny: Pipeline) -> None:
    table = pa.table({"id": [1, 2, 3], "text": pa.chunked_array([["kapan bansos cair", None], ["mbah saya"]])})
    done = tiny.annotate(table)
    assert done.column_names == ["id", "text", *COLUMNS]
    assert done["text"].to_pylist() == table["text"].to_pylist()
    assert [done[name][1].as_py() for name in COLUMNS] == [None] * len(COLUMNS)
    first = tiny("kapan bansos cair")
    assert done["topics"][0].as_py() == [topic.id for topic in first.topics]
    assert done["topic_scores"][0].as_py() == pytest.approx([topic.score for topic in first.topics], abs=1e-4)
    assert done["voices"][0].as_py() == [voice.id for voice in first.voices]
    assert done["formality_level"][0].as_py() == first.formality.level
    assert tiny.annotate(table.slice(0, 0)).schema == done.schema
    encoded = table.set_column(1, "text", table["text"].combine_chunks().dictionary_encode())
    assert tiny.annotate(encoded)["intent"].to_pylist() == done["intent"].to_pylist()


def test_table_errors(tiny: Pipeline) -> None:
    with pytest.raises(InputError, match="did you mean 'text'"):
        tiny.annotate(pa.table({"text": ["a"]}), text_column="txt")
    with pytest.raises(InputError, match="prefix"):
        tiny.annotate(pa.table({"text": ["a"], "intent": ["b"]}))
    assert "x_intent" in tiny.annotate(pa.table({"text": ["a"], "intent": ["b"]}), prefix="x_").column_names
    with pytest.raises(InputTypeError, match="holds no text"):
        tiny.annotate(pa.table({"text": [1]}))
    with pytest.raises(InputTypeError, match=r"pyarrow\.Table"):
        tiny.annotate([{"text": "a"}])


def test_damaged_models_are_refused(tiny_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "m"))
    content = bytearray((folder / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS).write_bytes(content)
    with pytest.raises(ModelError, match="sha256"):
        load(str(folder))
    (folder / WEIGHTS).unlink()
    with pytest.raises(ModelError, match="missing"):
        load(str(folder))
    for broken, message in (
        ("x = [", "not valid TOML"),
        ("format = 99", "unknown model format"),
        ("format = 1", "lacks"),
    ):
        (folder / MANIFEST).write_text(broken, encoding="utf-8")
        with pytest.raises(ModelError, match=message):
            load(str(folder))
    with pytest.raises(ModelError, match="did you mean 'fast'"):
        load("fats")


def test_nothing_unpickles() -> None:
    for path in Path(govtext.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"pickle", "joblib", "dill", "cloudpickle"}, path


def test_cues() -> None:
    text = "İni mbah-mbah penerima Bantuan Sosial, lansia"
    found = find_cues(text, ["elderly", "social_assistance", "homeless"])
    assert "Bantuan Sosial" in [span.text for span in found["social_assistance"]]
    assert "lansia" in [span.text for span in found["elderly"]]
    assert found["homeless"] == ()
    assert all(text[span.start : span.end] == span.text for spans in found.values() for span in spans)
    assert find_cues(text, []) == {}
