"""SCCT cluster and strategies, with reasons."""

from dataclasses import dataclass

from service.assessment.conditions import Situation
from service.assessment.schemas import Cluster, Strategy
from service.assessment.signals import LedgerSignals
from service.assessment.tables import Clusters
from service.brands import BrandProfile
from service.briefs import IncidentBrief, Level, Status
from service.i18n import Localized, UiLanguage

# A confirmed fact of these is harm done, whatever the kind.
_HARM = frozenset(("death", "serious_injury", "hospital", "injury", "minor"))
_NO_DENIAL = Localized(
    zh="已有损害、我方行为或前例，不采用否认策略",
    en="with harm done, conduct of ours or an earlier case, denial is left out",
)
_NOTHING_REFUTED = Localized(
    zh="还没有一条事实被列为已证伪（refuted）；在此之前不要否认任何内容",
    en="no fact is listed as refuted yet; deny nothing until one is",
)
_DIMINISH = Localized(
    zh="有人受到伤害：可以说明经过，不可淡化后果",
    en="people are harmed: explain, and never play the harm down",
)


@dataclass(frozen=True, slots=True)
class ClusterFound:
    """The cluster, whether it was shifted, and why."""

    cluster: Cluster
    is_shifted: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StrategiesFound:
    """Strategies in the order of use, with reasons and warnings."""

    strategies: tuple[Strategy, ...]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]


def find_cluster(
    brief: IncidentBrief, brand: BrandProfile | None, table: Clusters, ledger: LedgerSignals, language: UiLanguage
) -> ClusterFound:
    """The cluster by kind and confirmed public facts, one step up for a crisis that comes back or is remembered."""
    situation = Situation(brief.incident, brief.exposure, ledger.public)
    # The table is checked to name every kind, so a rule always holds.
    rule = next(rule for rule in table.rules if any(condition.holds(situation) for condition in rule.when))
    reasons = [rule.reason.in_(language)]
    why = []
    if brief.exposure.recurrence:
        why.append(table.shifts.recurrence)
    if brand is not None and brand.prior_crises:
        why.append(table.shifts.prior_crises)
    place = table.order.index(rule.cluster)
    if not why or place + 1 == len(table.order):
        return ClusterFound(rule.cluster, is_shifted=False, reasons=tuple(reasons))
    reasons += [words.in_(language) for words in why]
    return ClusterFound(table.order[place + 1], is_shifted=True, reasons=tuple(reasons))


def choose_strategies(
    brief: IncidentBrief, found: ClusterFound, level: Level, table: Clusters, ledger: LedgerSignals, language: UiLanguage
) -> StrategiesFound:
    """Instructing, adjusting, then what the cluster allows; deny stands only where nothing contradicts it."""
    strategies = list(table.strategies[found.cluster])
    reasons: list[str] = []
    warnings: list[str] = []
    harmed = _is_harm_done(brief, ledger)
    if brief.incident.kind in table.deny_kinds:
        if harmed or found.is_shifted or "rebuild" in strategies or "conduct" in ledger.public:
            reasons.append(_NO_DENIAL.in_(language))
        else:
            strategies.append("deny")
            if not brief.facts_with(Status.REFUTED):
                warnings.append(_NOTHING_REFUTED.in_(language))
    if harmed and "diminish" in strategies:
        warnings.append(_DIMINISH.in_(language))
    if found.cluster in table.bolster.clusters and level in table.bolster.levels and level is not Level.I and not harmed:
        strategies.append("bolster")
    return StrategiesFound(tuple(strategies), tuple(reasons), tuple(warnings))


def _is_harm_done(brief: IncidentBrief, ledger: LedgerSignals) -> bool:
    exposure = brief.exposure
    return bool(exposure.people_harmed or exposure.people_hospitalised or exposure.deaths) or not _HARM.isdisjoint(
        ledger.confirmed
    )
