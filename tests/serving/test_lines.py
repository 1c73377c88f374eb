from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.serving.lines import Waiting, split_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def reader(chunks: list[bytes]) -> Callable[[int], bytes]:
    rest = iter([*filter(None, chunks), b""])
    return lambda _: next(rest)


@settings(deadline=None)
@given(st.lists(st.binary(max_size=8).map(lambda raw: raw.replace(b"a", b"\n")), max_size=20), st.integers(0, 6))
def test_lines_are_those_of_the_whole_however_it_comes_in(chunks: list[bytes], limit: int) -> None:
    whole = b"".join(chunks).split(b"\n")
    if not whole[-1]:
        whole.pop()
    expected = [None if len(line) > limit else line for line in whole]
    assert list(split_lines(reader(chunks), limit)) == expected


def test_a_long_line_is_not_kept() -> None:
    kept: list[int] = []

    def read(_: int) -> bytes:
        kept.append(1)
        return b"x" * 1000 if len(kept) < 10_000 else b""

    assert list(split_lines(read, 100)) == [None]


def test_lines_are_taken_in_order_and_together() -> None:
    waiting = Waiting(100)
    waiting.fill(iter([b"1", b"2", None, b"4"]))
    assert waiting.take(3) == [b"1", b"2", None]
    assert waiting.take(3) == [b"4"]
    assert waiting.take(3) == []


def test_the_reader_waits_while_too_much_waits() -> None:
    read = []

    def lines() -> Iterator[bytes]:
        for number in range(10):
            read.append(number)
            yield b"x" * 9

    waiting = Waiting(20)
    thread = threading.Thread(target=waiting.fill, args=[lines()])
    thread.start()
    taken: list[bytes | None] = []
    while found := waiting.take(1):
        assert len(read) <= len(taken) + 5
        taken += found
    thread.join()
    assert len(taken) == 10


def test_closing_ends_both_sides() -> None:
    waiting = Waiting(1)

    def forever() -> Iterator[bytes]:
        while True:
            yield b"xxxx"

    thread = threading.Thread(target=waiting.fill, args=[forever()])
    thread.start()
    assert waiting.take(1) == [b"xxxx"]
    waiting.close()
    thread.join(10)
    assert not thread.is_alive()
    assert waiting.closed
    assert waiting.take(1) == []


@pytest.mark.parametrize("lines", [[], [b"1"]])
def test_a_stream_that_breaks_has_ended(lines: list[bytes]) -> None:
    def broken() -> Iterator[bytes]:
        yield from lines
        raise OSError("the terminal is gone")

    waiting = Waiting(10)
    waiting.fill(broken())
    assert waiting.take(5) == lines
    assert waiting.take(5) == []
