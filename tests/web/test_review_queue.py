"""The review queue and the list of findings called wrong: order, filters, paging, who sees what, how many queries."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from service import clock
from service.models import Case, CaseStatus, Draft, DraftStatus, Review
from service.users import EVERY_BRAND, Role
from service.web.pages.reviews import PAGE_SIZE
from tests.web.offices import BRAND, Office, field_of


@contextmanager
def _queries(office: Office, words: str = " cases") -> Iterator[list[str]]:
    """The statements that hold these words while the block runs."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if words in statement:
            asked.append(statement)

    engine = office.installation.database().engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _fill(office: Office, count: int, *, brand: str = "acme", level: str = "III") -> list[str]:
    """Cases with one text under review each, every one due a minute after the one before."""
    writer = office.sit("writer").person.user_id
    now = clock.now()
    titles = [f"{brand} case {index:03}" for index in range(count)]
    with office.installation.database().unit_of_work() as session:
        for index, title in enumerate(titles):
            case = Case(
                brand=brand,
                brand_name=brand.title(),
                title=title,
                kind="other",
                jurisdiction="CN",
                level=level,
                opened_by=writer,
                opened_at=now,
                next_due_at=now + timedelta(minutes=index),
                brief_number=1,
                status=CaseStatus.OPEN,
            )
            session.add(case)
            session.flush()
            names = {"statement": "faq", "audience": "public", "channel": "web", "language": "zh-CN", "request": "{}"}
            draft = Draft(case_id=case.id, made_at=now, number=1, status=DraftStatus.IN_REVIEW, **names)
            session.add(draft)
            session.flush()
            session.add(Review(draft_id=draft.id, place=1, number=1, submitted_by=writer, submitted_at=now))
    return titles


def _titles(page: str) -> list[str]:
    return re.findall(r'<a href="/cases/\w+">([^<]+)</a>', page)


class TestTheQueue:
    def test_when_empty_says_how_a_text_gets_there(self, office: Office) -> None:
        page = office.sit("legal").see("/reviews")
        assert "A text comes here when its author gives it to review" in page

    def test_shows_gravest_first_then_by_the_clock_with_a_way_to_the_review(self, office: Office) -> None:
        office.submit()
        grave = _fill(office, 1, brand="grave", level="I")
        light = _fill(office, 2)
        page = office.sit("legal").see("/reviews")
        titles = _titles(page)
        assert titles[0] == grave[0]
        assert titles[2:] == light
        assert f'href="{office.draft_path}/review"' in page
        assert " late" in page
        assert "Level II" in page
        assert "+08:00" in page

    def test_goes_on_page_by_page_and_shows_each_text_once(self, office: Office) -> None:
        titles = _fill(office, PAGE_SIZE * 2 + 3)
        legal, seen, path = office.sit("legal"), [], "/reviews?brand=acme"
        while path:
            page = legal.see(path)
            seen += _titles(page)
            found = re.search(r'href="([^"]+)" rel="next"', page)
            path = found.group(1).replace("&amp;", "&") if found else ""
        assert seen == titles
        assert "Back to the first" in page

    @pytest.mark.parametrize("after", ["x", "I|x|y|z", "I|2026-01-01T00:00:00|2026-01-01T00:00:00|k", "I|2026-01-01T00:00:00Z|k"])
    def test_a_place_that_is_none_is_refused(self, office: Office, after: str) -> None:
        assert office.sit("legal").client.get("/reviews", params={"after": after}).status_code == 422

    def test_is_narrowed_to_a_brand_to_me_and_to_nobody(self, office: Office) -> None:
        legal = office.sit("legal")
        office.submit(assigned_to=legal.person.user_id)
        _fill(office, 2)
        assert len(_titles(legal.see("/reviews?who=mine"))) == 1
        assert len(_titles(legal.see("/reviews?who=nobody"))) == 2
        assert len(_titles(legal.see("/reviews?brand=acme"))) == 2
        assert _titles(office.sit("pr").see("/reviews?who=mine")) == []
        assert "Show the whole queue" in office.sit("pr").see("/reviews?who=mine")
        assert '<option value="acme"' in legal.see("/reviews")

    def test_holds_a_text_once_though_it_was_given_twice(self, office: Office) -> None:
        office.submit()
        legal, digest = office.sit("legal"), office.kept()[1].digest
        legal.done(f"{office.draft_path}/verdict", digest=digest, verdict="changes_requested", note="x")
        assert _titles(legal.see("/reviews")) == []
        office.edit("9位", "9 位")
        office.submit()
        assert len(_titles(legal.see("/reviews"))) == 1

    def test_shows_nobody_another_brand_s_texts(self, office: Office) -> None:
        office.submit()
        _fill(office, 1)
        assert len(_titles(office.sit("here", (BRAND, Role.LEGAL)).see("/reviews"))) == 1
        elsewhere = office.sit("elsewhere", ("chenhe", Role.LEGAL)).see("/reviews")
        assert _titles(elsewhere) == []
        assert "acme" not in elsewhere

    def test_asks_as_much_however_long_it_is(self, office: Office) -> None:
        _fill(office, PAGE_SIZE + 5)
        legal = office.sit("legal")
        with _queries(office) as asked:
            legal.see("/reviews")
        # The queue and its brands.
        assert len(asked) == 2

    def test_looks_the_person_up_once(self, office: Office) -> None:
        legal = office.sit("legal")
        with _queries(office, "FROM memberships") as asked:
            legal.see("/reviews")
        assert len(asked) == 1

    def test_speaks_chinese(self, office: Office) -> None:
        office.submit()
        page = office.sit("legal").see("/reviews?lang=zh")
        assert all(word in page for word in ("审核队列", "II 级", "已晚"))


class TestFeedback:
    @pytest.fixture
    def told(self, office: Office) -> Office:
        office.edit("9位", "19位")
        office.submit()
        legal = office.sit("legal")
        page = legal.see(f"{office.draft_path}/review")
        names = re.findall(r'name="(finding-\w+)"', page)
        reason = "<b>医院口径</b>就是19位"
        legal.done(
            f"{office.draft_path}/decisions",
            group=field_of(page, "group"),
            kind="wrong",
            reason=reason,
            **dict.fromkeys(names, "on"),
        )
        return office

    @pytest.mark.parametrize("login", ["legal", "admin"])
    def test_is_read_by_legal_and_administrators(self, told: Office, login: str) -> None:
        page = told.sit(login).see("/reviews/feedback")
        assert "ungrounded-number" in page
        assert "1 time" in page
        assert "19位" in page
        assert "&lt;b&gt;医院口径" in page
        assert "<b>医院" not in page

    @pytest.mark.parametrize("login", ["writer", "owner", "executive", "auditor"])
    def test_is_not_for_others(self, told: Office, login: str) -> None:
        assert told.sit(login).status("/reviews/feedback") == 403
        assert "/reviews/feedback" not in told.sit(login).see("/reviews")

    def test_another_brand_s_is_not_seen(self, told: Office) -> None:
        page = told.sit("elsewhere", ("chenhe", Role.LEGAL)).see("/reviews/feedback")
        assert "ungrounded-number" not in page
        assert "No finding was called wrong yet." in page
        assert "ungrounded-number" in told.sit("everywhere", (EVERY_BRAND, Role.LEGAL)).see("/reviews/feedback")
