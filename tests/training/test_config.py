from __future__ import annotations

from pathlib import Path

import pytest

from govtext.errors import ConfigError
from govtext.training.config import EncoderConfig, TrainingConfig, read_config

SHIPPED = Path(__file__).parents[2] / "training"


def write(folder: Path, text: str) -> Path:
    path = folder / "run.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_configuration(tmp_path: Path, config_text: str) -> None:
    config = read_config(write(tmp_path, config_text))
    assert isinstance(config, TrainingConfig)
    assert (config.name, config.network.width, config.vocabulary.min_count) == ("tiny", 8, 1)
    assert (dict(config.holdout), dict(config.weights)) == ({"dkk": 0.2}, {})


@pytest.mark.parametrize(("name", "kind"), [("fast", TrainingConfig), ("accurate", EncoderConfig)])
def test_the_shipped_configurations_are_valid(name: str, kind: type) -> None:
    config = read_config(SHIPPED / f"{name}.toml")
    assert isinstance(config, kind)
    assert config.name == name
    assert all(path.is_file() for path in config.labels)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("epochs =", "epoch =", r"unknown key in .*run\.toml; got 'epoch'.*did you mean 'epochs'"),
        ("width = 8", "widht = 8", r"unknown key in .*\[network\]; got 'widht'.*did you mean 'width'"),
        ("min_count = 1\n", "", r"\[vocabulary\] lacks min_count"),
        ("seed = 1\nepochs = 1\n", "", "lacks epochs, seed"),
        ("seed = 1", "seed = = 1", "not valid TOML"),
        ('kind = "fast"', 'kind = "fasst"', "unknown or no kind in .*got 'fasst'; allowed: fast, accurate"),
        ('kind = "fast"\n', "", "unknown or no kind in .*got None"),
    ],
)
def test_a_configuration_that_cannot_be_used(
    tmp_path: Path, config_text: str, old: str, new: str, message: str
) -> None:
    assert old in config_text
    path = write(tmp_path, config_text.replace(old, new, 1))
    with pytest.raises(ConfigError, match=message):
        read_config(path)


def test_a_table_that_is_missing(tmp_path: Path, config_text: str) -> None:
    text = config_text[: config_text.index("[network]")] + config_text[config_text.index("[loss]") :]
    with pytest.raises(ConfigError, match="lacks formality, network"):
        read_config(write(tmp_path, text))


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot read .*none\.toml"):
        read_config(tmp_path / "none.toml")
