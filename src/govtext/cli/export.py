"""``govtext export``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("export")
@click.argument("model")
@click.option("--to", "target", required=True, type=click.Choice(["transformers", "onnx"]), help="What to write.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="New folder.")
@click.option(
    "--head", help="transformers: the head to answer, as a plain sequence classifier  [default: all side by side]"
)
def command(model: str, target: str, output: Path, head: str | None) -> None:
    """Write MODEL for transformers or ONNX Runtime.

    MODEL is accurate, or a folder that govtext train wrote with a
    fine-tuned encoder.

    \b
    govtext export models/emosi --to transformers --head emosi -o emosi-hf
    govtext export accurate --to onnx -o accurate-onnx
    """
    from govtext.training.custom.export import export_model

    for path in export_model(model, target, output, head=head):
        click.echo(path)
