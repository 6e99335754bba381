"""The desk's view of many cases at once: filtered, sorted, paged, counted. A fixed number of queries whatever the number of cases."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Literal

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session

from service.cases.clocks import Due, DueKind
from service.cases.queries import visible_to
from service.models import BriefVersion, Case, CaseStatus, Draft, Release
from service.users import Principal

PAGE = 50
Sort = Literal["level", "clock"]


@dataclass(frozen=True, slots=True)
class DeskFilter:
    """Which cases. Empty values ask for nothing; `also` is a further condition, of what this package knows nothing about."""

    status: CaseStatus = CaseStatus.OPEN
    brand: str = ""
    level: str = ""
    text: str = ""
    sort: Sort = "level"
    also: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case with what it owes next, in the offset its brief speaks in."""

    case: Case
    due: Due


@dataclass(frozen=True, slots=True)
class LevelCount:
    """Open cases of a level, and how many of them are late."""

    level: str
    open: int
    late: int


def list_desk(session: Session, principal: Principal, wanted: DeskFilter, *, page: int = 1) -> tuple[Sequence[DeskRow], int]:
    """One page of cases (from 1), and how many there are in all."""
    conditions = _conditions(principal, wanted)
    total = session.scalar(select(func.count()).select_from(Case).where(*conditions)) or 0
    released = exists().where(Draft.case_id == Case.id, Release.draft_id == Draft.id, Release.withdrawn_at.is_(None))
    # I, II, III, IV sort as text.
    order = (Case.level, Case.next_due_at, Case.id) if wanted.sort == "level" else (Case.next_due_at, Case.level, Case.id)
    query = select(Case, released).where(*conditions).order_by(*order)
    rows = session.execute(query.offset((page - 1) * PAGE).limit(PAGE)).all()
    zones = _zones(session, [case for case, _ in rows])
    found = []
    for case, is_out in rows:
        kind = DueKind.NEXT_UPDATE if is_out else DueKind.FIRST_STATEMENT
        found.append(DeskRow(case, Due(kind, case.next_due_at.astimezone(zones.get(case.id)))))
    return found, total


def count_levels(session: Session, principal: Principal, now: datetime) -> tuple[LevelCount, ...]:
    """Open cases by level, the gravest first; a level without any is not there."""
    late = func.count().filter(Case.next_due_at < now)
    query = (
        select(Case.level, func.count(), late)
        .where(visible_to(principal), Case.status == CaseStatus.OPEN)
        .group_by(Case.level)
        .order_by(Case.level)
    )
    return tuple(LevelCount(*row) for row in session.execute(query))


def list_case_brands(session: Session, principal: Principal) -> Sequence[tuple[str, str]]:
    """Key and name of every brand that has a case this person may see, by name."""
    query = select(Case.brand, func.min(Case.brand_name)).where(visible_to(principal)).group_by(Case.brand)
    return sorted(((key, name) for key, name in session.execute(query)), key=lambda row: row[1])


def _conditions(principal: Principal, wanted: DeskFilter) -> list[ColumnElement[bool]]:
    found = [visible_to(principal), Case.status == wanted.status]
    if wanted.brand:
        found.append(Case.brand == wanted.brand)
    if wanted.level:
        found.append(Case.level == wanted.level)
    if wanted.text:
        found.append(Case.title.icontains(wanted.text, autoescape=True) | Case.brand_name.icontains(wanted.text, autoescape=True))
    if wanted.also is not None:
        found.append(wanted.also)
    return found


def _zones(session: Session, cases: Sequence[Case]) -> Mapping[str, tzinfo]:
    newest = (
        select(BriefVersion.case_id, BriefVersion.content)
        .join(Case, Case.id == BriefVersion.case_id)
        .where(BriefVersion.number == Case.brief_number, BriefVersion.content.is_not(None), Case.id.in_([c.id for c in cases]))
    )
    return {case_id: _zone(str(content)) for case_id, content in session.execute(newest)}


def _zone(content: str) -> tzinfo:
    offset = datetime.fromisoformat(json.loads(content)["issued_at"]).utcoffset()
    return timezone(offset or timedelta())
