"""The Python blocks of docs/archives.md run, where the library they show is installed."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

from govtext.cli import cli
from pages import printed_by

DOCS = (Path(__file__).parents[2] / "docs" / "archives.md").read_text(encoding="utf-8")
HELP = re.search(r"```text\n\$ govtext annotate --help\n(.*?)```", DOCS, flags=re.DOTALL)
BLOCKS = re.findall(r"```python\n(.*?)```(?:\n```text\n(.*?)```)?", DOCS, flags=re.DOTALL)
NAMES = [re.findall(r"^(?:import|from) (\w+)", code, flags=re.MULTILINE)[0] for code, _ in BLOCKS]


def test_every_library_that_the_page_names_has_a_block() -> None:
    assert {"govtext", "polars", "pandas", "pyarrow", "dask", "datasets"} == set(NAMES)


@pytest.mark.parametrize(("code", "printed"), BLOCKS, ids=NAMES)
@pytest.mark.filterwarnings("ignore")
def test_block(code: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other libraries, while they are imported
        for name in re.findall(r"^(?:import|from) ([\w.]+)", code, flags=re.MULTILINE):
            pytest.importorskip(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    assert printed_by(code, "archives.md") == printed


def test_the_options_are_those_of_the_command() -> None:
    """After a change: govtext annotate --help, at 100 columns, into the page."""
    shown = CliRunner(env={"COLUMNS": "100"}).invoke(
        cli, ["annotate", "--help"], prog_name="govtext", terminal_width=100
    )
    assert HELP is not None
    assert HELP[1] == shown.stdout
