"""The desk: what is shown to whom, in which order, and what waits."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.cases.desk import PAGE
from service.users import EVERY_BRAND, Role
from service.web.times import deadline, moment_words
from tests.samples import COMPLETE, milk, sample
from tests.web.offices import Office
from tests.web.sites import BRIEF, Filed, Site

EVIL = "<script>alert(1)</script>\"'>"


def _titles(page: str) -> list[str]:
    return [unescape(title) for title in re.findall(r'<th scope="row"><a href="/cases/\w+">(.*?)</a>', page)]


def test_a_new_installation_leads_to_the_first_case(site: Site) -> None:
    empty = site.browse("pr", (EVERY_BRAND, Role.PR)).see("/desk?lang=en")
    assert "No case yet" in empty
    assert 'href="/cases/new' in empty
    assert 'href="/cases/new' not in site.browse("boss", (EVERY_BRAND, Role.EXECUTIVE)).see("/desk")


class TestTheList:
    @pytest.fixture
    def desk(self, site: Site) -> Site:
        site.browse("pr", (EVERY_BRAND, Role.PR))
        with site.installation.database().unit_of_work() as session:
            for name in COMPLETE[:8]:
                open_case(session, site.known["pr"], sample(name))
            open_case(session, site.known["pr"], milk())
        return site

    def test_the_gravest_come_first_and_what_is_due_first_among_them(self, desk: Site) -> None:
        page = desk.browse_again("pr").see("/desk?lang=en")
        levels = re.findall(r"<strong>Level (\w+)</strong>\s*</span>\s*\n</td>", page)
        assert len(levels) == 9
        assert levels == sorted(levels)
        by_clock = re.findall(r'<time datetime="([^"]+)"', desk.browse_again("pr").see("/desk?sort=clock"))
        assert [datetime.fromisoformat(at) for at in by_clock] == sorted(datetime.fromisoformat(at) for at in by_clock)

    def test_times_are_in_the_offset_of_each_brief(self, desk: Site) -> None:
        page = desk.browse_again("pr").see("/desk")
        assert {at[-6:] for at in re.findall(r'<time datetime="([^"]+)"', page)} >= {"+08:00"}
        assert "+00:00" not in page

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("brand=chenhe", ["部分晨禾鲜奶出现异味"]),
            ("text=晨禾鲜奶", ["部分晨禾鲜奶出现异味"]),
            ("text=%25", []),
            ("text=%27%20OR%201%3D1--", []),
            ("status=closed", []),
            ("brand=chenhe&level=I", []),
        ],
    )
    def test_filters(self, desk: Site, query: str, expected: list[str]) -> None:
        page = desk.browse_again("pr").see(f"/desk?lang=en&{query}")
        assert _titles(page) == expected
        assert bool(expected) or "No case fits these filters." in page

    @pytest.mark.parametrize("query", ["page=0", "page=x", "page=99999999999", "level=V", "status=x", "sort=x", f"text={EVIL}"])
    def test_an_address_nobody_wrote_still_answers(self, desk: Site, query: str) -> None:
        page = desk.browse_again("pr").see(f"/desk?{query}")
        assert "<script>alert" not in page

    def test_another_brand_s_cases_do_not_exist(self, desk: Site) -> None:
        page = desk.browse("milk", ("chenhe", Role.LEGAL)).see("/desk?lang=en")
        assert _titles(page) == ["部分晨禾鲜奶出现异味"]
        assert "邻家" not in page
        assert _titles(desk.browse("nobody").see("/desk")) == []


def test_pages_of_cases_have_neighbours(site: Site) -> None:
    site.browse("pr", (EVERY_BRAND, Role.PR))
    with site.installation.database().unit_of_work() as session:
        for _ in range(PAGE + 1):
            open_case(session, site.known["pr"], milk())
    pr = site.browse_again("pr")
    first = pr.see("/desk?brand=chenhe")
    assert len(_titles(first)) == PAGE
    assert 'rel="prev"' not in first
    following = unescape(re.search(r'href="([^"]+)" rel="next"', first).group(1))  # type: ignore[union-attr]
    assert "brand=chenhe" in following
    assert len(_titles(pr.see(following))) == 1


class TestWaiting:
    def test_who_has_still_to_sign_sees_it_and_the_author_does_not(self, filed: Filed) -> None:
        site = filed.site
        legal = site.browse("legal", (EVERY_BRAND, Role.LEGAL))
        assert "1 to review" in legal.see("/desk?lang=en&mine=1")
        # A level II asks for no executive.
        assert "to review" not in site.browse("boss", (EVERY_BRAND, Role.EXECUTIVE)).see("/desk?lang=en")
        assert "to review" not in site.browse_again("pr").see("/desk?lang=en")

    def test_a_text_that_was_sent_back_waits_for_its_author(self, filed: Filed) -> None:
        legal, work = filed.site.act("legal", (EVERY_BRAND, Role.LEGAL)), f"/api/v1/works/{filed.ids['draft_id']}"
        body = {"digest": legal.get(work).json()["digest"], "verdict": "changes_requested", "note": "x"}
        assert legal.post(f"{work}/verdict", json=body).status_code < 300
        assert "1 to change" in filed.site.browse_again("pr").see("/desk?lang=en&mine=1")
        assert "to review" not in filed.site.browse_again("legal").see("/desk?lang=en")

    def test_an_approved_text_waits_for_its_signatures_and_a_signed_one_for_pr(self, office: Office) -> None:
        office.submit()
        seats = {login: office.sit(login) for login in ("pr", "legal", "owner", "executive")}
        digest = office.kept()[1].digest
        assert "1 to review" in seats["owner"].see("/desk?mine=1")
        seats["legal"].done(f"{office.draft_path}/verdict", digest=digest, verdict="approved")
        for login in ("pr", "legal", "owner"):
            page = seats[login].see("/desk?mine=1")
            assert f'href="{office.draft_path}/review#sign">1 to sign<' in page, login
            assert "to review" not in page
        assert "to sign" not in seats["executive"].see("/desk")
        assert "to sign" not in office.sit("writer").see("/desk")
        assert office.sign("owner").status_code == 303
        assert "to sign" not in seats["owner"].see("/desk")
        assert office.sign("pr").status_code == office.sign("legal").status_code == 303
        for login in ("writer", "pr"):
            assert f'href="{office.draft_path}/release">1 signed, ready to go out<' in office.sit(login).see("/desk?mine=1")
        assert "ready to go out" not in seats["legal"].see("/desk")

    def test_steps_wait_for_those_who_may_tick_them(self, filed: Filed) -> None:
        assert "steps due" in filed.site.browse_again("pr").see("/desk?lang=en")
        assert "steps due" not in filed.site.browse("auditor", (EVERY_BRAND, Role.AUDITOR)).see("/desk?lang=en")


def test_a_name_with_markup_is_only_text(site: Site) -> None:
    site.browse("pr", (EVERY_BRAND, Role.PR))
    evil = load_brief(BRIEF, "x")
    evil = evil.with_changes(brand=EVIL, incident=evil.incident.model_copy(update={"title": EVIL}))
    with site.installation.database().unit_of_work() as session:
        open_case(session, site.known["pr"], evil)
    page = site.browse_again("pr").see("/desk")
    assert "<script>alert" not in page
    assert _titles(page) == [EVIL]


class TestTimes:
    NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)

    @pytest.mark.parametrize(
        ("seconds", "zh", "en"),
        [
            (7500, "还剩 2 小时 5 分钟", "2 h 5 min left"),
            (3600, "还剩 1 小时", "1 h left"),
            (30, "还剩 0 分钟", "0 min left"),
            (-90, "已晚 1 分钟", "1 min late"),
            (-3 * 86400 - 4 * 3600 - 60, "已晚 3 天 4 小时", "3 d 4 h late"),
        ],
    )
    def test_how_long_is_left_or_how_late(self, seconds: int, zh: str, en: str) -> None:
        at = self.NOW + timedelta(seconds=seconds)
        assert deadline("zh", at, self.NOW).words == zh
        assert deadline("en", at, self.NOW).words == en
        assert deadline("en", at, self.NOW).is_late is (seconds < 0)

    def test_a_moment_keeps_its_offset(self) -> None:
        assert moment_words(datetime.fromisoformat("2026-03-02T10:40:00-05:00")) == "2026-03-02 10:40 -05:00"
        assert moment_words(self.NOW) == "2026-03-02 10:00 UTC"
