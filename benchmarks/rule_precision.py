"""How often the rules of rewriting are right: hits on real sentences, read one by one, with Wilson 95 % intervals.

    python benchmarks/rule_precision.py --data DIR [--unread FILE]

Texts: government sentences and posts (formality/gov_*.jsonl) and news (tokenization/id_gsd-ud-dev.conllu) of DIR, and
the official side of parallel/train.jsonl. Of each rule at most 60 hits are drawn (seed 13). A verdict stands in
rule_verdicts.jsonl under a hash of text, place and replacement, so no text enters the repo, and a rule that changes
what it does needs reading anew. ``--unread`` writes the drawn hits without a verdict, for a reader to judge them:
grammatical, same meaning, not stiffer. A rule that is applied unasked ought to have a lower bound of 0.90.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from govtext.rewriting.audience import is_message
from govtext.rewriting.drafting import UNTOLD_TONE
from govtext.rewriting.facts import differences, protected
from govtext.rewriting.matching import Hit, hits
from govtext.rewriting.mending import apply
from govtext.rewriting.rules import Rule, rules
from govtext.rewriting.wellformed import fitting
from reporting import RESULTS, write_report
from rewrite_accuracy import share

ROOT = Path(__file__).parent
VERDICTS = ROOT / "rule_verdicts.jsonl"
MOST, FREQUENT, SEED = 60, 40, 13


class Found(NamedTuple):
    """A change that a rule proposes: the text before and after, and the key of its verdict."""

    key: str
    before: str
    after: str
    span: str


def main() -> None:
    """Find, draw, join with the verdicts, print and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with formality/ and tokenization/")
    parser.add_argument("--unread", type=Path, help="write the drawn hits that have no verdict yet")
    options = parser.parse_args()
    verdicts = {row["key"]: row["right"] for row in map(json.loads, VERDICTS.open(encoding="utf-8"))}
    found = list_hits(list(texts(options.data)))
    drawn = {rule: random.Random(SEED).sample(several, min(MOST, len(several))) for rule, several in found.items()}
    if options.unread:
        unread = [
            {
                "key": one.key,
                "rule": rule.id,
                "safe": rule.safe,
                "span": one.span,
                "before": one.before,
                "after": one.after,
            }
            for rule, several in drawn.items()
            for one in several
            if one.key not in verdicts
        ]
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in unread)
        options.unread.write_text("".join(lines), encoding="utf-8")
        print(f"{len(unread)} hits to read in {options.unread}")
        return
    table = [row(rule, found.get(rule, ()), drawn.get(rule, ()), verdicts) for rule in rules()]
    table.sort(key=lambda one: -one["hits"])
    print(f"{'rule':36}{'safe':>6}{'hits':>6}{'read':>6}{'right':>7}   interval")
    for one in table:
        if one["read"]:
            interval = f"[{one['low']:.2f}, {one['high']:.2f}]"
            print(f"{one['rule']:36}{one['safe']!s:>6}{one['hits']:6}{one['read']:6}{one['share']:7.2f}   {interval}")
    every = [
        verdicts[one.key] for rule, several in drawn.items() if rule.safe for one in several if one.key in verdicts
    ]
    overall = share(every)
    print(f"all safe rules: {overall['share']:.3f} [{overall['low']:.3f}, {overall['high']:.3f}] of {len(every)}")
    report = {
        "command": "python benchmarks/rule_precision.py --data DIR",
        "seed": SEED,
        "intervals": "95 %, Wilson",
        "safe_rules_together": overall,
        "rules": table,
    }
    write_report(RESULTS / "rule_precision.json", report, packages=("spacy",))


def texts(data: Path) -> Iterator[str]:
    """Yield the texts that rules are tried on, without doubles."""
    seen: dict[str, None] = {}
    for name in ("gov_bureaucratic", "gov_friendly", "gov_posts"):
        rows = (data / "formality" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        seen.update(dict.fromkeys(json.loads(line)["text"] for line in rows))
    news = (data / "tokenization" / "id_gsd-ud-dev.conllu").read_text(encoding="utf-8").splitlines()
    seen.update(dict.fromkeys(line.removeprefix("# text = ") for line in news if line.startswith("# text = ")))
    rows = (ROOT / "parallel" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    seen.update(dict.fromkeys(json.loads(line)["bureaucratic"] for line in rows))
    return iter(seen)


def list_hits(texts: list[str]) -> dict[Rule, list[Found]]:
    """Return for each rule what it proposes, as `rewrite` would apply it.

    The tone is friendly, plain where a text is told to nobody; what the fact guard or the sentence around it stops is
    no hit.
    """
    found: defaultdict[Rule, list[Found]] = defaultdict(list)
    for text in texts:
        tone = "friendly" if is_message(text) else UNTOLD_TONE
        choose = partial(first_fitting, text)
        for hit in hits(text, protected=protected(text)):
            after, edits = apply(text, [hit], tone, choose=choose)
            if edits and not differences(text, after):
                key = hashlib.sha256(f"{hit.start}\0{text}\0{after}".encode()).hexdigest()[:16]
                found[hit.rule].append(Found(key, text, after, text[hit.start : hit.end]))
    return dict(found)


def first_fitting(text: str, hit: Hit, options: tuple[str, ...]) -> str | None:
    """Return the first suggestion that fits its sentence."""
    return next(iter(fitting(text, hit, options)), None)


def row(rule: Rule, found: Any, drawn: Any, verdicts: dict[str, bool]) -> dict[str, Any]:
    """Return the line of a rule in the table."""
    known = [verdicts[one.key] for one in drawn if one.key in verdicts]
    figures = {"read": 0} if not known else {"read": len(known), "right": sum(known), **share(known)}
    figures.pop("cases", None)
    return {"rule": rule.id, "safe": rule.safe, "hits": len(found), "frequent": len(found) >= FREQUENT, **figures}


if __name__ == "__main__":
    main()
