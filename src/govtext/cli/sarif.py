"""Findings as SARIF 2.1.0 (OASIS 2020), the format in which editors and code hosts show what linters find."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from govtext import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govtext.cli.posts import Source
    from govtext.types import Finding, PostKind

Linted = tuple["Source", "PostKind", "list[Finding]"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"warning": "warning", "suggestion": "note", "info": "note"}


def sarif(linted: Sequence[Linted]) -> dict[str, Any]:
    """Return a SARIF log with one run; columns count codepoints, as in the text format."""
    found = [(source, finding) for source, _, findings in linted for finding in findings]
    rules = {finding.code: finding for _, finding in reversed(found)}
    codes = sorted(rules)
    driver = {"name": "govtext lint", "version": __version__, "rules": [_rule(rules[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": uri}} for uri in dict.fromkeys(_uri(source) for source, _, _ in linted)],
        "results": [_result(source, finding, codes.index(finding.code)) for source, finding in found],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.code,
        "shortDescription": {"text": finding.code.replace("-", " ")},
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {"source": finding.source},
    }


def _result(source: Source, finding: Finding, index: int) -> dict[str, Any]:
    start, end = (source.position(offset) for offset in (finding.span.start, finding.span.end))
    region = {"startLine": start[0], "startColumn": start[1], "endLine": end[0], "endColumn": end[1]}
    said = f"{finding.message} → {finding.suggestion}" if finding.suggestion else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": said},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(source)}, "region": region}}],
        "properties": {"severity": finding.severity, "suggestion": finding.suggestion},
    }


def _uri(source: Source) -> str:
    return "stdin" if source.path == "-" else quote(source.path.replace("\\", "/"))
