"""docs/walkthrough.md is what examples/walkthrough.py prints and draws; its pictures can be read by everybody."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

pytest.importorskip("vl_convert")
pytest.importorskip("jinja2")

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGE = (DOCS / "walkthrough.md").read_text(encoding="utf-8")
PICTURES = sorted((DOCS / "walkthrough").iterdir())
PHONE = 328  # pixels between the margins of a window of 360


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    folder = tmp_path_factory.mktemp("walkthrough")
    return runpy.run_path(str(DOCS / "make_walkthrough.py"))["page"](folder), folder / "walkthrough-output"


@pytest.fixture(scope="module")
def charts() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "examples" / "charts.py"))


def texts(svg: str) -> list[ET.Element]:
    return [node for node in ET.fromstring(svg).iter() if node.tag.endswith("}text")]  # noqa: S314 - our own


def words(svg: str) -> list[str]:
    """Return what stands written in a picture."""
    return [" ".join(node.itertext()) for node in texts(svg)]


def luminance(colour: str) -> float:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_page_is_what_the_script_prints(made: tuple[str, Path]) -> None:
    assert made[0] == PAGE, "run: make walkthrough"


def test_the_pictures_are_those_the_script_draws(made: tuple[str, Path]) -> None:
    # Compared by their words: how wide these are differs from one version of vl-convert to the next.
    drawn = {path.name: words(path.read_text(encoding="utf-8")) for path in made[1].glob("*.svg")}
    assert drawn == {path.name: words(path.read_text(encoding="utf-8")) for path in PICTURES}, "run: make walkthrough"


def test_every_picture_is_shown_and_described() -> None:
    shown = {name: alt for alt, name in re.findall(r"^!\[(.+)\]\(walkthrough/(.+)\)$", PAGE, flags=re.MULTILINE)}
    assert set(shown) == {path.name for path in PICTURES}
    for path in PICTURES:
        said = [one for one in words(path.read_text(encoding="utf-8")) if not re.fullmatch(r"[\d.,]+", one)]
        unsaid = [one for one in said if one.lower() not in shown[path.name].lower()]
        assert len(unsaid) == 1  # the source
        assert "invented" in unsaid[0]


def test_pictures_are_small_silent_and_legible_on_a_phone() -> None:
    assert sum(path.stat().st_size for path in PICTURES) < 400_000
    for path in PICTURES:
        svg = path.read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}
        assert "<script" not in svg
        width = float(ET.fromstring(svg).attrib["viewBox"].split()[2])  # noqa: S314 - our own
        assert min(float(node.attrib["font-size"][:-2]) for node in texts(svg)) * min(1, PHONE / width) >= 10.5


@pytest.mark.parametrize("scheme", ["LIGHT", "DARK"])
def test_colours_can_be_told_from_the_paper(charts: dict[str, Any], scheme: str) -> None:
    colours = charts[scheme]
    assert min(contrast(colours[text], colours["paper"]) for text in ("ink", "soft")) >= 4.5
    assert min(contrast(colours[bar], colours["paper"]) for bar in ("first", "second", "third", "warm")) >= 3
    for picture in PICTURES:
        rules = re.search(rf"{'' if scheme == 'LIGHT' else 'dark.*'}:root {{ (.+?) }}", picture.read_text())
        assert rules is not None
        assert rules[1] == "; ".join(f"--{name}: {colour}" for name, colour in colours.items())


def test_odd_labels_are_written_as_they_are(charts: dict[str, Any]) -> None:
    svg, described = charts["bars"](
        "A <b> & a 🙏",
        {
            "“Lansia” & <anak>": {"a": 1_200, "b": 0},
            "a label that is much longer than any picture on a phone is": {"b": 2},
        },
        {"a": "warm", "b": "third"},
        axis="comments",
        source="invented",
    )
    assert {"A <b> & a 🙏", "“Lansia” & <anak>", "1,200", "2", "a", "b", "comments", "invented"} <= set(words(svg))
    assert "Comments (a, b). “Lansia” & <anak>: 1,200, 0; a label" in described


def test_the_script_is_a_notebook_of_prose_and_code() -> None:
    cells = runpy.run_path(str(DOCS / "make_walkthrough.py"))["cells"]()
    assert {kind for kind, _ in cells} == {"", "[markdown]", 'tags=["hide-input"]'}
    assert [body for kind, body in cells if kind == "[markdown]" and body.startswith("## ")] != []
    assert all(body for _, body in cells)
