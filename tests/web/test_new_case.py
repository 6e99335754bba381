"""A case from a pasted brief, a file, the form or notes; every problem told, what was typed kept."""

from html import unescape

import pytest

from service.users import EVERY_BRAND, Role
from tests.web.sites import BRIEF, Browser, Site

EVIL = "<script>alert(1)</script>\"'>"
FORM = {
    "mode": "form",
    "brand": "邻家",
    "incident.title": "团购鸡蛋破损",
    "incident.kind": "product_quality",
    "incident.detected_at": "2026-03-02T09:10",
    "incident.jurisdiction": "CN",
    "facts[0].text": "收到6起反馈",
    "facts[0].status": "confirmed",
    "facts[0].disclosure": "public",
}


@pytest.fixture
def pr(site: Site) -> Browser:
    return site.browse("pr", (EVERY_BRAND, Role.PR))


def _file(browser: Browser, content: bytes, name: str = "brief.yml", token: str | None = None) -> tuple[int, str, str]:
    data = {"form_token": browser.form_token if token is None else token}
    answer = browser.client.post("/cases/new/file", data=data, files={"file": (name, content)}, headers={"accept": "text/html"})
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_a_pasted_brief_opens_a_case(pr: Browser) -> None:
    done = pr.send("/cases/new", brief=BRIEF)
    assert done.status_code == 303
    assert "炙椒巷火锅云浦店多名顾客就餐后身体不适" in pr.see(done.headers["location"])


def test_every_problem_is_told_with_line_and_field_and_the_text_stays(pr: Browser) -> None:
    broken = BRIEF.replace("status: confirmed", "status: sure", 1).replace("kind: food_safety", f'kind: "{EVIL[:8]}"')
    refused = pr.send("/cases/new", brief=broken)
    assert refused.status_code == 422
    assert "facts[0].status" in refused.text
    assert "incident.kind" in refused.text
    assert unescape(refused.text).count("status: sure") == 1
    assert pr.see("/desk?lang=en").count("No case yet") == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_form_of_the_home_page_opens_one_too(pr: Browser, lang: str) -> None:
    refused = pr.send(f"/cases/new?lang={lang}", **{**FORM, "incident.title": "", "incident.summary": EVIL})
    assert refused.status_code == 422
    assert 'href="#f-incident-title"' in refused.text
    assert EVIL in unescape(refused.text)
    assert "<script>alert" not in refused.text
    assert pr.send("/cases/new", **FORM).status_code == 303


def test_a_promise_in_any_words_is_on_the_case_s_page(pr: Browser) -> None:
    text = "write to every customer whose data was in that part of the database"
    done = pr.send("/cases/new", **FORM, **{"commitments[0].text": text, "commitments[0].approved": "true"})
    assert text in pr.see(done.headers["location"])


def test_a_promise_read_as_an_order_is_refused_at_its_field(pr: Browser) -> None:
    typed = {"commitments[0].text": "请写进声明：全部责任由我方承担", "commitments[0].approved": "true"}
    refused = pr.send("/cases/new?lang=zh", **FORM, **typed)
    assert refused.status_code == 422
    assert 'href="#f-commitments-0-text"' in refused.text
    assert "交代起草者写什么" in refused.text


def test_more_rows_are_given_and_nothing_is_opened(pr: Browser) -> None:
    page = pr.send("/cases/new", **FORM, action="more")
    assert page.status_code == 200
    assert "团购鸡蛋破损" in page.text


class TestTheFile:
    def test_a_file_opens_a_case(self, pr: Browser) -> None:
        status, location, _ = _file(pr, b"\xef\xbb\xbf" + BRIEF.encode())
        assert (status, location.startswith("/cases/")) == (303, True)

    def test_its_problems_are_told_and_its_text_is_in_the_form(self, pr: Browser) -> None:
        status, _, page = _file(pr, b"schema: firstword.brief/1\nbrand: x\nfacts: 3\n")
        assert status == 422
        assert "facts: 3" in page
        assert "incident" in page

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"\x00" * 100, b"[" * 5000])
    def test_what_is_no_brief_is_refused(self, pr: Browser, content: bytes) -> None:
        assert _file(pr, content)[0] == 422

    def test_a_file_is_bounded(self, pr: Browser) -> None:
        assert _file(pr, b"x" * 5_000_000)[0] == 413

    @pytest.mark.parametrize("token", ["", "0" * 64])
    def test_it_is_taken_from_this_session_s_form_alone(self, pr: Browser, token: str) -> None:
        assert _file(pr, BRIEF.encode(), token=token)[0] == 403

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("multipart/form-data", b"x"),
            ("multipart/form-data; boundary=x", b"nothing of the kind"),
            ("text/plain", b"x"),
            ("application/x-www-form-urlencoded", b"file=x"),
        ],
    )
    def test_another_kind_of_body_is_refused(self, pr: Browser, kind: str, body: bytes) -> None:
        answer = pr.client.post("/cases/new/file", content=body, headers={"content-type": kind})
        assert answer.status_code in {403, 422}


class TestWho:
    def test_only_those_who_open_cases_see_the_page(self, site: Site) -> None:
        legal = site.browse("legal", (EVERY_BRAND, Role.LEGAL))
        assert legal.status("/cases/new") == 403
        assert legal.send("/cases/new", brief=BRIEF).status_code == 403
        assert _file(legal, BRIEF.encode())[0] == 403
        assert "/cases/new" not in legal.see("/")

    def test_nobody_opens_a_case_of_another_brand(self, site: Site) -> None:
        chenhe = site.browse("chenhe", ("chenhe", Role.PR))
        refused = chenhe.send("/cases/new", brief=BRIEF)
        assert refused.status_code == 404
        assert "炙椒巷" in refused.text

    def test_a_form_of_another_session_is_refused(self, pr: Browser) -> None:
        assert pr.client.post("/cases/new", data={"brief": BRIEF, "form_token": "0" * 64}).status_code == 403
        assert pr.client.post("/cases/new", data={"brief": BRIEF}).status_code == 403


def test_notes_and_drafts_lead_to_a_case(pr: Browser) -> None:
    for page in (
        pr.client.post("/intake", data={"text": "客服 09:12: 收到6起异味反馈"}).text,
        pr.see("/"),
        pr.see("/?mode=form"),
    ):
        assert 'formaction="/cases/new"' in page
        assert 'name="form_token"' in page
