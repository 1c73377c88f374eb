"""Is what would be published whole, and does it work where nothing else is installed?

    pip install '.[release]'
    python benchmarks/release.py            # every Python from 3.11 on that is found
    python benchmarks/release.py --tests    # also runs the tests of the sdist against the wheel

Builds the sdist and, from it, the wheel (`python -m build`), of what is committed; `twine check --strict`; every
tracked file is in the sdist, every module and model in the wheel. Then, for each Python: an empty environment, the
wheel with the versions of constraints.txt from the package registry, and, in an empty folder and without a network
where the machine allows to take it away: the demo, a request to the worker, the spaCy component by its entry point,
and what is loaded by `import govtext` and `govtext --help`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reporting import RESULTS, write_report

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
NOT_SHIPPED = (".ci/", ".gitignore", ".github/")
TESTS = (
    *(
        f"tests/{name}"
        for name in ("text", "labels", "scoring", "rewriting", "archive", "cli", "serving", "integrations")
    ),
    *(f"tests/test_{name}.py" for name in ("docs", "examples", "package", "readme")),
)
# Imported by none of: import govtext, govtext --help.
HEAVY = ("numpy", "pyarrow", "spacy", "torch", "transformers", "datasets", "sklearn", "pandas")
SPACY = """
import spacy
nlp = spacy.blank("xx")
nlp.add_pipe("govtext", config={"model": "fast"})
assert nlp("Min, bansos kok gak cair?")._.govtext.topics[0].id == "social_assistance"
"""
LIGHT = f"""
import sys, govtext
from govtext.cli import cli
cli(["--help"], standalone_mode=False)
assert not set({HEAVY}) & set(sys.modules), set({HEAVY}) & set(sys.modules)
"""
REQUEST = b'{"id": 1, "method": "annotate", "text": "Min, bansos kok gak cair?"}\n'


def main() -> None:
    """Build, check, print and write the result."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tests", action="store_true")
    parser.add_argument("--only", nargs="*", default=PYTHONS, metavar="3.x")
    parser.add_argument("--output", type=Path, default=RESULTS / "release.json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sdist, wheel = build(Path(folder))
        figures: dict[str, Any] = {
            "command": "python benchmarks/release.py" + (" --tests" if options.tests else ""),
            "sdist": {"megabytes": megabytes(sdist), "files": check_sdist(sdist)},
            "wheel": {"megabytes": megabytes(wheel), "files": check_wheel(wheel)},
            "pythons": {},
        }
        for python in filter(None, map(find_python, options.only)):
            found = try_out(python, wheel, sdist if options.tests else None, Path(folder))
            found["built_from"] = run("git", "rev-parse", "--short", "HEAD", cwd=Path(folder) / "checkout").strip()
            figures["pythons"][found.pop("version")] = found
            print(found)
    write_report(options.output, figures)
    print(json.dumps(figures, indent=2))
    if any("failed" in found.get("tests", "") for found in figures["pythons"].values()):
        sys.exit("some tests failed")


def build(folder: Path) -> tuple[Path, Path]:
    """Build both archives of what is checked in, and let twine check them."""
    checkout = folder / "checkout"
    run("git", "clone", "--quiet", "--no-hardlinks", ROOT, checkout)
    run(sys.executable, "-m", "build", "--outdir", folder / "dist", cwd=checkout)
    (sdist,), (wheel,) = (sorted((folder / "dist").glob(pattern)) for pattern in ("*.tar.gz", "*.whl"))
    run(sys.executable, "-m", "twine", "check", "--strict", sdist, wheel)
    return sdist, wheel


def check_sdist(sdist: Path) -> int:
    """Return the number of files; exit if a tracked one is missing."""
    with tarfile.open(sdist) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    tracked = run("git", "ls-files", cwd=ROOT).splitlines()
    missing = [name for name in tracked if name not in held and not name.startswith(NOT_SHIPPED)]
    if missing:
        sys.exit(f"not in the sdist: {missing}")
    return len(held)


def check_wheel(wheel: Path) -> int:
    """Return the number of files; exit if a file of the package or of a model is missing."""
    held = set(zipfile.ZipFile(wheel).namelist())
    tracked = run("git", "ls-files", "src", "models", cwd=ROOT).splitlines()
    wanted = [name.removeprefix("src/") if name.startswith("src/") else f"govtext/{name}" for name in tracked]
    missing = [name for name in [*wanted, "govtext/examples/comments.csv"] if name not in held]
    if missing:
        sys.exit(f"not in the wheel: {missing}")
    return len(held)


def find_python(version: str) -> str | None:
    """Return a Python of that version, of pyenv or on the path."""
    known = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))
    return str(known[-1]) if known else shutil.which(f"python{version}")


def try_out(python: str, wheel: Path, sdist: Path | None, folder: Path) -> dict[str, Any]:
    """Install the wheel into an empty environment and use it; exit if anything fails."""
    place = Path(tempfile.mkdtemp(dir=folder))
    run(python, "-m", "venv", place / "venv")
    own = place / "venv" / "bin"
    start = time.perf_counter()
    run(own / "pip", "--disable-pip-version-check", "install", "--quiet", "-c", ROOT / "constraints.txt", wheel)
    seconds = time.perf_counter() - start
    run(own / "pip", "check")
    packages = run(own / "pip", "--disable-pip-version-check", "list", "--format=freeze").splitlines()
    empty = place / "empty"
    empty.mkdir()
    alone = without_network()
    shown = run(*alone, own / "govtext", "demo", cwd=empty)
    if "About poverty:" not in shown or not (empty / "demo-output" / "govtext-demo.csv").is_file():
        sys.exit(f"the demo did not do its work: {shown}")
    answer = subprocess.run(
        [*alone, str(own / "govtext"), "serve", "--stdio"], input=REQUEST, capture_output=True, check=True
    )
    if json.loads(answer.stdout)["result"]["intent"]["id"] != "question":
        sys.exit(f"the worker did not do its work: {answer.stdout!r}")
    run(*alone, own / "python", "-c", SPACY, cwd=empty)
    run(*alone, own / "python", "-c", LIGHT, cwd=empty)
    found: dict[str, Any] = {
        "version": run(own / "python", "-c", "import platform; print(platform.python_version())").strip(),
        "install_seconds": round(seconds),
        "packages": len(packages),
        "environment_megabytes": round(sum(f.stat().st_size for f in own.parent.rglob("*") if f.is_file()) / 1e6),
        "without_network": bool(alone),
        "demo": "ran",
    }
    if sdist is not None:
        found["tests"] = run_tests(own, wheel, sdist, place)
    return found


def run_tests(own: Path, wheel: Path, sdist: Path, place: Path) -> str:
    """Run the tests that need no torch, from the unpacked sdist against the installed wheel; return the last line."""
    more = f"govtext[dev,accurate] @ {wheel.as_uri()}"
    run(own / "pip", "--disable-pip-version-check", "install", "--quiet", "-c", ROOT / "constraints.txt", more)
    with tarfile.open(sdist) as archive:
        archive.extractall(place / "unpacked", filter="data")
    (unpacked,) = (place / "unpacked").iterdir()
    shutil.rmtree(unpacked / "src")  # so that the wheel is what is tested
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": "tests"}
    environment["PATH"] = f"{own}{os.pathsep}{environment['PATH']}"
    command = [str(own / "python"), "-m", "pytest", "-p", "no:cacheprovider", *TESTS]
    done = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout[-4_000:])
    return str(done.stdout).strip().splitlines()[-1].strip("= ")


def without_network() -> Sequence[str]:
    """Return the beginning of a command that has no network, or nothing where that is not allowed."""
    command = ("unshare", "--net")
    allowed = shutil.which("unshare") and subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if allowed and allowed.returncode == 0 else ()


def run(*command: object, cwd: Path | None = None) -> str:
    """Run a command and return what it prints; exit with that if it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}\n{done.stderr}")
    return str(done.stdout)


def megabytes(path: Path) -> float:
    """Return the size of a file."""
    return round(path.stat().st_size / 1e6, 1)


if __name__ == "__main__":
    main()
