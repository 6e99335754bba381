"""Findings for other programs: annotations of a code host's build log, and SARIF 2.1.0 for editors and code scanning."""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote

from service import __version__
from service.cli import console
from service.compliance.pack import shipped
from service.findings import Finding, Severity

_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.SUGGESTION: "note"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True)
class CheckedFile:
    """A text, where it came from, and what was found in it."""

    name: str
    text: str
    findings: Sequence[Finding]

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(at + 1 for at, char in enumerate(self.text) if char == "\n")]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Both from 1, the column in code points."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


def github(files: Iterable[CheckedFile]) -> str:
    """One workflow command a finding: `::error file=…,line=…,col=…::message`."""
    return "\n".join(line for file in files for line in _annotations(file))


def sarif(files: Sequence[CheckedFile]) -> str:
    """One SARIF run over all files; columns and offsets in code points."""
    rules = sorted({finding.rule for file in files for finding in file.findings})
    places = {rule: index for index, rule in enumerate(rules)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "Firstword", "version": __version__, "rules": [_rule(rule) for rule in rules]}},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": quote(file.name)}} for file in files],
        "results": [_result(file, index, finding, places) for index, file in enumerate(files) for finding in file.findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _annotations(file: CheckedFile) -> Iterator[str]:
    for finding in file.findings:
        line, column = file.line_and_column(finding.start)
        end_line, end_column = file.line_and_column(finding.end)
        place = f"file={_property(file.name)},line={line},col={column},endLine={end_line},endColumn={end_column}"
        yield f"::{_GITHUB[finding.severity]} {place},title={_property(finding.rule)}::{_data(_told(finding))}"


def _told(finding: Finding) -> str:
    basis = f"[{finding.basis}]" if finding.basis else ""
    advice = f"→ {finding.suggestion}" if finding.suggestion else ""
    return "\n".join(part for part in (finding.message, basis, advice) if part)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _rule(ident: str) -> dict[str, Any]:
    """What is known of a rule; the checks against a brief have no file that names them."""
    rule = next((rule for rule in shipped().rules if rule.id == ident), None)
    if rule is None:
        return {"id": ident}
    title = rule.title.in_(console.terminal_language())
    return {"id": ident, "name": ident, "shortDescription": {"text": title}, "help": {"text": f"firstword rules show {ident}"}}


def _result(file: CheckedFile, index: int, finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    line, column = file.line_and_column(finding.start)
    end_line, end_column = file.line_and_column(finding.end)
    region = {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.text},
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": places[finding.rule],
        "level": _SARIF[finding.severity],
        "message": {"text": _told(finding)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": quote(file.name), "index": index}, "region": region}}],
        "properties": {"layer": finding.layer.value, "basis": finding.basis, "suggestion": finding.suggestion},
    }
