"""How work goes, in a few numbers: time to the first statement, findings by rule, promises kept and late. A fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from service.cases.queries import visible_to
from service.models import Case, DecisionKind, Draft, FindingDecision, Release, ReleasedCommitment
from service.users import Principal

# So many of the newest cases tell how fast first statements are.
_CASES = 500
_RULES = 10


@dataclass(frozen=True, slots=True)
class SpeedCount:
    """Of one level: cases with a released statement, and the median time from opening the case to its first release."""

    level: str
    cases: int
    median: timedelta


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How findings of one rule were decided."""

    rule: str
    waived: int
    wrong: int
    fixed: int

    @property
    def decided(self) -> int:
        """All of them."""
        return self.waived + self.wrong + self.fixed


@dataclass(frozen=True, slots=True)
class PromiseCount:
    """Promises that went out: kept, still open, past their day."""

    kept: int
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class WorkFigures:
    """The three together, of the brands one person may see."""

    speeds: tuple[SpeedCount, ...]
    rules: tuple[RuleCount, ...]
    promises: PromiseCount

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to count yet."""
        return not (self.speeds or self.rules or self.promises.kept or self.promises.open or self.promises.late)


def work_figures(session: Session, principal: Principal, now: datetime) -> WorkFigures:
    """The figures of every case this person may see."""
    return WorkFigures(_speeds(session, principal), _rules(session, principal), _promises(session, principal, now))


def _speeds(session: Session, principal: Principal) -> tuple[SpeedCount, ...]:
    first = func.min(Release.released_at)
    query = (
        select(Case.level, Case.opened_at, first)
        .join(Draft, Draft.case_id == Case.id)
        .join(Release, Release.draft_id == Draft.id)
        .where(visible_to(principal))
        .group_by(Case.id, Case.level, Case.opened_at)
        .order_by(Case.opened_at.desc())
        .limit(_CASES)
    )
    times: dict[str, list[timedelta]] = defaultdict(list)
    for level, opened, released in session.execute(query):
        # A text that went out before its case was kept here took no time of ours.
        times[level].append(max(released - opened, timedelta()))
    return tuple(
        SpeedCount(level, len(found), timedelta(seconds=median(item.total_seconds() for item in found)))
        for level, found in sorted(times.items())
    )


def _rules(session: Session, principal: Principal) -> tuple[RuleCount, ...]:
    def of(kind: DecisionKind) -> object:
        return func.sum(case((FindingDecision.kind == kind, 1), else_=0))

    decided = func.count()
    query = (
        select(FindingDecision.rule, of(DecisionKind.WAIVED), of(DecisionKind.WRONG), of(DecisionKind.FIXED))  # type: ignore[call-overload]
        .join(Draft, Draft.id == FindingDecision.draft_id)
        .join(Case, Case.id == Draft.case_id)
        .where(visible_to(principal))
        .group_by(FindingDecision.rule)
        .order_by(decided.desc(), FindingDecision.rule)
        .limit(_RULES)
    )
    return tuple(RuleCount(rule, int(waived), int(wrong), int(fixed)) for rule, waived, wrong, fixed in session.execute(query))


def _promises(session: Session, principal: Principal, now: datetime) -> PromiseCount:
    is_late = and_(ReleasedCommitment.kept_at.is_(None), ReleasedCommitment.due_at < now)
    query = (
        select(
            func.count(ReleasedCommitment.kept_at),
            func.coalesce(func.sum(case((is_late, 1), else_=0)), 0),
            func.count(),
        )
        .join(Case, Case.id == ReleasedCommitment.case_id)
        .where(visible_to(principal))
    )
    kept, late, total = session.execute(query).one()
    return PromiseCount(int(kept), int(total) - int(kept) - int(late), int(late))
