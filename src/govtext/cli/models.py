"""``govtext models``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

_MEGABYTE = 1_000_000


@click.command("models")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def command(as_json: bool) -> None:
    """List the installed models.

    With size, licence, training data and measured quality.

    \b
    govtext models --json
    """
    from govtext.scoring import installed_models

    models = [_plain(model) for model in installed_models()]
    if as_json:
        click.echo(json.dumps(models, ensure_ascii=False, indent=2))
    elif models:
        _show(models)
    else:
        click.echo("no model is installed; install govtext again", err=True)


def _plain(model: Any) -> dict[str, Any]:
    return {
        "name": model.name,
        "path": str(model.path),
        "size_bytes": model.size_bytes,
        "licence": model.licence,
        "trained_on": list(model.trained_on),
        "quality": dict(model.quality),
        "description": model.description,
    }


def _show(models: Sequence[dict[str, Any]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_lines=len(models) > 1)
    table.add_column("Model", style="bold", no_wrap=True)
    table.add_column("Size", justify="right", no_wrap=True)
    table.add_column("Licence")
    table.add_column("Trained on")
    table.add_column("Quality", no_wrap=True)
    for model in models:
        quality = "\n".join(f"{measure} {value:.3f}" for measure, value in model["quality"].items())
        size = f"{model['size_bytes'] / _MEGABYTE:.1f} MB"
        cells = (model["name"], size, model["licence"], "\n".join(model["trained_on"]), quality)
        table.add_row(*(Text(cell) for cell in cells))
    console = Console(highlight=False)
    console.print(table)
    for model in models:
        console.print(Text(f"{model['name']}: {model['description']} ({model['path']})"), soft_wrap=True)
