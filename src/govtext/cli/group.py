"""A click group that imports a command when it is asked for, and turns errors into one line and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from govtext.errors import GovtextError, shorten, suggest

if TYPE_CHECKING:
    from collections.abc import Mapping

EXIT_QUARANTINED, EXIT_USAGE, EXIT_BUG, EXIT_INTERRUPTED, EXIT_PIPE = 1, 2, 70, 130, 141


class LazyGroup(click.Group):
    """A group whose commands live in modules of their own, each as ``command``.

    Args:
        commands_in: command name -> module.
    """

    def __init__(self, *args: Any, commands_in: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._modules = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return a command, or None if there is none of that name."""
        if cmd_name not in self._modules:
            return None
        command: click.Command = import_module(self._modules[cmd_name]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; an unknown name gets the nearest known one in its message."""
        if args and args[0] not in self._modules and not args[0].startswith("-"):
            allowed = ", ".join(self.list_commands(ctx))
            near = suggest(args[0], self._modules)
            ctx.fail(f"no command {args[0]!r}; allowed: {allowed}" + (f"; {near}" if near else ""))
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and turn what it raises into a message and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit):
            raise
        except (KeyboardInterrupt, click.Abort):
            click.echo("govtext: interrupted", err=True)
            ctx.exit(EXIT_INTERRUPTED)
        except BrokenPipeError:  # the reader of our output went away, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(EXIT_PIPE)
        except Exception as error:  # noqa: BLE001 - the last line of defence
            if ctx.params.get("debug"):
                traceback.print_exc()
            click.echo(f"govtext: {_message(error)}", err=True)
            ctx.exit(EXIT_USAGE if isinstance(error, GovtextError) else EXIT_BUG)
        return result


def _message(error: Exception) -> str:
    if isinstance(error, GovtextError):
        return " ".join(str(error).split())
    return (
        f"internal error, {type(error).__name__}: {shorten(str(error))}; this is a bug: run the command again with "
        "`govtext --debug …` and report its output as CONTRIBUTING.md says"
    )
