"""How many threads numpy's matrix products use."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let matrix products use one thread inside the block, in the whole process, and give back what was set before.

    The products of `fast` are small: a second thread makes them slower (measured: five times, where another program
    wants that core). The core is of more use to whatever runs beside, such as the reader of an archive. Where blocks
    of several threads overlap, the first one decides (threadpoolctl sees to that) and none leaves its limit behind.
    """
    import numpy as np  # noqa: F401 - its library must be loaded to be found
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, "blas"):
        yield
