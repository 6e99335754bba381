"""What time brings about: each told once, to the right people, in the offset of the brief, and not when it was dealt with."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from service.audit.keys import SigningKey
from service.cases.commands import close_case
from service.cases.queries import get_case
from service.export.commands import keep_commitment, release, withdraw
from service.models import Case, Notice, NoticeKind, Release, ReleasedCommitment
from service.reminders.finding import CLOCK_LEAD, COMMITMENT_LEAD, OLDEST, find_due
from service.review.commands import sign_off
from service.users import Role
from tests.desk import Desk
from tests.reminders.making import Post, at

# Of the sample's brief: detected at 23:50, level II; an update promised for 9:00, a commitment due at 12:00.
CLOCK = at("2026-07-19T01:50:00+08:00")
OUT = at("2026-07-19T02:45:00+08:00")
UPDATE = at("2026-07-19T09:00:00+08:00")
COMMITMENT = at("2026-07-19T12:00:00+08:00")
MINUTE = timedelta(minutes=1)


def _due(desk: Desk, now: datetime) -> list[NoticeKind]:
    with desk.database.reading() as session:
        return [item.about.kind for item in find_due(session, now)]


def _told(desk: Desk, kind: NoticeKind) -> dict[str | None, str | None]:
    with desk.database.reading() as session:
        rows = session.scalars(select(Notice).where(Notice.kind == kind)).all()
    return {row.user_id: row.due for row in rows}


@pytest.fixture
def released(desk: Desk, key: SigningKey) -> Release:
    desk.submit()
    for person, role in ((desk.pr, Role.PR), (desk.legal, Role.LEGAL), (desk.owner, Role.BUSINESS_OWNER)):
        with desk.database.unit_of_work() as session:
            sign_off(session, person, desk.draft_id, role=role, digest=desk.version().digest, key=key)
    return _release(desk, OUT)


def _release(desk: Desk, moment: datetime) -> Release:
    with desk.database.unit_of_work() as session:
        return release(session, desk.writer, desk.draft_id, place="weibo", address="", released_at=moment)


class TestTheClock:
    def test_it_is_told_before_it_passes(self, desk: Desk) -> None:
        assert desk.case.next_due_at == CLOCK
        assert _due(desk, CLOCK - CLOCK_LEAD - MINUTE) == []
        assert _due(desk, CLOCK - CLOCK_LEAD) == [NoticeKind.CLOCK_PASSING]
        assert _due(desk, CLOCK + MINUTE) == [NoticeKind.CLOCK_PASSING]

    @pytest.mark.usefixtures("released")
    def test_a_release_moves_it_to_the_next_update(self, desk: Desk) -> None:
        assert _due(desk, CLOCK) == []
        assert NoticeKind.CLOCK_PASSING not in _due(desk, UPDATE - CLOCK_LEAD - MINUTE)
        assert NoticeKind.CLOCK_PASSING in _due(desk, UPDATE - CLOCK_LEAD)

    def test_not_of_a_closed_or_an_old_case(self, desk: Desk) -> None:
        assert _due(desk, CLOCK + OLDEST) == []
        with desk.database.unit_of_work() as session:
            version = get_case(session, desk.writer, desk.case.id).version
            close_case(session, desk.writer, desk.case.id, expected=version)
        assert _due(desk, CLOCK) == []

    def test_the_brand_s_pr_is_told_once_in_the_offset_of_the_brief(self, post: Post) -> None:
        desk = post.desk
        post.subscribe(desk.pr, post.hook.url)
        assert post.run(CLOCK - CLOCK_LEAD).sent == 1
        assert post.run(CLOCK).found == 0
        due = "2026-07-19T01:50+08:00"
        assert _told(desk, NoticeKind.CLOCK_PASSING) == {desk.writer.user_id: due, desk.pr.user_id: due, None: due}
        assert f"Due {due}" in post.hook.posts[0]["message"]

    def test_a_new_hour_is_told_again(self, post: Post) -> None:
        post.run(CLOCK)
        with post.desk.database.unit_of_work() as session:
            session.execute(update(Case).values(next_due_at=CLOCK + timedelta(hours=3)))
        assert post.run(CLOCK + timedelta(hours=3)).found == 3


class TestThePromisedUpdate:
    @pytest.mark.usefixtures("released")
    def test_it_is_told_when_the_moment_is_over_and_nothing_came(self, desk: Desk) -> None:
        assert NoticeKind.UPDATE_MISSING not in _due(desk, UPDATE - MINUTE)
        assert NoticeKind.UPDATE_MISSING in _due(desk, UPDATE)
        assert NoticeKind.UPDATE_MISSING not in _due(desk, UPDATE + OLDEST)

    def test_not_when_something_was_released_since(self, desk: Desk, released: Release) -> None:
        _release(desk, UPDATE - MINUTE)
        with desk.database.reading() as session:
            found = [item.about.event for item in find_due(session, UPDATE) if item.about.kind is NoticeKind.UPDATE_MISSING]
        # The second release repeats the promise, and is now the one that waits for its update.
        assert released.id not in found

    @pytest.mark.usefixtures("released")
    def test_pr_is_told_with_the_promised_hour(self, post: Post) -> None:
        post.run(UPDATE)
        desk, due = post.desk, "2026-07-19T09:00+08:00"
        assert _told(desk, NoticeKind.UPDATE_MISSING) == {desk.writer.user_id: due, desk.pr.user_id: due, None: due}
        assert post.run(UPDATE + MINUTE).found == 0


class TestCommitments:
    @pytest.mark.usefixtures("released")
    def test_pr_and_the_business_owner_are_told_while_there_is_time(self, post: Post) -> None:
        desk = post.desk
        assert NoticeKind.COMMITMENT_DUE not in _due(desk, COMMITMENT - COMMITMENT_LEAD - MINUTE)
        post.run(COMMITMENT - COMMITMENT_LEAD)
        told = _told(desk, NoticeKind.COMMITMENT_DUE)
        assert set(told) == {desk.writer.user_id, desk.pr.user_id, desk.owner.user_id, None}
        assert set(told.values()) == {"2026-07-19T12:00+08:00"}

    def test_not_when_it_was_kept_or_taken_back(self, desk: Desk, released: Release) -> None:
        assert NoticeKind.COMMITMENT_DUE in _due(desk, COMMITMENT)
        with desk.database.unit_of_work() as session:
            promise = session.scalars(select(ReleasedCommitment.id)).one()
            keep_commitment(session, desk.writer, promise)
        assert NoticeKind.COMMITMENT_DUE not in _due(desk, COMMITMENT)
        with desk.database.unit_of_work() as session:
            session.execute(update(ReleasedCommitment).values(kept_at=None))
            withdraw(session, desk.writer, released.id, reason="错了")
        assert NoticeKind.COMMITMENT_DUE not in _due(desk, COMMITMENT)
