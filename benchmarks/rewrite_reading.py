"""What blind readers say of rewrites of the texts in official/: shares with Wilson 95 % intervals.

    python benchmarks/rewrite_reading.py [--part held] [--tone friendly]
    python benchmarks/rewrite_reading.py --write pairs.jsonl      # rewrites without a verdict, for a reader
    python benchmarks/rewrite_reading.py --add judged.jsonl       # take over what the reader said

A pair holds the original and its rewrite as ``A`` and ``B`` in an order drawn from their hash. A reader answers with
the ``key``, ``friendlier`` ("A", "B", "same"), ``grammatical_A``, ``grammatical_B`` and ``same_meaning``. A verdict is
kept under a hash of original and rewrite, so a rewrite that changes is read anew; ``read`` tells how many have it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govtext.rewriting import rewrites
from govtext.types import Rewrite
from reporting import RESULTS, write_report
from rewrite_accuracy import share

ROOT = Path(__file__).parent / "official"
VERDICTS = ROOT / "verdicts.jsonl"


def main() -> None:
    """Rewrite, join with the verdicts, print and write the table; or exchange pairs with a reader."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", default="held", choices=("open", "held"))
    parser.add_argument("--tone", default="friendly", choices=("friendly", "polite", "plain"))
    parser.add_argument("--write", type=Path, help="write the pairs that nobody has read yet")
    parser.add_argument("--add", type=Path, help="add the verdicts of a reader")
    options = parser.parse_args()
    rows = [row for row in read(ROOT / "texts.jsonl") if row["part"] == options.part]
    made = list(rewrites([row["text"] for row in rows], options.tone))
    changed = {key_of(one): one for one in made if one.edits}
    verdicts = {row["key"]: row for row in read(VERDICTS)}
    if options.write:
        pairs = [pair(key, one) for key, one in sorted(changed.items()) if key not in verdicts]
        options.write.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in pairs), encoding="utf-8")
        print(f"{len(pairs)} pairs to read in {options.write}")
        return
    if options.add:
        found = {key: verdict(key, said) for said in read(options.add) if (key := said["key"]) in changed}
        lines = (json.dumps(row) + "\n" for _, row in sorted({**verdicts, **found}.items()))
        VERDICTS.write_text("".join(lines), encoding="utf-8")
        print(f"{len(found)} verdicts added")
        return
    heard = [verdicts[key] for key in changed if key in verdicts]
    falls = [one.before.score - one.after.score for one in changed.values()]
    figures = {
        "texts changed": share([bool(one.edits) for one in made]),
        "of those, read": share([key in verdicts for key in changed]),
        "of those, grammatical": share([row["grammatical"] for row in heard]),
        "  the originals beside them": share([row["grammatical_before"] for row in heard]),
        "of those, same meaning": share([row["same_meaning"] for row in heard]),
        "of those, friendlier": share([row["friendlier"] == "after" for row in heard]),
        "of those, the original friendlier": share([row["friendlier"] == "before" for row in heard]),
    }
    for name, value in figures.items():
        print(f"{name:36}{value['share']:7.3f} [{value['low']:.3f}, {value['high']:.3f}]  of {value['cases']}")
    fall = sum(falls) / max(len(falls), 1)
    print(f"{'mean fall of the formality score':36}{fall:7.3f}")
    report = {
        "command": f"python benchmarks/rewrite_reading.py --part {options.part} --tone {options.tone}",
        "intervals": "95 %, Wilson",
        "results": figures,
        "mean_fall_of_formality": round(fall, 3),
    }
    write_report(RESULTS / f"reading-{options.part}-{options.tone}.json", report, packages=("spacy",))


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON Lines file, none where there is no file yet."""
    if path.exists():
        with path.open(encoding="utf-8") as file:
            yield from map(json.loads, file)


def key_of(one: Rewrite) -> str:
    """Return the hash under which the verdict on a rewrite is kept."""
    return hashlib.sha256(f"{one.original}\0{one.text}".encode()).hexdigest()[:16]


def pair(key: str, one: Rewrite) -> dict[str, str]:
    """Return what a reader sees."""
    first, second = (one.original, one.text) if original_first(key) else (one.text, one.original)
    return {"key": key, "A": first, "B": second}


def original_first(key: str) -> bool:
    """Tell whether the original is ``A``: half of all keys, in no order that a reader could guess."""
    return hashlib.sha256(key.encode()).digest()[0] < 128


def verdict(key: str, said: dict[str, Any]) -> dict[str, Any]:
    """Return the verdict with ``before`` and ``after`` for A and B."""
    names = {"A": "before", "B": "after"} if original_first(key) else {"A": "after", "B": "before"}
    at = {name: letter for letter, name in names.items()}
    return {
        "key": key,
        "friendlier": names.get(said["friendlier"], "same"),
        "grammatical": said[f"grammatical_{at['after']}"],
        "grammatical_before": said[f"grammatical_{at['before']}"],
        "same_meaning": said["same_meaning"],
    }


if __name__ == "__main__":
    main()
