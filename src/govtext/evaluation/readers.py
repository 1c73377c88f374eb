"""Readers of benchmark files: one for each format, none for a task. Each yields rows as mappings."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from govtext.errors import InputError
from govtext.evaluation.tasks import Layout

Row = Mapping[str, Any]
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")  # Latin-1 reads anything
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_RESAVED = (";", "\t", ",")  # what spreadsheets of other countries write instead
_LONGEST_CELL = 10**9


def read_delimited(path: Path, header: Sequence[str] = (), separator: str = ",") -> Iterator[Row]:
    """Yield the rows of CSV or TSV; quoted as Python and pandas read it, empty lines left out.

    Args:
        path: the file.
        header: names of the columns where the file has none.
        separator: of columns; where the first line of a file with names does not have it, another of ``,``, ``;`` and
            tab is taken, since spreadsheets change it.

    Raises:
        InputError: the file cannot be read, or a row has another number of columns.
    """
    text = _text(path)
    if not header:
        first = text.partition("\n")[0]
        separator = next((one for one in (separator, *_RESAVED) if one in first), separator)
    names = list(header)
    for line, cells in _cells(path, text, separator):
        if not names:
            names = [name.strip() for name in cells]
        elif len(cells) != len(names):
            allowed = f"{len(names)}: {', '.join(names)}"
            raise InputError(f"{path}, line {line}: wrong number of columns", got=len(cells), allowed=allowed)
        else:
            yield dict(zip(names, cells, strict=True))


def _cells(path: Path, text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Return each row that is not empty with the line it ends on."""
    limit = csv.field_size_limit(_LONGEST_CELL)  # of the process, so it is set back before any row is handed out
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise InputError(f"{path} cannot be read as a table ({error})") from None
    finally:
        csv.field_size_limit(limit)


def read_jsonl(path: Path) -> Iterator[Row]:
    """Yield the objects of a JSONL file; a line that holds none raises `InputError`."""
    for number, line in enumerate(_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(f"{path}, line {number} is not JSON ({error.msg})") from None
        if not isinstance(row, dict):
            raise InputError(f"{path}, line {number} is not an object", got=row)
        yield row


def read_parallel(paths: Sequence[Path], header: Sequence[str]) -> Iterator[Row]:
    """Yield line n of all files together; files of unequal length raise `InputError`."""
    sides = [_text(path).removesuffix("\n").split("\n") for path in paths]
    if len({len(side) for side in sides}) > 1:
        lengths = {path.name: len(side) for path, side in zip(paths, sides, strict=True)}
        raise InputError("parallel files have different numbers of lines", got=lengths)
    for cells in zip(*sides, strict=True):
        if any(cells):
            yield dict(zip(header, (cell.strip() for cell in cells), strict=True))


def read_conllu(path: Path) -> Iterator[Row]:
    """Yield ``text`` and surface ``tokens`` (multiword ranges whole, empty nodes left out) of each sentence.

    A line that is no word of CoNLL-U (https://universaldependencies.org/format.html) raises `InputError`.
    """
    text, tokens, covered = "", list[str](), 0
    for place, line in enumerate([*_text(path).split("\n"), ""], 1):
        if line.startswith("# text = "):
            text = line.removeprefix("# text = ")
        elif not line.strip():
            if tokens:
                yield {"text": text or " ".join(tokens), "tokens": tokens}
            text, tokens, covered = "", [], 0
        elif not line.startswith("#"):
            number, tab, rest = line.partition("\t")
            first, dash, last = number.partition("-")
            if not tab or not first.replace(".", "", 1).isdecimal() or (dash and not last.isdecimal()):
                raise InputError(
                    f"{path}, line {place} is no line of CoNLL-U", got=line, allowed="number, tab, form, …"
                )
            if dash or ("." not in number and int(first) > covered):
                tokens.append(rest.partition("\t")[0])
            covered = int(last) if dash else covered


READERS: dict[str, Callable[[Sequence[Path], Layout], Iterator[Row]]] = {
    "delimited": lambda paths, layout: read_delimited(paths[0], layout.header, layout.separator),
    "jsonl": lambda paths, _: read_jsonl(paths[0]),
    "parallel": lambda paths, layout: read_parallel(paths, layout.header),
    "conllu": lambda paths, _: read_conllu(paths[0]),
}


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})") from None
    for encoding in ("utf-16",) if raw.startswith(_UTF_16) else _ENCODINGS:
        try:
            return raw.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise InputError(f"{path} is damaged", got="broken UTF-16", fix="save it as UTF-8")
