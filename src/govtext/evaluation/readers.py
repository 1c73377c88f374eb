"""Readers of benchmark files: one for each format, none for a task. Each yields rows as mappings."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from govtext.errors import InputError

Row = Mapping[str, Any]
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")  # Latin-1 reads anything


def read_delimited(paths: Sequence[Path], header: Sequence[str], separator: str) -> Iterator[Row]:
    """Yield the rows of CSV or TSV; quoted as Python and pandas read it."""
    lines = iter(_text(paths[0]).splitlines(keepends=True))
    limit = csv.field_size_limit(10**9)
    try:
        reader = csv.reader(lines, delimiter=separator)
        names = list(header) or [name.strip() for name in next(reader, [])]
        for cells in reader:
            if cells and len(cells) != len(names):
                raise InputError(
                    f"{paths[0]}, line {reader.line_num}: wrong number of columns",
                    got=len(cells),
                    allowed=f"{len(names)}: {', '.join(names)}",
                )
            if cells:
                yield dict(zip(names, cells, strict=True))
    finally:
        csv.field_size_limit(limit)


def read_jsonl(paths: Sequence[Path], header: Sequence[str], separator: str) -> Iterator[Row]:  # noqa: ARG001
    """Yield the objects of a JSONL file."""
    for number, line in enumerate(_text(paths[0]).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{paths[0]}, line {number} is not JSON ({error.msg})") from None
        if not isinstance(row, dict):
            raise InputError(f"{paths[0]}, line {number} is not an object", got=row)
        yield row


def read_parallel(paths: Sequence[Path], header: Sequence[str], separator: str) -> Iterator[Row]:  # noqa: ARG001
    """Yield line n of all files together; files of unequal length raise `InputError`."""
    sides = [_text(path).removesuffix("\n").split("\n") for path in paths]
    if len({len(side) for side in sides}) > 1:
        raise InputError(
            "parallel files have different numbers of lines",
            got={path.name: len(side) for path, side in zip(paths, sides, strict=True)},
        )
    for cells in zip(*sides, strict=True):
        yield dict(zip(header, (cell.strip() for cell in cells), strict=True))


def read_conllu(paths: Sequence[Path], header: Sequence[str], separator: str) -> Iterator[Row]:  # noqa: ARG001
    """Yield ``text`` and surface ``tokens`` (multiword ranges whole, empty nodes left out) of each sentence."""
    text, tokens, covered = "", list[str](), 0
    for line in [*_text(paths[0]).splitlines(), ""]:
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line.strip() and tokens:
            yield {"text": text or " ".join(tokens), "tokens": tokens}
            text, tokens, covered = "", [], 0
        elif line[:1].isdigit():
            number, form = line.split("\t")[:2]
            first, dash, last = number.partition("-")
            if dash:
                covered = int(last)
                tokens.append(form)
            elif "." not in number and int(first) > covered:
                tokens.append(form)


READERS: dict[str, Callable[[Sequence[Path], Sequence[str], str], Iterator[Row]]] = {
    "delimited": read_delimited,
    "jsonl": read_jsonl,
    "parallel": read_parallel,
    "conllu": read_conllu,
}


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})") from None
    for encoding in _ENCODINGS:
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise AssertionError("Latin-1 reads anything")
