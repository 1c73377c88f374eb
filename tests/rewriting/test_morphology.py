"""Affixes of single words. The tables were written from the dictionary (KBBI VI), not from what the code gives."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govtext.errors import ConfigError, InputError, InputTypeError
from govtext.rewriting import lexicon, morphology
from govtext.rewriting.morphology import FORMS, Analysis, analyse, derive
from govtext.rewriting.sounds import attach, detach
from govtext.text.channel import words

# Active verb, imperative, passive.
VERBS = """
    mengambil ambil diambil | membawa bawa dibawa | melihat lihat dilihat | membaca baca dibaca
    menulis tulis ditulis | memilih pilih dipilih | memakai pakai dipakai | memanggil panggil dipanggil
    memeriksa periksa diperiksa | memukul pukul dipukul | memesan pesan dipesan | memotong potong dipotong
    memutar putar diputar | memotret potret dipotret | menolak tolak ditolak | menutup tutup ditutup
    menerima terima diterima | menunggu tunggu ditunggu | menanam tanam ditanam | menarik tarik ditarik
    menimbang timbang ditimbang | menunda tunda ditunda | menukar tukar ditukar | menolong tolong ditolong
    mengirim kirim dikirim | mengubur kubur dikubur | mengejar kejar dikejar | mengenal kenal dikenal
    mengelola kelola dikelola | mengumpulkan kumpulkan dikumpulkan | mengurangi kurangi dikurangi
    mengutip kutip dikutip | mengawal kawal dikawal | menyapu sapu disapu | menyimpan simpan disimpan
    menyita sita disita | menyusun susun disusun | menyambut sambut disambut
    menyampaikan sampaikan disampaikan | menyerahkan serahkan diserahkan | menyiapkan siapkan disiapkan
    menyosialisasikan sosialisasikan disosialisasikan | menyukseskan sukseskan disukseskan
    menyetor setor disetor | membeli beli dibeli | membuka buka dibuka | memfoto foto difoto
    memverifikasi verifikasi diverifikasi | mencari cari dicari | mendengar dengar didengar
    menjual jual dijual | mendaftarkan daftarkan didaftarkan | mencatat catat dicatat | menjaga jaga dijaga
    mencetak cetak dicetak | mencairkan cairkan dicairkan | mengganti ganti diganti | menghapus hapus dihapus
    menghitung hitung dihitung | menggunakan gunakan digunakan | mengubah ubah diubah | mengisi isi diisi
    mengukur ukur diukur | mengajukan ajukan diajukan | mengurus urus diurus | mengantar antar diantar
    mengajak ajak diajak | mengundang undang diundang | mengusulkan usulkan diusulkan | mengecek cek dicek
    mengesahkan sahkan disahkan | mengecat cat dicat | mengelap lap dilap | mengetes tes dites
    melaporkan laporkan dilaporkan | meminta minta diminta | menilai nilai dinilai | merawat rawat dirawat
    mewajibkan wajibkan diwajibkan | meyakinkan yakinkan diyakinkan | menyanyikan nyanyikan dinyanyikan
    menyatakan nyatakan dinyatakan | menaikkan naikkan dinaikkan | memuat muat dimuat
    memasukkan masukkan dimasukkan | menikmati nikmati dinikmati | melayani layani dilayani
    melengkapi lengkapi dilengkapi | melunasi lunasi dilunasi | memproses proses diproses
    memprioritaskan prioritaskan diprioritaskan | memproduksi produksi diproduksi
    mentransfer transfer ditransfer | menstabilkan stabilkan distabilkan | mengkritik kritik dikritik
    mengklarifikasi klarifikasi diklarifikasi | mensyukuri syukuri disyukuri | mengkhianati khianati dikhianati
    mengkhawatirkan khawatirkan dikhawatirkan | mengkaji kaji dikaji | mempunyai punyai dipunyai
    memperoleh peroleh diperoleh | memperbaiki perbaiki diperbaiki | memperbarui perbarui diperbarui
    memperkuat perkuat diperkuat | mempercepat percepat dipercepat | memperpanjang perpanjang diperpanjang
    memperhatikan perhatikan diperhatikan | mempertahankan pertahankan dipertahankan
    mempertimbangkan pertimbangkan dipertimbangkan | memperingatkan peringatkan diperingatkan
    mempekerjakan pekerjakan dipekerjakan | mempelajari pelajari dipelajari
    memberlakukan berlakukan diberlakukan | memberhentikan berhentikan diberhentikan
    memberdayakan berdayakan diberdayakan | mengetahui ketahui diketahui | mengemukakan kemukakan dikemukakan
    mengesampingkan kesampingkan dikesampingkan | memengaruhi pengaruhi dipengaruhi
    memerintahkan perintahkan diperintahkan | memerlukan perlukan diperlukan
    memercayakan percayakan dipercayakan | memedulikan pedulikan dipedulikan | memelihara pelihara dipelihara
    memberi beri diberi | memberikan berikan diberikan | memberitahukan beritahukan diberitahukan
    menandatangani tandatangani ditandatangani | menindaklanjuti tindaklanjuti ditindaklanjuti
    menyalahgunakan salahgunakan disalahgunakan | menyebarluaskan sebarluaskan disebarluaskan
    menyelenggarakan selenggarakan diselenggarakan | melaksanakan laksanakan dilaksanakan
    mengikuti ikuti diikuti | menghadiri hadiri dihadiri | mengunjungi kunjungi dikunjungi
    menaati taati ditaati | mematuhi patuhi dipatuhi | menghubungi hubungi dihubungi | mengakui akui diakui
    mengatakan katakan dikatakan | memetakan petakan dipetakan | mematikan matikan dimatikan
    memadukan padukan dipadukan | mengembalikan kembalikan dikembalikan | mengeluarkan keluarkan dikeluarkan
    menerbitkan terbitkan diterbitkan | menertibkan tertibkan ditertibkan
    menerjemahkan terjemahkan diterjemahkan | membersihkan bersihkan dibersihkan
    memberangkatkan berangkatkan diberangkatkan | menyegerakan segerakan disegerakan
    membolehkan bolehkan dibolehkan | mengimbau imbau diimbau | mengunggah unggah diunggah
    mengunduh unduh diunduh | mengakses akses diakses | memindai pindai dipindai | menyurvei survei disurvei
    mengoreksi koreksi dikoreksi | mengonfirmasi konfirmasi dikonfirmasi
"""
# Action noun, active verb, imperative; "-" where there is none.
NOUNS = """
    pengambilan mengambil ambil | penyaluran menyalurkan salurkan | pembayaran membayar bayar
    pendaftaran mendaftar daftar | pelaksanaan melaksanakan laksanakan | pemberian memberikan berikan
    peningkatan meningkatkan tingkatkan | perbaikan memperbaiki perbaiki | penyampaian menyampaikan sampaikan
    pengurusan mengurus urus | pengumpulan mengumpulkan kumpulkan | pengisian mengisi isi
    pembuatan membuat buat | pencairan mencairkan cairkan | pengesahan mengesahkan sahkan
    pengecekan mengecek cek | pemrosesan memproses proses | perekaman merekam rekam
    penandatanganan menandatangani tandatangani | pemantauan memantau pantau | pengawasan mengawasi awasi
    penyerahan menyerahkan serahkan | perpanjangan memperpanjang perpanjang | percepatan mempercepat percepat
    pemberlakuan memberlakukan berlakukan | pelunasan melunasi lunasi | pembersihan membersihkan bersihkan
    penimbangan menimbang timbang | penjemputan menjemput jemput | pemetaan memetakan petakan
    penghapusan menghapus hapus | pembatalan membatalkan batalkan | pemulangan memulangkan pulangkan
    penertiban menertibkan tertibkan | pengkajian mengkaji kaji | pemeliharaan memelihara pelihara
    penelitian meneliti teliti | pembaruan memperbarui perbarui | penguatan memperkuat perkuat
    pertemuan bertemu bertemu | perundingan berunding berunding | pernikahan menikah nikah
    kehadiran hadir hadir | kedatangan datang datang | keterlibatan terlibat - | keterlambatan terlambat -
    kunjungan berkunjung berkunjung | tindakan bertindak bertindak
    sosialisasi menyosialisasikan sosialisasikan | verifikasi memverifikasi verifikasi
    validasi memvalidasi validasi | koordinasi berkoordinasi berkoordinasi
    konsultasi berkonsultasi berkonsultasi | evaluasi mengevaluasi evaluasi
    publikasi memublikasikan publikasikan | distribusi mendistribusikan distribusikan
    aktivasi mengaktifkan aktifkan | sinkronisasi menyinkronkan sinkronkan | monitoring memantau pantau
    registrasi mendaftar daftar | survei menyurvei survei | klarifikasi mengklarifikasi klarifikasi
    konfirmasi mengonfirmasi konfirmasi | pengaduan mengadu - | pengabdian mengabdi -
"""
# Word, form, root, ending, clitic, inner prefix; "-" for nothing.
PARTS = """
    melaporkannya me lapor kan nya - | dilaksanakannya di laksana kan nya - | laporkanlah root lapor kan lah -
    bacalah root baca - lah - | diumumkankah di umum kan kah - | bukunya root buku - nya -
    rumahmu root rumah - mu - | temanku root teman - ku - | dirinyalah root diri - nyalah -
    pengambilannya pe-an ambil - nya - | memperbaikinya me baik i nya per | diberlakukan di laku kan - ber
    mengetahui me tahu i - ke | mempelajari me ajar i - pel | belajar ber ajar - - - | bekerja ber kerja - - -
    beternak ber ternak - - - | berencana ber rencana - - - | berubah ber ubah - - -
    berdasarkan ber dasar kan - - | berkaitan ber kait - - - | berusaha ber usaha - - -
    terdaftar ter daftar - - - | tercantum ter cantum - - - | terasa ter rasa - - - | terekam ter rekam - - -
    terpenuhi ter penuh i - - | terselesaikan ter selesai kan - - | petugas pe tugas - - -
    penerima pe terima - - - | pemohon pe mohon - - - | pekerja pe kerja - - - | pelajar pe ajar - - -
    pengguna pe guna - - - | penyalur pe salur - - - | peserta pe serta - - - | pelajaran pe-an ajar - - -
    perawatan pe-an rawat - - - | perumahan pe-an rumah - - - | peraturan pe-an atur - - -
    pelabuhan pe-an labuh - - - | pemberdayaan pe-an daya - - - | kesehatan ke-an sehat - - -
    kegiatan ke-an giat - - - | kecamatan ke-an camat - - - | kelurahan ke-an lurah - - -
    kemiskinan ke-an miskin - - - | ketersediaan ke-an sedia - - ter | keberlanjutan ke-an lanjut - - ber
    kependudukan ke-an duduk - - pen | kepemilikan ke-an milik - - - | ketidakhadiran ke-an hadir - - tidak
    mensosialisasikan me sosialisasi kan - - | mempengaruhi me pengaruh i - - | mentaati me taat i - -
    menghimbau me himbau - - -
"""
WHOLE = """
    meja mesin meskipun merah menteri medis metode media merdeka mereka melati menara menang menit
    dinas dimensi direktur direktorat diri dingin dinding diploma digital dia
    berita berkas beras berani beruang beri berat bersih berkah beberapa
    terima terus terang ternak tertib tersebut terhadap termasuk tertentu terutama
    pemerintah penting pesan percaya perlu pertama pemuda pegawai perempuan pekan peran perangkat pemilu
    keluarga kepala kertas kerja kembali kecil ketua kelompok keluar kepada kemudian kereta
    makan teman ikan bukan rekan sekolah masalah adalah hanya tamu suku buku
"""
REFUSED = """
    diatas dibawah didalam dirumah dikantor dijalan disini disana disisi dikaki dihati dipagi ditepi dinegeri dimana
    diantaranya dimeja disekolah dilokasi bekasi kebumen semarang merapii gerakan tarikan desakan masukan
    susi dani hadi kutai poli aslii pkh dtsen perda xyz mengxyz dixyz
"""

UNSURE = """
    kegiatan kecamatan kelurahan kebijakan pemerintahan perumahan pelabuhan pendidikan pelayanan penghargaan
    perusahaan meja dinas bersama terkait petugas penerima belajar keluarga merupakannya pengambilannya
    dilaporkannya melaporkannya menangis meninggal membaik
"""


def rows(table: str) -> list[list[str]]:
    return [
        [("" if cell == "-" else cell) for cell in row.split()]
        for row in table.replace("\n", "|").split("|")
        if row.split()
    ]


def test_the_tables_are_large() -> None:
    assert len(rows(VERBS)) > 140
    assert len(rows(NOUNS)) + len(rows(PARTS)) > 100
    assert len(lexicon.nominals()) >= 350


@pytest.mark.parametrize(("active", "imperative", "passive"), rows(VERBS))
def test_verbs_in_all_directions(active: str, imperative: str, passive: str) -> None:
    forms = {"me": active, "root": imperative, "di": passive}
    for word in forms.values():
        assert {form: derive(word, form) for form in forms} == forms, word
    found = {name: analyse(word) for name, word in forms.items()}
    assert [each and each.form for each in (found["me"], found["di"])] == ["me", "di"]
    assert len({(each.root, each.ending, each.inner) for each in found.values() if each and each.form != "pe-an"}) < 3


@pytest.mark.parametrize(("noun", "active", "imperative"), rows(NOUNS))
def test_action_nouns(noun: str, active: str, imperative: str) -> None:
    assert derive(noun, "me") == active
    assert derive(noun, "root") == (imperative or None)
    found = analyse(noun)
    assert found is not None
    assert found.form in ("pe-an", "ke-an")
    assert derive(noun, found.form) == noun


@pytest.mark.parametrize(("word", "form", "root", "ending", "clitic", "inner"), rows(PARTS))
def test_parts(word: str, form: str, root: str, ending: str, clitic: str, inner: str) -> None:
    found = analyse(word)
    assert found is not None
    assert (found.form, found.root, found.ending, found.clitic) == (form, root, ending, clitic)
    assert found.inner == inner


@pytest.mark.parametrize("word", WHOLE.split())
def test_words_that_only_look_derived_are_not_split(word: str) -> None:
    stem = word.removesuffix("pun")
    found = analyse(word)
    assert found == Analysis(stem, "root", clitic=word[len(stem) :])


@pytest.mark.parametrize("word", REFUSED.split())
def test_no_reading(word: str) -> None:
    assert analyse(word) is None
    assert [derive(word, form) for form in FORMS] == [None] * len(FORMS)


@pytest.mark.parametrize(
    "word",
    UNSURE.split(),
)
def test_no_other_form_where_it_is_not_sure(word: str) -> None:
    found = analyse(word)
    assert found is not None
    others = [form for form in ("me", "root", "di") if form != found.form]
    assert [derive(word, form) for form in others] == [None] * len(others)


@pytest.mark.parametrize(
    ("word", "form", "expected"),
    [
        ("Pengambilan", "me", "Mengambil"),
        ("DILAPORKAN", "root", "LAPORKAN"),
        ("Koordinasi", "ber", "Berkoordinasi"),
        ("koordinasi", "di", None),
        ("Laporkanlah", "me", "Melaporkan"),
        ("verifikasi", "di", "diverifikasi"),
        ("mengambil", "pe-an", "pengambilan"),
        ("dilaksanakan", "pe-an", "pelaksanaan"),
        ("hadir", "ke-an", "kehadiran"),
        ("menghitung", "pe-an", None),  # perhitungan or penghitungan
        ("melapor", "root", "lapor"),
        ("melapor", "di", None),
        ("menikah", "di", None),
        ("merupakan", "root", None),
        ("menakjubkan", "di", None),
        ("dimaksud", "me", None),
        ("dikarenakan", "me", None),
        ("mensosialisasikan", "me", "mensosialisasikan"),
        ("mensosialisasikan", "root", "sosialisasikan"),
        ("dihimbau", "me", "menghimbau"),
        ("mengalami", "root", "alami"),
        ("dialami", "me", "mengalami"),
        ("alami", "me", None),  # natural; as a verb it is seldom an order
        ("Terdaftar", "pe", None),
        ("pakankan", "me", None),  # memakankan is of makan
        ("terdaftar", "ter", "terdaftar"),
        ("terdaftar", "me", None),
    ],
)
def test_derive(word: str, form: str, expected: str | None) -> None:
    assert derive(word, form) == expected


@pytest.mark.parametrize(
    "word",
    ["", " ", "\n", "👍🏽", "\ud800", "a\ud800", "\0", "café", "cafe\u0301", "2024", "di-PHK", "anak-anak", "dua kata",
     "meng", "di", "ke", "pean", "kean", "@kemensos", "me" * 2_500,
     "di" + "a" * 4_998, "mengambil " * 500, "𝗺𝗲𝗻𝗴", "ß"],
)  # fmt: skip
def test_hostile_words_have_no_reading(word: str) -> None:
    found = analyse(word)
    assert found is None or found == Analysis(word, "root")
    assert derive(word, "me") is None


def test_errors_say_what_is_allowed() -> None:
    with pytest.raises(InputError, match="did you mean 'root'"):
        derive("diambil", "roots")
    with pytest.raises(InputTypeError, match="analyse"):
        analyse(None)  # type: ignore[arg-type]
    with pytest.raises(InputTypeError, match="derive"):
        derive(5, "me")  # type: ignore[arg-type]


@settings(deadline=None)
@given(st.sampled_from(sorted(base for base, kind in lexicon.verbs().items() if kind in "ti")))
def test_bases_come_back(base: str) -> None:
    active = derive(base, "me")
    assert active is not None
    expected = lexicon.nominals().get(base, active)  # registrasi stands for mendaftar, not for meregistrasi
    assert active == expected
    if base not in lexicon.nominals():
        assert derive(active, "root") == base
        assert lexicon.verbs()[base] != "t" or derive("di" + base, "me") == active


@pytest.mark.parametrize("form", ["me", "di"])
def test_what_is_derived_reads_as_the_same_verb(form: str) -> None:
    for word in words():
        made = derive(word, form)
        if made is None or word in lexicon.nominals() or lexicon.is_whole(made):
            continue
        before, after = analyse(word), analyse(made)
        assert before is not None
        assert after is not None
        assert (after.root, after.base) == (before.root, before.base), word
        assert derive(made, "root") in (derive(word, "root"), None), word


@settings(deadline=None)
@given(st.text(max_size=30) | st.text("aiueomnkgdbprst", max_size=20))
def test_any_text_is_answered(word: str) -> None:
    found = analyse(word)
    if found is not None:
        assert found.form in FORMS
        assert found.root
        assert word.lower().endswith(found.clitic)
    for form in FORMS:
        made = derive(word, form)
        assert made is None or made[:1].isupper() == word[:1].isupper()


@settings(deadline=None)
@given(st.sampled_from(sorted(lexicon.nominals())))
def test_verbs_of_the_table_are_known(noun: str) -> None:
    verb = lexicon.nominals()[noun]
    found = analyse(verb)
    assert found is not None
    imperative = derive(noun, "root")
    if found.form == "me" and imperative not in (None, verb):
        assert derive(str(imperative), "me") == verb


def test_tables_are_sorted_and_read_line_by_line() -> None:
    nouns = list(lexicon.nominals())
    assert all(first < second for first, second in pairwise(nouns))
    left_out = {"pemerintahan", "perumahan", "pelabuhan", "pendidikan", "pelayanan", "penghargaan", "pengadilan"}
    assert left_out.isdisjoint(nouns)


@pytest.mark.parametrize(("lines", "named"), [("ambil\tt\nambil\ti\n", "ambil"), ("ambil\tq\n", "q")])
def test_a_broken_table_is_refused(
    lines: str, named: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path_factory.mktemp("data")
    (folder / "verbs.tsv").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(lexicon, "_DATA", folder)
    with pytest.raises(ConfigError, match=named):
        lexicon.verbs.__wrapped__()


@pytest.mark.parametrize(
    ("prefix", "base", "root", "word"),
    [
        ("me", "kirim", "kirim", "mengirim"),
        ("me", "cek", "cek", "mengecek"),
        ("me", "sahkan", "sah", "mengesahkan"),
        ("me", "stabilkan", "stabil", "menstabilkan"),
        ("me", "ukur", "ukur", "mengukur"),
        ("pe", "tari", "tari", "penari"),
        ("pe", "lihat", "lihat", "pelihat"),
    ],
)
def test_sounds(prefix: str, base: str, root: str, word: str) -> None:
    assert attach(prefix, base, root) == word
    assert base in detach(prefix, word)


def test_a_word_that_was_looked_up_is_not_looked_up_again() -> None:
    verbs = [row[0] for row in rows(VERBS)]
    for word in verbs:
        derive(word, "root")
    known = morphology._analyse.cache_info(), morphology._derive.cache_info()
    for word in verbs:
        analyse(word)
        derive(word, "root")
    for cache, before in zip((morphology._analyse, morphology._derive), known, strict=True):
        assert cache.cache_info().misses == before.misses
        assert cache.cache_info().hits == before.hits + len(verbs)


def test_import_loads_nothing_heavy() -> None:
    code = (
        "import sys, govtext.rewriting.morphology; "
        "print([m for m in ('spacy', 'Sastrawi', 'torch') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
