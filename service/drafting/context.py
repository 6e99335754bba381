"""What the compliance rules are told about a text that comes with a brief: the ledger's answers to what the text cannot tell."""

from service.briefs import IncidentBrief, StatementType, Status
from service.compliance.schemas import CheckContext
from service.drafting.composer.topics import is_about
from service.language import base_language


def context_of(brief: IncidentBrief, statement: StatementType | str | None, language: str) -> CheckContext:
    """The check's context from the brief; only public facts and approved commitments count as known."""
    confirmed = brief.facts_with(Status.CONFIRMED)
    concluded = any(is_about(fact, "cause") for fact in confirmed)
    open_cause = any(is_about(fact, "cause") for fact in brief.facts_with(Status.UNKNOWN))
    return CheckContext(
        language=base_language(language),
        statement=str(statement) if statement is not None else None,
        jurisdiction=str(brief.incident.jurisdiction),
        investigation_status="concluded" if concluded and not open_cause else "pending",
        evidence=tuple(f"{fact.attribution}：{fact.text}" for fact in confirmed if fact.attribution is not None),
        approved=tuple(text for item in brief.approved_commitments for text in (item.text, *item.translations.values())),
        facts=tuple(text for fact in confirmed for text in (fact.text, *fact.translations.values())),
        listed=brief.exposure.listed_company,
    )
