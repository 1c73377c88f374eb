"""The model that ships, on texts that are not like those it was trained on."""

from __future__ import annotations

import numpy as np
import pytest

import govtext
from govtext.types import Annotation

ODD = (
    "",
    "   ",
    "🙏🙏🏽",
    "\x00",
    "\ud800 rusak",
    "a\u0301 cafe\u0301",
    "bansos " * 15_000,
    "mohon bantuannya pak 👨‍👩‍👧",
)

SENTENCES = (
    "Mbah kula lumpuh, dereng nate angsal bantuan napa-napa saking pemerintah pak. ",
    "Pupuk subsidi langka terus min, petani kecil kayak kami harus beli di mana? ",
    "Matur nuwun pak wali, dalan kampung kulo sampun dicor alus 🙏 ",
)


def labels(found: Annotation) -> tuple[set[str], set[str]]:
    return {topic.id for topic in found.topics}, {voice.id for voice in found.voices}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_scores_do_not_grow_with_the_length_of_a_text(sentence: str) -> None:
    scored = govtext.load("fast").scores([sentence * 12, sentence * 65])
    for head, values in scored.probabilities.items():
        # Not equal: windows begin at other words.
        np.testing.assert_allclose(values[1], values[0], atol=0.15, err_msg=head)


def test_a_label_in_one_part_of_a_long_text_is_found() -> None:
    nlp = govtext.load("fast")
    filler = "Selamat pagi semuanya, semoga hari ini cerah dan lancar. " * 60
    found = nlp(filler + "Pupuk subsidi langka, petani menjerit. " + filler)
    assert "farmers_fishers" in labels(found)[1]
    assert "farmers_fishers" not in labels(nlp(filler))[1]


@pytest.fixture(scope="module")
def accurate() -> govtext.Pipeline:
    pytest.importorskip("onnxruntime")
    return govtext.load("accurate")


def test_accurate_gives_the_same_in_any_batch(accurate: govtext.Pipeline) -> None:
    texts = [*SENTENCES, *ODD[:6], *SENTENCES]
    alone = [accurate(text).to_dict() for text in texts]
    for size in (2, 64):
        for one, other in zip(alone, accurate.pipe(texts, batch_size=size), strict=True):
            found = other.to_dict()
            assert [topic["id"] for topic in found["topics"]] == [topic["id"] for topic in one["topics"]]
            for head in ("sentiment", "intent", "stance"):
                assert found[head]["scores"] == pytest.approx(one[head]["scores"], abs=2e-4)
            assert found["formality"]["score"] == pytest.approx(one["formality"]["score"], abs=2e-4)


@pytest.mark.parametrize("text", ODD, ids=lambda text: ascii(text[:10]))
def test_accurate_takes_any_text(accurate: govtext.Pipeline, text: str) -> None:
    found = accurate(text)
    assert found.text == text
    for evidence in [*(topic.evidence for topic in found.topics), *(voice.evidence for voice in found.voices)]:
        assert all(span.text == text[span.start : span.end] for span in evidence)
    if not text.strip("🙏🏽 \x00"):
        assert (labels(found), found.stance.id) == ((set(), set()), "none")


def test_accurate_points_to_words_that_are_no_cue(accurate: govtext.Pipeline) -> None:
    found = accurate("Kartu bpjs pbi ibu saya mati min, padahal mau berobat dan ditolak rumah sakit")
    health = next(topic for topic in found.topics if topic.id == "health")
    assert any("ditolak" in span.text for span in health.evidence)


def test_auto_gives_each_text_the_scores_of_one_of_the_two(accurate: govtext.Pipeline) -> None:
    auto, fast = govtext.load("auto"), govtext.load("fast")
    assert auto.name == "auto"
    texts = [
        *SENTENCES,
        "Terima kasih pak, jalannya sudah mulus",
        "Alhamdulillah dapet beras, tapi berasnya kutuan",
    ] * 2
    taken = auto.scores(texts).probabilities["sentiment"]
    first, second = (model.scores(texts).probabilities["sentiment"] for model in (fast, accurate))
    from_first, from_second = (np.isclose(taken, other, atol=2e-4).all(axis=1) for other in (first, second))
    assert (from_first | from_second).all()
    assert from_second.any()
    assert not from_second.all()
