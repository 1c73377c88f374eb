"""Readers on what people really hand in: other encodings, separators, line ends, and broken files."""

from __future__ import annotations

import codecs
import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govtext.errors import InputError
from govtext.evaluation.readers import READERS, read_conllu, read_delimited, read_jsonl, read_parallel
from govtext.evaluation.tasks import Layout

ROWS = [{"tweet": "bansos cair 🙏", "label": "happy"}, {"tweet": "antre, lama", "label": "anger"}]
PLAIN = 'tweet,label\nbansos cair 🙏,happy\n"antre, lama",anger\n'


def file(folder: Path, content: str | bytes) -> Path:
    path = folder / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"),
        PLAIN.replace("\n", "\r\n"),
        PLAIN.rstrip("\n"),
        PLAIN.replace("\n", "\n\n") + "\n\n",
        PLAIN.replace("tweet,label", " tweet , label "),
        "tweet;label\nbansos cair 🙏;happy\nantre, lama;anger\n".encode("utf-8-sig"),
        "tweet\tlabel\nbansos cair 🙏\thappy\nantre, lama\tanger\n",
        "tweet,label\nbansos cair 🙏,happy\n,\n" + '"antre, lama",anger\n',
    ],
    ids=["plain", "bom", "utf-16", "utf-16-be", "crlf", "no-end", "blank", "spaces", "semicolon", "tab", "empty-cells"],
)
def test_a_table_reads_the_same_however_it_was_saved(content: str | bytes, tmp_path: Path) -> None:
    assert list(read_delimited(file(tmp_path, content))) == ROWS


def test_a_separator_in_the_text_does_not_win_where_names_are_given(tmp_path: Path) -> None:
    path = file(tmp_path, "cair; alhamdulillah, min\tpositive\n")
    assert list(read_delimited(path, ("text", "label"), "\t")) == [
        {"text": "cair; alhamdulillah, min", "label": "positive"}
    ]


def test_latin_1_and_windows_bytes_are_letters(tmp_path: Path) -> None:
    path = file(tmp_path, b"Tweet,HS\ncaf\xe9 \x93tutup\x94,0\n\x81\xff,1\n")
    first, second = read_delimited(path)
    assert first["Tweet"] in {"café “tutup”", "caf\xe9 \x93tutup\x94"}
    assert second["HS"] == "1"


@pytest.mark.parametrize("odd", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x00", "\u200d", "\ufeff"])
def test_only_line_ends_end_a_row(odd: str, tmp_path: Path) -> None:
    text = f"satu{odd}dua"
    assert list(read_delimited(file(tmp_path, f"text,label\n{text},positive\n"))) == [
        {"text": text, "label": "positive"}
    ]
    assert list(read_jsonl(file(tmp_path, json.dumps({"text": text}, ensure_ascii=False) + "\n"))) == [{"text": text}]
    assert list(read_parallel([file(tmp_path, f"{text}\ntiga\n")], ["informal"]))[1] == {"informal": "tiga"}


def test_a_cell_may_hold_lines_and_be_very_long(tmp_path: Path) -> None:
    long, limit = "a" * 200_000, csv.field_size_limit()
    path = file(tmp_path, f'text,label\n"satu\n\n""dua""",positive\n{long},negative\n')
    rows = list(read_delimited(path))
    assert [row["text"] for row in rows] == ['satu\n\n"dua"', long]
    assert csv.field_size_limit() == limit


@pytest.mark.parametrize(("row", "columns"), [("saja", 1), ("a,b,c", 3), ('a,"b,c"', 2)])
def test_a_row_of_another_width_is_named(row: str, columns: int, tmp_path: Path) -> None:
    path = file(tmp_path, f"text,label,id\nbaik,positive,1\n\n{row}\n")
    if columns == 3:
        assert len(list(read_delimited(path))) == 2
        return
    with pytest.raises(InputError, match=rf"line 4: wrong number of columns; got {columns}; allowed: 3: text, label"):
        list(read_delimited(path))


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_has_no_rows(content: str, tmp_path: Path) -> None:
    path = file(tmp_path, content)
    assert list(read_delimited(path)) == []
    assert list(read_conllu(path)) == []
    assert list(read_jsonl(path)) == []
    assert list(read_parallel([path, path], ["a", "b"])) == []


def test_names_alone_are_no_rows(tmp_path: Path) -> None:
    assert list(read_delimited(file(tmp_path, "text,label\n"))) == []


def test_a_file_that_is_gone_or_damaged_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.csv cannot be read"):
        list(read_delimited(tmp_path / "gone.csv"))
    with pytest.raises(InputError, match="damaged"):
        list(read_jsonl(file(tmp_path, codecs.BOM_UTF16_LE + b"\x00\xd8x")))


@pytest.mark.parametrize(
    ("content", "said"),
    [('{"text": "a"}\n{"text": \n', "line 2 is not JSON"), ('\n["a"]\n', r"line 2 is not an object; got \['a'\]")],
)
def test_a_broken_line_of_jsonl_is_named(content: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        list(read_jsonl(file(tmp_path, content)))


def test_jsonl_reads_bom_crlf_and_blank_lines(tmp_path: Path) -> None:
    path = file(tmp_path, '\ufeff{"text": "a"}\r\n\r\n  \n{"text": "b"}'.encode())
    assert [row["text"] for row in read_jsonl(path)] == ["a", "b"]


def test_parallel_files_go_line_by_line(tmp_path: Path) -> None:
    left, right = tmp_path / "dev.inf", tmp_path / "dev.for"
    left.write_bytes("gk tau \r\n\r\nmksh\r\n".encode("utf-8-sig"))
    right.write_bytes(b"tidak tahu\n\nterima kasih")
    assert list(read_parallel([left, right], ["informal", "formal"])) == [
        {"informal": "gk tau", "formal": "tidak tahu"},
        {"informal": "mksh", "formal": "terima kasih"},
    ]
    right.write_text("tidak tahu\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"different numbers of lines; got \{'dev.inf': 3, 'dev.for': 1\}"):
        list(read_parallel([left, right], ["informal", "formal"]))


CONLLU = """\
# newdoc
# text = Rumahnya di Jl. Mawar.
1-2\tRumahnya\t_
1\tRumah\trumah
2\tnya\tia
3\tdi\tdi
4\tJl.\tjalan
5\tMawar\tmawar
5.1\tada\tada
6\t.\t.

# no text here
1\tBaik\tbaik
2\t.\t.
"""


@pytest.mark.parametrize("content", [CONLLU, CONLLU.replace("\n", "\r\n"), "\ufeff" + CONLLU, CONLLU + "\n\n\n"])
def test_conllu_keeps_multiword_tokens_whole_and_leaves_empty_nodes_out(content: str, tmp_path: Path) -> None:
    assert list(read_conllu(file(tmp_path, content))) == [
        {"text": "Rumahnya di Jl. Mawar.", "tokens": ["Rumahnya", "di", "Jl.", "Mawar", "."]},
        {"text": "Baik .", "tokens": ["Baik", "."]},
    ]


@pytest.mark.parametrize("line", ["1 Baik baik", "satu\tBaik", "1-x\tBaik", "12", "teks biasa"])
def test_a_line_that_is_no_conllu_is_named(line: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 3 is no line of CoNLL-U"):
        list(read_conllu(file(tmp_path, f"# text = Baik.\n1\tBaik\tbaik\n{line}\n")))


def test_a_comment_without_words_does_not_name_the_next_sentence(tmp_path: Path) -> None:
    path = file(tmp_path, "# text = Hilang.\n\n1\tAda\tada\n")
    assert [row["text"] for row in read_conllu(path)] == ["Ada"]


cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\ufeff"), max_size=12)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cells, st.sampled_from(["positive", "negative"])), max_size=6))
def test_what_python_writes_is_read_back(rows: list[tuple[str, str]], tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([("text", "label"), *rows])
    assert [(row["text"], row["label"]) for row in read_delimited(path)] == rows
    lines = "".join(json.dumps({"text": text, "label": label}) + "\n" for text, label in rows)
    path.write_text(lines, encoding="utf-8")
    assert [(row["text"], row["label"]) for row in read_jsonl(path)] == rows


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_takes_paths_and_a_layout(name: str, tmp_path: Path) -> None:
    contents: dict[str, Any] = {"jsonl": '{"a": 1}\n', "conllu": CONLLU, "delimited": "a,b\n1,2\n", "parallel": "x\n"}
    layout = Layout(name, {}, {}, ("a",) if name == "parallel" else ())
    assert list(READERS[name]([file(tmp_path, contents[name])], layout))
