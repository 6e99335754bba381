"""Which documents to publish, first words first."""

from collections.abc import Sequence

from service.assessment.ceiling import is_at_least
from service.assessment.schemas import Rung, Strategy
from service.assessment.signals import LedgerSignals
from service.assessment.tables import DocumentRule, Response
from service.briefs import IncidentBrief, IncidentKind, Level, StatementType, Status

_RUMOURS = (IncidentKind.RUMOUR, IncidentKind.MALICIOUS_ATTACK)


def recommend(
    brief: IncidentBrief, level: Level, ceiling: Rung, strategies: Sequence[Strategy], table: Response, ledger: LedgerSignals
) -> tuple[StatementType, ...]:
    """The documents whose lines hold, in the order of the table, each once."""
    found = [
        rule.statement
        for rule in table.documents
        if level in rule.levels
        and (not rule.kinds or brief.incident.kind in rule.kinds)
        and (rule.needs_signal is None or rule.needs_signal in ledger.public)
        and (rule.least_ceiling is None or is_at_least(ceiling, rule.least_ceiling))
        and not (rule.unless_denying and "deny" in strategies)
        and _facts_fit(rule, brief)
    ]
    return tuple(dict.fromkeys(found))


def _facts_fit(rule: DocumentRule, brief: IncidentBrief) -> bool:
    refuted = bool(brief.facts_with(Status.REFUTED))
    if rule.needs_refuted and not refuted:
        return False
    is_open = bool(brief.facts_with(Status.UNKNOWN, Status.REPORTED, Status.DISPUTED))
    settled = brief.incident.kind in _RUMOURS and refuted and not is_open
    return not (rule.unless_settled_rumour and settled)
