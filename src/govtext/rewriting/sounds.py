"""The sound changes of meN- and peN- (Tata Bahasa Baku Bahasa Indonesia, 4th ed., on the prefix meng-; EYD V).

The prefix takes the nasal of the letter that follows, and p, t, k and s give way to it: mem-bawa, me-milih from pilih.
They stay before another consonant (memproses, mensyukuri, mengkhianati), and in front of per- (memperbaiki).
"""

from __future__ import annotations

AFTER_L = ("ajar", "unjur")  # the roots before which ber- and per- are bel- and pel-
_VOWELS = "aiueo"
_SWALLOWED = "ptks"
_NASALS = {"m": "bfpv", "n": "cdjtz", "ng": "ghkqx" + _VOWELS}
_NASAL_OF = {letter: nasal for nasal, letters in _NASALS.items() for letter in letters} | {"s": "ny"}


def attach(prefix: str, base: str, root: str, *, keep: bool = False) -> str:
    """Return ``prefix`` with ``base``: ("me", "kirimkan") → ``mengirimkan``.

    Args:
        prefix: ``me`` or ``pe``.
        base: what follows the prefix, in lower case: the root with an inner prefix and an ending.
        root: the root in it; one of one syllable takes ``menge-`` (mengecek, mengesahkan).
        keep: whether the first letter of ``base`` stays though the rule would drop it.
    """
    first, second = base[:1], base[1:2]
    if base.startswith(root) and _is_syllable(root):
        return f"{prefix}nge{base}"
    nasal = _NASAL_OF.get(first, "")
    if first not in _SWALLOWED or not first:
        return prefix + nasal + base
    if keep or (second and second not in _VOWELS):
        return prefix + ("n" if first == "s" else nasal) + base
    return prefix + nasal + base[1:]


def detach(prefix: str, word: str) -> list[str]:
    """Return every base that ``word`` may be ``prefix`` with; looser than `attach`, as many write mensukseskan.

    ``pe`` also comes without a nasal: pekerja, petugas.
    """
    rest = word[len(prefix) :]
    if not word.startswith(prefix) or not rest:
        return []
    found = [rest] if rest[0] in "lmnrwy" or (prefix == "pe" and rest[0] not in _VOWELS) else []
    if rest.startswith("nge"):
        found.append(rest[3:])
    for nasal, dropped in (("m", "p"), ("n", "t"), ("ng", "k"), ("ny", "s")):
        tail = rest[len(nasal) :]
        if not rest.startswith(nasal) or not tail:
            continue
        if tail[0] in _NASALS.get(nasal, "") or (nasal == "n" and tail[0] == "s"):
            found.append(tail)
        if tail[0] in _VOWELS or (nasal == "m" and tail[0] in "lr"):  # pemrosesan, from proses
            found.append(dropped + tail)
    return [base for base in dict.fromkeys(found) if base]


def may_be(prefix: str, base: str, root: str, word: str) -> bool:
    """Tell whether ``word`` is ``prefix`` with ``base``, by the rule or in a usual misspelling of it."""
    if prefix == "pe" and word == prefix + base:
        return True
    bare = prefix + _NASAL_OF.get(base[0], "") + base[1:]  # pemrosesan: p falls even before r
    return word in {attach(prefix, base, root, keep=True), attach(prefix, base, root)} or (
        base[0] == "p" and word == bare
    )


def _is_syllable(root: str) -> bool:
    return sum(map(root.count, _VOWELS)) == 1
