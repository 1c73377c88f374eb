"""``govtext train``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("train")
@click.argument("config", type=click.Path(path_type=Path))
@click.option("--data", required=True, type=click.Path(path_type=Path), help="Folder with the training data.")
@click.option("--base", required=True, type=click.Path(path_type=Path), help="Folder with the pretrained encoder.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Model folder to write.")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint of a run that was stopped.")
def command(config: Path, data: Path, base: Path, output: Path, resume: bool) -> None:
    """Train a model from CONFIG (TOML) and print its quality.

    \b
    govtext train training/fast.toml --data ../shared/data --base ../shared/base -o models/fast
    """
    from govtext.training.config import read_config
    from govtext.training.run import train

    def log(line: str) -> None:
        click.echo(line, err=True)

    for result in train(read_config(config), data, base, output, log, resume=resume):
        click.echo(f"{result.data}\t{result.measure}\t{result.interval}")
