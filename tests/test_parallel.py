"""The parallel set is what its card says."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from govtext.labels import scheme

FOLDER = Path(__file__).parents[1] / "benchmarks" / "parallel"
SPLITS = ("train", "validation", "test")
TONES = ("friendly", "polite", "plain")
LIST_NUMBER = re.compile(r"^\d+[.)] ", re.MULTILINE)


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+", LIST_NUMBER.sub("", text)))


def rows(split: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("split", SPLITS)
def test_rows_are_whole(split: str) -> None:
    topics = set(scheme()["topics"].ids)
    for row in rows(split):
        text = row["bureaucratic"]
        assert row["topic"] in topics
        assert row["facts"] or row["unchanged"]
        assert any(tone in row for tone in TONES)
        assert all(text[fact["start"] : fact["end"]] == fact["text"] != "" for fact in row["facts"])
        if row["unchanged"]:
            assert all(row[tone] == text for tone in TONES if tone in row)


@pytest.mark.parametrize("split", SPLITS)
def test_every_number_is_kept_and_none_is_added(split: str) -> None:
    for row in rows(split):
        source = numbers(row["bureaucratic"])
        for tone in TONES:
            assert numbers(row.get(tone, row["bureaucratic"])) == source, (row["id"], tone)


def test_splits_share_no_topic_and_no_text() -> None:
    found = {split: rows(split) for split in SPLITS}
    for first, second in combinations(SPLITS, 2):
        assert not {row["topic"] for row in found[first]} & {row["topic"] for row in found[second]}
    every = [row for split in SPLITS for row in found[split]]
    assert max(Counter(row["id"] for row in every).values()) == 1
    assert max(Counter(row["bureaucratic"] for row in every).values()) == 1


def test_the_card_counts_right() -> None:
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for split in SPLITS:
        found = rows(split)
        rewrites = sum(tone in row for row in found for tone in TONES)
        unchanged = sum(row["unchanged"] for row in found)
        assert re.search(rf"`{split}.jsonl` \| [^|]+ \| {len(found)} \| {rewrites:,} \| {unchanged} \|", card)
