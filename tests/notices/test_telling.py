"""Who is told of what, in the same unit of work as what happened, and once."""

import pytest
from sqlalchemy import func, select

from service.audit.keys import SigningKey
from service.cases.commands import close_case
from service.errors import Conflict, NotFound
from service.models import Notice, NoticeKind, Verdict
from service.notices import About, tell
from service.notices.commands import mark_all_read, mark_read
from service.notices.queries import count_unread, list_notices
from service.review.commands import assign, give_verdict, sign_off, submit
from service.users import EVERY_BRAND, Principal, Role
from service.users.commands import change_roles, deactivate
from tests.desk import Desk


def _told(desk: Desk, kind: NoticeKind) -> set[str | None]:
    with desk.database.reading() as session:
        return set(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def _count(desk: Desk) -> int:
    with desk.database.reading() as session:
        return session.scalar(select(func.count()).select_from(Notice)) or 0


def _sign(desk: Desk, person: Principal, role: Role, key: SigningKey) -> None:
    with desk.database.unit_of_work() as session:
        sign_off(session, person, desk.draft_id, role=role, digest=desk.version().digest, key=key)


def _verdict(desk: Desk, verdict: Verdict) -> None:
    with desk.database.unit_of_work() as session:
        give_verdict(session, desk.legal, desk.draft_id, digest=desk.version().digest, verdict=verdict, note="请改第二句")


def _submit_and_fail(desk: Desk, expected: int) -> None:
    with desk.database.unit_of_work() as session:
        submit(session, desk.writer, desk.draft_id, expected=expected)
        close_case(session, desk.writer, desk.case.id, expected=999)


class TestReviewWanted:
    def test_the_roles_of_the_level_are_told_and_the_house_but_not_the_writer(self, desk: Desk) -> None:
        desk.submit()
        everybody = {desk.pr.user_id, desk.legal.user_id, desk.owner.user_id, None}
        assert _told(desk, NoticeKind.REVIEW_WANTED) == everybody

    def test_whoever_it_was_given_to_is_told_too(self, desk: Desk) -> None:
        boss = desk.house.person("boss", (EVERY_BRAND, Role.EXECUTIVE))
        with desk.database.unit_of_work() as session:
            submit(session, desk.writer, desk.draft_id, expected=desk.draft().version, assigned_to=boss.user_id)
        assert boss.user_id in _told(desk, NoticeKind.REVIEW_WANTED)

    def test_whoever_it_is_given_to_later_is_told_and_nobody_twice(self, desk: Desk) -> None:
        boss = desk.house.person("boss", (EVERY_BRAND, Role.EXECUTIVE))
        desk.submit()
        before = _count(desk)
        for _ in range(2):
            with desk.database.unit_of_work() as session:
                assign(session, desk.writer, desk.draft_id, assigned_to=boss.user_id)
        assert _count(desk) == before + 1
        assert boss.user_id in _told(desk, NoticeKind.REVIEW_WANTED)

    def test_another_brand_s_people_and_those_who_left_are_not(self, desk: Desk) -> None:
        other = desk.house.person("other", ("chenhe", Role.LEGAL))
        with desk.database.unit_of_work() as session:
            deactivate(session, actor_id=desk.house.admin.user_id, user_id=desk.owner.user_id)
        desk.submit()
        assert not _told(desk, NoticeKind.REVIEW_WANTED) & {other.user_id, desk.owner.user_id}

    def test_what_is_rolled_back_tells_nobody(self, desk: Desk) -> None:
        expected = desk.draft().version
        with pytest.raises(Conflict):
            _submit_and_fail(desk, expected)
        assert _count(desk) == 0


class TestVerdictsAndSignatures:
    @pytest.mark.parametrize(
        ("verdict", "kind"),
        [(Verdict.CHANGES_REQUESTED, NoticeKind.CHANGES_REQUESTED), (Verdict.REJECTED, NoticeKind.REJECTED)],
    )
    def test_the_author_is_told_that_it_does_not_go_on(self, desk: Desk, verdict: Verdict, kind: NoticeKind) -> None:
        desk.submit()
        _verdict(desk, verdict)
        assert _told(desk, kind) == {desk.writer.user_id, None}

    def test_an_approval_is_no_event_for_anybody(self, desk: Desk) -> None:
        desk.submit()
        before = _count(desk)
        _verdict(desk, Verdict.APPROVED)
        assert _count(desk) == before

    def test_the_last_signature_tells_author_and_pr(self, desk: Desk, key: SigningKey) -> None:
        desk.submit()
        _sign(desk, desk.pr, Role.PR, key)
        _sign(desk, desk.legal, Role.LEGAL, key)
        assert _told(desk, NoticeKind.SIGNED) == set()
        _sign(desk, desk.owner, Role.BUSINESS_OWNER, key)
        assert _told(desk, NoticeKind.SIGNED) == {desk.writer.user_id, desk.pr.user_id, None}


def test_an_event_is_told_once_to_each(desk: Desk) -> None:
    about = About(NoticeKind.CLOCK_PASSING, "x", desk.case.id)
    with desk.database.unit_of_work() as session:
        assert tell(session, about, [desk.pr.user_id, desk.pr.user_id]) == 2
        assert tell(session, about, [desk.pr.user_id, desk.legal.user_id]) == 1
    assert _count(desk) == 3


class TestReading:
    def test_own_notices_are_listed_counted_and_read(self, desk: Desk) -> None:
        desk.submit()
        with desk.database.unit_of_work() as session:
            (line,) = list_notices(session, desk.legal)
            assert (line.level, line.brand_name, line.path) == ("II", "炙椒巷火锅", f"/drafts/{desk.draft_id}/review")
            assert count_unread(session, desk.legal) == 1
            mark_read(session, desk.legal, line.id)
        with desk.database.reading() as session:
            assert count_unread(session, desk.legal) == 0
            assert list_notices(session, desk.legal, unread=True) == []
            assert len(list_notices(session, desk.legal)) == 1

    def test_another_s_notice_does_not_exist(self, desk: Desk) -> None:
        desk.submit()
        with desk.database.reading() as session:
            (line,) = list_notices(session, desk.legal)
            house = session.scalars(select(Notice.id).where(Notice.user_id.is_(None))).one()
        for notice_id in (line.id, house, "none"):
            with pytest.raises(NotFound), desk.database.unit_of_work() as session:
                mark_read(session, desk.pr, notice_id)

    def test_who_lost_the_brand_sees_its_notices_no_more(self, desk: Desk) -> None:
        desk.submit()
        with desk.database.unit_of_work() as session:
            roles = [("chenhe", Role.LEGAL)]
            change_roles(session, actor_id=desk.house.admin.user_id, user_id=desk.legal.user_id, roles=roles)
        now = Principal(desk.legal.user_id, "", {"chenhe": frozenset({Role.LEGAL})})
        with desk.database.reading() as session:
            assert list_notices(session, now) == []
            assert count_unread(session, now) == 0

    def test_all_at_once(self, desk: Desk) -> None:
        desk.submit()
        with desk.database.unit_of_work() as session:
            mark_all_read(session, desk.legal)
        with desk.database.reading() as session:
            assert count_unread(session, desk.legal) == 0
            assert count_unread(session, desk.pr) == 1
