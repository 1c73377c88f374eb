"""``govtext train``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("train")
@click.argument("config", type=click.Path(path_type=Path))
@click.option("--data", type=click.Path(path_type=Path), help="govtext's own models: folder with the training data.")
@click.option("--base", type=click.Path(path_type=Path), help="govtext's own models: folder with the encoder.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Model folder to write.")
@click.option("--resume", is_flag=True, help="Go on from the checkpoint of a run that was stopped.")
def command(config: Path, data: Path | None, base: Path | None, output: Path, resume: bool) -> None:
    """Train a model from CONFIG (TOML) and print its quality.

    A CONFIG with a method (full, frozen, few_shot) trains on labels of your
    own; it names its data, heads and backbone: see docs/training.md. One
    with a kind (fast, accurate) trains a model of govtext's own.

    \b
    govtext train emosi.toml -o models/emosi
    govtext train training/fast.toml --data ../shared/data --base ../shared/base -o models/fast
    """
    from govtext.training.custom.config import read_toml

    def log(line: str) -> None:
        click.echo(line, err=True)

    if "method" in read_toml(config):
        if data is not None or base is not None:
            raise click.UsageError("--data and --base are of govtext's own models; name data and backbone in CONFIG")
        from govtext.training.custom.run import train_custom

        results = train_custom(config, output, log, resume=resume)
    else:
        from govtext.training.config import read_config
        from govtext.training.run import train

        own = read_config(config)
        if data is None or base is None:
            raise click.UsageError("a CONFIG with a kind needs --data and --base")
        results = train(own, data, base, output, log, resume=resume)
    for result in results:
        click.echo(f"{result.data}\t{result.measure}\t{result.interval}")
