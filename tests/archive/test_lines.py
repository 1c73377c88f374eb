from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govtext.archive.lines import Lines
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]


def read_all(path: Path) -> list[tuple[int, str, bool]]:
    with Lines(path, path.name) as lines:
        return [(line.number, line.text, line.problem is not None) for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_ends_are_kept_and_marks_dropped(write: Write, encoding: str) -> None:
    path = write("a.txt", "satu\r\ndua\ntiga\rempat".encode(encoding))
    assert read_all(path) == [
        (1, "satu\r\n", False),
        (2, "dua\n", False),
        (3, "tiga\r", False),
        (4, "empat", False),
    ]


@pytest.mark.parametrize("separator", ["\u2028", "\u0085", "\x0b", "\x0c", "\x1c", "\0"])
def test_only_cr_and_lf_end_a_line(write: Write, separator: str) -> None:
    assert read_all(write("a.txt", f"a{separator}b\n")) == [(1, f"a{separator}b\n", False)]


def test_an_empty_file_has_no_lines(write: Write) -> None:
    assert read_all(write("a.txt", b"")) == []
    assert read_all(write("a.txt", b"\xef\xbb\xbf")) == []


def test_long_lines_are_skipped_and_counted(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.archive.lines.MAX_CHARS", 8)
    content = "pas 789\n" + "x" * 30 + "\nakhir\n" + "y" * 20
    assert read_all(write("a.txt", content)) == [
        (1, "pas 789\n", False),
        (2, "", True),
        (3, "akhir\n", False),
        (4, "", True),
    ]


def test_broken_utf16_is_a_problem_of_its_line(write: Write) -> None:
    content = (
        "\ufeffsatu\n".encode("utf-16-le") + b"\x00\xd8" + "x\n".encode("utf-16-le") + "tiga\n".encode("utf-16-le")
    )
    assert [(number, problem) for number, _, problem in read_all(write("a.txt", content))] == [
        (1, False),
        (2, True),
        (3, False),
    ]


@pytest.mark.parametrize("word", ["café", "naïve", "“kutip”", "5 €", "Señor", "½ kg"])
def test_windows_1252_words(write: Write, word: str) -> None:
    assert read_all(write("a.txt", f"{word}\n".encode("cp1252"))) == [(1, f"{word}\n", False)]


def test_fraction_grows_to_one(write: Write) -> None:
    path = write("a.txt", "beras mahal sekali\n" * 100_000)
    with Lines(path, "a.txt") as lines:
        fractions = [lines.fraction for _ in lines]
    assert fractions == sorted(fractions)
    assert fractions[0] < 0.5
    assert fractions[-1] == 1.0


def test_the_file_is_closed_when_it_is_refused(write: Write) -> None:
    path = write("a.txt", b"%PDF-1.7")
    with pytest.raises(InputError, match=r"komentar\.txt is a PDF"):
        Lines(path, "komentar.txt")
    path.unlink()
    assert not path.exists()
