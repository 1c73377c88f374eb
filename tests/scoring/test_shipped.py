"""The model that ships, on texts that are not like those it was trained on."""

from __future__ import annotations

import numpy as np
import pytest

import govtext
from govtext.types import Annotation

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
