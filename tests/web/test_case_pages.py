"""A case's pages: editing without losing anybody's words, stale marks, steps, notes, statements, closing."""

import re
from html import unescape
from typing import Any

import pytest

from service.briefs import Jurisdiction
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.web.case_pages import language_of
from tests.samples import sample
from tests.web.sites import BRAND, BRIEF, Browser, Filed, Site

EVIL = "<script>alert(1)</script>\"'>"
P = Permission


@pytest.fixture
def case(filed: Filed) -> str:
    """The address of the case; its drafted statement rests on F1, F2 and others."""
    return f"/cases/{filed.ids['case_id']}"


@pytest.fixture
def pr(filed: Filed) -> Browser:
    return filed.site.browse_again("pr")


def _fields(page: str) -> dict[str, str]:
    """The open form of a piece, as a browser would send it."""
    form = re.search(r'<form id="edit-form".*?</form>', page, re.DOTALL)
    assert form is not None
    found = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form.group()))
    found |= dict(re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>\n(.*?)</textarea>', form.group(), re.DOTALL))
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form.group(), re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else ""
    return {name: unescape(value) for name, value in found.items() if name != "form_token"}


def _save(browser: Browser, case: str, piece: str, **typed: str) -> tuple[int, str]:
    fields = _fields(browser.see(f"{case}?edit={piece}"))
    answer = browser.send(f"{case}/brief", **{**fields, **typed})
    return answer.status_code, answer.text


class TestTheLedger:
    def test_a_change_is_a_version_that_says_who_changed_what(self, pr: Browser, case: str) -> None:
        assert _save(pr, case, "facts:F3", text="云浦店自7月19日0时30分起停业", reason="店长更正")[0] == 303
        history = unescape(pr.see(f"{case}/history?lang=en"))
        assert "Version 2" in history
        assert "店长更正" in history
        assert "F3 · Wording" in history
        assert "<del>云浦店自7月19日0时20分起停业</del> → <ins>云浦店自7月19日0时30分起停业</ins>" in history

    @pytest.mark.parametrize(
        "piece", ["facts:F1", "facts:F8", "commitments:C1", "contacts:0", "exposure:", "level:", "clock:", "incident:"]
    )
    def test_saving_what_is_shown_changes_nothing(self, filed: Filed, pr: Browser, case: str, piece: str) -> None:
        before = filed.site.act("pr").get(f"/api/v1{case}").json()
        assert _save(pr, case, piece)[0] == 303
        assert filed.site.act("pr").get(f"/api/v1{case}").json() == before

    def test_a_sentence_whose_fact_changed_is_shown_as_stale(self, pr: Browser, case: str) -> None:
        assert "Rests on what has changed" not in pr.see(f"{case}?lang=en")
        _save(pr, case, "facts:F3", text="云浦店自7月19日0时30分起停业")
        page = pr.see(f"{case}?lang=en")
        assert "Rests on what has changed" in page
        assert "云浦店自7月19日0时20分起停业" in page

    def test_lines_are_added_with_a_new_id_and_taken_out_with_a_reason(self, pr: Browser, case: str) -> None:
        assert _save(pr, case, "facts:", text="第十位顾客就诊", status="reported", disclosure="internal")[0] == 303
        assert 'id="fact-F11"' in pr.see(case)
        status, page = _save(pr, f"{case}", "facts:F11", action="remove")
        assert status == 422
        assert 'href="#edit-reason"' in page
        assert _save(pr, case, "facts:F11", action="remove", reason="重复")[0] == 303
        assert 'id="fact-F11"' not in pr.see(case)
        _save(pr, case, "facts:", text="第十一位顾客就诊", status="reported", disclosure="internal")
        assert 'id="fact-F12"' in pr.see(case)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_problems_are_told_at_their_field_and_what_was_typed_stays(self, pr: Browser, case: str, lang: str) -> None:
        fields = _fields(pr.see(f"{case}?edit=facts:"))
        answer = pr.send(f"{case}/brief?lang={lang}", **{**fields, "text": EVIL, "status": "sure"})
        assert answer.status_code == 422
        assert 'id="edit-status-wrong"' in answer.text
        assert 'id="edit-disclosure-wrong"' in answer.text
        assert EVIL in unescape(answer.text)
        assert "<script>alert" not in answer.text

    def test_the_level_is_overridden_with_a_reason(self, pr: Browser, case: str) -> None:
        assert _save(pr, case, "level:", level="I")[0] == 422
        assert _save(pr, case, "level:", level="I", level_reason="媒体已经上门")[0] == 303
        assert "媒体已经上门" in pr.see(case)

    @pytest.mark.parametrize(
        "fields",
        [
            {"section": "brand", "key": "", "brand": "x"},
            {"section": "facts", "key": "F99", "number": "1"},
            {"section": "", "number": "1"},
            {"section": "contacts", "key": "99", "number": "1"},
        ],
    )
    def test_there_are_no_other_pieces(self, pr: Browser, case: str, fields: dict[str, str]) -> None:
        assert pr.send(f"{case}/brief", **fields).status_code == 404

    def test_only_the_piece_s_own_fields_are_written(self, filed: Filed, pr: Browser, case: str) -> None:
        _save(pr, case, "facts:F3", text="云浦店已停业", id="F1", issued_at="2020-01-01T00:00:00Z", brand="x", level="IV")
        kept = filed.site.act("pr").get(f"/api/v1{case}").json()
        assert [fact["id"] for fact in kept["brief"]["facts"]][2] == "F3"
        assert (kept["level"], kept["brief"]["brand"], kept["brief"]["issued_at"][:4]) == ("II", BRAND, "2026")


def test_a_line_whose_id_has_dots_is_edited_and_told_as_any(site: Site) -> None:
    pr = site.browse("pr", (EVERY_BRAND, Role.PR))
    case = pr.send("/cases/new", brief=BRIEF.replace("id: F3,", "id: F3.1,")).headers["location"]
    assert _save(pr, case, "facts:F3.1", text="云浦店已停业")[0] == 303
    assert "F3.1 · Wording" in pr.see(f"{case}/history?lang=en")


class TestTwoPeople:
    def test_the_later_one_sees_both_and_loses_nothing(self, filed: Filed, pr: Browser, case: str) -> None:
        other = filed.site.browse("legal", (EVERY_BRAND, Role.LEGAL))
        mine = _fields(pr.see(f"{case}?edit=facts:F3"))
        _save(other, case, "facts:F3", text="云浦店已停业", source="店长", reason="核对")
        answer = pr.send(f"{case}/brief?lang=en", **{**mine, "text": "云浦店自7月19日1时起停业", "status": "reported"})
        assert answer.status_code == 409
        page = unescape(answer.text)
        assert "legal" in page
        assert "(核对)" in page
        typed = _fields(answer.text)
        # My words and choice, their source; and beside mine what they wrote.
        assert (typed["text"], typed["status"], typed["source"]) == ("云浦店自7月19日1时起停业", "reported", "店长")
        assert re.search(r'class="clash" id="edit-text-other">[^<]*<strong>云浦店已停业', page)
        assert pr.send(f"{case}/brief", **typed).status_code == 303
        kept = filed.site.act("pr").get(f"/api/v1{case}").json()["brief"]["facts"][2]
        assert (kept["text"], kept["source"]) == ("云浦店自7月19日1时起停业", "店长")

    def test_a_line_the_other_took_out_is_offered_as_new(self, filed: Filed, pr: Browser, case: str) -> None:
        mine = _fields(pr.see(f"{case}?edit=facts:F7"))
        _save(filed.site.browse("legal", (EVERY_BRAND, Role.LEGAL)), case, "facts:F7", action="remove", reason="已查清")
        answer = pr.send(f"{case}/brief?lang=en", **{**mine, "text": "其他两家门店是否使用同一批食材"})
        assert answer.status_code == 409
        assert _fields(answer.text)["key"] == ""
        assert pr.send(f"{case}/brief", **_fields(answer.text)).status_code == 303
        assert 'id="fact-F11"' in pr.see(case)

    def test_a_contact_is_found_where_its_old_words_are(self, filed: Filed, pr: Browser, case: str) -> None:
        _save(pr, case, "contacts:", label="邮箱", value="care@example.com")
        mine = _fields(pr.see(f"{case}?edit=contacts:1"))
        other = filed.site.browse("legal", (EVERY_BRAND, Role.LEGAL))
        _save(other, case, "contacts:0", action="remove", reason="已停机")
        answer = pr.send(f"{case}/brief", **{**mine, "value": "help@example.com"})
        assert answer.status_code == 409
        assert _fields(answer.text)["key"] == "0"
        assert pr.send(f"{case}/brief", **_fields(answer.text)).status_code == 303
        assert filed.site.act("pr").get(f"/api/v1{case}").json()["brief"]["contacts"] == [
            {"label": "邮箱", "value": "help@example.com", "translations": {}}
        ]

    def test_a_step_somebody_else_ticked_is_not_ticked_again(self, filed: Filed, pr: Browser, case: str) -> None:
        step = f"{case}/steps/{filed.ids['step_id']}"
        assert pr.send(step, was_done="0", answer="已暂停").status_code == 303
        late = pr.send(step, was_done="0", answer="我也暂停了")
        assert late.status_code == 409
        assert "已暂停" in late.text
        assert "我也暂停了" in late.text
        assert pr.send(step, was_done="1", done="0").status_code == 303

    def test_a_case_is_closed_from_what_was_seen(self, pr: Browser, case: str) -> None:
        version = re.search(r'name="version" value="(\d+)"', pr.see(case)).group(1)  # type: ignore[union-attr]
        _save(pr, case, "facts:F3", text="云浦店已停业")
        assert pr.send(f"{case}/status", version=version, status="closed").status_code == 409
        version = re.search(r'name="version" value="(\d+)"', pr.see(case)).group(1)  # type: ignore[union-attr]
        assert pr.send(f"{case}/status", version=version, status="closed").status_code == 303
        closed = pr.see(f"{case}?lang=en")
        assert "This case is closed" in closed
        assert "?edit=" not in closed
        assert pr.send(f"{case}/status", version=str(int(version) + 1), status="open").status_code == 303


class TestStatements:
    def test_one_is_asked_for_and_leads_to_the_draft(self, pr: Browser, case: str) -> None:
        asked = {"statement": "faq", "audience": "customers", "channel": "wechat", "language": "zh-CN", "writer": "offline"}
        done = pr.send(f"{case}/statements", **asked, issued_at="2026-07-19T03:00")
        assert done.status_code == 303
        assert done.headers["location"].startswith("/drafts/")

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"statement": "poem", "language": "zh-CN"}, "statement"),
            ({"statement": "faq"}, "language"),
            ({"statement": "update", "language": "zh-CN"}, "previous"),
            ({"statement": "faq", "language": "zh-CN", "issued_at": "now"}, "issued_at"),
            ({"statement": "update", "language": "zh-CN", "previous": "none"}, ""),
        ],
    )
    def test_what_cannot_be_drafted_is_told(self, pr: Browser, case: str, fields: dict[str, str], told: str) -> None:
        answer = pr.send(f"{case}/statements", **fields, writer="offline")
        assert answer.status_code == (422 if told else 404)
        assert f"<code>{told}</code>" in answer.text or not told


class TestNotes:
    def test_they_are_legal_s_alone(self, filed: Filed, pr: Browser, case: str) -> None:
        legal = filed.site.browse("legal", (EVERY_BRAND, Role.LEGAL))
        assert legal.send(f"{case}/notes", text=EVIL).status_code == 303
        page = legal.see(f"{case}/notes")
        assert EVIL in unescape(page)
        assert "<script>alert" not in page
        assert pr.status(f"{case}/notes") == 403
        assert "/notes" not in pr.see(case)
        assert legal.send(f"{case}/notes", text=" ").status_code == 422


def test_the_head_names_spokesperson_and_escalation_of_the_brand(site: Site) -> None:
    pr = site.browse("pr", (EVERY_BRAND, Role.PR))
    brief = load_brief(BRIEF, "x").with_changes(brand="晨禾乳业")
    with site.installation.database().unit_of_work() as session:
        case = open_case(session, site.known["pr"], brief)
    page = pr.see(f"/cases/{case.id}?lang=en")
    assert "质量负责人 → 法务负责人 → 品牌公关负责人 → 总经理" in page
    assert "推广、广告和定时内容是否已经暂停？" in page


def test_passages_say_why_they_are_there(pr: Browser, case: str) -> None:
    page = pr.see(f"{case}/passages?lang=zh")
    assert page.count('class="quiet"') > 5
    assert "食品安全" in page


PAGES = (
    ("GET", "", P.CASE_VIEW),
    ("GET", "/checklist", P.CASE_VIEW),
    ("GET", "/passages", P.CASE_VIEW),
    ("GET", "/history", P.CASE_VIEW),
    ("GET", "/notes", P.NOTE_READ),
    ("GET", "?edit=facts:F1", P.CASE_EDIT),
    ("POST", "/brief", P.CASE_EDIT),
    ("POST", "/notes", P.NOTE_WRITE),
    ("POST", "/statements", P.DRAFT_WRITE),
    ("POST", "/status", P.CASE_CLOSE),
    ("POST", "/steps/{step_id}", P.CASE_EDIT),
    ("POST", "/steps/{step_id}/assign", P.CASE_EDIT),
)
SENT = {"section": "facts", "key": "F1", "number": "999", "text": "x", "was_done": "1", "status": "closed", "version": "999"}


@pytest.mark.parametrize("role", Role)
def test_each_page_answers_the_roles_that_may_and_no_others(filed: Filed, case: str, role: Role) -> None:
    here, elsewhere = filed.site.browse("here", (BRAND, role)), filed.site.browse("there", ("chenhe", role))
    probe = Principal("x", "x", {BRAND: frozenset({role})})
    for method, path, permission in PAGES:
        address = case + path.format(**filed.ids)
        for browser, allowed, refusal in ((here, probe.may(permission, BRAND), 403), (elsewhere, False, 404)):
            status = browser.status(address) if method == "GET" else browser.send(address, **SENT).status_code
            assert status < 500, (address, status)
            assert status == refusal if not allowed else status not in {401, 403, 404}, (role, method, path, status)
    page = here.see(case)
    for button, permission in (("?edit=", P.CASE_EDIT), ('id="request"', P.DRAFT_WRITE), ("/status", P.CASE_CLOSE)):
        assert (button in page) is probe.may(permission, BRAND), (role, button)


@pytest.mark.parametrize("path", [path for method, path, _ in PAGES if method == "POST"])
def test_a_form_that_is_not_this_session_s_is_refused(filed: Filed, pr: Browser, case: str, path: str) -> None:
    address = case + path.format(**filed.ids)
    assert pr.client.post(address, data=SENT).status_code == 403
    assert pr.client.post(address, data={**SENT, "form_token": "0" * 64}).status_code == 403


def test_nothing_of_another_case_is_reached_through_this_one(filed: Filed, pr: Browser) -> None:
    other = pr.send("/cases/new", brief=BRIEF).headers["location"]
    assert pr.send(f"{other}/steps/{filed.ids['step_id']}", was_done="0").status_code == 404
    assert pr.send(f"{other}/commitments/none/kept").status_code == 404
    answer = pr.send(f"{other}/statements", statement="update", language="zh-CN", previous=filed.ids["draft_id"])
    assert answer.status_code == 404


class TestErasing:
    def test_an_administrator_erases_a_closed_case_and_what_happened_stays(self, filed: Filed, pr: Browser, case: str) -> None:
        admin = filed.site.browse("root")
        assert admin.send(f"{case}/erase", reason="DSR-17").status_code == 409
        assert 'name="reason"' not in admin.see(f"{case}/erase")
        version = re.search(r'name="version" value="(\d+)"', pr.see(case)).group(1)  # type: ignore[union-attr]
        pr.send(f"{case}/status", version=version, status="closed")
        assert pr.status(f"{case}/erase") == 403
        assert pr.send(f"{case}/erase", reason="x").status_code == 403
        assert "/erase" not in pr.see(case)
        assert f'href="{case}/erase"' in admin.see(case)
        assert admin.send(f"{case}/erase", reason=" ").status_code == 422
        assert admin.send(f"{case}/erase", reason="DSR-17").status_code == 303
        left = admin.see(f"{case}?lang=en")
        assert "Erased case" in left
        assert "sha256:" in left
        assert "case content erased" in left
        assert "云浦店" not in left
        for path in ("/checklist", "/passages", "/history", "/erase"):
            assert admin.status(case + path) == 404
        for path in ("/desk?status=closed", "/reviews", f"/drafts/{filed.ids['draft_id']}", "/audit"):
            page = admin.client.get(path, headers={"accept": "text/html"})
            assert page.status_code < 500
            assert "云浦店" not in page.text

    def test_a_form_of_another_session_erases_nothing(self, filed: Filed, case: str) -> None:
        admin = filed.site.browse("root")
        assert admin.client.post(f"{case}/erase", data={"reason": "x", "form_token": "0" * 64}).status_code == 403


class TestAfterARelease:
    @pytest.fixture
    def out(self, filed: Filed) -> Filed:
        """The statement signed by all roles and recorded as released."""
        site, work = filed.site, f"/api/v1/works/{filed.ids['draft_id']}"
        legal, digest = site.act("legal", (EVERY_BRAND, Role.LEGAL)), site.act("pr").get(work).json()["digest"]
        decision = {"finding": filed.ids["finding"], "kind": "waived", "reason": "医院来电更正"}
        assert legal.post(f"{work}/decisions", json=decision).status_code == 204
        signers = {"pr": Role.PR, "legal": Role.LEGAL, "business_owner": Role.BUSINESS_OWNER}
        for name, role in signers.items():
            who = site.act("legal" if name == "legal" else f"signer-{name}", (EVERY_BRAND, role))
            assert who.post(f"{work}/sign-offs", json={"digest": digest, "role": name}).status_code == 201
        gone = {"place": "weibo", "address": "@x", "released_at": "2026-07-19T03:00:00+08:00"}
        assert site.act("pr").post(f"{work}/releases", json=gone).status_code == 201
        return filed

    def test_a_changed_fact_offers_an_update_or_a_correction(self, out: Filed, pr: Browser, case: str) -> None:
        assert "Draft an update" not in pr.see(f"{case}?lang=en")
        _save(pr, case, "facts:F3", text="云浦店自7月19日0时30分起停业")
        page = pr.see(f"{case}?lang=en")
        assert "Draft an update" in page
        form = re.search(rf'<form[^>]*action="{case}/statements">.*?value="correction".*?</form>', page, re.DOTALL)
        assert form is not None
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.group().rpartition("<form")[2]))
        fields.pop("form_token")
        done = pr.send(f"{case}/statements", **fields)
        assert done.status_code == 303
        made = out.site.act("pr").get(f"/api/v1/works/{done.headers['location'].rpartition('/')[2]}").json()
        assert made["statement"] == "correction"
        assert made["text"].startswith("这份说明更正上一次的说明")
        assert "2026年7月19日3时" in made["text"]

    def test_a_promise_made_in_public_is_kept_once(self, out: Filed, pr: Browser, case: str) -> None:
        page = pr.see(f"{case}?lang=en")
        assert "Promised in public" in page
        address = re.search(rf'action="({case}/commitments/\w+/kept)"', page).group(1)  # type: ignore[union-attr]
        assert out.site.browse("boss", (EVERY_BRAND, Role.EXECUTIVE)).send(address).status_code == 403
        assert out.site.browse("other", ("chenhe", Role.PR)).send(address).status_code == 404
        assert pr.send(address).status_code == 303
        assert "kept late" in pr.see(f"{case}?lang=en")
        assert pr.send(address).status_code == 409
        elsewhere = pr.send("/cases/new", brief=BRIEF).headers["location"]
        assert pr.send(address.replace(case, elsewhere)).status_code == 404


@pytest.mark.parametrize(
    ("changes", "language"),
    [
        ({}, "zh-CN"),
        ({"requests": ()}, "zh-CN"),
        ({"requests": (), "title": "Odour in milk", "jurisdiction": Jurisdiction.US}, "en-US"),
        ({"requests": (), "title": "Odour in milk", "jurisdiction": Jurisdiction.UK}, "en-GB"),
    ],
)
def test_a_statement_is_first_asked_for_in_the_language_of_its_place(changes: dict[str, Any], language: str) -> None:
    brief = sample("05-hotpot-food-poisoning")
    told: dict[str, Any] = {name: value for name, value in changes.items() if name != "requests"}
    incident = brief.incident.model_copy(update=told)
    asked = brief.model_copy(update={"incident": incident, "requests": changes.get("requests", brief.requests)})
    assert language_of(asked).value == language
