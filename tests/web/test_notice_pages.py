"""/notices, the bell and the addresses of /account: as a reviewer uses them, and as somebody else tries to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from service import clock
from service.app import create_app
from service.config import Settings
from service.reminders.worker import Worker
from service.users import EVERY_BRAND, Role
from tests.receiving import Mailbox
from tests.web.sites import BRIEF, Browser, Filed, Site, file_case

WECOM = "wecombot://abcdefgh-1234-1234-1234-abcdefabc0ff"


@pytest.fixture
def fresh(tmp_path: Path, data_dir: Path, mailbox: Mailbox) -> Iterator[Site]:
    """A service that sends e-mail by a server on loopback."""
    settings = Settings(
        model="",
        lang="en",
        data_dir=data_dir,
        database_url=f"sqlite:///{tmp_path / 'firstword.db'}",
        notice_mail=SecretStr(mailbox.server),
        notice_hosts="hooks.example.com",
    )
    app = create_app(settings)
    yield Site(app)
    app.state.installation.close()


@pytest.fixture
def legal(site: Site) -> Browser:
    return site.browse("legal", (EVERY_BRAND, Role.LEGAL))


@pytest.fixture
def filed(legal: Browser, site: Site) -> Filed:
    """Filed after legal joined, who is told of it."""
    assert legal
    return file_case(site)


class TestTheBell:
    def test_it_counts_what_waits_and_opening_a_notice_leads_there(self, legal: Browser, filed: Filed) -> None:
        assert '<span class="count">1<span class="hidden"> unread</span></span>' in legal.see("/desk")
        page = legal.see("/notices")
        assert "Review wanted" in page
        (notice,) = re.findall(r'action="/notices/(\w+)/open"', page)
        opened = legal.send(f"/notices/{notice}/open")
        assert (opened.status_code, opened.headers["location"]) == (303, f"/drafts/{filed.ids['draft_id']}/review")
        assert legal.status(opened.headers["location"]) == 200
        assert 'class="count"' not in legal.see("/notices")

    def test_times_are_in_the_offset_of_the_brief_and_the_version_is_named(self, legal: Browser, filed: Filed) -> None:
        page = legal.see("/notices")
        assert re.search(r"Review wanted.*?version 2", page, re.DOTALL)
        assert re.search(r'<time datetime="[^"]+\+08:00">[^<]+ \+08:00</time>', page)
        assert "+0000" not in page
        (line,) = legal.client.get("/api/v1/notices").json()
        assert (line["number"], line["made_at"][-6:]) == (2, "+08:00")
        assert filed

    def test_a_text_opened_another_way_is_no_news(self, legal: Browser, filed: Filed) -> None:
        other = filed.site.browse("other", (EVERY_BRAND, Role.BUSINESS_OWNER))
        assert 'class="count"' not in legal.see(f"/drafts/{filed.ids['draft_id']}/review")
        assert legal.client.get("/api/v1/notices?unread=true").json() == []
        # Another's stay as they are, and so do those of a text nobody may see.
        assert legal.status("/drafts/nonsense/review") == 404
        assert other.client.get("/api/v1/notices?unread=true").json() == []

    def test_all_are_read_at_once(self, legal: Browser, filed: Filed) -> None:
        assert filed
        assert legal.send("/notices/read").headers["location"] == "/notices"
        assert 'class="count"' not in legal.see("/notices")

    def test_who_has_none_reads_what_would_come(self, legal: Browser) -> None:
        assert "Nothing yet." in legal.see("/notices")
        assert "Nothing yet." in legal.see("/notices?after=nonsense")

    def test_another_s_notice_is_not_opened_nor_without_the_form_s_token(self, legal: Browser, filed: Filed) -> None:
        (line,) = legal.client.get("/api/v1/notices").json()
        other = filed.site.browse("other", (EVERY_BRAND, Role.LEGAL))
        assert other.send(f"/notices/{line['id']}/open").status_code == 404
        for path in (f"/notices/{line['id']}/open", "/notices/read", "/account/addresses", "/account/addresses/x/remove"):
            assert legal.client.post(path, data={"form_token": "0" * 64}).status_code == 403
        assert legal.client.get("/api/v1/notices?unread=true").json() != []

    def test_nobody_is_sent_to_sign_in(self, site: Site) -> None:
        answer = site.client().get("/notices", headers={"accept": "text/html"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fnotices")

    def test_in_chinese_too(self, legal: Browser, filed: Filed) -> None:
        assert filed
        chinese = legal.see("/notices?lang=zh")
        assert "有文稿待审核" in chinese
        assert "未读" in chinese


class TestAddresses:
    def test_one_is_added_masked_and_told_of_what_happens(self, legal: Browser, site: Site, mailbox: Mailbox) -> None:
        done = legal.send("/account/addresses", address="legal@example.com", language="zh")
        assert (done.status_code, done.headers["location"]) == (303, "/account?done=addresses#notices")
        page = legal.see("/account?done=addresses")
        assert "Saved." in page
        assert "l…@example.com" in page
        assert "legal@example.com" not in page
        assert "none yet" in page
        _file(site)
        Worker(site.installation).tick(clock.now())
        (mail,) = mailbox.mails
        assert "有文稿待审核" in mail["Subject"]
        assert "arrived" in legal.see("/account")

    def test_one_that_will_not_do_is_said_to_and_its_secret_is_not_shown_again(self, legal: Browser) -> None:
        refused = legal.send("/account/addresses", address="json://s3cret:s3cret@169.254.169.254/x")
        assert refused.status_code == 422
        assert "sends nothing to that host" in refused.text
        assert "s3cret" not in refused.text

    def test_the_language_changes_alone_and_an_address_goes(self, legal: Browser, site: Site) -> None:
        legal.send("/account/addresses", address=WECOM, language="en")
        legal.send("/account/addresses", language="zh")
        told = legal.client.get("/api/v1/account/addresses").json()
        assert (told["language"], len(told["addresses"])) == ("zh", 1)
        key = told["addresses"][0]["id"]
        other = site.browse("other", (EVERY_BRAND, Role.PR))
        assert other.send(f"/account/addresses/{key}/remove").status_code == 404
        assert legal.send(f"/account/addresses/{key}/remove").status_code == 303
        assert legal.client.get("/api/v1/account/addresses").json() == {"addresses": [], "language": "zh"}

    def test_after_five_there_is_no_field_for_more(self, legal: Browser) -> None:
        for number in range(5):
            legal.send("/account/addresses", address=f"{WECOM}{number}")
        assert 'name="address"' not in legal.see("/account")
        assert legal.send("/account/addresses", address=f"{WECOM}x").status_code == 422

    def test_who_sees_no_case_has_no_such_form(self, site: Site) -> None:
        nobody = site.browse("nobody")
        assert "/account/addresses" not in nobody.see("/account")
        assert nobody.send("/account/addresses", address=WECOM).status_code == 403


def _file(site: Site) -> None:
    """A case with a draft that is given to review."""
    pr = site.act("pr", (EVERY_BRAND, Role.PR))
    case = pr.post("/api/v1/cases", content=BRIEF).json()
    request = {"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"}
    made = pr.post(f"/api/v1/cases/{case['id']}/drafts?offline=true", json=request).json()
    sent = pr.post(f"/api/v1/works/{made['id']}/review", json={}, headers={"if-match": f'"{made["version"]}"'})
    assert sent.status_code == 201
