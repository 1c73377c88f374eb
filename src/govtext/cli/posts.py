"""Where `govtext lint` finds posts: whole files, or the lines of files."""

from __future__ import annotations

import sys
from bisect import bisect_right
from pathlib import Path
from typing import TYPE_CHECKING

import click

from govtext.cli.texts import texts
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

STDIN = "-"


class Source:
    """A post and where it comes from.

    Attributes:
        path: file name as given, ``-`` for standard input.
        line: the line of the file where the post begins, from 1.
        text: the post.
    """

    def __init__(self, path: str, line: int, text: str) -> None:
        self.path, self.line, self.text = path, line, text
        self._starts = [0, *(place + 1 for place, letter in enumerate(text) if letter == "\n")]

    def position(self, offset: int) -> tuple[int, int]:
        """Return line in the file and column of a character of the post, both from 1; columns count codepoints."""
        index = bisect_right(self._starts, offset) - 1
        return self.line + index, offset - self._starts[index] + 1


def read_posts(names: Sequence[str], *, lines: bool) -> Iterator[Source]:
    """Yield the posts of the files, or of standard input if there are none.

    Args:
        names: file names; ``-`` is standard input.
        lines: each line that is not empty is a post; else each file is one.

    Raises:
        InputError: a file cannot be read or is no text.
    """
    if not names and sys.stdin.isatty():
        raise click.UsageError("nothing to read; give a FILE or pipe a post in")
    for name in names or (STDIN,):
        read = _checked(name, texts(None, STDIN) if name == STDIN else _file_lines(name))
        if lines:
            yield from (Source(name, number, line) for number, line in enumerate(read, start=1) if line.strip())
        else:
            yield Source(name, 1, "\n".join(read))


def _file_lines(name: str) -> Iterator[str]:
    if Path(name).is_dir():
        raise InputError(f"{name} is a folder, not a post", fix=f"give its files: {name}/*.txt")
    return texts(None, name)


def _checked(name: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        if "\0" in line:
            raise InputError(f"{name} is no text file: NUL in line {number}", fix="save the post as UTF-8 text")
        yield line
