"""The bytes of a text file, unpacked where they are gzip or zstd."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PACKED_SUFFIXES = (".gz", ".zst")
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_STEP = 1 << 16


class Unpacked(io.RawIOBase):
    """Reads a file; what it begins with, not its name, says whether it is packed.

    Attributes:
        damage: where packed data is cut short or damaged, the bytes end there and this says why.
    """

    def __init__(self, path: Path) -> None:
        self.damage: str | None = None
        self._file = path.open("rb", buffering=0)
        self._stream: Any = self._file
        try:
            self._size = os.fstat(self._file.fileno()).st_size
            magic = self._file.read(len(_ZSTD)) or b""
            self._file.seek(0)
            self._packed = magic.startswith((_GZIP, _ZSTD))
            self._read = self._open(magic) if self._packed else self._file.read
        except BaseException:
            self._file.close()
            raise

    def _open(self, magic: bytes) -> Callable[[int], bytes | None]:
        if magic.startswith(_GZIP):
            self._stream = gzip.GzipFile(fileobj=self._file, mode="rb")
            read1: Callable[[int], bytes] = self._stream.read1  # read would go on to the damage, and lose what it has
            return read1
        import pyarrow as pa

        self._stream = pa.CompressedInputStream(pa.PythonFile(self._file, mode="r"), "zstd")
        read: Callable[[int], bytes] = self._stream.read
        return read

    @property
    def fraction(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self._file.tell() / self._size if self._size and not self._file.closed else 1.0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into ``buffer`` and return how many bytes; 0 at the end."""
        if not self._packed:
            return self._file.readinto(buffer) or 0
        if self.damage is not None:
            return 0
        try:
            data = self._read(min(len(buffer), _STEP)) or b""  # small steps: what stands before the damage is kept
        except (OSError, EOFError, zlib.error):
            self.damage = (
                "the packed file is cut short or damaged near here, what follows is lost; copy or pack it again"
            )
            return 0
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file."""
        if not self.closed and hasattr(self, "_stream"):  # it has none if the file could not be opened
            self._stream.close()
            self._file.close()
        super().close()
