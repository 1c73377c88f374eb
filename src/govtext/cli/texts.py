"""What the commands on single texts share: where the texts come from and how results are printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from govtext.errors import InputError

# For texts and the command's own options: the line to print for each, and the object to print with --json.
Run = Callable[..., Iterable[tuple[str, dict[str, Any]]]]


def text_command(name: str, help_text: str, run: Run, *options: click.Option) -> click.Command:
    """Return a command that runs ``run`` over a text, the lines of a file, or those of standard input.

    ``options`` are added to those that all such commands have, and given to ``run`` by name.
    """

    @click.command(name, help=help_text)
    @click.argument("text", required=False)
    @click.option("-f", "--file", "path", metavar="FILE", help="Read texts from FILE, one a line; - is standard input.")
    @click.option("--json", "as_json", is_flag=True, help="Print one JSON object a text.")
    def command(text: str | None, path: str | None, as_json: bool, **settings: Any) -> None:
        for line, value in run(texts(text, path), **settings):
            click.echo(json.dumps(value, ensure_ascii=False) if as_json else line)

    command.params += options
    return command


def texts(text: str | None, path: str | None) -> Iterator[str]:
    """Yield the one text given, else the lines of the file, else those of standard input."""
    if text is not None and path is not None:
        raise click.UsageError("give a TEXT or -f FILE, not both")
    if text is not None:
        return iter([text])
    if path not in (None, "-"):
        return _file_lines(str(path))
    if path is None and sys.stdin.isatty():
        raise click.UsageError("nothing to read; give a TEXT, -f FILE, or pipe lines in")
    return _stream_lines(sys.stdin.buffer)


def one_line(text: str) -> str:
    """Return the text without line breaks and tabs, for output of one line a text."""
    return " ".join(text.split())


def _file_lines(name: str) -> Iterator[str]:
    from govtext.archive.lines import Lines

    try:
        with Lines(Path(name), name) as lines:
            for line in lines:
                if line.problem is not None:
                    raise InputError(f"line {line.number} of {name} cannot be read: {line.problem}", fix="correct it")
                yield line.text.rstrip("\r\n")
    except OSError as error:
        raise InputError(f"{name} cannot be read ({error.strerror})", fix="check the path") from error


def _stream_lines(stream: Iterable[bytes]) -> Iterator[str]:
    for number, raw in enumerate(stream):
        line = raw.rstrip(b"\r\n").removeprefix(b"\xef\xbb\xbf" if number == 0 else b"")
        try:
            yield line.decode()
        except UnicodeDecodeError:
            yield line.decode("cp1252", "replace")
