"""A case from a pasted brief, a file, the form or notes; every problem told, what was typed kept."""

import re
from html import unescape

import pytest

from service.briefs.loader import load_brief
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
        assert refused.status_code == 422
        page = unescape(refused.text)
        assert "you open no cases for '炙椒巷火锅'. Brands you open cases for: Chenhe Dairy" in page
        assert chenhe.see("/desk?lang=en").count("No case yet") == 1

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


NOTES = """客服 09:12: 收到6起异味反馈
王经理 09:40: 门店已经下架同批次鲜奶"""


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{re.escape(name)}" value="([^"]*)"', page)
    assert found is not None, name
    return unescape(found.group(1))


def _typed(page: str) -> dict[str, str]:
    """The brief's form as a browser would send it."""
    start = page.index(' id="brief-form"')
    form = page[start : page.index("</form>", start)]
    fields = {
        unescape(name): unescape(value) for name, value in re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', form)
    }
    fields |= {
        unescape(n): unescape(v) for n, v in re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n?([^<]*)</textarea>', form)
    }
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', options) or re.search(r'<option value="([^"]*)">', options)
        fields[name] = chosen.group(1) if chosen else ""
    ticked = set(re.findall(r'name="([^"]+)" type="checkbox" value="true" checked', form))
    boxes = set(re.findall(r'name="([^"]+)" type="checkbox"', form))
    return {name: value for name, value in fields.items() if name not in boxes} | dict.fromkeys(ticked, "true")


class TestFromNotes:
    def test_the_form_holds_all_that_was_found_and_marks_what_is_missing(self, pr: Browser) -> None:
        notes = pr.client.post("/intake?lang=zh", data={"text": NOTES}).text
        text = unescape(re.findall(r'<textarea id="draft-text"[^>]*>\n(.*?)</textarea>', notes, re.DOTALL)[0])
        page = pr.send("/cases/new?lang=zh", mode="text", brief=text, action="form")
        assert page.status_code == 200
        fields = _typed(page.text)
        assert fields["facts[0].text"] == "收到6起异味反馈"
        assert fields["facts[1].text"] == "门店已经下架同批次鲜奶"
        assert {fields[f"facts[{row}].disclosure"] for row in (0, 1)} == {"internal"}
        assert "客服" in fields["facts[0].source"]
        for missing in ("incident-title", "incident-detected_at", "brand"):
            assert f'href="#f-{missing}"' in page.text
            assert re.search(rf'id="f-{missing}"[^>]*aria-invalid="true"', page.text)
        assert "<code>" not in page.text[page.text.index("problems-heading") : page.text.index("</section>")]
        fields |= {f"incident.{name}": FORM[f"incident.{name}"] for name in ("title", "kind", "jurisdiction", "detected_at")}
        done = pr.send("/cases/new?lang=zh", **{**fields, "brand": "邻家"})
        assert done.status_code == 303, done.text[:3000]
        assert "门店已经下架同批次鲜奶" in pr.see(done.headers["location"])


class TestFromTextToFormAndBack:
    def test_nothing_of_a_brief_is_lost(self, pr: Browser) -> None:
        brief = BRIEF + '\nlevel: "I"\nlevel_reason: 演练\n' if "level:" not in BRIEF else BRIEF
        form = pr.send("/cases/new", mode="text", brief=brief, action="form")
        text = pr.send("/cases/new", **{**_typed(form.text), "mode": "form", "action": "text"}).text
        back = unescape(re.findall(r'<textarea id="brief-text"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)[0])
        assert load_brief(back, "") == load_brief(brief, "")

    def test_what_no_form_can_show_is_told_beside_the_text(self, pr: Browser) -> None:
        for text in ("facts: 3", "- 1", "facts: [[1]]", "a: [", "incident: {title: {x: 1}}"):
            refused = pr.send("/cases/new", mode="text", brief=text, action="form")
            assert refused.status_code == 422, text
            assert 'id="brief-text"' in refused.text

    def test_what_was_carried_is_checked_like_everything_else(self, pr: Browser) -> None:
        for carried in ("{", "[]", "3", '{"facts": 3}', '{"facts": [{"id": "F1"}, 5]}', '{"level": {"x": 1}}', EVIL, "[" * 5000):
            sent = pr.send("/cases/new", **FORM, **{"carried": carried, "facts[0].was": "9"})
            assert sent.status_code in {303, 422}
            assert "<script>alert" not in sent.text

    def test_the_empty_box_leads_to_the_empty_form(self, pr: Browser) -> None:
        page = pr.send("/cases/new", mode="text", brief=" ", action="form")
        assert page.status_code == 200
        assert "aria-invalid" not in page.text


class TestTheBrand:
    def test_the_only_one_is_filled_in(self, site: Site) -> None:
        chenhe = site.browse("chenhe", ("chenhe", Role.PR))
        assert _hidden(chenhe.see("/intake?lang=zh"), "brand") == "晨禾乳业"
        assert re.search(r'name="brand"[^>]* value="晨禾乳业"', chenhe.see("/cases/new?mode=form&lang=zh"))

    def test_of_several_each_is_offered_and_none_filled_in(self, site: Site) -> None:
        two = site.browse("two", ("chenhe", Role.PR), ("marlow", Role.PR))
        page = two.see("/cases/new?mode=form&lang=zh")
        assert '<option value="晨禾乳业">' in page
        assert re.search(r'name="brand"[^>]* value=""', page)

    def test_a_mistyped_one_is_named_at_its_field(self, site: Site) -> None:
        chenhe = site.browse("chenhe", ("chenhe", Role.PR))
        refused = chenhe.send("/cases/new?lang=zh", **{**FORM, "brand": "晨和乳业"})
        assert refused.status_code == 422
        assert 'href="#f-brand">品牌</a>' in refused.text
        assert "可以开案件的品牌：晨禾乳业" in refused.text


def test_a_missing_choice_is_called_by_its_name(pr: Browser) -> None:
    refused = pr.send("/cases/new?lang=zh", **{**FORM, "facts[0].disclosure": ""})
    assert 'href="#f-facts-0-disclosure">事实 F1 · 可否公开</a>' in refused.text
    assert "facts[0].disclosure</code>" not in refused.text


def test_more_rows_are_given_to_the_table_that_asked(pr: Browser) -> None:
    page = pr.send("/cases/new", **FORM, **{"contacts[0].label": ""}, action="more:contacts").text
    assert 'name="contacts[1].label"' in page
    assert 'name="facts[4].text"' not in page
    assert 'formaction="/cases/new#contacts"' in page
