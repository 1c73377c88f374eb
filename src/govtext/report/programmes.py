"""Programmes and which comments name them: data in ``data/programmes.toml``."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from govtext.report.phrases import find
from govtext.report.resources import read_data

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

    from govtext.report.vocabulary import Vocabulary, Words


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme.

    Attributes:
        id: stable identifier, the key of the table ``programmes``.
        name_id: display name in Indonesian.
        name_en: display name in English.
        phrases: how people write it.
        source: the law, or who describes it.
    """

    id: str
    name_id: str
    name_en: str
    phrases: tuple[str, ...]
    source: str


@functools.cache
def programmes() -> Mapping[str, Programme]:
    """Return all programmes by id."""
    rows = read_data("programmes.toml")["programme"]
    return {row["id"]: Programme(**{**row, "phrases": tuple(row["phrases"])}) for row in rows}


def named(words: Words, vocabulary: Vocabulary) -> dict[str, npt.NDArray[np.bool_]]:
    """Return for each programme which texts name it."""
    return find({key: one.phrases for key, one in programmes().items()}, words, vocabulary)
