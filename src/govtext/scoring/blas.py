"""How many threads numpy's matrix products use."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_inside = threading.Lock()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let matrix products use one thread inside the block, in the whole process, and give back what was set before.

    The products of `fast` are small: a second thread makes them slower (measured: five times, where another program
    wants that core). The core is of more use to whatever runs beside, such as the reader of an archive. While one
    thread is inside, the blocks of others do nothing: each would take the limit for what was set before, and leave it.
    """
    if not _inside.acquire(blocking=False):
        yield
        return
    import numpy as np  # noqa: F401 - its library must be loaded to be found
    from threadpoolctl import threadpool_limits

    try:
        with threadpool_limits(1, "blas"):
            yield
    finally:
        _inside.release()
