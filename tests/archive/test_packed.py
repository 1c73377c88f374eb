"""gzip and zstd: read by what the file holds; damage costs what follows it and no more."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from govtext.archive import Quarantined, read
from govtext.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]

ROWS = "".join(f"{i};komentar nomor {i}, gimana min?\n" for i in range(3000))
CSV = "id;komentar\n" + ROWS


PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "zst": lambda data: pa.Codec("zstd").compress(data, asbytes=True),
}


def rows_of(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[Quarantined]]:
    chunks = list(read(path, **options))
    return [row for chunk in chunks for row in chunk.table.to_pylist()], [bad for c in chunks for bad in c.quarantined]


@pytest.mark.parametrize("packed", PACK)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_packed_csv(write: Write, packed: str, encoding: str) -> None:
    path = write(f"a.csv.{packed}", PACK[packed](CSV.encode(encoding)))
    good, bad = rows_of(path)
    assert (len(good), bad) == (3000, [])
    assert good[-1] == {"id": "2999", "komentar": "komentar nomor 2999, gimana min?"}


@pytest.mark.parametrize("packed", PACK)
@pytest.mark.parametrize(
    ("suffix", "content"),
    [("jsonl", '{"text": "beras"}\n'), ("tsv", "id\ttext\n1\tberas\n"), ("ndjson", '{"text": "beras"}\n')],
)
def test_other_packed_text_formats(write: Write, packed: str, suffix: str, content: str) -> None:
    good, _ = rows_of(write(f"a.{suffix}.{packed}", PACK[packed](content.encode())))
    assert [row["text"] for row in good] == ["beras"]


@pytest.mark.parametrize("packed", PACK)
def test_the_content_decides_not_the_suffix(write: Write, packed: str) -> None:
    assert len(rows_of(write("packed.csv", PACK[packed](CSV.encode())))[0]) == 3000
    assert len(rows_of(write(f"plain.csv.{packed}", CSV))[0]) == 3000


def test_several_gzip_members(write: Write) -> None:
    halves = CSV[:5000].encode(), CSV[5000:].encode()
    assert len(rows_of(write("a.csv.gz", b"".join(map(gzip.compress, halves))))[0]) == 3000


# zstd frames carry a checksum only if their writer wants one: flipped bytes may decode as other text.
@pytest.mark.parametrize(("packed", "damage"), [("gz", "cut"), ("zst", "cut"), ("gz", "flipped")])
def test_damage_ends_the_file_with_a_quarantined_row(write: Write, packed: str, damage: str) -> None:
    content = "id;komentar\n" + "".join(f"{i};{i * 7919 % 99991} {i * 104729 % 99991}\n" for i in range(60_000))
    data = bytearray(PACK[packed](content.encode()))
    middle = len(data) // 2
    data = data[:middle] if damage == "cut" else data[:middle] + b"\xff" * 64 + data[middle + 64 :]
    good, bad = rows_of(write(f"a.csv.{packed}", bytes(data)))
    sound = len(good) if damage == "cut" else 20_000  # flipped bytes garble some rows before they are noticed
    assert [row["id"] for row in good[:sound]] == [str(i) for i in range(sound)]
    assert 20_000 <= len(good) < 60_000
    if damage == "cut":
        assert bad[-1].line == len(good) + 2
    assert "cut short or damaged near here" in bad[-1].reason


def test_empty_packed_files(write: Write) -> None:
    for content in (b"", gzip.compress(b""), PACK["zst"](b"")):
        with pytest.raises(InputError, match=r"a\.csv\.gz is empty"):
            read(write("a.csv.gz", content))


@pytest.mark.parametrize("name", ["a.gz", "a.parquet.gz", "a.xlsx.zst", "a.txt.gz"])
def test_packed_files_of_other_formats(write: Write, name: str) -> None:
    path = write(name, gzip.compress(b"text\nberas\n"))
    with pytest.raises(InputError, match=r"rename the file, unpack it or use --input-format"):
        read(path)
    assert rows_of(path, input_format="csv")[0] == [{"text": "beras"}]


def test_fraction_of_a_packed_file(write: Write) -> None:
    fractions = [chunk.fraction for chunk in read(write("a.csv.gz", gzip.compress(CSV.encode(), 0))).chunks(100)]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
