"""The folder OUT.parts: what an unfinished run has done so far, safe against kill -9, power cuts and full disks.

A part is written beside its name, flushed to the disk and renamed; then the manifest that counts it, in the same way.
Whatever the manifest does not count is thrown away when the run goes on.
"""

from __future__ import annotations

import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from govtext.archive.atomic import AtomicFile, rename, to_disk, writing
from govtext.archive.gathering import ERRORS_SUFFIX, PARTS_SUFFIX
from govtext.archive.identity import difference
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_FORMAT = 1
_MANIFEST, _ERRORS, _LOCK = "manifest.json", "errors.jsonl", "lock"
_OURS = re.compile(r"part-\d{5,}(\.tmp)?|manifest\.json(\.tmp)?|errors\.jsonl|lock")
GO_ON = "free some space or mend what is said, then run the same command: it goes on where it stopped"


@dataclass(frozen=True, slots=True)
class Done:
    """What is safely on the disk.

    Attributes:
        parts: for each part its size in bytes.
        errors: size of the list of quarantined rows in bytes.
        rows: for each input how many of its rows are done.
        counts: of the summary.
    """

    parts: tuple[int, ...] = ()
    errors: int = 0
    rows: tuple[int, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


def parts_folder(target: str | os.PathLike[str]) -> Path:
    """Return where the parts of an output are kept until it is complete."""
    return Path(os.path.realpath(target) + PARTS_SUFFIX)


def unfinished(target: str | os.PathLike[str]) -> Path | None:
    """Return the folder of an unfinished run with this output, if there is one."""
    folder = parts_folder(target)
    return folder if (folder / _MANIFEST).is_file() else None


class Journal:
    """An unfinished run; use it in a ``with`` block, which only one process at a time can enter for an output.

    Args:
        target: the output.
        run: what the result depends on (`govtext.archive.identity`).
        fresh: throw away what an earlier run has done.

    Raises:
        InputError: an earlier run with this output was another one, or another process is writing it.
    """

    def __init__(self, target: Path, run: Mapping[str, Any], *, fresh: bool) -> None:
        self.target, self._run, self._fresh = target, run, fresh
        self.folder = parts_folder(target)
        self.done = Done()
        self._lock: IO[bytes] | None = None
        self._part: IO[bytes] | None = None
        self._errors = bytearray()

    def __enter__(self) -> Self:
        with writing(self.folder):
            self.folder.mkdir(exist_ok=True)
            self._refuse_strangers()
            self._lock = (self.folder / _LOCK).open("wb")
        try:
            _lock(self._lock, self.target)
            self.done = Done() if self._fresh else self._read()
            self._throw_away_the_rest()
        except BaseException:
            self._lock.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self._part is not None:
                with suppress(OSError):  # on a full disk what is held back cannot be written; the part is given up
                    self._part.close()
            if not self.done.counts:
                self._remove()
        finally:
            if self._lock is not None:
                self._lock.close()

    @property
    def paths(self) -> list[Path]:
        """The parts."""
        return [self._path(number) for number in range(len(self.done.parts))]

    @property
    def part(self) -> IO[bytes]:
        """The part that is being written."""
        if self._part is None:
            with writing(self.folder, GO_ON):
                self._part = self._path(len(self.done.parts), ".tmp").open("wb")
        return self._part

    def note_error(self, line: bytes) -> None:
        """Put a line on the list of quarantined rows."""
        self._errors += line

    def commit(self, rows: tuple[int, ...], counts: Mapping[str, int]) -> None:
        """Make all that was written last: part, errors and counts, or, if anything fails, none of it."""
        with writing(self.folder, GO_ON):
            parts = self.done.parts
            if self._part is not None:
                to_disk(self._part)
                parts = (*parts, self._part.tell())
                self._part.close()
                rename(self._path(len(parts) - 1, ".tmp"), self._path(len(parts) - 1))
                self._part = None
            done = Done(parts, self._write_errors(), rows, dict(counts))
            self._write(done)
        self.done = done
        self._errors.clear()

    def finish(self, join: Callable[[Iterable[Path], IO[bytes]], None]) -> Path | None:
        """Join the parts to the output, remove the folder, and return the list of quarantined rows, if there is one."""
        errors = self.target.with_name(self.target.name + ERRORS_SUFFIX)
        with AtomicFile(self.target) as whole, AtomicFile(errors) as listed, writing(self.target, GO_ON):
            join(self.paths, whole.file)
            if self.done.errors:
                with (self.folder / _ERRORS).open("rb") as file:
                    left = self.done.errors  # a run that was killed may have noted more than it counted
                    while left and (data := file.read(min(left, 1 << 20))):
                        left -= len(data)
                        listed.file.write(data)
        if not self.done.errors:
            errors.unlink(missing_ok=True)  # of an earlier run
        self._remove()
        return errors if self.done.errors else None

    def _path(self, number: int, end: str = "") -> Path:
        return self.folder / f"part-{number:05d}{end}"

    def _write_errors(self) -> int:
        if self._errors:
            with (self.folder / _ERRORS).open("r+b" if self.done.errors else "wb") as file:
                file.truncate(self.done.errors)  # what a run that was killed noted and never counted
                file.seek(self.done.errors)
                file.write(self._errors)
                to_disk(file)
        return self.done.errors + len(self._errors)

    def _write(self, done: Done) -> None:
        manifest = {"format": _FORMAT, "run": self._run, "done": asdict(done)}
        draft = self.folder / f"{_MANIFEST}.tmp"
        with draft.open("wb") as file:
            file.write(json.dumps(manifest, indent=1).encode())
            to_disk(file)
        rename(draft, self.folder / _MANIFEST)

    def _read(self) -> Done:
        path = self.folder / _MANIFEST
        fix = f"start anew with --fresh (in Python: resume=False), or remove {self.folder}"
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            before, done = manifest["run"], Done(**manifest["done"])
            known = manifest["format"] == _FORMAT
        except FileNotFoundError:
            return Done()
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path} cannot be read ({error})", fix=fix) from error
        why = difference(before, self._run) if known else "it is of another version of govtext"
        if why is not None:
            raise InputError(
                f"{self.folder} holds an unfinished run that cannot go on: {why}", fix=f"undo that, or {fix}"
            )
        done = Done(tuple(done.parts), done.errors, tuple(done.rows), done.counts)
        sizes = [(self._path(number), size) for number, size in enumerate(done.parts)]
        for part, size in [*sizes, *([(self.folder / _ERRORS, done.errors)] * bool(done.errors))]:
            found = part.stat().st_size if part.is_file() else 0
            if found != size and not (part.name == _ERRORS and found > size):
                raise InputError(f"{part} is damaged", got=f"{found:,} bytes", allowed=f"{size:,} bytes", fix=fix)
        return done

    def _throw_away_the_rest(self) -> None:
        kept = {_LOCK, *([_MANIFEST, _ERRORS] if self.done.counts else []), *(path.name for path in self.paths)}
        for path in sorted(self.folder.iterdir(), key=lambda path: path.name != _MANIFEST):  # the manifest first
            if path.name not in kept:
                path.unlink()

    def _refuse_strangers(self) -> None:
        for path in self.folder.iterdir():
            if not _OURS.fullmatch(path.name):
                raise InputError(
                    f"{self.folder} is needed for the parts of the output, and holds a file of somebody else",
                    got=path.name,
                    fix="move the file away, or choose another output",
                )

    def _remove(self) -> None:
        """Remove the folder, the manifest first: what is left without one is thrown away by the next run."""
        for name in (_MANIFEST, *(path.name for path in self.folder.iterdir())):
            if name != _LOCK:
                (self.folder / name).unlink(missing_ok=True)
        if self._lock is not None:
            self._lock.close()  # Windows removes no open file
        (self.folder / _LOCK).unlink(missing_ok=True)
        self.folder.rmdir()


def _lock(file: IO[bytes], target: Path) -> None:
    """Lock a file until it is closed or the process ends."""
    try:
        import fcntl
    except ImportError:  # Windows: two runs with one output are the user's affair there
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise InputError(
            f"another run is writing {target} (process of the lock {os.fspath(file.name)})",
            fix="wait until it has finished, or choose another output",
        ) from None
