"""The thread that works ahead: order, errors, and what happens when nobody wants more."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest

from govtext.archive.ahead import ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


def test_items_come_in_order_none_among_them() -> None:
    assert list(ahead(range(100))) == list(range(100))
    assert list(ahead([None, None])) == [None, None]
    assert list(ahead([])) == []


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_what_is_raised_arrives_after_the_items_before_it(error: type[BaseException]) -> None:
    def items() -> Iterator[int]:
        yield 1
        yield 2
        raise error("rusak")

    stream = ahead(items())
    assert [next(stream), next(stream)] == [1, 2]
    with pytest.raises(error, match="rusak"):
        next(stream)


def test_it_works_ahead_but_not_far() -> None:
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(10):
            made.append(item)
            yield item

    stream = ahead(items(), size=2)
    assert next(stream) == 0
    deadline = time.monotonic() + 5
    while len(made) < 4 and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(0.1)
    assert made == [0, 1, 2, 3]  # one taken, two waiting, one in the hand
    assert list(stream) == list(range(1, 10))


@pytest.mark.parametrize("nested", [False, True])
def test_the_threads_end_when_nobody_wants_more(nested: bool) -> None:
    stream = ahead(iter(range(10**9)))
    if nested:
        stream = ahead(map(int, stream))
    assert next(stream) == 0
    stream.close()
    deadline = time.monotonic() + 5
    while any(thread.name == "govtext-ahead" for thread in threading.enumerate()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not [thread for thread in threading.enumerate() if thread.name == "govtext-ahead"]
