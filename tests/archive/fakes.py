"""A pipeline that labels by rules a reader can check by eye."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from govtext.errors import InputError

LABELS: dict[str, pa.DataType] = {
    "poverty_related": pa.bool_(),
    "poverty_score": pa.float32(),
    "topics": pa.list_(pa.string()),
    "topic_scores": pa.list_(pa.float32()),
    "sentiment": pa.string(),
    "sentiment_score": pa.float32(),
    "intent": pa.string(),
    "intent_score": pa.float32(),
    "voices": pa.list_(pa.string()),
    "voice_scores": pa.list_(pa.float32()),
    "stance": pa.string(),
    "stance_score": pa.float32(),
    "formality": pa.float32(),
    "formality_level": pa.string(),
    "needs_review": pa.bool_(),
    "truncated": pa.bool_(),
    "model": pa.string(),
}
_TOPICS = {"bansos": "social_assistance", "pkh": "social_assistance", "bpjs": "health", "beras": "food_prices"}
_VOICES = {"mbah": "elderly", "janda": "women_at_risk", "petani": "farmers_fishers"}


class FakePipeline:
    """Behaves as `govtext.scoring.Pipeline` promises; ``seen`` keeps the texts it was given, ``sizes`` the rows."""

    name = "fake"

    def __init__(self) -> None:
        self.seen: list[str | None] = []
        self.sizes: list[int] = []

    def annotate(self, table: pa.Table, text_column: str = "text", prefix: str = "") -> pa.Table:
        clash = [name for name in table.schema.names if name.removeprefix(prefix) in LABELS and name.startswith(prefix)]
        if clash:
            raise InputError("the table has columns named like labels", got=", ".join(clash), fix="pass a prefix")
        texts = table.column(text_column).to_pylist()
        self.seen += texts
        self.sizes.append(len(texts))
        rows = [label(text) for text in texts]
        for name, kind in LABELS.items():
            table = table.append_column(prefix + name, pa.array([row.get(name) for row in rows], kind))
        return table


def label(text: str | None) -> dict[str, Any]:
    if text is None:
        return {}
    low = text.lower()
    topics = list(dict.fromkeys(topic for word, topic in _TOPICS.items() if word in low))
    voices = [voice for word, voice in _VOICES.items() if word in low]
    return {
        "poverty_related": bool(topics),
        "poverty_score": 0.9 if topics else 0.1,
        "topics": topics,
        "topic_scores": [0.9] * len(topics),
        "sentiment": "negative" if "gak" in low else "positive" if "makasih" in low else "neutral",
        "sentiment_score": 0.8,
        "intent": "question" if "?" in low else "statement",
        "intent_score": 0.7,
        "voices": voices,
        "voice_scores": [0.6] * len(voices),
        "stance": "proxy" if voices else "none",
        "stance_score": 0.5,
        "formality": 0.2,
        "formality_level": "casual",
        "needs_review": len(text) < 10,
        "truncated": False,
        "model": "fake",
    }
