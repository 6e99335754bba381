"""What a case owes next: its first statement, what it promised, or the level's next update; and what that does to the queue."""

from datetime import UTC, datetime, timedelta

import pytest

from service import clock
from service.assessment.assess import assess
from service.audit.keys import SigningKey
from service.briefs import IncidentBrief, Level
from service.cases.clocks import DueKind, due_of
from service.cases.commands import change_brief
from service.cases.desk import DeskFilter, count_levels, list_desk
from service.cases.queries import get_case
from service.export.commands import release, withdraw
from service.models import Case, Release
from service.review.commands import sign_off
from service.users import Role
from tests.desk import Desk
from tests.samples import sample

BRIEF = sample("05-hotpot-food-poisoning")
AT = datetime(2026, 7, 19, 4, tzinfo=UTC)


class TestDueOf:
    def test_before_anything_went_out_the_first_statement_is_due(self) -> None:
        due = due_of(BRIEF, assess(BRIEF, None), None)
        assert (due.kind, due.at) == (DueKind.FIRST_STATEMENT, BRIEF.incident.detected_at + timedelta(hours=2))

    def test_afterwards_what_was_promised(self) -> None:
        promised = BRIEF.with_changes(next_update_at=AT + timedelta(hours=1))
        assert due_of(promised, assess(promised, None), AT) == due_of(promised, assess(promised, None), AT)
        assert due_of(promised, assess(promised, None), AT).at == AT + timedelta(hours=1)

    @pytest.mark.parametrize("promised", [None, AT, AT - timedelta(hours=1)])
    def test_and_without_a_promise_the_level_s_interval(self, promised: datetime | None) -> None:
        brief = BRIEF.with_changes(next_update_at=promised)
        due = due_of(brief, assess(brief, None), AT)
        assert (due.kind, due.at) == (DueKind.NEXT_UPDATE, AT + timedelta(hours=12))


def _case(desk: Desk) -> Case:
    with desk.database.reading() as session:
        return get_case(session, desk.writer, desk.case.id)


def _release(desk: Desk, key: SigningKey) -> Release:
    desk.submit()
    for person, role in ((desk.pr, Role.PR), (desk.legal, Role.LEGAL), (desk.owner, Role.BUSINESS_OWNER)):
        with desk.database.unit_of_work() as session:
            sign_off(session, person, desk.draft_id, digest=desk.version().digest, role=role, key=key)
    with desk.database.unit_of_work() as session:
        return release(session, desk.writer, desk.draft_id, place="weibo", address="@x", released_at=clock.now())


def test_a_release_starts_the_clock_of_the_update_and_taking_it_back_stops_it(desk: Desk, key: SigningKey) -> None:
    first = _case(desk).next_due_at
    made = _release(desk, key)
    assert _case(desk).next_due_at == made.released_at + timedelta(hours=12)
    with desk.database.reading() as session:
        rows, total = list_desk(session, desk.writer, DeskFilter())
    assert (total, rows[0].due.kind) == (1, DueKind.NEXT_UPDATE)
    with desk.database.unit_of_work() as session:
        withdraw(session, desk.writer, made.id, reason="x")
    assert _case(desk).next_due_at == first


def test_another_level_has_another_clock(desk: Desk, brief: IncidentBrief) -> None:
    graver = brief.with_changes(level=Level.I, level_reason="x")
    with desk.database.unit_of_work() as session:
        change_brief(session, desk.writer, desk.case.id, graver, expected=desk.case.version)
    assert _case(desk).next_due_at == brief.incident.detected_at + timedelta(hours=1)
    with desk.database.reading() as session:
        found = count_levels(session, desk.writer, brief.incident.detected_at + timedelta(hours=2))
        later = count_levels(session, desk.writer, brief.incident.detected_at)
    assert [(row.level, row.open, row.late) for row in found] == [("I", 1, 1)]
    assert [row.late for row in later] == [0]
