"""How many threads numpy's matrix products use."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = threading.Lock()
_users = 0
_limit: Any = None


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Let matrix products use one thread inside the block, in the whole process, and give back what was set before.

    The products of `fast` are small: a second thread makes them slower (measured: five times, where another program
    wants that core). The core is of more use to whatever runs beside, such as the reader of an archive.
    """
    global _limit, _users  # noqa: PLW0603 - the setting is the process's, so several users must agree on one
    import numpy as np  # noqa: F401 - its library must be loaded to be found
    from threadpoolctl import threadpool_limits

    with _lock:
        _users += 1
        if _users == 1:
            _limit = threadpool_limits(1, "blas")
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                _limit.restore_original_limits()
