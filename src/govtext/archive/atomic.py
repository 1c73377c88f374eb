"""Files that are complete or not there, also after a power cut."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

CHECK_DISK = "check that there is space on the disk and that you may write to the folder"


class AtomicFile:
    """A file that appears under its name only when it is complete; use it in a ``with`` block.

    It is written beside its final place, flushed to the disk and renamed at the end; an error or Ctrl-C removes it,
    and what a kill left is written over.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(os.path.realpath(path))  # a link stays a link
        self._part = self.path.with_name(f".{self.path.name}.part")
        self._file: IO[bytes] | None = None

    @property
    def file(self) -> IO[bytes]:
        """The file to write to, made on first use; without a use nothing is written."""
        if self._file is None:
            with writing(self.path):
                self._file = self._part.open("wb")
        return self._file

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._file is None:
            return
        try:
            with writing(self.path):
                if kind is None:
                    to_disk(self._file)
                self._file.close()
                if kind is None:
                    rename(self._part, self.path)
        finally:
            with suppress(OSError):  # on a full disk what is held back cannot be written
                self._file.close()
            self._part.unlink(missing_ok=True)


def to_disk(file: IO[bytes]) -> None:
    """Return when what was written is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def rename(source: Path, target: Path) -> None:
    """Replace ``target`` by ``source`` and return when the folder on the disk says so."""
    source.replace(target)
    try:
        folder = os.open(target.parent, os.O_RDONLY)
    except OSError:  # Windows opens no folders, and needs none of this
        return
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def writing(path: Path, fix: str = CHECK_DISK) -> Iterator[None]:
    """Turn a failed write (disk full, no permission) into an `InputError` that names the file."""
    try:
        yield
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror or error})", fix=fix) from error
