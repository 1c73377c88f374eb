from __future__ import annotations

import json
from pathlib import Path

import pytest

from govtext.evaluation import Interval
from govtext.training.card import group_section, write_card
from govtext.training.config import TrainingConfig
from govtext.training.data import Example
from govtext.training.groups import GroupError
from govtext.training.measure import Result

ROOT = Path(__file__).parents[2]
HEADS = ("topics", "sentiment")


def rows(kind: str, group: str, cases: int, *shares: float, by: float | None = None) -> list[GroupError]:
    """One row a head, each share with an interval of two points on either side, none if no share is told."""
    around = [Interval(share, share - 0.02, share + 0.02) for share in shares] if shares else [None] * len(HEADS)
    difference = None if by is None else Interval(by, by - 0.05, by + 0.05)
    return [GroupError(kind, group, head, cases, error, difference) for head, error in zip(HEADS, around, strict=True)]


GROUPS = [
    *rows("language", "indonesian", 560, 0.2, 0.1, by=0.0),
    *rows("language", "javanese", 27, 0.31, 0.12, by=0.2),
    *rows("language", "sundanese", 6),
    *rows("platform", "youtube", 40, 0.1, 0.05, by=-0.1),
    *rows("length", "up to 15 words", 40, 0.1, 0.0, by=0.02),
    *rows("voice", "elderly", 5),
]


def test_a_row_tells_shares_in_percent_and_differences_in_points() -> None:
    card = group_section(GROUPS)
    assert "| comments | cases | topics | sentiment |" in card
    assert (
        "| indonesian | 560 | 20.0 [18.0, 22.0]<br>+0.0 [-5.0, +5.0] | 10.0 [8.0, 12.0]<br>+0.0 [-5.0, +5.0] |" in card
    )
    assert "| javanese | 27 | 31.0 [29.0, 33.0]<br>**+20.0 [+15.0, +25.0]** |" in card
    assert "<br>**-10.0 [-15.0, -5.0]**" in card


def test_what_stands_out_is_told_first() -> None:
    card = group_section(GROUPS)
    assert "- More errors than elsewhere: javanese: topics, sentiment.\n" in card
    assert "- Fewer errors than elsewhere: youtube: topics, sentiment.\n" in card
    even = [row for row in GROUPS if row.group not in {"javanese", "youtube"}]
    card = group_section([*even, *rows("platform", "twitter", 40, 0.1, 0.1, by=0.0)])
    assert "More errors than elsewhere: none." in card


def test_few_cases_are_named_without_a_figure() -> None:
    card = group_section(GROUPS)
    assert "Too few cases to say: sundanese 6." in card
    assert "Too few cases to say: elderly 5." in card
    assert "| sundanese" not in card
    assert "None" not in card


def test_a_kind_that_the_data_do_not_name_is_said_to_be_unknown() -> None:
    card = group_section([row for row in GROUPS if row.kind != "platform"])
    assert "`benchmarks/results/generalisation.json`.\n\nThe data do not say.\n" in card


def test_models_that_were_measured_on_no_comments_have_no_such_section() -> None:
    assert "no comments" in group_section([])


@pytest.mark.parametrize("kind", ["fast", "accurate"])
def test_a_card_tells_training_data_quality_and_groups(kind: str, config: TrainingConfig, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"0" * 1_500_000)
    results = [
        Result("comments dev", "topics micro-F1", Interval(0.85, 0.83, 0.875), 528),
        Result("comments dev", "topics: health F1", Interval(0.8, 0.7, 0.9), 70),
    ]
    trained = [Example("a", "comments", {})] * 1_200 + [Example("b", "smsa", {})]
    write_card(tmp_path, kind, results, GROUPS, trained, config)
    card = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "1.5 MB" in card
    assert "| comments | 1,200 |\n| smsa | 1 |" in card
    whole, labels = card.split("### Each label")
    assert "| comments dev | topics micro-F1 | 0.850 [0.830, 0.875] | 528 |" in whole
    assert "| comments dev | topics: health F1 | 0.800 [0.700, 0.900] | 70 |" in labels
    assert "### Errors by group\n" in labels
    assert "{" not in card
    assert "\n\n\n" not in card


@pytest.mark.parametrize("kind", ["fast", "accurate"])
def test_the_cards_that_ship_show_the_figures_of_the_benchmark(kind: str) -> None:
    card = (ROOT / "models" / kind / "README.md").read_text(encoding="utf-8")
    report = json.loads((ROOT / "benchmarks" / "results" / f"accuracy-{kind}.json").read_text(encoding="utf-8"))
    told = {(row["group"], row["head"]): row for row in report["errors_by_group"]}
    shown = 0
    for line in card[card.index("### Errors by group") :].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == "comments":
            heads = cells[2:]
        for head, cell in zip(heads if (cells[0], "topics") in told else (), cells[2:], strict=False):
            row = told[cells[0], head]
            # rounded once there and twice here
            assert float(cell.split()[0]) == pytest.approx(100 * row["error"]["value"], abs=0.06)
            assert row["cases"] == int(cells[1])
            shown += 1
    assert shown == sum(bool(row["error"]) for row in report["errors_by_group"])
    assert shown


def test_the_card_tells_how_well_languages_are_found_as_measured() -> None:
    report = json.loads((ROOT / "benchmarks" / "results" / "languages.json").read_text(encoding="utf-8"))
    java, sunda = (
        next(row for row in report["results"] if row["data"] == "comments dev" and row["language"] == language)
        for language in ("javanese", "sundanese")
    )
    assert java["precision"].startswith("1.000")
    read = (
        f"read all {java['texts']} and found Javanese words in {java['cases']}, of which the list finds {java['found']}"
    )
    text = " ".join((ROOT / "src" / "govtext" / "training" / "card-groups.md").read_text(encoding="utf-8").split())
    assert f"{read} and no others" in text
    right = round(float(sunda["precision"].split()[0]) * sunda["found"])
    assert f"Sundanese ones in {sunda['cases']}, of which it finds {right} and one other" in text
    assert sunda["found"] - right == 1
