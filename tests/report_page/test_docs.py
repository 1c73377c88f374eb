"""What docs/report.md shows is what happens."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from govtext.cli import cli
from govtext.report import baselines
from govtext.report.resources import read_data
from pages import printed_by

if TYPE_CHECKING:
    import pytest

DOCS = (Path(__file__).parents[2] / "docs" / "report.md").read_text(encoding="utf-8")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCS, re.DOTALL)


def test_the_options_are_those_of_the_command() -> None:
    """After a change: govtext report --help, at 100 columns, into the page."""
    shown = CliRunner(env={"COLUMNS": "100"}).invoke(cli, ["report", "--help"], prog_name="govtext", terminal_width=100)
    assert _blocks("text")[0].removeprefix("$ govtext report --help\n") == shown.stdout


def test_the_block_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (code,) = _blocks("python")
    assert printed_by(code, "report.md") == _blocks("text")[1]
    assert Path("report.html").is_file()


def test_roles_and_baseline(tmp_path: Path) -> None:
    roles = re.search(r"Roles: `([^`]*)`", DOCS)
    assert roles
    assert set(re.findall(r"\w+", roles[1])) == {"text", *read_data("roles.toml")["roles"]}
    (toml,) = _blocks("toml")
    (own,) = tomllib.loads(toml)["baseline"]
    (tmp_path / "own.toml").write_text(toml, encoding="utf-8")
    assert [one.share for one in baselines.load(tmp_path / "own.toml") if one.id == own["id"]] == [0.142]
