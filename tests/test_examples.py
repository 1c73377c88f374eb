"""Every example runs as its user would run it, and prints what it is there to show."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pages import environment, run_in_node

EXAMPLES = Path(__file__).parents[1] / "examples"
# Of each: the packages it needs, and lines that it prints.
EXPECTED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "quickstart.py": ((), ("  poverty: True",)),
    "spacy_pipeline.py": ((), ("[('PKH', 'PROGRAMME'), ('Kartu Sembako', 'PROGRAMME')]",)),
    "spacy_component.py": ((), ("  'saya janda' speaks for Perempuan rentan", "  positive, appreciation")),
    "sklearn_pipeline.py": (
        ("sklearn",),
        (
            "min bus ke kampus kok jarang lewat -> transport",
            "bangku di taman lansia udah pada lapuk -> parks",
            "accuracy: 1.0",
        ),
    ),
    "pandas_frame.py": (("pandas",), ("Tegal  social_assistance    1",)),
    "datasets_map.py": (("datasets",), ("1 neutral question ['social_assistance']", "2 positive appreciation []")),
    "walkthrough.py": (
        ("jinja2", "vl_convert"),
        ("160 comments labelled, 0 could not be read", "[topics.svg] ", "findings: []"),
    ),
    "serve_client.py": (
        (),
        ("1 protocol 1 methods 10", "4 hub [TELEPON] ya", "5 error: formality takes a text", "exit code 0"),
    ),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_example(name: str, tmp_path: Path) -> None:
    packages, lines = EXPECTED[name]
    for package in packages:
        pytest.importorskip(package)
    code = "import runpy, sys, govtext.integrations.spacy; runpy.run_path(sys.argv[1], run_name='__main__')"
    # The component is found by its entry point where govtext is installed; here it is imported.
    head = ["-c", code] if name == "spacy_component.py" else []
    run = subprocess.run(
        [sys.executable, *head, EXAMPLES / name],
        capture_output=True,
        encoding="utf-8",
        env=environment(HF_HOME=str(tmp_path)),
        cwd=tmp_path,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    for line in lines:
        assert any(shown.startswith(line) for shown in run.stdout.splitlines()), run.stdout


def test_the_client_in_node(tmp_path: Path) -> None:
    run = run_in_node(EXAMPLES / "serve_client.mjs", tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert "  social_assistance: [ 'dapet PKH' ]" in run.stdout.splitlines()
    assert "bad_option - tone of rewrite cannot be that" in run.stdout
    assert run.stdout.splitlines()[-1] == "exit code 0"


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == {*EXPECTED, "charts.py"}  # which walkthrough.py imports
