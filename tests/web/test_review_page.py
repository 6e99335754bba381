"""The review of a draft on one screen: findings decided, verdicts, sign-offs bound to the text that was shown."""

import re
from typing import Any

import pytest

from service.briefs import Level
from service.cases.commands import change_brief
from service.cases.queries import brief_of, get_brief_version, get_case
from service.models import DraftStatus
from service.review.queries import list_sign_offs
from service.users import EVERY_BRAND, Role
from tests.web.offices import Office, Seat, field_of, words

INVENTED = ("9位", "19位")


@pytest.fixture
def reviewed(office: Office) -> Office:
    """A text under review with one open error."""
    office.edit(*INVENTED)
    office.submit()
    return office


def _tick(seat: Seat, office: Office) -> dict[str, str]:
    """The first group of findings with every one of them ticked."""
    page = seat.see(f"{office.draft_path}/review")
    group = re.search(r'<article class="decision.*?</article>', page, re.DOTALL)
    assert group is not None
    names = re.findall(r'name="(finding-\w+)"', group.group())
    assert names
    return {"group": field_of(group.group(), "group"), **dict.fromkeys(names, "on")}


def _place(answer: Any) -> str:
    """Where the page opens after a form."""
    assert answer.status_code == 303
    return str(answer.headers["location"]).partition("#")[2]


def _signs(office: Office) -> int:
    with office.installation.database().reading() as session:
        draft, _ = office.kept()
        return len(list_sign_offs(session, draft, draft.number))


def raise_level(office: Office) -> None:
    """To level I, which two lawyers and an executive sign too."""
    person = office.sit("writer").person
    with office.installation.database().unit_of_work() as session:
        case = get_case(session, person, office.case_id)
        brief = brief_of(get_brief_version(session, case))
        raised = brief.with_changes(level=Level.I, level_reason="x")
        change_brief(session, person, case.id, raised, expected=case.version, reason="x")


class TestFindings:
    def test_are_told_with_article_reason_and_rewrite_and_lead_to_the_text(self, reviewed: Office) -> None:
        page = reviewed.sit("legal").see(f"{reviewed.draft_path}/review")
        assert "1 to decide" in page
        assert re.search(r'<li id="t-f\d+" class="error"', page)
        assert re.search(r'<a href="#t-m\d+" aria-label="Show finding \d+ in the text">', page)
        assert "→ 9位" in page

    def test_a_waiver_needs_a_reason_and_is_told_with_who_gave_it(self, reviewed: Office) -> None:
        legal = reviewed.sit("legal")
        ticked = _tick(legal, reviewed)
        refused = legal.send(f"{reviewed.draft_path}/decisions", **ticked, kind="waived", reason=" ")
        assert refused.status_code == 422
        assert "give a reason of at most 4000 characters" in refused.text
        page = legal.done(f"{reviewed.draft_path}/decisions", **ticked, kind="waived", reason="医院来电更正")
        assert "0 to decide" in page
        assert "No error and no warning is open." in page
        assert "waived: 医院来电更正 · Name of legal" in words(page)

    def test_a_waiver_can_run_out_in_the_offset_of_the_brief(self, reviewed: Office) -> None:
        legal = reviewed.sit("legal")
        ticked = _tick(legal, reviewed)
        path = f"{reviewed.draft_path}/decisions"
        late = legal.send(path, **ticked, kind="waived", reason="x", expires_at="2020-01-01T00:00")
        assert "this moment has passed" in late.text
        wrong = legal.send(path, **ticked, kind="waived", reason="typed reason", expires_at="tomorrow")
        assert "write a date and a time" in wrong.text
        assert 'value="typed reason"' in wrong.text
        page = legal.done(path, **ticked, kind="waived", reason="x", expires_at="2099-01-01T00:00")
        assert 'until <time datetime="2098-12-31T16:00:00+00:00">' in page or "2099-01-01" in page

    def test_many_of_one_rule_are_decided_with_one_reason(self, office: Office) -> None:
        _, version = office.kept()
        office.edit(
            (version.text or "").splitlines()[0],
            "我们的火锅全国第一。共有19人住院。我们的服务全国最好。共有29人、39人受伤。我们的底料全球最香。",
        )
        office.submit()
        legal = office.sit("legal")
        before = legal.see(f"{office.draft_path}/review")
        groups = re.findall(r'<article class="decision.*?</article>', before, re.DOTALL)
        ticked = _tick(legal, office)
        assert len(ticked) > 2
        page = legal.done(f"{office.draft_path}/decisions", **ticked, kind="wrong", reason="引用的是报道")
        open_now = page.partition("<details")[0]
        assert len(re.findall(r'<article class="decision', open_now)) <= min(5, len(groups))
        assert not any(f'name="{name}"' in open_now for name in ticked)

    def test_of_one_phrase_are_one_decision_with_the_reason_kept_for_each(self, office: Office) -> None:
        _, version = office.kept()
        office.edit((version.text or "").splitlines()[0], "我们的底料绝对安全、百分之百安全。")
        office.submit()
        legal = office.sit("legal")
        page = legal.see(f"{office.draft_path}/review")
        group = re.search(r'<article class="decision(?:(?!</article>).)*?of the same words.*?</article>', page, re.DOTALL)
        assert group is not None
        names = re.findall(r'name="(finding-\w+)"', group.group())
        assert len(names) > 1
        assert group.group().count('name="reason"') == 1
        ticked = {"group": field_of(group.group(), "group"), **dict.fromkeys(names, "on")}
        page = legal.done(f"{office.draft_path}/decisions", **ticked, kind="waived", reason="有检测报告")
        assert words(page).count("waived: 有检测报告 · Name of legal") == len(names)
        assert 'mark class="error settled"' in page
        settled = page.partition('class="text"')[2].partition("</div>")[0]
        assert 'mark class="error"' not in settled

    @pytest.mark.parametrize("kind", ["fixed", "nonsense", ""])
    def test_what_still_stands_is_not_called_fixed(self, reviewed: Office, kind: str) -> None:
        legal = reviewed.sit("legal")
        refused = legal.send(f"{reviewed.draft_path}/decisions", **_tick(legal, reviewed), kind=kind, reason="x")
        assert refused.status_code in {409, 422}
        assert "1 to decide" in legal.see(f"{reviewed.draft_path}/review")

    def test_without_a_tick_nothing_is_decided(self, reviewed: Office) -> None:
        refused = reviewed.sit("legal").send(f"{reviewed.draft_path}/decisions", group="x", kind="waived", reason="x")
        assert (refused.status_code, "choose at least one finding" in refused.text) == (422, True)

    def test_those_who_do_not_decide_see_them_without_a_form(self, reviewed: Office) -> None:
        page = reviewed.sit("pr").see(f"{reviewed.draft_path}/review")
        assert "Legal decides these; you can comment." in page
        assert "/decisions" not in page


class TestVerdict:
    def test_a_request_for_changes_carries_the_open_findings_to_the_author(self, reviewed: Office) -> None:
        digest = reviewed.kept()[1].digest
        legal = reviewed.sit("legal")
        page = legal.done(
            f"{reviewed.draft_path}/verdict", digest=digest, verdict="changes_requested", note="数字不对", with_findings="on"
        )
        assert "Changes are requested; the author sees your note." in page
        told = words(reviewed.sit("writer").see(reviewed.draft_path))
        assert "数字不对" in told
        assert "“19位”" in told

    def test_changes_and_rejection_need_a_note(self, reviewed: Office) -> None:
        digest = reviewed.kept()[1].digest
        for verdict in ("changes_requested", "rejected"):
            refused = reviewed.sit("legal").send(f"{reviewed.draft_path}/verdict", digest=digest, verdict=verdict, note="")
            assert refused.status_code == 422

    def test_of_a_text_that_changed_meanwhile_there_is_none(self, reviewed: Office) -> None:
        digest = reviewed.kept()[1].digest
        reviewed.edit("19位", "9位")
        refused = reviewed.sit("legal").send(f"{reviewed.draft_path}/verdict", digest=digest, verdict="approved", note="可以")
        assert refused.status_code == 409
        assert reviewed.kept()[0].status is DraftStatus.WORKING

    def test_the_author_is_told_why_there_is_no_form(self, reviewed: Office) -> None:
        writer = reviewed.sit("writer")
        page = writer.see(f"{reviewed.draft_path}/review")
        assert "Whoever writes a text does not review or sign it" in page
        assert f'action="{reviewed.draft_path}/verdict"' not in page
        digest = reviewed.kept()[1].digest
        refused = writer.send(f"{reviewed.draft_path}/verdict", digest=digest, verdict="approved")
        assert (refused.status_code, "the author does not review the text" in refused.text) == (409, True)

    def test_the_next_reviewer_sees_what_changed_since_the_approved_version(self, reviewed: Office) -> None:
        digest = reviewed.kept()[1].digest
        reviewed.sit("legal").done(f"{reviewed.draft_path}/verdict", digest=digest, verdict="approved")
        reviewed.edit("19位", "9位")
        reviewed.submit()
        page = reviewed.sit("pr").see(f"{reviewed.draft_path}/review")
        assert "1 sentence changed since version 2" in page
        assert re.search(r"<del>.*?19位", page)
        assert "1 fixed since the version before" in page

    def test_whoever_asked_for_changes_sees_what_changed_since(self, reviewed: Office) -> None:
        legal, pr = reviewed.sit("legal"), reviewed.sit("pr")
        digest = reviewed.kept()[1].digest
        legal.done(f"{reviewed.draft_path}/verdict", digest=digest, verdict="changes_requested", note="请按医院的数字写")
        reviewed.edit("19位", "9位")
        reviewed.submit()
        page = legal.see(f"{reviewed.draft_path}/review")
        assert "Changed since you decided on version 2" in page
        assert "1 sentence changed since version 2" in page
        assert re.search(r"<del>.*?19位", page)
        assert "请按医院的数字写" in page.partition('id="changes"')[2].partition("</section>")[0]
        assert "all of it is new" in pr.see(f"{reviewed.draft_path}/review")

    def test_a_round_that_a_newer_version_overtook_waits_no_more(self, reviewed: Office) -> None:
        assert "Waiting for review" in reviewed.sit("legal").see(f"{reviewed.draft_path}/review")
        reviewed.edit("19位", "9位")
        page = reviewed.sit("legal").see(f"{reviewed.draft_path}/review")
        assert "Waiting for review" not in page
        assert "Not decided: a newer version took its place version 2" in words(page)

    def test_an_approved_text_is_called_so_and_is_not_asked_about_again(self, reviewed: Office) -> None:
        legal, digest = reviewed.sit("legal"), reviewed.kept()[1].digest
        page = legal.done(f"{reviewed.draft_path}/verdict", digest=digest, verdict="approved")
        assert '<span class="chip-state approved">Approved, to be signed</span>' in page
        assert 'value="approved"' not in page
        assert 'value="changes_requested"' in page.partition("Something came up after all?")[2]
        assert "Approved, to be signed" in reviewed.sit("writer").see(reviewed.draft_path)

    def test_a_review_is_assigned_to_somebody_who_may(self, reviewed: Office) -> None:
        legal = reviewed.sit("legal")
        page = reviewed.sit("pr").done(f"{reviewed.draft_path}/assignment", assigned_to=legal.person.user_id)
        assert f'<option value="{legal.person.user_id}" selected>' in page
        auditor = reviewed.sit("auditor").person.user_id
        assert reviewed.sit("pr").send(f"{reviewed.draft_path}/assignment", assigned_to=auditor).status_code == 422
        assert "Whoever comes first" in reviewed.sit("pr").done(f"{reviewed.draft_path}/assignment", assigned_to="")


class TestWhereOneGoesOn:
    """After every step the page opens at the next, which tells what was done."""

    def test_after_a_decision_at_the_next_then_at_the_verdict_then_at_the_signatures(self, office: Office) -> None:
        _, version = office.kept()
        office.edit((version.text or "").splitlines()[0], "我们的火锅全国第一。共有19人住院。")
        office.submit()
        legal, digest = office.sit("legal"), office.kept()[1].digest
        path = f"{office.draft_path}/decisions"
        for _ in range(20):
            place = _place(legal.send(path, **_tick(legal, office), kind="waived", reason="x"))
            if place != "findings":
                break
            page = legal.see(f"{office.draft_path}/review?done=decided&at=findings")
            assert "The decision is kept." in page.partition('id="findings"')[2].partition("<article")[0]
        assert place == "verdict-panel"
        done = legal.send(f"{office.draft_path}/verdict", digest=digest, verdict="approved")
        assert _place(done) == "sign"
        page = legal.see(str(done.headers["location"]))
        assert page.count("Approved.") == 1
        assert "Approved." in page.partition('<section class="panel" id="sign"')[2]
        assert _place(office.sign("legal")) == "sign"

    def test_a_place_there_is_none_of_is_the_top(self, reviewed: Office) -> None:
        page = reviewed.sit("legal").see(f"{reviewed.draft_path}/review?done=decided&at=nonsense")
        assert "The decision is kept." in page.partition('class="counts"')[0]


class TestNotes:
    def test_of_the_lawyers_nobody_else_reads(self, reviewed: Office) -> None:
        secret = "先不谈责任比例"
        page = reviewed.sit("legal").done(f"{reviewed.draft_path}/notes", note=secret)
        assert secret in page
        for login in ("writer", "pr", "owner", "executive", "admin", "auditor"):
            seat = reviewed.sit(login)
            for path in ("", "/review"):
                page = seat.see(reviewed.draft_path + path)
                assert secret not in page
                assert "Privileged notes" not in page
        assert reviewed.sit("pr").send(f"{reviewed.draft_path}/notes", note="x").status_code == 403


class TestSigning:
    def test_is_refused_with_every_reason_told_once(self, reviewed: Office) -> None:
        page = reviewed.sit("legal").see(f"{reviewed.draft_path}/review")
        button = re.search(
            r'<button class="primary" type="submit"( disabled[^>]*)?>Sign as legal</button>\s*<span[^>]*>([^<]*)', page
        )
        assert button is not None
        # What stands against everybody is listed once, and the button names that list as its reason.
        assert 'aria-describedby="against ' in button.group(1)
        assert button.group(2) == "not yet: see above"
        listed = re.search(r'<ul class="against" id="against">(.*?)</ul>', page, re.DOTALL)
        assert listed is not None
        assert words(listed.group(1)) == "1 error is open (ungrounded-number)"
        assert page.count("1 error is open (ungrounded-number)") == 1
        assert reviewed.sign("legal").status_code == 409
        assert _signs(reviewed) == 0

    def test_the_author_finds_out_why_they_cannot(self, office: Office) -> None:
        office.submit()
        page = words(office.sit("writer").see(f"{office.draft_path}/review"))
        assert "Sign as PR the author does not sign the text" in page
        assert office.sign("writer").status_code == 409

    def test_asks_a_person_once_where_two_of_a_role_sign(self, office: Office) -> None:
        raise_level(office)
        office.submit()
        for login in ("legal", "other"):
            seat = office.sit(login, (EVERY_BRAND, Role.LEGAL))
            page = seat.see(f"{office.draft_path}/review")
            assert page.count(">Sign as legal</button>") == 1
            digest = office.kept()[1].digest
            page = seat.done(f"{office.draft_path}/sign-offs", digest=digest, role="legal")
            assert "Sign as legal" not in page
        assert _signs(office) == 2

    def test_is_bound_to_the_text_that_was_shown(self, office: Office) -> None:
        office.submit()
        legal = office.sit("legal")
        shown = field_of(legal.see(f"{office.draft_path}/review"), "digest")
        office.edit(*INVENTED)
        office.submit()
        refused = legal.send(f"{office.draft_path}/sign-offs", digest=shown, role="legal")
        assert refused.status_code == 409
        assert "Nothing was signed: the text was changed after you saw it" in refused.text
        assert "19位" in refused.text
        assert _signs(office) == 0

    def test_by_every_role_makes_it_signed_and_any_edit_ends_that(self, office: Office) -> None:
        office.submit()
        office.sign_all()
        page = office.sit("legal").see(f"{office.draft_path}/review")
        assert "All roles have signed." in page
        assert office.kept()[0].status is DraftStatus.SIGNED
        assert words(page).count("✓ signed") == 3
        assert office.sign("legal").status_code == 409
        page = office.edit(*INVENTED)
        assert office.kept()[0].status is DraftStatus.WORKING
        assert "✓ signed" not in words(office.sit("legal").see(f"{office.draft_path}/review"))

    @pytest.mark.parametrize("role", ["executive", "admin", "nonsense", ""])
    def test_in_a_role_that_is_not_held_or_not_asked_for(self, office: Office, role: str) -> None:
        office.submit()
        refused = office.sit("legal").send(f"{office.draft_path}/sign-offs", digest=office.kept()[1].digest, role=role)
        assert refused.status_code in {409, 422}
        assert _signs(office) == 0


def test_a_text_of_level_one_asks_at_most_five_questions_at_first(office: Office) -> None:
    _, version = office.kept()
    bad = "我们是全国第一、最好、国家级、百分百安全的品牌，绝对不会再犯，已经查明是供应商的责任，共有19人受伤，赔偿100万元，退款到底。"
    office.edit((version.text or "").splitlines()[0], bad)
    office.submit()
    page = office.sit("legal").see(f"{office.draft_path}/review")
    first = page.partition('id="findings"')[2].partition("<details")[0]
    assert 0 < len(re.findall(r'<article class="decision', first)) <= 5


def test_the_page_speaks_chinese(reviewed: Office) -> None:
    page = reviewed.sit("legal").see(f"{reviewed.draft_path}/review?lang=zh")
    assert all(word in page for word in ("待处理", "准予保留", "规则误报", "以法务身份签发", "法务保密备忘", "必备内容"))


def test_a_reader_has_no_form(reviewed: Office) -> None:
    reader = reviewed.sit("reader", (EVERY_BRAND, Role.AUDITOR))
    assert not re.search(r'<form method="post"', reader.see(f"{reviewed.draft_path}/review"))
