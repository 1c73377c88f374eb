"""From what the user names (files, folders, patterns) to open archives."""

from __future__ import annotations

import glob
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from govtext.archive.inputs import STANDARD_INPUT, Input, format_of, read
from govtext.archive.records import Quarantined
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Paths = str | os.PathLike[str] | Input
ERRORS_SUFFIX = ".errors.jsonl"
PARTS_SUFFIX = ".parts"
_PATTERN = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that was left out, and why. Hidden files are not mentioned."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """Open archives, in the order in which they are labelled.

    Attributes:
        inputs: the archives.
        skipped: files in folders that are no archives.
        unreadable: archives in folders, and folders in them, that cannot be read; a run lists them, too.
    """

    inputs: tuple[Input, ...]
    skipped: tuple[Skipped, ...] = ()
    unreadable: tuple[Quarantined, ...] = ()


def gather(
    inputs: Paths | Iterable[Paths],
    output: str | os.PathLike[str] | None = None,
    *,
    text_column: str | None = None,
    id_column: str | None = None,
    input_format: str | None = None,
) -> Gathered:
    """Open files, the archives in folders, and those that a pattern such as ``data/*.csv`` matches.

    What a folder or a pattern holds is taken in the order of the names. Hidden files are left out, as is what a
    run writes. A link to a folder inside a folder is not followed, so that a circle of links cannot trap a run.

    Args:
        inputs: what to open; an `Input` stays as it is.
        output: where labels will be written; it is never taken as an input of a folder.
        text_column: see `read`.
        id_column: see `read`.
        input_format: see `read`.

    Raises:
        InputError: an input that is named cannot be used, or a folder or pattern holds nothing that can.
    """
    given = [inputs] if isinstance(inputs, str | os.PathLike | Input) else list(inputs)
    if not given:
        raise InputError("no input is given", fix="name at least one file, or - for standard input")
    written = _written(output)
    opened: list[Input] = []
    skipped: list[Skipped] = []
    unreadable: list[Quarantined] = []
    first_error: InputError | None = None
    seen: set[str] = set()
    for one in given:
        found = None if isinstance(one, Input) else _search(os.fspath(one), skipped, unreadable)
        for name in [one] if found is None else found:
            place = _place(name)
            if found is None:
                _check(name, place, seen, written)
            elif place in seen or place in written:
                reason = "it is what this run writes" if place in written else "the same file comes twice"
                skipped.append(Skipped(_name(name), reason))
                continue
            seen.add(place)
            if isinstance(name, Input):
                opened.append(name)
                continue
            try:
                opened.append(read(name, text_column=text_column, id_column=id_column, input_format=input_format))
            except InputError as error:
                if found is None:
                    raise
                first_error = first_error or error
                unreadable.append(Quarantined(_name(name), 0, str(error), 0))
    if not opened:
        raise first_error or _nothing(given, skipped)
    return Gathered(tuple(opened), tuple(skipped), tuple(unreadable))


def _search(name: str, skipped: list[Skipped], unreadable: list[Quarantined]) -> list[str] | None:
    """Return the archives in a folder or of a pattern, or None if ``name`` is a file."""
    if name == STANDARD_INPUT or "\0" in name:
        return None
    if Path(name).is_dir():
        return list(_folder(name, skipped, unreadable))
    if _exists(Path(name)) or not _PATTERN & set(name):
        return None
    matches = sorted(match for match in glob.glob(name, recursive=True) if not _hidden(match))  # noqa: PTH207
    if not matches:
        raise InputError(f"no file matches {name}", fix="check the pattern; ** reaches folders below")
    found: list[str] = []
    for match in matches:
        if not Path(match).is_dir():
            found.append(match)
        elif "**" not in name:  # ** has named what is below
            found += _folder(match, skipped, unreadable)
    return found


def _folder(folder: str, skipped: list[Skipped], unreadable: list[Quarantined]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        reason = f"the folder cannot be read ({error.strerror}); check that you may read it"
        unreadable.append(Quarantined(str(error.filename), 0, reason, 0))

    for at, folders, files in os.walk(folder, onerror=refused):
        for one in sorted(folders):
            reason = _why_not_into(Path(at, one))
            if reason is not None:
                folders.remove(one)
                if not _hidden(one):
                    skipped.append(Skipped(str(Path(at, one)), reason))
        folders.sort()
        for path in (Path(at, one) for one in sorted(files) if not _hidden(one)):
            reason = _why_not(path)
            if reason is None:
                yield str(path)
            else:
                skipped.append(Skipped(str(path), reason))


def _why_not_into(folder: Path) -> str | None:
    if folder.is_symlink():
        return "a link to a folder; name it to read it"
    return (
        "the unfinished output of a run" if folder.name.endswith(PARTS_SUFFIX) else "hidden" * _hidden(folder) or None
    )


def _why_not(file: Path) -> str | None:
    if file.name.endswith(ERRORS_SUFFIX):
        return "the unreadable rows of another run"
    if format_of(file) is None:
        return "no archive by its suffix"
    # A link that leads nowhere has the suffix of an archive: it is reported as one that cannot be read.
    return "no regular file" if _exists(file) and not file.is_file() else None


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a circle of links
        return False


def _hidden(path: str | Path) -> bool:
    """Tell whether a file is hidden, or the mark that Excel leaves beside an open workbook."""
    return Path(path).name.startswith((".", "~$"))


def _name(one: Paths) -> str:
    return one.name if isinstance(one, Input) else os.fspath(one)


def _place(one: Paths) -> str:
    name = _name(one)
    if name == STANDARD_INPUT or "\0" in name:
        return name
    return os.path.realpath(getattr(one, "path", name))


def _written(output: str | os.PathLike[str] | None) -> frozenset[str]:
    if output is None:
        return frozenset()
    return frozenset(os.path.realpath(f"{os.fspath(output)}{end}") for end in ("", ERRORS_SUFFIX))


def _check(one: Paths, place: str, seen: set[str], written: frozenset[str]) -> None:
    if place in seen:
        raise InputError(f"{_name(one)} is given twice", fix="name each input once")
    if place in written:
        raise InputError(f"{_name(one)} is an input and would be overwritten", fix="choose another output")


def _nothing(given: Sequence[Paths], skipped: Sequence[Skipped]) -> InputError:
    left_out = f" ({len(skipped)} files left out, such as {skipped[0].file}: {skipped[0].reason})" if skipped else ""
    return InputError(
        f"there is no archive in {', '.join(map(_name, given))}{left_out}",
        fix="name a file, and its format with --input-format if its suffix does not say it",
    )
