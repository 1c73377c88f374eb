"""``govtext models``."""

from __future__ import annotations

import json
from typing import Any

import click

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
        return
    for model in models:
        _show(model)
    if not models:
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


def _show(model: dict[str, Any]) -> None:
    size = f"{model['size_bytes'] / _MEGABYTE:.1f} MB"
    click.echo(f"{click.style(model['name'], bold=True)}  {size}  {model['licence']}")
    click.echo(f"  {model['description']}\n  {model['path']}")
    click.echo("  Trained on")
    for source in model["trained_on"]:
        click.echo(f"    {source}")
    click.echo("  Quality on validation data, intervals in its README.md")
    width = max(map(len, model["quality"]), default=0)
    for measure, value in model["quality"].items():
        click.echo(f"    {measure:{width}}  {value:.3f}")
