"""Archives made by chance, as plain rows, and as every kind of file that holds them."""

from __future__ import annotations

import csv
import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from govtext.labels import head

Row = dict[str, Any]
TOPICS, VOICES = head("topics").ids, head("voices").ids
SENTIMENTS, INTENTS, STANCES = head("sentiment").ids, head("intent").ids, head("stance").ids
PIECES = (
    "pkh saya belum cair", "yg mampu malah dapet bansos", "harga beras naik terus", "jalan rusak di kampung",
    "bantuan sembako telat",
    "kip kuliah adik dicabut", "rumah mau roboh", "tidak makan dua hari", "matur nuwun pak camat",
    "bpjs pbi nonaktif", "antri gas melon",
    "sudah lapor tidak direspon", "anak putus sekolah", "mohon ditinjau", "petugas ramah sekali",
    "blt dana desa dipotong",
)  # fmt: skip
SCHEMA = pa.schema([
    ("id", pa.string()), ("teks", pa.string()), ("tanggal", pa.date32()), ("kota", pa.string()), ("akun", pa.string()),
    ("post id", pa.string()), ("own", pa.bool_()), ("balasan", pa.string()), ("tanggal balasan", pa.date32()),
    ("suka", pa.int64()),
    ("shares", pa.int64()), ("followers", pa.int64()), ("poverty_related", pa.bool_()), ("topics",
    pa.list_(pa.string())),
    ("topic_scores", pa.list_(pa.float32())), ("sentiment", pa.string()), ("intent", pa.string()), ("intent_score",
    pa.float32()),
    ("voices", pa.list_(pa.string())), ("voice_scores", pa.list_(pa.float32())), ("stance", pa.string()),
    ("stance_score", pa.float32()), ("formality", pa.float32()), ("model", pa.string()),
])  # fmt: skip


def make_rows(count: int, seed: int, *, gaps: bool = True) -> list[Row]:
    """Return rows; with ``gaps`` cells, labels and whole rows of labels are missing here and there."""
    rng = random.Random(seed)

    def maybe(value: Any, chance: float = 0.1) -> Any:
        return None if gaps and rng.random() < chance else value

    def some(ids: tuple[str, ...]) -> tuple[list[str], list[float]]:
        chosen = sorted(rng.sample(ids, rng.choice((0, 0, 1, 1, 1, 2, 3))), key=ids.index)
        return chosen, [rng.randrange(501, 999) / 1000 for _ in chosen]

    rows = []
    for number in range(1, count + 1):
        day = date(2025, 3, 1) + timedelta(days=rng.randrange(60))
        text = maybe(", ".join(rng.sample(PIECES, rng.randrange(1, 5))), 0.05)
        labelled = text is not None and not (gaps and rng.random() < 0.1)
        topics, topic_scores = some(TOPICS)
        voices, voice_scores = some(VOICES)
        reply = maybe(day + timedelta(days=rng.randrange(9)), 0.6)
        rows.append({
            "id": maybe(f"k{number}"), "teks": text, "tanggal": maybe(day), "kota": maybe(rng.choice(("Solo", "solo",
            "Tegal", "Bima"))),
            "akun": maybe(f"warga{rng.randrange(max(2, count // 3))}"), "post id": maybe(f"p{rng.randrange(5)}"),
            "own": rng.random() < 0.15, "balasan": None if reply is None else maybe("sudah kami teruskan"),
            "tanggal balasan": reply,
            "suka": maybe(rng.randrange(90)), "shares": maybe(rng.randrange(9)),
            "followers": maybe(1000 + rng.randrange(50)),
            "poverty_related": maybe(rng.random() < 0.4), "topics": topics, "topic_scores": topic_scores,
            "sentiment": maybe(rng.choice(SENTIMENTS)), "intent": maybe(rng.choice(INTENTS)),
            "intent_score": rng.randrange(300, 999) / 1000,
            "voices": voices, "voice_scores": voice_scores, "stance": maybe(rng.choice(STANCES)),
            "stance_score": rng.randrange(300, 999) / 1000, "formality": rng.randrange(1000) / 1000, "model": "fast",
        })  # fmt: skip
        if not labelled:
            rows[-1].update(dict.fromkeys(SCHEMA.names[12:]))
    return rows


def table(rows: list[Row]) -> pa.Table:
    """Return rows as annotate would as a table."""
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def write(rows: list[Row], path: Path) -> Path:
    """Write rows as annotate would, in the format of the suffix."""
    if path.suffix == ".parquet":
        pq.write_table(table(rows), path, row_group_size=37)
    elif path.suffix == ".jsonl":
        lines = [json.dumps(row, default=date.isoformat, ensure_ascii=False) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(SCHEMA.names)
            writer.writerows([[_flat(row[name]) for name in SCHEMA.names] for row in rows])
    return path


def _flat(value: Any) -> Any:
    return ";".join(map(str, value)) if isinstance(value, list) else value
