"""Redaction on the synthetic texts of data/redaction.tsv, read as the benchmark reads them."""

from __future__ import annotations

import pytest

from govtext.text.redaction import PLACEHOLDERS

from .scripts import load_script

benchmark = load_script("redaction", folder="benchmarks")
EXAMPLES = benchmark.read_examples()


def half(name: str) -> list[object]:
    return [example for example in EXAMPLES if example.half == name]


def test_halves_are_large_and_have_every_kind() -> None:
    assert len(half("tune")) + len(half("held")) == len(EXAMPLES) >= 300
    assert sum(not example.spans for example in EXAMPLES) >= 100
    for name in ("tune", "held"):
        kinds = {kind for example in EXAMPLES if example.half == name for *_, kind in example.spans}
        assert kinds == set(PLACEHOLDERS)


def test_marked_text_is_read() -> None:
    example = benchmark.parse("tune", "an. <name>Contoh</name>, hp <phone>0812</phone>.")
    assert example.text == "an. Contoh, hp 0812."
    assert example.spans == {(4, 10, "name"), (15, 19, "phone")}


@pytest.mark.parametrize("example", half("tune"), ids=lambda example: example.text[:40])
def test_exactly_the_personal_data_is_found(example: object) -> None:
    assert benchmark.found_in(example.text) == example.spans  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_what_rules_were_not_made_for_is_found_too(kind: str) -> None:
    figures = benchmark.measure(half("held"), kind)
    assert figures["recall"].value >= 0.8
    assert figures["precision"].value >= 0.8


def test_a_wrong_find_lowers_precision_and_a_missed_one_recall() -> None:
    examples = [benchmark.parse("tune", "Bu Contoh"), benchmark.parse("tune", "kata <name>siapa</name>")]
    figures = benchmark.measure(examples, "name")
    assert figures["recall"].value == figures["precision"].value == figures["masked"].value == 0
