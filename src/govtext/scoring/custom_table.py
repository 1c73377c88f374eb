"""Label columns of custom heads for pyarrow tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from govtext.scoring.table import floats, lists, without_missing

if TYPE_CHECKING:
    from govtext.scoring.custom import CustomPipeline, CustomScores


def custom_columns(pipeline: CustomPipeline, texts: Sequence[str | None]) -> dict[str, pa.Array]:
    """Return the columns of all heads; a missing text has null labels."""
    scores: CustomScores = pipeline.scores([text or "" for text in texts])
    found: dict[str, Any] = {}
    for head, ids in pipeline.manifest.heads.items():
        given, values = scores.given[head], scores.probabilities[head]
        if head in pipeline.manifest.multi:
            found[head], found[f"{head}_score"] = lists(given, values, ids)
        else:
            chosen = given.argmax(axis=1)
            found[head] = pa.array(ids, pa.string()).take(pa.array(chosen))
            found[f"{head}_score"] = floats(values[np.arange(len(texts)), chosen])
    found["needs_review"] = pa.array(scores.needs_review)
    found["truncated"] = pa.array(scores.truncated)
    found["model"] = pa.array([pipeline.name] * len(texts), pa.string())
    return without_missing(found, texts)
