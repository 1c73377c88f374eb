from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from govtext.cli.demo_table import comments_table, totals


def row(text: str = "bansos belum cair", **labels: Any) -> dict[str, Any]:
    base = {
        "text": text,
        "poverty_related": True,
        "poverty_score": 0.974,
        "topics": ["social_assistance", "targeting_eligibility"],
        "sentiment": "negative",
        "intent": "appreciation",
        "voices": ["remote_indigenous", "children_at_risk"],
        "stance": "proxy",
        "formality": 0.256,
        "formality_level": "bureaucratic",
        "needs_review": False,
    }
    return {**base, **labels}


def printed(renderable: Any, width: int) -> str:
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [80, 100, 110, 120, 160])
def test_the_longest_labels_are_shown_whole(width: int) -> None:
    shown = printed(comments_table([row(poverty_score=1.0)], width), width)
    for part in ("yes 100 %", "targeting_eligibility", "remote_indigenous", "children_at_risk", "negative"):
        assert part in shown
    for part in ("appreciation", "proxy", "bureaucratic", "0.26"):
        assert part in shown
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [80, 120])
def test_texts_are_cut_to_three_lines(width: int) -> None:
    alone = row("kata " * 200, topics=[], voices=[], stance="none")
    shown = printed(comments_table([alone], width), width)
    assert sum("kata" in line for line in shown.splitlines()) == 3
    assert "…" in shown


def test_texts_are_neither_markup_nor_control_codes() -> None:
    shown = printed(comments_table([row("[bold]tebal[/bold] \x1b[31mmerah\x07 [/red]")], 120), 120)
    assert "[bold]tebal[/bold]" in shown
    assert "\x1b" not in shown
    assert "\x07" not in shown


def test_totals() -> None:
    rows = [
        row(voices=["elderly"], stance="self", topics=["health"], needs_review=True),
        row(voices=["elderly"], stance="about", topics=["health"]),
        row(voices=["elderly", "disability"], stance="about", topics=["education"]),
        row(voices=[], topics=[], stance="none", poverty_related=False),
    ]
    lines = [line.split() for line in printed(totals(rows), 80).splitlines()]
    assert ["About", "poverty:", "3", "of", "4", "(75", "%)"] in lines
    assert ["Need", "a", "second", "look:", "1", "of", "4", "(25", "%)"] in lines
    assert ["health", "█" * 20, "2"] in lines
    assert ["education", "█" * 10, "1"] in lines
    assert ["elderly", "1", "0", "2"] in lines
    assert ["disability", "0", "0", "1"] in lines


def test_totals_of_nothing() -> None:
    assert "About poverty: 0 of 0" in printed(totals([]), 80)
