"""Hypothesis strategies and hostile texts shared by the tests of the text layer."""

from __future__ import annotations

from hypothesis import strategies as st

PIECES = st.sampled_from(
    [
        "yg", "gak", "anak2", "mereka²", "bangeeet", "maaaf", "Bu", "Pak", "Tri", "PKH", "pkh-nya", "di-PHK", "kelas2",
        "org2nya", "5", "jttt", "jt", "Rp1.200.000,-", "1,5", "08.00", "WIB", "19-11-2024", "a.n.", "Jl.", "No.", "dr.",
        "dll.", "...", "…", "?", "!", ".", ",", "\"", ")", ":)", "xD", "<3", "👍🏽", "👩🏽\u200d🌾", "🇮🇩", "1️⃣",
        "@siti_99", "@kemensosri", "#BansosTepat", "https://contoh.go.id/a?b=1", "warga@contoh.id",
        "0812-0000-0000",
        "3300000000000000", "RT 03/RW 05", "e\u0301", "ｙｇ", "𝗴𝗮𝗸", "pаk", "\u200b", "\ufeff", "\u00ad", "\0",
        "\ud800",
        "\u1100\u1161", "ꦗꦮ", " ", " ", " ", "\n", "\t", "\u00a0", "-", "_", "'", "2", "a", "A", "/",
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)
"""Comments put together from telling pieces, glued and spaced, and plain random text."""

HOSTILE = {
    "empty": "",
    "space": " \t\n\u00a0\u3000",
    "emoji": "😭😭😭",
    "family": "👨‍👩‍👧‍👦",
    "nfd": "de\u0301sa ku\u0308",
    "joiner": "\u200d",
    "surrogate": "a\ud800b\udfff",
    "nul": "a\0b",
    "bom": "\ufeffhalo",
    "direction": "\u202ehalo\u202c",
    "marks": "\u0301" * 50,
    "private": "\ue000\U0010ffff",
    "carriage": "satu\r\ndua\rtiga",
    "long word": "a" * 100_000,
    "long dots": "a." * 50_000,
    "long numbers": "1.1,1-" * 16_000,
    "long at": "a@" * 50_000,
    "long hyphens": "a-" * 50_000,
    "long brackets": ":" + "(" * 99_999,
    "long words": "yg anak2 " * 11_000,
    "long names": "Bu Aa " * 16_000,
    "long streets": "jl a RT 1 " * 10_000,
    "long cues": "rek bank nik " * 7_500,
    "long digits": "08 1 " * 20_000,
    "long marks": "a" + "\u0301" * 99_999,
    "long emoji": "👩\u200d" * 50_000,
    "long urls": "http://." * 12_500,
    "long spaces": " " * 100_000,
}
