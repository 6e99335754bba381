"""How far a statement may climb the ladder of admission without a further decision."""

from dataclasses import dataclass
from typing import get_args

from service.assessment.schemas import Rung
from service.assessment.signals import LedgerSignals
from service.assessment.tables import Basis, Ceiling
from service.briefs import IncidentBrief, Level, Status
from service.i18n import UiLanguage

RUNGS: tuple[Rung, ...] = get_args(Rung)


@dataclass(frozen=True, slots=True)
class CeilingFound:
    """The highest rung allowed, and why."""

    rung: Rung
    reasons: tuple[str, ...]


def find_ceiling(brief: IncidentBrief, level: Level, table: Ceiling, ledger: LedgerSignals, language: UiLanguage) -> CeilingFound:
    """The ceiling by what is confirmed for the public, the jurisdiction, the level and the kind; never legal fault."""
    basis = _basis(brief, ledger)
    row = table.kinds.get(brief.incident.kind) or table.jurisdictions[brief.incident.jurisdiction]
    cell = {"nothing": row.nothing, "event": row.event, "cause": row.cause, "conduct": row.conduct}[basis]
    rung = cell.grave if cell.grave is not None and level in (Level.I, Level.II) else cell.rung
    reasons = [table.basis[basis].in_(language), row.note.in_(language)]
    if level is Level.I and basis in ("nothing", "event"):
        lower = RUNGS[max(RUNGS.index(rung) - 1, RUNGS.index(table.level_one_least))]
        if RUNGS.index(lower) < RUNGS.index(rung):
            rung = lower
            reasons.append(table.level_one.in_(language))
    return CeilingFound(rung, tuple(reasons))


def is_at_least(rung: Rung, least: Rung) -> bool:
    """Whether `rung` is as high as `least`."""
    return RUNGS.index(rung) >= RUNGS.index(least)


def _basis(brief: IncidentBrief, ledger: LedgerSignals) -> Basis:
    if "conduct" in ledger.public:
        return "conduct"
    if "cause" in ledger.public:
        return "cause"
    return "event" if brief.facts_with(Status.CONFIRMED) else "nothing"
