"""Comments made of templates, for the benchmarks of archives: invented texts, no real person, any number of them.

    python benchmarks/invented.py 1000000 > comments.csv

Written as Excel in Indonesia writes CSV: semicolons, some cells quoted, here and there a line break in a cell.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterator

HEADER = ("id", "tanggal", "akun", "kota", "suka", "komentar")
OPENINGS = (
    "Min", "Pak", "Bu", "Assalamualaikum", "Mohon info", "Ijin bertanya", "Punten", "Nuwun sewu", "Halo admin", "Kak",
    "Tolong", "Maaf min", "Selamat siang", "Lapor", "Mau nanya", "Gimana ini", "Dear admin", "Ya Allah",
    "Alhamdulillah",
)  # fmt: skip
SPEAKERS = (
    "mbah saya", "tetangga saya", "ibu saya", "saya sendiri", "anak saya", "bapak saya yg lumpuh", "warga RT {n:02d}",
    "janda sebelah rumah", "petani di desa kami", "nelayan sini", "buruh pabrik", "keluarga kami",
    "adik saya yg difabel", "guru honorer", "pedagang pasar", "simbok kula", "bapa abdi", "lansia di dusun {n}",
    "pengungsi di posko {n}",
)  # fmt: skip
MATTERS = (
    "PKH", "BPNT", "BLT", "KIP", "BPJS PBI", "sembako", "bansos beras {n} kg", "rutilahu", "pupuk subsidi",
    "gas melon", "KIS", "bantuan modal", "air bersih", "listrik", "jalan desa", "sekolah gratis", "makan bergizi",
    "kartu tani",
)  # fmt: skip
EVENTS = (
    "blm cair sampai sekarang", "gak dapet lagi sejak bulan {n}", "dipotong {n} ribu", "katanya dicoret",
    "lancar, makasih", "didata tapi gak pernah keluar", "salah sasaran", "durung entuk", "teu acan narima",
    "udah cair, alhamdulillah", "malah dikasih ke yg mampu", "kok susah banget daftarnya", "antri dari jam {n} pagi",
    "rusak udah {n} tahun", "ditolak di kelurahan", "namanya hilang dari daftar", "dapat separo", "telat {n} minggu",
    "mandeg di dinas",
)  # fmt: skip
ENDINGS = (
    "gimana ya?", "mohon ditindaklanjuti.", "tolong dicek", "kapan bisa cair?", "makasih min 🙏", "kasihan sekali 😢",
    "mugi-mugi enggal rampung", "hatur nuhun", "harus lapor ke mana?", "jangan pilih kasih!!", "semoga sehat selalu",
    "udah {n}x lapor gak ada respon", "padahal KTP & KK lengkap", "wong cilik sing susah",
    "tetangga yg mampu malah dapet", "#bansostepatsasaran", "@kemensosri", "infonya dong", "terima kasih banyak pak",
    "biar gak salah sasaran lagi",
)  # fmt: skip
TOWNS = ("Solo", "Tegal", "Brebes", "Garut", "Cianjur", "Bantul", "Jember", "Kupang", "Palu", "Bima", "Tuban", "Subang")


def comments(count: int, seed: int = 0) -> Iterator[str]:
    """Yield ``count`` comments; two alike are rare."""
    rng = random.Random(seed)

    def some(choices: tuple[str, ...]) -> str:
        return rng.choice(choices).format(n=rng.randrange(1, 100))

    for _ in range(count):
        parts = [some(OPENINGS), some(SPEAKERS), some(MATTERS), some(EVENTS)]
        parts += [some(ENDINGS) for _ in range(rng.choice((0, 1, 1, 2)))]
        text = " ".join(parts)
        for _ in range(rng.choice((0, 0, 0, 0, 0, 1, 1, 1, 2, 4))):  # as long as comments are: half of them one clause
            text += f", {some(SPEAKERS)} juga {some(MATTERS)} {some(EVENTS)}"
        yield text.replace(" ", "\n", 1) if rng.random() < 0.01 else text


def rows(count: int, seed: int = 0) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an archive in the columns of `HEADER`."""
    rng = random.Random(seed)
    for number, text in enumerate(comments(count, seed), start=1):
        day = f"2025-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}"
        yield str(number), day, f"akun_{rng.randrange(10_000)}", rng.choice(TOWNS), str(rng.randrange(500)), text


def main() -> None:
    """Write the archive to standard output."""
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
    writer = csv.writer(sys.stdout, delimiter=";")
    writer.writerow(HEADER)
    writer.writerows(rows(int(sys.argv[1])))


if __name__ == "__main__":
    main()
