"""Reading, labelling and writing at the same time, each in a thread of its own."""

from __future__ import annotations

import threading
from queue import Empty, Full, Queue
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

T = TypeVar("T")
_WAIT = 0.05


def ahead(items: Iterable[T], size: int = 1) -> Generator[T]:
    """Yield what ``items`` yields, in order, while a thread already makes the next ones, ``size`` at most.

    What ``items`` raises is raised here. When the caller stops early the thread ends after the item it is making;
    nobody waits for it, so that Ctrl-C answers at once.
    """
    queue: Queue[tuple[T] | BaseException | None] = Queue(size)  # an item, what was raised, or the end
    stop = threading.Event()

    def work() -> None:
        last: BaseException | None = None
        try:
            for item in items:
                if not _put(queue, (item,), stop):
                    return
        except BaseException as error:  # noqa: BLE001 - handed over
            last = error
        _put(queue, last, stop)

    threading.Thread(target=work, name="govtext-ahead", daemon=True).start()
    try:
        while (entry := _get(queue)) is not None:
            if isinstance(entry, BaseException):
                raise entry
            yield entry[0]
    finally:
        stop.set()


def _put(queue: Queue[T], entry: T, stop: threading.Event) -> bool:
    """Put an entry when there is room, and return True; return False when nobody wants it any more."""
    while not stop.is_set():
        try:
            queue.put(entry, timeout=_WAIT)
        except Full:
            continue
        return True
    return False


def _get(queue: Queue[T]) -> T:
    while True:  # a wait without end would keep Ctrl-C waiting on Windows
        try:
            return queue.get(timeout=_WAIT)
        except Empty:
            continue
