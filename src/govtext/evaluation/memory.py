"""Peak memory of the process while a block runs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATUS = Path("/proc/self/statm")  # sizes in pages; the second is the resident set (man 5 proc)
_EVERY = 0.02  # seconds


@contextmanager
def peak() -> Iterator[dict[str, float]]:
    """Watch the resident memory of the process while the block runs.

    Yields:
        A mapping that holds ``mb``, the most seen so far in 10^6 bytes; it stays empty on platforms without /proc.
    """
    found: dict[str, float] = {}
    if not _STATUS.exists():
        yield found
        return
    import resource

    size, done = resource.getpagesize(), threading.Event()

    def watch() -> None:
        while True:
            pages = int(_STATUS.read_text(encoding="ascii").split()[1])
            found["mb"] = max(found.get("mb", 0.0), pages * size / 1e6)
            if done.wait(_EVERY):
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        done.set()
        thread.join()
