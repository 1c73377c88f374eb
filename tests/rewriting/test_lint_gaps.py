from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from govtext.errors import ConfigError, InputTypeError
from govtext.rewriting.linting import kind_ids, lint, post_kind
from govtext.rewriting.linting.linter import CHECKS
from govtext.rewriting.linting.phrases import parse
from govtext.rewriting.linting.tables import Need, acronyms, checks, kinds, needs, presences

FOLDER = Path(__file__).parents[2] / "benchmarks" / "posts"
FILLED = {
    "[nama lembaga atau survei, tahun]": "BPS, 2024",
    "[bulan dan tahun]": "Maret 2024",
    "[kota, kabupaten, atau kecamatan]": "Kota Lintang",
    "[siapa]": "keluarga kurang mampu",
    "[hari, tanggal, jam]": "Senin, 3 Maret 2025",
    "[tanggal]": "7 Maret 2025",
    "[kantor, balai, atau tautan]": "di balai desa",
    "[langkah 1]": "buka aplikasi",
    "[langkah 2]": "isi formulir",
    "[berkas]": "KTP",
    "[gratis atau jumlahnya]": "gratis",
    "[nomor atau akun]": "0812-0000-0000",
    "[kriteria]": "keluarga di desil 1",
    "[kantor, aplikasi, atau tautan]": "kantor kelurahan",
    "[kanal]": "lapor.go.id",
    "[nomor, tautan, atau loket]": "0812-0000-0000",
    "[jenis masalah]": "pungli",
    "[foto atau bukti]": "foto",
    "[hari dan jam]": "hari kerja",
    "[jumlah]": "5",
    "[nama komunitas atau lembaga]": "Yayasan Melati",
    "[barang, dana, atau tenaga]": "pakaian layak pakai",
    "[cara mendaftar atau menyalurkan]": "Daftar jadi relawan",
    "[alamat, tautan, atau rekening lembaga]": "di balai desa",
}
BARE = "Info singkat dari kami"
"""A post that tells nothing."""
EXAMPLES = {
    "figures": "Angka kemiskinan turun 0,4 persen dibanding tahun sebelumnya.",
    "programme": "Pendaftaran bantuan pangan dibuka 3–7 Maret 2025 di balai desa.",
    "eligibility": "Siapa yang berhak menerima PKH? Keluarga di desil 1 sampai 4.",
    "complaint": "Ada pungli? Laporkan ke hotline pengaduan 0812-0000-0000.",
    "community": "Komunitas Nasi Hangat membuka donasi beras. Yuk jadi relawan!",
    "other": "Selamat Hari Ibu untuk semua ibu hebat di kota ini!",
}


def missing(post: str, kind: str | None = None) -> set[str]:
    found = {one.code.removeprefix("missing-") for one in lint(post, kind) if one.code.startswith("missing-")}
    return found - {"greeting", "invitation"}


def label(need: Need) -> str:
    return f"{need.kind}/{need.element}"


@pytest.mark.parametrize("kind", EXAMPLES)
def test_kinds(kind: str) -> None:
    told = post_kind(EXAMPLES[kind])
    assert told.id == kind
    assert told.name == next(one.name for one in kinds()[0] if one.id == kind)
    assert max(told.scores, key=lambda one: told.scores[one]) == kind
    assert told.evidence
    assert all(EXAMPLES[kind][span.start : span.end] == span.text != "" for span in told.evidence)


@pytest.mark.parametrize("post", ["", "   ", "🙏", "\x00", "\ud800", "Halo semua.", "a" * 10_000])
def test_a_post_that_says_nothing_is_other(post: str) -> None:
    told = post_kind(post)
    assert (told.id, told.evidence) == ("other", ())
    assert set(told.scores) == set(kind_ids())


def test_a_reply_is_other() -> None:
    reply = "@pengguna Halo kak, pendaftaran bansos lewat kantor kelurahan dengan membawa KTP ya."
    assert post_kind(reply).id == "other"
    assert post_kind(reply.removeprefix("@pengguna ")).id == "programme"


def test_kind_of_no_text() -> None:
    with pytest.raises(InputTypeError, match="post_kind takes one text"):
        post_kind(None)  # type: ignore[arg-type]


def test_the_kind_can_be_given() -> None:
    post = EXAMPLES["figures"]
    assert missing(post) == {"source", "when", "where"}
    assert missing(post, "other") == set()
    assert missing(post, "complaint") == {need.element for need in needs() if need.kind == "complaint"}


@pytest.mark.parametrize("need", needs(), ids=label)
def test_a_post_that_tells_nothing_lacks_it(need: Need) -> None:
    opening = " yang dibuka" if need.asked_if else ""
    assert need.element in missing(BARE + opening, need.kind)


@pytest.mark.parametrize("need", needs(), ids=label)
def test_the_suggestion_filled_in_mends_it(need: Need) -> None:
    """What the officer is told to write is what the linter looks for; also each of two alternatives alone."""
    for suggestion in need.suggestion.split(" / "):
        filled = suggestion
        for placeholder, text in FILLED.items():
            filled = filled.replace(placeholder, text)
        assert "[" not in filled
        opening = " yang dibuka" if need.asked_if else ""
        assert need.element not in missing(f"{BARE}{opening}. {filled}", need.kind), filled


@pytest.mark.parametrize("need", needs(), ids=label)
def test_suggestions_state_no_fact(need: Need) -> None:
    outside = re.sub(r"\[[^]]*\]", "", need.suggestion)
    assert not re.search(r"\d|@|https?:|Rp", outside)


def test_the_finding_stands_at_the_end_of_the_body() -> None:
    post = "Angka kemiskinan turun 0,4 persen. 🎉 #KotaKita"
    spans = {one.span.start for one in lint(post, "figures") if one.code == "missing-source"}
    assert spans == {len("Angka kemiskinan turun 0,4 persen.")}


@pytest.mark.parametrize(
    ("post", "kind", "element", "lacks"),
    [
        ("Daftar mulai 3 Maret 2025.", "programme", "deadline", True),
        ("Daftar mulai 3 sampai 9 Maret 2025.", "programme", "deadline", False),
        ("Datang tanggal 3 Maret 2025.", "programme", "deadline", False),
        ("Daftar lewat 0812-0000-0000.", "programme", "cost", True),
        ("Semua tanpa dipungut biaya.", "programme", "cost", False),
        ("Bantuannya Rp600.000 per tahap.", "programme", "cost", True),
        ("Penerima wajib membawa KTP.", "programme", "how", True),
        ("Penerima wajib membawa KTP.", "programme", "documents", False),
        ("Datang saja, tidak perlu membawa berkas.", "programme", "documents", False),
        ("Lapor ke kantor kelurahan kalau datanya salah.", "eligibility", "where", True),
        ("Cek di kantor kelurahan.", "eligibility", "where", False),
        ("Desil itu kelompok kesejahteraan.", "eligibility", "who", True),
        ("Angka ini turun pada 2024.", "figures", "when", False),
        ("Angka ini turun 2 persen.", "figures", "when", True),
        ("Kelurahan Sumber Urip punya angka baru.", "figures", "source", True),
    ],
)
def test_near_misses(post: str, kind: str, element: str, lacks: bool) -> None:
    assert (element in missing(post, kind)) == lacks


def test_tables_fit_together() -> None:
    known = set(kind_ids())
    assert known == {"figures", "programme", "eligibility", "complaint", "community", "other"}
    assert {need.kind for need in needs()} == known - {"other"}
    for presence in presences():
        assert presence.kinds <= known
        assert any(need.element == presence.element and need.kind in (presence.kinds or known) for need in needs())
    for need in needs():
        assert any(one.element == need.element and (not one.kinds or need.kind in one.kinds) for one in presences())
    assert max(Counter(label(need) for need in needs()).values()) == 1
    assert len(checks()) == len({*checks()}) >= len(CHECKS)


def test_acronyms_have_expansion_and_source() -> None:
    for name, (expansion, source) in acronyms().items():
        assert bool(expansion) == bool(source), name
        assert name in {name.upper(), name.lower()}
    assert {"KTP", "KK", "RT", "RW", "WIB", "PDF"} <= {
        name for name, (expansion, _) in acronyms().items() if not expansion
    }


@pytest.mark.parametrize(
    "phrase", ["", "..", "kata ..", "kata? lagi", "<harga>", "Kata", "a||b", "*", "k*ta", "@daftar"]
)
def test_malformed_phrases_are_refused(phrase: str) -> None:
    with pytest.raises(ConfigError, match=r"gaps\.toml: the phrase"):
        parse(phrase, "gaps.toml")


@pytest.mark.parametrize("split", ["train", "test"])
def test_the_labelled_posts_are_what_their_card_says(split: str) -> None:
    rows = [json.loads(line) for line in (FOLDER / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    needed = {(need.kind, need.element) for need in needs()}
    assert all((row["kind"], element) in needed for row in rows for element in row["missing"])
    assert len({row["text"] for row in rows}) == len({row["id"] for row in rows}) == len(rows)
    counts = Counter(row["kind"] for row in rows)
    line = f"| `{split}.jsonl` | {len(rows)} | {' | '.join(str(counts[kind]) for kind in kind_ids())} |"
    assert line in (FOLDER / "README.md").read_text(encoding="utf-8")
