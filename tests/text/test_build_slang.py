"""The script that builds the slang lexicon, and the lexicon it built."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from govtext.text.resources import read_rows, read_words

SCRIPT = Path(__file__).parents[2] / "training/build_slang.py"


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_slang", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_words_are_aligned_one_to_one_and_one_to_many(builder: ModuleType) -> None:
    informal = ["sy", "udh", "bilang", "makasih", "."]
    formal = ["saya", "sudah", "bilang", "terima", "kasih", "."]
    pairs = list(builder.aligned_words(informal, formal))
    assert ("sy", "saya") in pairs
    assert ("udh", "sudah") in pairs
    assert ("bilang", "bilang") in pairs
    assert ("makasih", "terima kasih") in pairs


def test_rare_and_ambiguous_pairs_are_left_out(builder: ModuleType) -> None:
    stif = {
        "sering": Counter({"sering": 5, "kerap": 2}),
        "jarang2": Counter({"jarang": 1}),
        "udh": Counter({"sudah": 4}),
    }
    chosen = builder.choose(stif, {}, {}, {}, frozenset())
    assert chosen == {"udh": ("sudah", "stif")}


def test_own_entries_come_first_and_kept_words_stay(builder: ModuleType) -> None:
    pairs = {"yg": Counter({"yank": 1}), "kok": Counter({"kenapa": 1})}
    chosen = builder.choose({}, pairs, {"yg": "yang"}, {}, frozenset({"kok"}))
    assert chosen == {"yg": ("yang", "own")}


def test_chains_are_followed_and_circles_dropped(builder: ModuleType) -> None:
    chosen = {"gk": ("gak", "a"), "gak": ("tidak", "b"), "x": ("y", "a"), "y": ("x", "b")}
    assert builder.close(chosen) == {"gk": ("tidak", "a"), "gak": ("tidak", "b")}


def test_the_script_writes_what_the_sources_say(
    builder: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, target = tmp_path / "data", tmp_path / "target"
    (data / "normalization").mkdir(parents=True)
    (data / "formality").mkdir()
    target.mkdir()
    pair = {"transformed": "Bsk", "original-for": "besok", "transformation": "disemvoweling"}
    (data / "normalization/indocollex_train.jsonl").write_text(json.dumps(pair) + "\n", encoding="utf-8")
    rows = [{"informal": "udh cair", "formal": "sudah cair"}] * 3
    (data / "formality/stif_train.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (target / "slang_own.tsv").write_text("# own\nyg\tyang\n", encoding="utf-8")
    (target / "slang_read.tsv").write_text("kgn\tkangen\nudh\tundah\n", encoding="utf-8")
    (target / "kept.txt").write_text("kok\n", encoding="utf-8")
    (target / "not_guessed.txt").write_text("ngambek\n", encoding="utf-8")
    monkeypatch.setattr(builder, "TARGET", target)
    monkeypatch.setattr(sys, "argv", ["build_slang.py", "--data", str(data)])
    builder.main()
    lines = (target / "slang.tsv").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "bsk\tbesok\tindocollex",
        "kgn\tkangen\tread",
        "udh\tsudah\tstif",
        "yg\tyang\town",
    ]


def test_every_entry_has_known_sources() -> None:
    sources = {source for row in read_rows("slang.tsv", 3) for source in row[2].split("+")}
    assert sources == {"indocollex", "stif", "own", "read"}


def test_own_entries_and_kept_words_are_honoured() -> None:
    built = {row[0]: row[1] for row in read_rows("slang.tsv", 3)}
    assert not read_words("kept.txt") & set(built)
    assert len(read_rows("slang_own.tsv", 2)) >= 250
