"""How fluent a text is to a small language model of friendly Indonesian (`training/build_fluency.py`)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from govtext.text.bigrams import Bigrams
from govtext.text.formal import units

_DATA = Path(__file__).parent / "data"
UNIGRAMS, BIGRAMS = _DATA / "fluency_unigrams.tsv", _DATA / "fluency_bigrams.tsv"


def cost(text: str) -> float:
    """Return the mean of -ln P over the tokens of ``text``, 0 or more; lower is more fluent.

    Names, numbers and words that the model has not seen twice count alike, so texts of one content can be compared.
    """
    return _model().cost(unit.norm for unit in units(text))


@cache
def _model() -> Bigrams:
    return Bigrams(UNIGRAMS, BIGRAMS)
