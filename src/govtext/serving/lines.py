"""Lines of a stream, of bounded length, read ahead in a thread so that a batch can be seen."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator

_CHUNK = 1 << 16
# A wait without end cannot be interrupted by Ctrl-C on Windows.
_PATIENCE = 0.5 if os.name == "nt" else None

# None stands for a line that was too long to be kept.
Line = bytes | None


def split_lines(read: Callable[[int], bytes], limit: int) -> Iterator[Line]:
    """Yield the lines of a stream without their ends; None for one of more than ``limit`` bytes.

    Args:
        read: returns up to so many bytes, as soon as there are some; none at the end.
        limit: bytes of a line that are kept; it bounds the memory.
    """
    pending, skipping = bytearray(), False
    while chunk := read(_CHUNK):
        *ends, rest = chunk.split(b"\n")
        for piece in ends:
            yield None if skipping or len(pending) + len(piece) > limit else bytes(pending + piece)
            pending.clear()
            skipping = False
        if not skipping:
            pending += rest
            if len(pending) > limit:
                pending.clear()
                skipping = True
    if skipping or pending:
        yield None if skipping else bytes(pending)


class Waiting:
    """Lines that have come and are not yet answered; a thread puts them in, another takes them.

    Args:
        most_bytes: the reader waits while the lines that wait are longer than that together.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._lines: deque[Line] = deque()
        self._bytes = 0
        self._ended = self._closed = False
        # Its lock may be taken again by the thread that holds it, so that a signal handler may call `close`.
        self._changed = threading.Condition()

    def fill(self, lines: Iterator[Line]) -> None:
        """Put lines in until they end, or nobody takes them any more."""
        try:
            for line in lines:
                with self._changed:
                    while self._bytes > self._most and not self._closed:
                        self._changed.wait()
                    if self._closed:
                        return
                    self._lines.append(line)
                    self._bytes += len(line or b"") + 1
                    self._changed.notify_all()
        except OSError:  # the stream is gone: the same as its end
            pass
        finally:
            with self._changed:
                self._ended = True
                self._changed.notify_all()

    def take(self, most: int) -> list[Line]:
        """Wait for a line, and return it with those that wait behind it; nothing when there will be no more."""
        with self._changed:
            while not (self._lines or self._ended or self._closed):
                self._changed.wait(_PATIENCE)
            if self._closed:
                return []
            taken = [self._lines.popleft() for _ in range(min(most, len(self._lines)))]
            self._bytes -= sum(len(line or b"") + 1 for line in taken)
            self._changed.notify_all()
            return taken

    def close(self) -> None:
        """Let `take` return nothing from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed
