"""Small data folders in the layouts of the original repositories; all texts are written for these tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from govtext.evaluation import Task

GOOD = ["makasih min beras sudah sampai", "pelayanan puskesmas ramah sekali", "jalan desa sekarang mulus, mantap"]
BAD = ["bansos tak kunjung cair, kecewa", "antre dari subuh malah ditolak", "pungli lagi di kantor desa"]
MIDDLE = ["kapan pendaftaran KIP dibuka", "loket buka jam delapan", "syaratnya fotokopi KK"]
ENDS = ["", " pak", " bu", " ya"]


def labelled(task: Task) -> list[tuple[str, str]]:
    texts = [GOOD, BAD, MIDDLE]
    return [(text + end, label) for end in ENDS for i, label in enumerate(task.labels) for text in texts[i % 3]]


def write(root: Path, task: Task) -> Path:
    """Write every split of the first layout of a task, and return the folder."""
    layout = task.layouts[0]
    for split, pattern in layout.files.items():
        target = root / pattern.replace("{fold}", "0").replace("*/", "javanese/").replace(
            "*-ud-", "id_gsd-ud-"
        ).replace("*", "")
        target.parent.mkdir(parents=True, exist_ok=True)
        if layout.format == "parallel":
            for side, lines in (
                ("inf", ["gk tau", "udh cair 2 bln", "mksh ya"]),
                ("for", ["tidak tahu", "sudah cair 2 bulan", "terima kasih ya"]),
            ):
                target.with_suffix(f".{side}").write_text("\n".join(lines) + "\n", encoding="utf-8")
        elif layout.format == "conllu":
            rows = [
                "# text = Bantuan cair.",
                "1\tBantuan\tbantu",
                "2\tcair\tcair",
                "3\t.\t.",
                "",
                "# text = Kami senang.",
                "1\tKami\tkami",
                "2\tsenang\tsenang",
                "3\t.\t.",
                "",
            ]
            target.write_text("\n".join(rows) + "\n", encoding="utf-8")
        elif layout.format == "jsonl":
            target.write_text("".join(json.dumps(row) + "\n" for row in _objects(task)), encoding="utf-8")
        else:
            header = [] if layout.header else [layout.separator.join(_names(task))]
            lines = header + [layout.separator.join(f'"{cell}"' for cell in row) for row in _rows(task)]
            target.write_text("\n".join(lines) + "\n", encoding="utf-8")
        del split
    return root


def _names(task: Task) -> list[str]:
    columns = task.layouts[0].columns
    if task.kind == "multilabel":
        return [columns["text"], *task.labels]
    if task.kind == "normalization":
        return [columns["text"], columns["target"], columns["group"]]
    return [columns["text"], columns["label"]]


def _rows(task: Task) -> list[list[str]]:
    if task.kind == "normalization":
        return [["gk", "tidak", "shorten"], ["sampe", "sampai", "sound-alter"]]
    back = {label: value for value, label in (task.values or {}).items()}
    if task.kind == "multilabel":
        return [[text, *(str(int(other == label)) for other in task.labels)] for text, label in labelled(task)]
    return [[text, back.get(label, label)] for text, label in labelled(task)]


def _objects(task: Task) -> list[dict[str, Any]]:
    if task.kind == "rewrite":
        return [{"bureaucratic": "Diwajibkan membawa 2 berkas.", "friendly": "Yuk bawa 2 berkas!", "topic": "health"}]
    if task.kind == "multihead":
        head = {
            "topics": ["health"],
            "poverty_related": True,
            "intent": "report",
            "voices": ["elderly"],
            "stance": "proxy",
        }
        plain = {"topics": [], "poverty_related": False, "intent": "question", "voices": [], "stance": "none"}
        rows = [(BAD, "negative", head), (MIDDLE, "neutral", plain)]
        return [{"text": t, "platform": "twitter", "sentiment": s, **more} for texts, s, more in rows for t in texts]
    return [{"text": text, "sentiment": label} for text, label in labelled(task)]
