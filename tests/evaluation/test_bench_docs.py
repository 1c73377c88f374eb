"""docs/bench.md: its tables are those of the tasks, its blocks run and print what the page says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from govtext.cli import cli
from govtext.cli.bench import command
from govtext.evaluation import task, tasks
from govtext.evaluation.readers import READERS
from govtext.evaluation.systems import NAMED, checkpoint
from govtext.evaluation.tasks import KINDS
from pages import printed_by

from .layouts import write

DOCS = (Path(__file__).parents[2] / "docs" / "bench.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", DOCS, flags=re.DOTALL)
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", DOCS, flags=re.DOTALL) for line in block.splitlines()]


def test_every_block_of_python_shows_what_it_prints() -> None:
    assert len(BLOCKS) == DOCS.count("```python") == 2


@pytest.mark.parametrize(("code", "printed"), BLOCKS)
def test_block(code: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert printed_by(code, "bench.md") == printed


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_name_options_and_tasks_that_are_there(line: str) -> None:
    words = shlex.split(line)
    assert words[:2] == ["govtext", "bench"]
    with command.make_context("bench", words[2:]) as context:  # options are parsed, nothing is run
        name = context.params["name"]
        assert name is None or task(name)


@pytest.mark.filterwarnings("ignore::govtext.errors.GovtextWarning")
def test_the_second_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("sklearn")
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "indonlu", task("smsa"))
    done = CliRunner().invoke(cli, [*shlex.split(COMMANDS[1])[1:], "--samples", "5"])
    assert done.exit_code == 0, done.output


def test_the_table_of_tasks_is_that_of_their_files() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| ([\w ]+) \| (.+?) \| (.+) \|$", DOCS, flags=re.MULTILINE)
    assert [name for name, *_ in rows] == [one.name for one in tasks()]
    for name, metric, splits, licence, source in rows:
        one = task(name)
        assert (metric, licence) == (one.metric, one.licence)
        assert splits == ("by hash" if one.hashed_split else "five folds" if one.folds == 5 else "its own")
        assert one.url in source or not one.url.startswith("https")
    on_the_hub = re.search(r"through `datasets` \((.*?)\)", DOCS)
    assert on_the_hub is not None
    assert set(on_the_hub[1].split(", ")) == {one.name for one in tasks() if one.hub}


def test_the_page_names_all_systems_kinds_formats_and_options() -> None:
    assert all(f"`{name}`" in DOCS for name in (*NAMED, *KINDS, *READERS))
    options = {one for option in command.params if isinstance(option, click.Option) for one in option.opts}
    for name in options - {"-o", "--output", "--seed", "--split", "--limit", "--samples"}:
        assert name in DOCS


def test_the_page_names_every_key_of_json(tmp_path: Path) -> None:
    data = write(tmp_path, task("smsa"))
    common = ["bench", "--task", "smsa", "--data", str(data), "--samples", "2", "--format", "json"]
    found = json.loads(CliRunner().invoke(cli, [*common, "--model", "fast"]).stdout)
    for key in [*found, *found["results"][0]]:
        assert f"`{key}`" in DOCS


def test_the_recipe_of_fit_is_that_of_the_code() -> None:
    mantissa, exponent = f"{checkpoint._RATE:e}".split("e")
    said = (
        f"{checkpoint._EPOCHS} epochs, batches of {checkpoint._BATCH}, rate {float(mantissa):g}e{int(exponent)} falling"
    )
    assert f"{said}\nto 0, at most {checkpoint._LENGTH} pieces" in DOCS
