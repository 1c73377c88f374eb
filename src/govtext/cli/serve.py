"""``govtext serve``."""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable

    from govtext.serving.lines import Waiting

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@click.command("serve")
@click.option("--stdio", is_flag=True, help="Requests on standard input, responses on standard output (required).")
@click.option("--model", default="auto", show_default=True, help="fast, accurate, auto, or a folder.")
@click.option(
    "--offsets",
    type=click.Choice(["codepoint", "utf16"]),
    default="codepoint",
    show_default=True,
    help="What offsets count; utf16 for JavaScript, Java, C#.",
)
@click.option(
    "--max-line-bytes", type=click.IntRange(1), default=1 << 22, show_default=True, help="Longer lines are refused."
)
@click.pass_context
def command(ctx: click.Context, *, stdio: bool, model: str, offsets: str, max_line_bytes: int) -> None:
    """Answer requests of a program in another language.

    One JSON object a line in, one a line out, in order (docs/serve.md).
    The end of the input ends it; SIGINT and SIGTERM end it after the
    response in hand. Nothing but responses is on standard output.

    \b
    echo '{"id": 1, "method": "annotate", "text": "bansos kok gak cair?"}' | govtext serve --stdio
    """
    from govtext.scoring.manifest import find_model
    from govtext.serving.lines import Waiting, split_lines
    from govtext.serving.worker import Worker

    if not stdio:
        raise click.UsageError("give --stdio; requests come on standard input and nowhere else")
    if model != "auto":
        find_model(model)
    # Requests are read unbuffered: at the end of the program Python would wait for the lock of a buffered reader.
    source = open(0, "rb", buffering=0, closefd=False)  # noqa: SIM115 - a descriptor, open to the end
    waiting = Waiting(max_line_bytes)
    stopped = _stop_on_signals(waiting)
    threading.Thread(target=waiting.fill, args=[split_lines(source.read, max_line_bytes)], daemon=True).start()
    Worker(model, offsets=offsets, max_line_bytes=max_line_bytes).serve(waiting, _private_output())
    if stopped:
        ctx.exit(128 + stopped[0])


def _private_output() -> Callable[[bytes], object]:
    """Return what writes to standard output; whatever else prints there from now on goes to standard error."""
    sys.stdout.flush()
    output = os.dup(1)
    try:
        os.dup2(2, 1)
    except OSError:  # started without a standard error
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)

    def write(line: bytes) -> None:
        # Without a buffer: one would be written out once more at the end, to a client that may be gone.
        while line:
            line = line[os.write(output, line) :]

    return write


def _stop_on_signals(waiting: Waiting) -> list[int]:
    """Close ``waiting`` at the first signal; the list gets its number. A second one ends the program at once."""
    stopped: list[int] = []

    def stop(number: int, _: Any) -> None:
        stopped.append(number)
        for one in _SIGNALS:
            signal.signal(one, signal.SIG_DFL)
        waiting.close()

    for one in _SIGNALS:
        signal.signal(one, stop)
    return stopped
