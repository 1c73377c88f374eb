"""Lines of text files as offices save them: UTF-8, UTF-16 with a byte-order mark, Windows-1252, or mixed."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, NamedTuple, Self

from govtext.archive.unpacked import Unpacked
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

# The longest line and the longest CSV cell. It bounds memory; a comment is a thousand times shorter.
MAX_CHARS = 1 << 23

_HEAD = 4096
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # starts like the UTF-16 mark, so it comes first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAGIC = (
    (b"PK\x03\x04", "an Excel workbook or a zip archive", "rename it to end in .xlsx, or unzip it"),
    (b"\xd0\xcf\x11\xe0", "an old or encrypted Excel workbook", "save it from Excel as CSV UTF-8"),
    (b"\x1f\x8b", "gzip-compressed twice", "unpack it first with gunzip"),
    (b"BZh", "bzip2-compressed", "unpack it first with bunzip2"),
    (b"\xfd7zXZ", "xz-compressed", "unpack it first with unxz"),
    (b"PAR1", "a Parquet file", "rename it to end in .parquet"),
    (b"%PDF", "a PDF", "export the comments as CSV"),
    (b"<!DOCTYPE", "a web page", "open it in Excel and save it as CSV UTF-8"),
    (b"<html", "a web page", "open it in Excel and save it as CSV UTF-8"),
)
_ESCAPED = re.compile("[\udc80-\udcff]")
# Starts of emoji, typographic quotes and encoded surrogates in UTF-8; as Windows-1252 they are nonsense (ðŸ, â€).
_BROKEN_UTF8 = re.compile(rb"\xf0\x9f|\xe2\x80|\xed[\xa0-\xbf]")


class Line(NamedTuple):
    """A line with its end, or what is wrong with it; then ``text`` is empty."""

    number: int
    text: str
    problem: str | None


class Lines:
    """The lines of a file, decoded line by line; use it in a ``with`` block.

    A line that is not UTF-8 is read as Windows-1252, so that files glued together from both read right.
    A line that is too long or that is neither has a ``problem`` instead of a text, and so has the place where a
    packed file is damaged.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._raw = Unpacked(path)
        try:
            buffered = io.BufferedReader(self._raw, 1 << 18)
            self._encoding = _encoding(buffered.peek(_HEAD)[:_HEAD], name)
        except BaseException:
            self._raw.close()
            raise
        errors = "surrogateescape" if self._encoding.startswith("utf-8") else "replace"
        self._text = io.TextIOWrapper(buffered, self._encoding, errors, newline="")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._text.close()

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._raw.fraction

    def __iter__(self) -> Iterator[Line]:
        number = 0
        while text := self._text.readline(MAX_CHARS):
            number += 1
            if len(text) == MAX_CHARS and not text.endswith(("\n", "\r")):
                self._skip_rest_of_line()
                yield Line(number, "", f"the line is longer than {MAX_CHARS:,} characters")
            elif self._raw.damage is not None and not text.endswith(("\n", "\r")):
                break
            elif text.isascii():
                yield Line(number, text, None)
            else:
                yield self._checked(number, text)
        if self._raw.damage is not None:
            yield Line(number if text else number + 1, "", self._raw.damage)

    def _skip_rest_of_line(self) -> None:
        while (rest := self._text.readline(MAX_CHARS)) and not rest.endswith(("\n", "\r")):
            pass

    def _checked(self, number: int, text: str) -> Line:
        if not self._encoding.startswith("utf-8"):
            broken = "\ufffd" in text
            return Line(number, "" if broken else text, f"the line is broken {self._encoding}" if broken else None)
        if not _ESCAPED.search(text):
            return Line(number, text, None)
        raw = text.encode("utf-8", "surrogateescape")
        if not _BROKEN_UTF8.search(raw):
            try:
                return Line(number, raw.decode("cp1252"), None)
            except UnicodeDecodeError:
                pass
        return Line(number, "", "the line is neither UTF-8 nor Windows-1252 (damaged bytes)")


def _encoding(head: bytes, name: str) -> str:
    for magic, what, fix in _MAGIC:
        if head.lstrip()[: len(magic)].lower() == magic.lower():
            raise InputError(f"{name} is {what}, not a text file", fix=fix)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if len(head) >= 4 and head.count(0) > len(head) // 3:  # noqa: PLR2004 - two characters of UTF-16
        raise InputError(
            f"{name} is UTF-16 without a byte-order mark, or not a text file",
            allowed="UTF-8, UTF-16 with a byte-order mark, Windows-1252",
            fix="save it as CSV UTF-8",
        )
    return "utf-8"
