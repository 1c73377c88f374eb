"""Hits, their replacements, and the mended text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govtext.errors import InputError, InputTypeError
from govtext.rewriting import matching
from govtext.rewriting.letters import capitalize, uncapitalize
from govtext.rewriting.matching import Hit, hits
from govtext.rewriting.mending import apply
from govtext.rewriting.rules import Rule
from govtext.types import Span

from .making import rule


def spans(text: str, *rules: Rule) -> list[tuple[str, str]]:
    return [(hit.rule.id, text[hit.start : hit.end]) for hit in hits(text, rules)]


def mended(text: str, *rules: Rule, tone: str = "friendly", address: str | None = None) -> str:
    """Return the text with all hits applied, and check that the edits say what was done."""
    new, edits = apply(text, hits(text, rules), tone, address)
    out, end = "", 0
    for edit in edits:
        assert edit.start >= end
        assert text[edit.start : edit.end] == edit.before != edit.after
        out += text[end : edit.start] + edit.after
        end = edit.end
    assert out + text[end:] == new
    return new


SHORT = rule("dalam rangka", id="short")
LONG = rule("dalam rangka hari", id="long", suggest=["pada hari"])
NEXT = rule("rangka hari ini", id="next", suggest=["hari ini"])


def test_the_longest_then_the_earlier_then_the_first_rule_wins() -> None:
    assert spans("dalam rangka hari", SHORT, LONG) == [("long", "dalam rangka hari")]
    assert spans("dalam rangka hari ini", SHORT, LONG, NEXT) == [("long", "dalam rangka hari")]
    same = rule("dalam rangka", id="same")
    assert spans("dalam rangka", SHORT, same) == [("short", "dalam rangka")]
    assert spans("dalam rangka", same, SHORT) == [("same", "dalam rangka")]


def test_hits_are_in_text_order() -> None:
    text = "apa lagi dalam rangka itu, dalam rangka hari itu"
    assert spans(text, LONG, SHORT) == [("short", "dalam rangka"), ("long", "dalam rangka hari")]


def test_what_stands_beside_a_match_can_forbid_it() -> None:
    made = rule("guna", unless_before=["tidak ada", "^"], unless_after=["HUT", "<number>", "$"], suggest=["untuk"])
    assert spans("Bawa guna tes", made) == [("contoh", "guna")]
    for text in ("tidak ada guna tes", "Guna tes", "Bawa guna hut", "Bawa guna 5", "Bawa guna.", "Bawa guna"):
        assert spans(text, made) == []


def test_what_stands_inside_a_capture_can_forbid_it() -> None:
    made = rule("^ {apa} diperiksa", unless_inside=["yang", "dan diperiksa"], suggest=["cek {apa}"])
    assert spans("Berkas diperiksa", made) != []
    assert spans("Berkas yang diperiksa", made) == []
    assert spans("Berkas dan diperiksa", made) == []


def test_protected_spans_are_not_touched() -> None:
    made = rule("dari {asal} ke {tujuan 2} langsung", suggest=["{asal} {tujuan}", "{asal}"])
    text = "dari Kota Lama ke Kota Baru langsung"
    start = text.index("Kota Lama")
    assert hits(text, [made], [Span(start, start + 9, "Kota Lama")])
    for piece in ("Kota Baru", "langsung", "dari Kota Lama"):
        start = text.index(piece)
        assert hits(text, [made], [Span(start, start + len(piece), piece)]) == ()


def test_protecting_a_longer_hit_frees_a_shorter_one() -> None:
    text = "dalam rangka hari"
    assert [hit.rule.id for hit in hits(text, [LONG, SHORT], [Span(13, 17, "hari")])] == ["short"]


def test_wrong_input_is_refused() -> None:
    with pytest.raises(InputTypeError, match="hits takes one text"):
        hits(None)  # type: ignore[arg-type]
    (hit,) = hits("dalam rangka", [SHORT])
    with pytest.raises(InputError, match="did you mean 'friendly'"):
        hit.replacements("frendly")


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "🙏🙏", "...", "\ud800", "e\u0301", "a\u200db", "dalam rangka" * 9000, "("]
)
def test_any_text_has_a_result(text: str) -> None:
    assert mended(text, SHORT, rule("^ {x} rangka $", kind="delete")) is not None


class TestReplacements:
    def test_by_tone_and_address(self) -> None:
        made = rule(
            "halo semua",
            suggest_friendly=["hai, {address}", "hai"],
            suggest_polite=["salam, {address}"],
            suggest_plain=["salam"],
        )
        (hit,) = hits("Kami, halo semua", [made])
        assert hit.replacements() == ("hai, Sobat", "hai")
        assert hit.replacements("friendly", "Wargi") == ("hai, Wargi", "hai")
        assert hit.replacements("friendly", "") == ("hai",)
        assert hit.replacements("polite") == ("salam, Bapak/Ibu",)
        assert hit.replacements("plain") == ("salam",)

    def test_kinds(self) -> None:
        assert hits("x", [rule("x", kind="flag")])[0].replacements() == ()
        assert hits("x", [rule("x", kind="delete")])[0].replacements() == ("",)

    def test_an_unknown_form_is_not_offered(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(matching, "derive", lambda *_: None)
        (hit,) = hits("melakukan pengambilan beras", [rule("melakukan <pe-an>", suggest=["<pe-an:me>", "ambil"])])
        assert hit.replacements() == ("ambil",)

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Dalam rangka itu", "Untuk itu"),
            ("dalam rangka itu", "untuk itu"),
            ("Dia dalam rangka itu", "Dia untuk itu"),
            ("INI DALAM RANGKA ITU", "INI UNTUK ITU"),
            ("Lomba Dalam Rangka Itu", "Lomba Untuk Itu"),
            ("🙏 Dalam rangka itu", "🙏 Untuk itu"),
        ],
    )
    def test_letter_case(self, text: str, expected: str) -> None:
        assert mended(text, SHORT) == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Masyarakat diimbau hadir", "Ayo, masyarakat, hadir"),
            ("Jakarta diimbau hadir", "Ayo, Jakarta, hadir"),
            ("Dinas Sosial diimbau hadir", "Ayo, Dinas Sosial, hadir"),
            ("PKH diimbau hadir", "Ayo, PKH, hadir"),
            ("WARGA DIIMBAU HADIR", "AYO, WARGA, HADIR"),
        ],
    )
    def test_the_first_word_loses_its_capital_when_it_moves(self, text: str, expected: str) -> None:
        assert mended(text, rule("^ {siapa} diimbau", suggest=["ayo, {siapa},"])) == expected


class TestMending:
    DROP = rule("dengan hormat", "bersama ini", kind="delete")

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Dengan hormat, kami datang.", "Kami datang."),
            ("Dengan hormat kami datang.", "Kami datang."),
            ("dengan hormat, kami datang", "kami datang"),
            ("Dengan hormat, bersama ini, kami datang.", "Kami datang."),
            ("Dengan hormat, e-KTP jadi.", "e-KTP jadi."),
            ("Dengan hormat, 5 orang datang.", "5 orang datang."),
            ("Dengan hormat, “kami” datang.", "“Kami” datang."),
            ("Dengan hormat, @dinas datang.", "@dinas datang."),
            ("📢 Dengan hormat, kami datang.", "📢 Kami datang."),
            ("Kami, dengan hormat, datang.", "Kami datang."),
            ("Kami dengan hormat datang.", "Kami datang."),
            ("Kami datang dengan hormat.", "Kami datang."),
            ("Kami datang, dengan hormat.", "Kami datang."),
            ("Kami datang dengan hormat, lalu pulang.", "Kami datang, lalu pulang."),
            ("Kami datang (dengan hormat).", "Kami datang."),
            ("Kami datang (dengan hormat, ya).", "Kami datang (ya)."),
            ("Catatan: dengan hormat, kami datang.", "Catatan: kami datang."),
            ("Kami datang. Dengan hormat. Mereka pulang.", "Kami datang. Mereka pulang."),
            ("Kami datang. Dengan hormat!", "Kami datang."),
            ("Kami datang.\nDengan hormat.\nMereka pulang.", "Kami datang.\nMereka pulang."),
            ("Kami datang.\n\nDengan hormat", "Kami datang."),
            ("Dengan hormat.\nKami datang.", "Kami datang."),
            ("Dengan hormat", ""),
            ("Kami datang dengan hormat 🙏", "Kami datang 🙏"),
            ("Kami datang, dengan hormat :)", "Kami datang, :)"),
        ],
    )
    def test_deleting_leaves_no_trace(self, text: str, expected: str) -> None:
        assert mended(text, self.DROP) == expected

    @pytest.mark.parametrize(
        ("suggest", "text", "expected"),
        [
            ("halo!", "Salam, loket tutup.", "Halo! Loket tutup."),
            ("halo!", "Salam: loket tutup.", "Halo! Loket tutup."),
            ("halo!", "Salam.", "Halo!"),
            ("halo.", "Salam! Kami tutup.", "Halo! Kami tutup."),
            ("halo.", "Salam. Kami tutup.", "Halo. Kami tutup."),
            ("halo!", "Salam dinas tutup.", "Halo! Dinas tutup."),
            ("halo!", "Salam https://contoh.go.id.", "Halo! https://contoh.go.id."),
            ("halo,", "Salam, loket tutup.", "Halo, loket tutup."),
            ("halo,", "Salam. Kami tutup.", "Halo. Kami tutup."),
            ("halo s.d.", "Salam loket tutup.", "Halo s.d. loket tutup."),
            ("halo!", "Salam :)", "Halo! :)"),
        ],
    )
    def test_marks_are_not_doubled(self, suggest: str, text: str, expected: str) -> None:
        assert mended(text, rule("salam", suggest=[suggest])) == expected

    def test_a_replacement_may_begin_with_a_mark(self) -> None:
        made = rule("agar dilaporkan", suggest=[", laporkan"])
        assert mended("Jika ada agar dilaporkan besok", made) == "Jika ada, laporkan besok"
        assert mended("Jika ada, agar dilaporkan besok", made) == "Jika ada, laporkan besok"

    def test_a_capital_goes_to_the_next_replacement(self) -> None:
        greet = rule("salam", id="greet", suggest=["halo!"])
        assert mended("Salam dalam rangka itu", greet, SHORT) == "Halo! Untuk itu"

    def test_a_choice_can_be_made(self) -> None:
        made = rule("dalam rangka", suggest=["untuk", "buat"])
        text = "dalam rangka ini dalam rangka itu"

        def choose(hit: Hit, options: tuple[str, ...]) -> str | None:
            return options[-1] if hit.start else None

        new, edits = apply(text, hits(text, [made]), choose=choose)
        assert new == "dalam rangka ini buat itu"
        assert [(edit.start, edit.before, edit.after, edit.rule.id) for edit in edits] == [
            (17, "dalam rangka", "buat", "contoh")
        ]

    def test_hits_without_replacement_change_nothing(self) -> None:
        text = "dalam rangka itu"
        assert apply(text, hits(text, [rule("dalam rangka", kind="flag")])) == (text, ())

    @given(
        st.lists(
            st.sampled_from(
                [
                    "dengan hormat",
                    "Dengan hormat",
                    "salam",
                    "kami",
                    ",",
                    ".",
                    "!",
                    "\n",
                    "(",
                    ")",
                    " ",
                    "🙏",
                    "dalam rangka",
                ]
            )
        )
    )
    def test_edits_give_the_text_and_mend_twice_the_same(self, pieces: list[str]) -> None:
        text = " ".join(pieces)
        new = mended(text, self.DROP, SHORT, rule("salam", suggest=["halo!"]))
        assert "hormat" not in new.lower()
        assert new.lower().count("kami") == text.count("kami")


def test_first_letters() -> None:
    assert [capitalize(text) for text in ("kami", "e-KTP", "https://x.id", "iPhone", "@kami", "")] == [
        "Kami", "e-KTP", "https://x.id", "iPhone", "@kami", "",
    ]  # fmt: skip
    assert [uncapitalize(text) for text in ("Warga itu", "Magelang", "Jawa", "KTP", "Senin", "warga", "")] == [
        "warga itu", "Magelang", "Jawa", "KTP", "Senin", "warga", "",
    ]  # fmt: skip


def test_importing_loads_no_spacy() -> None:
    code = "import sys, govtext.rewriting.matching, govtext.rewriting.mending; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("Pengusulan PIP lewat sekolah.", "Lewat sekolah: pengusulan PIP."),
        ("Bank BRI lewat sekolah.", "Lewat sekolah: Bank BRI."),
        ("Dinas Sosial lewat sekolah.", "Lewat sekolah: Dinas Sosial."),
        ("Beras murah lewat sekolah.", "Lewat sekolah: beras murah."),
    ],
)
def test_what_is_moved_loses_the_capital_of_the_sentence_and_keeps_that_of_a_name(text: str, fixed: str) -> None:
    moving = rule("^ {apa} lewat sekolah", kind="restructure", suggest=["lewat sekolah: {apa}"])
    assert apply(text, hits(text, (moving,)))[0] == fixed
