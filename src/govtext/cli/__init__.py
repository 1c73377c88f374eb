"""The command line, one module a command; heavy packages are imported when a command runs, never before."""

from __future__ import annotations

import sys
import warnings
from typing import TextIO

import click

from govtext import __version__
from govtext.cli.group import LazyGroup
from govtext.errors import GovtextWarning

COMMANDS = {
    "annotate": "govtext.cli.annotate",
    "bench": "govtext.cli.bench",
    "demo": "govtext.cli.demo",
    "export": "govtext.cli.export",
    "formality": "govtext.cli.formality",
    "lint": "govtext.cli.lint",
    "models": "govtext.cli.models",
    "normalize": "govtext.cli.normalize",
    "redact": "govtext.cli.redact",
    "report": "govtext.cli.report",
    "rewrite": "govtext.cli.rewrite",
    "sentences": "govtext.cli.sentences",
    "serve": "govtext.cli.serve",
    "tokenize": "govtext.cli.tokenize",
    "train": "govtext.cli.train",
}


@click.group(cls=LazyGroup, commands_in=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="govtext")
@click.option(
    "--debug", is_flag=True, envvar="GOVTEXT_DEBUG", help="Show the traceback of an error (also: GOVTEXT_DEBUG=1)."
)
def cli(debug: bool) -> None:
    """Label Indonesian comments on government social media: topic, poverty, sentiment, intent, voice.

    \b
    Try it on the bundled comments:  govtext demo
    Label your own:                  govtext annotate comments.csv -o labelled.csv
    A page of what they say:         govtext report labelled.csv -o report.html

    Exit codes: 0 done, 1 done but some rows could not be read, 2 wrong usage or unusable input.
    """


def main() -> None:
    """Run the command line; the console entry point."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # an emoji must not stop a console of another encoding
            stream.reconfigure(errors="backslashreplace")
    warnings.showwarning = _show_warning
    cli(prog_name="govtext")


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - standard error is the place
    line: str | None = None,
) -> None:
    """Print a warning of ours as one line for people; others as Python does."""
    if issubclass(category, GovtextWarning):
        click.echo(f"govtext: {message}", err=True)
    else:
        click.echo(warnings.formatwarning(message, category, filename, lineno, line), err=True, nl=False)
