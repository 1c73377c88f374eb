"""The blocks of docs/integrations.md, serve.md and panduan.md run and print what the pages say; the site is whole.

Those of docs/bench.md are run by tests/evaluation/test_bench_docs.py.
"""

from __future__ import annotations

import json
import pkgutil
import re
import shlex
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from click.testing import CliRunner

import govtext.integrations.spacy  # noqa: F401 - the component is found by its entry point where govtext is installed
from govtext.cli import cli
from govtext.serving.protocol import methods, schema
from govtext.serving.worker import MAX_LINE_BYTES, MOST_CHARACTERS, MOST_REQUESTS
from pages import SOURCE, printed_by, run_in_node

DOCS = Path(__file__).parents[1] / "docs"
PAGES = {name: (DOCS / name).read_text(encoding="utf-8") for name in ("integrations.md", "serve.md")}
GUIDE = (DOCS / "panduan.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```{\.text \.wrap}\n\$ (govtext .*?)\n(.*?)```", GUIDE, flags=re.DOTALL)
BLOCK = re.compile(r"```(python|javascript)\n(.*?)```(?:\n```text\n(.*?)```)?", flags=re.DOTALL)
BLOCKS = [(name, *found) for name, page in PAGES.items() for found in BLOCK.findall(page)]
SHELL = re.search(r"```text\n\$ (echo .*?)\n(.*?)```", PAGES["serve.md"], flags=re.DOTALL)
RESULTS = Path(__file__).parents[1] / "benchmarks" / "results"


def test_the_pages_have_blocks() -> None:
    assert {name for name, *_ in BLOCKS} == set(PAGES)
    assert sum(bool(printed) for *_, printed in BLOCKS) >= 8
    assert len(COMMANDS) == GUIDE.count("$ govtext") == 2


@pytest.mark.parametrize(("command", "printed"), COMMANDS)
def test_command_of_the_officers_guide(command: str, printed: str) -> None:
    done = CliRunner().invoke(cli, shlex.split(command)[1:])
    assert (done.exit_code, done.output) == (0, printed)


def test_the_site_names_every_page_and_only_modules_that_are_there() -> None:
    site = (DOCS.parent / "mkdocs.yml").read_text(encoding="utf-8")
    assert {path.name for path in DOCS.glob("*.md")} == set(re.findall(r"([\w-]+\.md)$", site, flags=re.MULTILINE))
    for name in re.findall(r"^::: (\S+)$", (DOCS / "reference.md").read_text(encoding="utf-8"), flags=re.MULTILINE):
        assert pkgutil.resolve_name(name).__doc__


def test_links_to_the_repository_lead_somewhere() -> None:
    links = [
        (page.name, link) for page in DOCS.glob("*.md") for link in re.findall(r"\]\((\.\./[^)]+)\)", page.read_text())
    ]
    assert links
    assert [(page, link) for page, link in links if not (DOCS / link).exists()] == []


@pytest.mark.parametrize(("code", "printed"), [block[2:] for block in BLOCKS if block[1] == "python"])
@pytest.mark.filterwarnings("ignore")
def test_block_of_python(code: str, printed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other libraries, while they are imported
        for name in re.findall(r"^(?:import|from) ([\w.]+)", code, flags=re.MULTILINE):
            pytest.importorskip(name)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(SOURCE))
    assert printed_by(code, "docs") == printed


@pytest.mark.parametrize(("code", "printed"), [block[2:] for block in BLOCKS if block[1] == "javascript"])
def test_block_of_javascript(code: str, printed: str, tmp_path: Path) -> None:
    (tmp_path / "block.mjs").write_text(code, encoding="utf-8")
    run = run_in_node(tmp_path / "block.mjs", tmp_path)
    assert (run.returncode, run.stderr, run.stdout) == (0, "", printed)


def test_block_of_the_shell() -> None:
    assert SHELL is not None
    request = shlex.split(SHELL[1].split("|")[0])[1]
    command = [sys.executable, "-m", "govtext", "serve", "--stdio"]
    run = subprocess.run(command, input=request.encode(), capture_output=True, check=True)
    assert run.stdout.decode() == SHELL[2]


def test_the_page_names_all_methods_options_and_codes() -> None:
    page = PAGES["serve.md"]
    for method, rules in methods().items():
        (row,) = re.findall(rf"^\| `{method}` \|.*$", page, flags=re.MULTILINE)
        for option in rules["properties"]:
            assert f"`{option}`" in row
    for code in schema()["$defs"]["error"]["properties"]["code"]["enum"]:
        assert f"\n| `{code}` |" in page
    assert f"({MAX_LINE_BYTES >> 20} MiB)" in page
    assert f"(up to {MOST_REQUESTS}, up to {MOST_CHARACTERS:,}\ncharacters)" in page


def test_the_figures_are_those_that_were_measured() -> None:
    fast = json.loads((RESULTS / "serve_speed.json").read_text(encoding="utf-8"))["models"]["fast"]
    together = fast["texts_a_processor_second_by_requests_together"]
    for figure in (together["1"], together["64"], fast["texts_a_processor_second_with_64_texts_a_request"]):
        assert f" {figure:,}" in PAGES["serve.md"]
    measured = json.loads((RESULTS / "sklearn_features.json").read_text(encoding="utf-8"))
    for name, by_size in measured["macro_f1_by_training_comments"].items():
        row = " | ".join(f"{one['mean']:.3f}" for one in by_size.values())
        assert re.search(rf"^\| `?{name}`? \| {re.escape(row)} \|$", PAGES["integrations.md"], flags=re.MULTILINE)
