"""``govtext lint``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from govtext.cli.posts import read_posts
from govtext.cli.sarif import sarif
from govtext.cli.texts import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from govtext.cli.posts import Source
    from govtext.types import Finding, PostKind

EXIT_FINDINGS = 1
KINDS = ("figures", "programme", "eligibility", "complaint", "community", "other")
_COLOURS = {"warning": "red", "suggestion": "yellow", "info": "blue"}

_HELP = """Tell what an officer may want to mend in a post: what is missing, long
sentences, capitals, hashtags, unexplained acronyms, stiff or commanding words.

Each FILE is one post; without FILE, or for -, standard input is. A finding is
printed as path:line:column, severity, code and message; the suggestion follows.

\b
govtext lint caption.txt
govtext lint --lines captions.txt --format json
"""


@click.command("lint", help=_HELP)
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--lines", is_flag=True, help="Each line is a post of its own.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option("--kind", type=click.Choice(KINDS), help="What the posts are  [default: told from each post]")
@click.option("--show-kind", is_flag=True, help="Print the kind of each post before its findings (text format).")
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any finding.")
@click.pass_context
def command(
    ctx: click.Context, files: tuple[str, ...], lines: bool, form: str, kind: str | None, show_kind: bool, strict: bool
) -> None:
    """Lint posts and print the findings."""
    linted = _Linted(read_posts(files, lines=lines), kind)
    if form == "sarif":
        click.echo(json.dumps(sarif(list(linted)), ensure_ascii=False, indent=2))
    for source, told, findings in linted if form != "sarif" else ():
        if form == "json":
            click.echo(json.dumps(_as_dict(source, told, findings, kind), ensure_ascii=False))
            continue
        if show_kind:
            click.echo(f"{source.path}:{source.line}: {kind or told.id}: {', '.join(_evidence(told, kind)) or '-'}")
        for finding in findings:
            click.echo(_shown(source, finding))
    if strict and linted.count:
        ctx.exit(EXIT_FINDINGS)


class _Linted:
    """Posts with their kinds and findings, one at a time; ``count`` is the number of findings so far."""

    def __init__(self, sources: Iterable[Source], kind: str | None) -> None:
        self._sources, self._kind = sources, kind
        self.count = 0

    def __iter__(self) -> Iterator[tuple[Source, PostKind, list[Finding]]]:
        from govtext.rewriting.linting import lint_as

        for source in self._sources:
            told, findings = lint_as(source.text, self._kind)
            self.count += len(findings)
            yield source, told, findings


def _evidence(told: PostKind, forced: str | None) -> list[str]:
    return [] if forced else [one_line(span.text) for span in told.evidence]


def _shown(source: Source, finding: Finding) -> str:
    line, column = source.position(finding.span.start)
    severity = click.style(finding.severity, fg=_COLOURS[finding.severity])
    head = f"{source.path}:{line}:{column}: {severity} {finding.code} {one_line(finding.message)}"
    return f"{head}\n    {one_line(finding.suggestion)}" if finding.suggestion else head


def _as_dict(source: Source, told: PostKind, findings: list[Finding], forced: str | None) -> dict[str, Any]:
    return {
        "path": source.path,
        "line": source.line,
        "kind": forced or told.id,
        "evidence": [] if forced else [_span(span) for span in told.evidence],
        "findings": [
            {
                "code": finding.code,
                **_span(finding.span),
                "line": source.position(finding.span.start)[0],
                "column": source.position(finding.span.start)[1],
                "severity": finding.severity,
                "message": finding.message,
                "suggestion": finding.suggestion,
                "source": finding.source,
            }
            for finding in findings
        ],
    }


def _span(span: Any) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}
