"""What the compliance rules are told about a text that comes with a brief: the ledger's answers to what the text cannot tell."""

import re

from service.briefs import IncidentBrief, StatementType, Status
from service.compliance.checker import check
from service.compliance.cues import Ruleset
from service.compliance.schemas import CheckContext
from service.drafting.composer.topics import is_about
from service.findings import Finding
from service.language import base_language
from service.patterns import lazy


def context_of(brief: IncidentBrief, statement: StatementType | str | None, language: str) -> CheckContext:
    """The check's context from the brief; only public facts and approved commitments count as known."""
    confirmed = brief.facts_with(Status.CONFIRMED)
    concluded = any(is_about(fact.text, "cause") for fact in confirmed)
    open_cause = any(is_about(fact.text, "cause") for fact in brief.facts_with(Status.UNKNOWN))
    return CheckContext(
        language=base_language(language),
        statement=str(statement) if statement is not None else None,
        jurisdiction=str(brief.incident.jurisdiction),
        investigation_status="concluded" if concluded and not open_cause else "pending",
        evidence=tuple(f"{fact.attribution}：{fact.text}" for fact in confirmed if fact.attribution is not None),
        approved=tuple(text for item in brief.approved_commitments for text in (item.text, *item.translations.values())),
        facts=tuple(text for fact in confirmed for text in (fact.text, *fact.translations.values())),
        listed=brief.exposure.listed_company,
        is_grounded=True,
    )


_QUOTED = lazy(r"[“‘「『\"]([^“”‘’「」『』\"\n]{1,80})[”’」』\"]")


def rules_with_ledger(text: str, brief: IncidentBrief, context: CheckContext, ruleset: Ruleset) -> list[Finding]:
    """The rules' findings that the ledger does not answer.

    A contact's own number is no disclosure of personal data, and words that a public fact or the title gives in quotation marks
    are what was said, not what the statement claims: what the incident is about must be nameable.
    """
    findings = check(text, context, ruleset)
    if not findings:
        return findings
    numbers = {_digits(item.value) for item in brief.contacts} - {""}
    addresses = {item.value.strip().casefold() for item in brief.contacts}
    sources = [brief.incident.title, *brief.incident.translations.values()]
    sources += [wording for fact in brief.public_facts for wording in (fact.text, *fact.translations.values())]
    quotes = {quote for source in sources for quote in _QUOTED.findall(source)}
    return [
        finding
        for finding in findings
        if not (
            finding.rule == "pii-disclosure"
            and (_digits(finding.text) in numbers or finding.text.strip().casefold() in addresses)
        )
        and not _is_ledgers_quote(finding, text, quotes)
    ]


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _is_ledgers_quote(finding: Finding, text: str, quotes: set[str]) -> bool:
    return any(
        match.start() < finding.start and finding.end < match.end() and match.group(1) in quotes
        for match in _QUOTED.finditer(text)
    )
