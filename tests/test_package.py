"""What importing costs, what the shipped model does, and that the samples are what the documentation says."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

import govtext
from govtext.scoring import installed_models

ROOT = Path(__file__).parents[1]
HEAVY = {"torch", "transformers", "spacy", "datasets", "sklearn", "pandas", "Sastrawi"}


def loaded_after(code: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after ``code``."""
    script = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{m.split('.')[0] for m in sys.modules}})))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(run.stdout.splitlines()[-1]))


def test_import_loads_nothing_heavy() -> None:
    assert not loaded_after("import govtext") & (HEAVY | {"numpy", "pyarrow", "click", "rich"})


@pytest.mark.parametrize(
    "use",
    [
        "govtext.load()('Kapan bansos cair min?')",
        "list(govtext.load('fast').pipe(['halo', 'pripun kabare']))",
        "[f('yg 0812-0000-0000') for f in (govtext.tokenize, govtext.sentences, govtext.normalize, govtext.redact)]",
    ],
)
def test_use_loads_nothing_heavy(use: str) -> None:
    assert not loaded_after(f"import govtext; {use}") & HEAVY


def test_every_public_name_resolves() -> None:
    for name in govtext.__all__:
        assert getattr(govtext, name) is not None
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = govtext.no_such_name


def test_the_shipped_model_reads_plain_cases() -> None:
    nlp = govtext.load("fast")
    assert nlp("Terima kasih pak wali, pelayanan puskesmas sekarang bagus sekali 🙏").sentiment.id == "positive"
    complaint = nlp("Kecewa banget, bansos PKH ibu saya dicoret padahal janda miskin")
    assert complaint.sentiment.id == "negative"
    assert complaint.poverty_related
    assert "social_assistance" in [topic.id for topic in complaint.topics]
    assert nlp("Pagi min, syarat daftar KIP kuliah apa saja ya?").intent.id == "question"


def test_models_describe_themselves() -> None:
    (fast,) = (model for model in installed_models() if model.name == "fast")
    assert fast.size_bytes < 15_000_000
    assert fast.quality
    assert (fast.path / "README.md").read_text(encoding="utf-8").startswith("# Model card")


def test_samples() -> None:
    with (ROOT / "examples" / "comments.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 120
    assert len({row["text"] for row in rows}) == len(rows)
    annotations = list(govtext.load("fast").pipe(row["text"] for row in rows))
    given = {topic.id for a in annotations for topic in a.topics} | {v.id for a in annotations for v in a.voices}
    assert len(given) >= 20


def test_the_version_is_one() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {govtext.__version__}\n" in citation


def test_all_that_is_tracked_goes_into_the_sdist() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    always = ["pyproject.toml", ".gitignore", ".ci"]  # hatchling takes the first; the others are for the checkout
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tops = {name.partition("/")[0] for name in tracked.splitlines()}
    assert [name for name in tops if not any(fnmatch(name, one) for one in (*included, *always))] == []
