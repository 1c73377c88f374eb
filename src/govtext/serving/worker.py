"""The worker: takes lines, answers them in order. Requests that wait and are alike are worked on together."""

from __future__ import annotations

import functools
import os
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from govtext import __version__
from govtext.serving.lines import Line, Waiting
from govtext.serving.methods import runners
from govtext.serving.offsets import CODEPOINT, UTF16, to_utf16
from govtext.serving.protocol import (
    ABOUT,
    PROTOCOL,
    Refused,
    Request,
    error_line,
    methods,
    read_request,
    refused_for,
    result_line,
    schema,
)

if TYPE_CHECKING:
    from govtext.scoring import Pipeline

MAX_LINE_BYTES = 1 << 22
# Requests and characters of a batch: more gains little (benchmarks/serve_speed.py) and lets the first one wait.
MOST_REQUESTS = 64
MOST_CHARACTERS = 1 << 16


class Worker:
    """Answers requests.

    Args:
        model: what `govtext.load` takes; opened when it is first needed.
        offsets: in what spans are counted: ``"codepoint"`` or ``"utf16"``.
        max_line_bytes: longer lines are refused.
    """

    def __init__(self, model: str = "auto", *, offsets: str = CODEPOINT, max_line_bytes: int = MAX_LINE_BYTES) -> None:
        self._model, self._offsets, self._max_line_bytes = model, offsets, max_line_bytes
        self._runners = runners(functools.cache(self._load))

    def serve(self, waiting: Waiting, write: Callable[[bytes], object]) -> None:
        """Answer lines until there will be no more.

        Args:
            waiting: where they come in.
            write: sends a response; it is called once for each line that is not blank.
        """
        from govtext.scoring.blas import one_blas_thread

        with one_blas_thread():
            while lines := waiting.take(MOST_REQUESTS):
                for answer in self.answers(lines):
                    write(answer)
                    if waiting.closed:
                        return

    def answers(self, lines: Iterable[Line]) -> Iterator[bytes]:
        """Yield the responses to lines, in order; blank lines get none."""
        alike: list[Request] = []
        for line in lines:
            if line is not None and not line.strip():
                continue
            try:
                request = self._read(line)
            except Refused as refused:
                yield from self._answered(alike)
                alike = []
                yield error_line(refused)
                continue
            if alike and not _fits(request, alike):
                yield from self._answered(alike)
                alike = []
            alike.append(request)
        yield from self._answered(alike)

    def _read(self, line: Line) -> Request:
        if line is None:
            what = f"the line is longer than {self._max_line_bytes} bytes"
            raise Refused("line_too_long", what, "send fewer texts a line, or set --max-line-bytes")
        return read_request(line)

    def _answered(self, alike: Sequence[Request]) -> Iterator[bytes]:
        if not alike:
            return
        try:
            results = iter(self._results(alike[0], [text for one in alike for text in one.texts]))
        except Exception as error:  # noqa: BLE001 - a request that fails must not end the worker
            if len(alike) > 1:  # one of them is at fault, and the others are not
                for one in alike:
                    yield from self._answered([one])
                return
            if os.environ.get("GOVTEXT_DEBUG"):
                traceback.print_exc()
            yield error_line(refused_for(error, alike[0].id))
            return
        for one in alike:
            found = [next(results) for _ in one.texts] if one.method not in ABOUT else [next(results)]
            yield result_line(one.id, found[0] if one.single else found)

    def _results(self, request: Request, texts: Sequence[str]) -> list[Any]:
        if request.method == "hello":
            return [self._hello()]
        if request.method == "methods":
            return [{"methods": methods(), "schema": schema()}]
        results = self._runners[request.method](texts, **request.options)
        if self._offsets == UTF16:
            return [to_utf16(result, text) for result, text in zip(results, texts, strict=True)]
        return results

    def _hello(self) -> dict[str, Any]:
        return {
            "govtext": __version__,
            "protocol": PROTOCOL,
            "model": self._model,
            "offsets": self._offsets,
            "max_line_bytes": self._max_line_bytes,
            "methods": [*ABOUT, *methods()],
        }

    def _load(self) -> Pipeline:
        from govtext.scoring import load

        return load(self._model)


def _fits(request: Request, alike: Sequence[Request]) -> bool:
    """Whether a request can be worked on together with others: the same work, and not too much of it."""
    first = alike[0]
    if request.method in ABOUT or (request.method, request.options) != (first.method, first.options):
        return False
    return sum(len(text) for one in (*alike, request) for text in one.texts) <= MOST_CHARACTERS
