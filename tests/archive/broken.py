"""Broken archives of every kind, made here: no binary file lies in the repository."""

from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

Content = str | bytes | Callable[[Path], object]
CSV = "id,komentar\n1,beras mahal min\n2,bansos belum cair\n"


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken archive and what a run must make of it.

    Attributes:
        content: what the file holds, or what makes it, given its path.
        says: part of the message or of a reason.
        good: how many rows come out; None if the file is refused.
        bad: how many rows are listed as unreadable.
        options: of the command line.
    """

    name: str
    content: Content
    says: str = ""
    good: int | None = None
    bad: int = 0
    options: tuple[str, ...] = ()

    def make(self, path: Path) -> None:
        """Write the file."""
        if callable(self.content):
            self.content(path)
        else:
            path.write_bytes(self.content.encode() if isinstance(self.content, str) else self.content)


def parquet(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    packed: bytes = pa.Codec("zstd").compress(data, asbytes=True)
    return packed


def flipped(data: bytes, at: int, count: int = 1) -> bytes:
    return data[:at] + bytes(byte ^ 0xFF for byte in data[at : at + count]) + data[at + count :]


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, text in members.items():
            file.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def deep(levels: int) -> str:
    return '{"text": "a", "x": ' + "[" * levels + "]" * levels + "}\n"


_NOISE = random.Random(0).randbytes(4000)
_LONG = "".join(f"{i},{i * 7919 % 99991} {i * 104729 % 99991}\n" for i in range(20_000))
_TABLE = pa.table({"text": [f"komentar {i}" for i in range(500)]})
_WHOLE = parquet(_TABLE)
_FOOTER = len(_WHOLE) - 8 - int.from_bytes(_WHOLE[-8:-4], "little")
_GROUPS = parquet(_TABLE, row_group_size=100, compression="none", use_dictionary=False)
_SECOND = pq.ParquetFile(io.BytesIO(_GROUPS)).metadata.row_group(1).column(0).data_page_offset
_BAD_UTF8 = pa.StringArray.from_buffers(2, pa.array([0, 2, 4], pa.int32()).buffers()[1], pa.py_buffer(b"ok\xf0\x9f"))
_ELSEWHERE = "/etc/passwd"

REFUSED = [
    Broken("empty.csv", "", "is empty"),
    Broken("empty.tsv", "", "is empty"),
    Broken("empty.jsonl", "", "is empty"),
    Broken("empty.parquet", b"", "is empty"),
    Broken("blank.csv", "\n \n\n".replace(" ", ""), "is empty"),
    Broken("mark.csv", b"\xef\xbb\xbf", "is empty"),
    Broken("header.csv", "id,komentar\n", "header but no rows"),
    Broken("header.parquet", parquet(_TABLE.slice(0, 0)), "no rows"),
    Broken("double.csv", "text,kota,text\na,b,c\n", "more than one column of the same name"),
    Broken("double.parquet", parquet(pa.table([["a"], ["b"]], ["text", "text"])), "more than one column"),
    Broken("missing.csv", "nama,alamat\nwarga,desa\n", "cannot tell which column"),
    Broken("asked.csv", CSV, "no column of that name", options=("--text-column", "teks")),
    Broken("id.csv", CSV, "(id column)", options=("--id-column", "nomor")),
    Broken("numbers.parquet", parquet(pa.table({"text": [1, 2], "n": [1, 2]})), "cannot tell which column"),
    Broken("nested-text.parquet", parquet(pa.table({"text": [{"a": "b"}], "n": [1]})), "cannot tell which column"),
    Broken("label.csv", "text,sentiment\na,b\n", "label"),
    Broken("reserved.csv", "text,isi\na,b\n", "the output needs that name", options=("--text-column", "isi")),
    Broken("parquet.csv", parquet(_TABLE), "a Parquet file"),
    Broken("book.csv", zipped(xl__workbook_xml="<a/>"), "an Excel workbook or a zip archive"),
    Broken("old.csv", b"\xd0\xcf\x11\xe0" + _NOISE, "an old or encrypted Excel workbook"),
    Broken("page.csv", "<html><table><tr><td>komentar</td></tr></table>", "a web page"),
    Broken("paper.csv", b"%PDF-1.7 " + _NOISE, "a PDF"),
    Broken("bzip.csv", b"BZh91AY&SY" + _NOISE, "bzip2"),
    Broken("json.csv", '{"text": "a"}\n', "JSON, not CSV"),
    Broken("wide.csv", CSV.encode("utf-16-le"), "UTF-16 without a byte-order mark"),
    Broken("wide.jsonl", '{"text": "beras"}\n'.encode("utf-16-be"), "UTF-16 without a byte-order mark"),
    Broken("quote.csv", 'id,"komentar\n1,a\n', "header line"),
    Broken("csv.jsonl", CSV, "no line that is a JSON object"),
    Broken("array.jsonl", '[{"text": "a"}]', "a JSON array"),
    Broken("pretty.jsonl", '{\n"text":\n"a"\n}\n', "no line that is a JSON object"),
    Broken("csv.parquet", CSV, "cannot be read as Parquet"),
    Broken(
        "footer.parquet",
        flipped(_WHOLE, _FOOTER, 30),
        "cannot be read as Parquet",
    ),
    Broken("cut.parquet", parquet(_TABLE)[:-20], "cannot be read as Parquet"),
    Broken("noise.parquet", b"PAR1" + _NOISE + b"PAR1", "cannot be read as Parquet"),
    Broken("zero.csv.gz", b"", "is empty"),
    Broken("nothing.csv.gz", gzip.compress(b""), "is empty"),
    Broken("stub.csv.gz", gzip.compress(CSV.encode())[:6], "cannot be read"),
    Broken("stub.jsonl.zst", zstd(b'{"text": "a"}\n')[:6], "no line that is a JSON object"),
    Broken("twice.csv.gz", gzip.compress(gzip.compress(CSV.encode())), "gzip-compressed twice"),
    Broken("packed.parquet.gz", gzip.compress(parquet(_TABLE)), "the suffix of"),
    Broken("notes.txt", CSV, "the suffix of"),
    Broken("komentar", CSV, "no suffix"),
    Broken("loop.csv", lambda path: path.symlink_to(path), "symbolic links"),
    Broken("nowhere.csv", lambda path: path.symlink_to(path.with_name("gone.csv")), "does not exist"),
    Broken("folder.csv", Path.mkdir, "there is no archive in"),
    Broken("noise.xlsx", b"PK\x03\x04" + _NOISE, "cannot be read as a workbook"),
    Broken("locked.xlsx", b"\xd0\xcf\x11\xe0" + _NOISE, "encrypted"),
    Broken("zip.xlsx", zipped(a_txt="a"), "cannot be read as a workbook"),
    Broken("csv.xlsx", CSV, "cannot be read as a workbook"),
    Broken("xml.xlsx", zipped(xl__workbook_xml="<<<"), "cannot be read as a workbook"),
    Broken("noise.csv", b"\x81" + _NOISE, "header line"),
]
QUARANTINED = [
    Broken("cut.csv.gz", gzip.compress(("id,text\n" + _LONG).encode())[:-30_000], "cut short or damaged", -1, 1),
    Broken("cut.csv.zst", zstd(("id,text\n" + _LONG).encode())[:-30_000], "cut short or damaged", -1, 1),
    Broken("sum.csv.gz", flipped(gzip.compress(CSV.encode()), len(gzip.compress(CSV.encode())) - 6), "damaged", 2, 1),
    Broken("ragged.csv", "id,text\n1,a\n2\n3,b,c\n4,d\n", "the header has 2", 2, 2),
    Broken(
        "mixed.csv",
        b"id,text\n1,caf\xc3\xa9\n2,caf\xe9\n3,\xf0\x9f rusak\n4,ok\n",
        "neither UTF-8 nor Windows-1252",
        3,
        1,
    ),
    Broken("long.csv", "id,text\n1," + "x" * 10_000_000 + "\n2,ok\n", "longer than", 1, 1),
    Broken("long.jsonl", '{"text": "' + "x" * 10_000_000 + '"}\n{"text": "ok"}\n', "longer than", 1, 1),
    Broken("open.csv", 'id,text\n1,"buka\n2,b\n3,c\n', "never closed", 2, 1),
    Broken("single.csv", 'id,text\n1,"kata "mereka" begitu"\n2,b\n', "not doubled", 1, 1),
    Broken("odd.csv", CSV.encode("utf-16") + b"\x00", "broken utf-16", 2, 1),
    Broken("half.jsonl", '{"text": "ok"}\n{"text": "te', "not JSON", 1, 1),
    Broken("arrays.jsonl", '{"text": "ok"}\n["a"]\n3\n"x"\nnull\n', "not an object", 1, 4),
    Broken("deep.jsonl", '{"text": "ok"}\n' + deep(100_000), "nested too deeply", 1, 1),
    Broken("surrogate.jsonl", '{"text": "ok"}\n{"text": "\\ud83d"}\n', "surrogate", 1, 1),
    Broken("keys.jsonl", '{"text": "ok"}\n{"text": "a", "text": "b"}\n', "a key occurs twice", 1, 1),
    Broken("types.jsonl", '{"text": "ok"}\n{"text": 5}\n{"text": ["a"]}\n', "not a string", 1, 2),
    Broken("infinite.jsonl", '{"text": "ok", "n": 1}\n{"text": "b", "n": Infinity}\n', "not a JSON number", 1, 1),
    Broken("comma.jsonl", '{"text": "ok"},\n{"text": "ok"}\n', "not JSON", 1, 1),
    Broken("bytes.parquet", parquet(pa.table({"text": _BAD_UTF8})), "not UTF-8", 1, 1),
    Broken("group.parquet", flipped(_GROUPS, _SECOND, 60), "this part of the Parquet file is damaged", 400, 100),
]
ODD_BUT_GOOD = [
    Broken("nul.csv", "id,text\n1,a\0b\n", good=1),
    Broken("nested.parquet", parquet(pa.table({"text": ["a"], "user": [{"n": [1]}], "m": [[{"k": None}]]})), good=1),
    Broken("packed.csv", gzip.compress(CSV.encode()), good=2),
    Broken("unpacked.csv.gz", CSV, good=2),
    Broken("excel.csv", "\ufeffid;komentar\r\n1;\"beras, mahal\r\nmin\"\r\n".encode(), good=1),
    Broken("mac.csv", "id,komentar\r1,beras\r", good=1),
    Broken("blanks.csv", "id,text\n\n1,a\n\n\n2,b\n\n", good=2),
    Broken("nan.jsonl", '{"text": "a", "n": NaN}\n', good=1),
    Broken("huge.jsonl", '{"text": "a", "n": 123456789012345678901234567890}\n', good=1),
    Broken("nulls.jsonl", '{"text": null}\n{}\n{"text": ""}\n', good=3),
    Broken("path.csv", f"text,file\n{_ELSEWHERE},{_ELSEWHERE}\nfile://{_ELSEWHERE},../../etc/passwd\n", good=2),
    Broken("linked.csv", lambda path: os.link(_write(path.with_name("real.csv")), path), good=2),
]  # fmt: skip


def _write(path: Path) -> Path:
    path.write_text(CSV)
    return path
