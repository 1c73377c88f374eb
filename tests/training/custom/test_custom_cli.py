"""Training and export on the command line: what a person sees when something is wrong, and never a stack trace."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from govtext.cli import cli

pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def refused(result: Result, *words: str) -> None:
    """The command ends with 2, and says in a few lines what is wrong and what to do."""
    assert result.exit_code == 2, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    assert len(result.output.strip().splitlines()) <= 6
    for word in words:
        assert word in result.output


@pytest.mark.parametrize(
    ("replaced", "words"),
    [
        ({'method = "few_shot"': 'method = "fewshot"'}, ("few_shot",)),
        ({'train = "data.csv"': 'train = "tidak-ada.csv"'}, ("tidak-ada.csv",)),
        ({"[heads.rasa]": "[heads.raza]"}, ("raza", "rasa")),
        ({"[heads.rasa]": "[heads.'dua kata']"}, ("dua kata",)),
        ({"[heads.rasa]": "[heads.sentiment.x]"}, ("sentiment",)),
        ({"seed = 3": "seed = true"}, ("seed",)),
        ({"seed = 3": "seed = "}, ("TOML",)),
        ({"[data]": "[dat]"}, ("dat", "data")),
        ({"patience = 20": "patience = 0"}, ("patience", "1 or more")),
        ({"max_tokens = 8": "max_tokens = 2"}, ("max_tokens", "3 or more")),
        ({"validation_share = 0.25": "validation_share = 0"}, ("validation_share",)),
        ({'licence = "CC-BY-4.0"': 'licence = ""'}, ("licence",)),
    ],
)
@pytest.mark.usefixtures("fast")
def test_a_wrong_configuration(
    replaced: dict[str, str], words: tuple[str, ...], write: Callable[..., Path], config_text: Callable[..., str],
    tmp_path: Path,
) -> None:  # fmt: skip
    refused(run("train", write(config_text(replaced=replaced)), "-o", tmp_path / "model"), *words)
    assert not (tmp_path / "model").exists()


@pytest.mark.usefixtures("fast")
def test_files_that_cannot_be_used(write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "model"
    refused(run("train", tmp_path / "nothing.toml", "-o", out), "nothing.toml")
    config = write(config_text())
    refused(run("train", tmp_path, "-o", out), "cannot read")
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00\x01")
    refused(run("train", tmp_path / "binary.toml", "-o", out), "not valid TOML")
    refused(run("train", config), "-o")
    (tmp_path / "data.csv").write_bytes(b"")
    refused(run("train", config, "-o", out))
    (tmp_path / "data.csv").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    refused(run("train", config, "-o", out))
    (tmp_path / "data.csv").write_text("komentar;rasa;bidang\n" + "apa;kesal;jalan\n" * 9, encoding="utf-8")
    refused(run("train", config, "-o", out), "rasa", "one label only")
    assert not out.exists()


@pytest.mark.usefixtures("fast")
def test_a_configuration_with_a_mark_of_windows_is_read(
    write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    config = write(config_text())
    config.write_bytes(b"\xef\xbb\xbf" + config.read_bytes().replace(b"\n", b"\r\n"))
    done = run("train", config, "-o", tmp_path / "model dengan spasi")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "model dengan spasi" / "README.md").is_file()


@pytest.mark.usefixtures("fast")
def test_figures_go_to_standard_output_and_progress_beside_it(
    write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path
) -> None:
    done = run("train", write(config_text()), "-o", tmp_path / "model")
    assert done.exit_code == 0
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert {len(line) for line in lines} == {3}
    assert {line[0] for line in lines} == {"rasa", "subjek"}
    assert "texts to train on" in done.stderr
    assert "texts to train on" not in done.stdout
    card = (tmp_path / "model" / "README.md").read_text(encoding="utf-8")
    for head, measure, interval in lines:
        assert f"| {head} | {measure} | {interval} |" in card


@pytest.mark.usefixtures("fast")
def test_exports_that_cannot_be(write: Callable[..., Path], config_text: Callable[..., str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    refused(run("export", "fast", "--to", "onnx", "-o", out), "no encoder")
    refused(run("export", "tidak-ada", "--to", "onnx", "-o", out), "tidak-ada")
    refused(run("export", "fast", "--to", "tflite", "-o", out), "onnx")
    refused(run("export", "fast", "-o", out), "--to")
    assert run("train", write(config_text()), "-o", tmp_path / "few").exit_code == 0
    refused(run("export", tmp_path / "few", "--to", "transformers", "-o", out), "method = 'full'")
    assert not out.exists()
    out.mkdir()
    (out / "mine.txt").write_text("x", encoding="utf-8")
    refused(run("export", "fast", "--to", "onnx", "-o", out), "no empty folder")
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("hidden", "arguments"), [("sklearn", "few_shot"), ("torch", "full")])
def test_a_missing_extra_is_named(
    hidden: str, arguments: str, backbone: Path, write: Callable[..., Path], config_text: Callable[..., str],
    tmp_path: Path,
) -> None:  # fmt: skip
    config = write(config_text(arguments, "fast" if arguments == "few_shot" else backbone))
    code = f"import sys; sys.modules[{hidden!r}] = None; from govtext.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "train", str(config), "-o", str(tmp_path / "model")],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert ("[sklearn]" if hidden == "sklearn" else "[train]") in done.stderr
    assert not (tmp_path / "model" / "model.toml").exists()
