from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from govtext.archive import Quarantined, read
from govtext.archive.lines import MAX_CHARS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str | bytes], Path]

ROWS = [
    {"no": "1", "komentar": "Min, bansos bulan ini kok gak cair ya?"},
    {"no": "2", "komentar": "Mbah saya bilang: «sudah dapat beras», alhamdulillah 🙏"},
    {"no": "3", "komentar": 'Katanya "gratis";\npas di loket tetap bayar'},
]


def rows_of(path: Path, **options: Any) -> tuple[list[dict[str, Any]], list[Quarantined]]:
    archive = read(path, **options)
    good: list[dict[str, Any]] = []
    bad: list[Quarantined] = []
    for chunk in archive.chunks(2):
        good += chunk.table.to_pylist()
        bad += chunk.quarantined
        assert chunk.rows == chunk.table.num_rows + len(chunk.quarantined)
        assert chunk.table.schema == archive.schema
    return good, bad


def as_csv(rows: list[dict[str, str]], separator: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=separator, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_separators_encodings_and_line_ends(write: Write, separator: str, encoding: str, end: str) -> None:
    path = write("a.csv", as_csv(ROWS, separator, end).encode(encoding))
    assert rows_of(path) == (ROWS, [])


def test_old_mac_line_ends(write: Write) -> None:
    path = write("a.csv", "no,komentar\r1,harga beras naik\r2,makasih min\r")
    assert [row["komentar"] for row in rows_of(path)[0]] == ["harga beras naik", "makasih min"]


def test_windows_1252_is_read_line_by_line(write: Write) -> None:
    path = write("a.csv", b"text,kota\n" + "“café” warga,Solo\n".encode("cp1252") + "café,Tegal\n".encode())
    assert [row["text"] for row in rows_of(path)[0]] == ["“café” warga", "café"]


@pytest.mark.parametrize("damage", [b"cair \xf0\x9f min", b"kata \xe2\x80 dia", b"\x81 rusak", b"\xed\xa0\xbd"])
def test_damaged_bytes_are_quarantined(write: Write, damage: bytes) -> None:
    path = write("a.csv", b"text,kota\nsatu,Solo\n" + damage + b",Tegal\ntiga,Brebes\n")
    good, bad = rows_of(path)
    assert [row["text"] for row in good] == ["satu", "tiga"]
    assert [(row.file, row.line) for row in bad] == [(str(path), 3)]
    assert "UTF-8" in bad[0].reason


def test_ragged_rows_are_quarantined_with_their_line(write: Write) -> None:
    path = write("a.csv", 'id,text\n1,"dua\nbaris"\n2\n3,empat,lima\n4,lurus\n')
    good, bad = rows_of(path)
    assert [row["id"] for row in good] == ["1", "4"]
    assert [(row.line, row.reason) for row in bad] == [
        (4, "the row has 1 cells, the header has 2"),
        (5, "the row has 3 cells, the header has 2"),
    ]


def test_a_quote_never_closed_costs_one_row_only(write: Write) -> None:
    rows = "".join(f"{i},komentar nomor {i}\n" for i in range(2, 60))
    path = write("a.csv", 'id,text\n1,"tidak ditutup\n' + rows + '60,"kutip ""benar"" ini"\n')
    good, bad = rows_of(path)
    assert [row["id"] for row in good] == [str(i) for i in range(2, 61)]
    assert good[-1]["text"] == 'kutip "benar" ini'
    assert [row.line for row in bad] == [2]


def test_a_quote_never_closed_at_the_end(write: Write) -> None:
    good, bad = rows_of(write("a.csv", 'id,text\n1,"buka\n2,biasa\n'))
    assert good == [{"id": "2", "text": "biasa"}]
    assert bad[0].line == 2
    assert "never closed" in bad[0].reason


def test_undoubled_quote_is_quarantined_rather_than_altered(write: Write) -> None:
    good, bad = rows_of(write("a.csv", 'id,text\n1,"kata "mereka" begitu"\n2,biasa\n'))
    assert [row["id"] for row in good] == ["2"]
    assert "not doubled" in bad[0].reason


def test_nul_bytes_and_huge_cells(write: Write) -> None:
    huge = "panjang " * 50_000
    path = write("a.csv", f"id,text\n1,a\0b\n2,{huge}\n3,{'x' * (MAX_CHARS + 10)}\n4,akhir\n")
    limit = csv.field_size_limit()
    good, bad = rows_of(path)
    assert [row["text"] for row in good] == ["a\0b", huge, "akhir"]
    assert [row.line for row in bad] == [4]
    assert f"{MAX_CHARS:,}" in bad[0].reason
    assert csv.field_size_limit() == limit


def test_cells_stay_the_strings_they_were(write: Write) -> None:
    row = {"text": " spasi ", "nik": "0012", "harga": "1.500,00", "kosong": "", "na": "NA", "benar": "TRUE"}
    assert rows_of(write("a.csv", as_csv([row]))) == ([row], [])


def test_one_column_keeps_its_commas(write: Write) -> None:
    good, bad = rows_of(write("a.csv", 'komentar\nbansos, PKH, dan beras; semua telat\n"Min, tolong"\n\nakhir\n'))
    assert [row["komentar"] for row in good] == ["bansos, PKH, dan beras; semua telat", "Min, tolong", "akhir"]
    assert bad == []


def test_commas_in_a_semicolon_file(write: Write) -> None:
    good, _ = rows_of(write("a.csv", "tanggal;isi_laporan\n1 Mei;jalan rusak, lampu mati, air keruh\n2 Mei;sampah\n"))
    assert good[0] == {"tanggal": "1 Mei", "isi_laporan": "jalan rusak, lampu mati, air keruh"}


def test_sep_line_of_excel_is_obeyed(write: Write) -> None:
    good, _ = rows_of(write("a.csv", "sep=;\r\nid;text\r\n1;a,b\r\n"))
    assert good == [{"id": "1", "text": "a,b"}]


def test_tab_suffix_and_unnamed_column(write: Write) -> None:
    good, _ = rows_of(write("a.tab", "\ttext\n0\tsatu, dua\n"))
    assert good == [{"column_1": "0", "text": "satu, dua"}]


def test_row_numbers_count_unreadable_rows(write: Write) -> None:
    path = write("a.csv", "text,kota\nsatu,Solo\nrusak\ntiga,Tegal\n")
    numbers = [n for chunk in read(path).chunks(2) for n in chunk.numbers]
    assert numbers == [1, 3]


def test_chunks_are_bounded_and_can_be_read_again(write: Write) -> None:
    path = write("a.csv", "text\n" + "beras mahal\n" * 1000)
    archive = read(path)
    for _ in range(2):
        chunks = list(archive.chunks(300))
        assert [chunk.rows for chunk in chunks] == [300, 300, 300, 100]
        assert chunks[-1].fraction == 1.0
    assert sum(chunk.rows for chunk in archive) == 1000


def test_huge_rows_make_small_chunks(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("govtext.archive.records.MAX_CHUNK_CHARS", 1000)
    path = write("a.csv", "text\n" + ("x" * 400 + "\n") * 7)
    assert [chunk.rows for chunk in read(path)] == [3, 3, 1]


def test_a_separator_that_breaks_the_header_is_not_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'"text";"lain"\r\n"";"\n,0"\r\n')
    assert read(path).columns == ("text", "lain")
