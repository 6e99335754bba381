"""The page of a draft: edited, compared, commented, given to review, withdrawn; two people at once lose no word."""

import re

import pytest

from service.cases.commands import change_brief
from service.cases.queries import brief_of, get_brief_version, get_case
from service.models import DraftStatus
from service.users import EVERY_BRAND, Role
from tests.web.offices import BRAND, Office, field_of, words

INVENTED = ("9位", "19位")
NASTY = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{ 7*7 }}"


class TestTheText:
    def test_stands_in_a_form_and_beside_it_marked(self, office: Office) -> None:
        page = office.sit("writer").see(office.draft_path)
        _, version = office.kept()
        assert field_of(page, "title") == version.title
        assert (version.text or "").splitlines()[0] in page
        assert 'id="t-s1"' in page
        assert "Basis of each sentence" in page
        assert "composer" in page

    def test_a_save_makes_a_checked_version(self, office: Office) -> None:
        page = office.edit(*INVENTED)
        assert "Saved as a new version, and checked." in page
        assert "ungrounded-number" in page
        assert re.search(r'<mark class="error">.*?19位', page)
        assert "1 error is open (ungrounded-number)" in page
        assert office.kept()[0].number == 2

    def test_of_two_people_at_once_the_second_sees_both_texts(self, office: Office) -> None:
        writer, pr = office.sit("writer"), office.sit("pr")
        draft, version = office.kept()
        fields = {"version": str(draft.version), "title": version.title or ""}
        pr.done(office.draft_path, **fields, text=(version.text or "") + "\n先写的一句。")
        refused = writer.send(office.draft_path, **fields, text=(version.text or "") + "\n后写的一句。")
        assert refused.status_code == 409
        assert "Nothing was saved: somebody changed the draft meanwhile" in refused.text
        assert "by Name of pr" in refused.text
        assert "后写的一句。</textarea>" in refused.text
        assert "先写的一句。" in refused.text
        assert field_of(refused.text, "version") == str(draft.version + 1)
        assert office.kept()[0].number == 2

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"title": "", "text": "y"}, "not empty, at most 300 characters"),
            ({"title": "x", "text": " "}, "not empty, at most 50000 characters"),
            ({"title": "x", "text": "y", "version": "nonsense"}, "the form lacks its version"),
        ],
    )
    def test_what_cannot_be_saved_comes_back_as_it_was(self, office: Office, fields: dict[str, str], told: str) -> None:
        sent = {"version": str(office.kept()[0].version), **fields}
        refused = office.sit("writer").send(office.draft_path, **sent)
        assert refused.status_code == 422
        assert told in refused.text
        assert field_of(refused.text, "title") == fields["title"]
        assert office.kept()[0].number == 1

    def test_nothing_but_title_and_text_is_taken_from_the_form(self, office: Office) -> None:
        draft, version = office.kept()
        fields = {"version": str(draft.version), "title": "x", "text": version.text or ""}
        office.sit("writer").done(office.draft_path, **fields, status="signed", number="9", author_id="root", case_id="x")
        draft, version = office.kept()
        assert (draft.status, draft.number, draft.case_id) == (DraftStatus.WORKING, 2, office.case_id)
        assert version.author_id == office.sit("writer").person.user_id

    def test_markup_is_shown_and_never_run(self, office: Office) -> None:
        draft, _ = office.kept()
        writer = office.sit("writer")
        page = writer.done(office.draft_path, version=str(draft.version), title=NASTY, text=f"{NASTY}\n\n{NASTY}")
        page += writer.done(f"{office.draft_path}/comments", number="2", place="", comment=NASTY)
        page += writer.see(f"{office.draft_path}/versions?a=1&b=2") + writer.see(f"{office.draft_path}/review")
        assert "<script>alert" not in page
        assert "<img" not in page
        assert "&lt;script&gt;" in page
        assert "{{ 7*7 }}" in page

    def test_sentences_on_changed_facts_are_marked(self, office: Office) -> None:
        person = office.sit("writer").person
        with office.installation.database().unit_of_work() as session:
            case = get_case(session, person, office.case_id)
            brief = brief_of(get_brief_version(session, case))
            first = brief.facts[0]
            facts = (first.model_copy(update={"text": first.text.replace("9", "11")}), *brief.facts[1:])
            change_brief(session, person, case.id, brief.with_changes(facts=facts), expected=case.version, reason="x")
        page = office.sit("writer").see(office.draft_path)
        assert "sentence stale" in page
        assert "rests on what has changed: F1" in page
        assert "rests on facts that have changed" in page or "rest on facts that have changed" in page


class TestGaps:
    def test_lead_to_where_the_case_holds_them_and_back(self, office: Office) -> None:
        writer = office.sit("writer")
        page = office.edit("9位", "【待确认：发布主体】位")
        found = re.search(r'<a href="([^"]+)" aria-label="Add to the case: 发布主体">', page)
        assert found is not None
        address = found.group(1).replace("&amp;", "&")
        assert address == f"/cases/{office.case_id}?edit=incident:&back={office.draft_id}#incident"
        form = writer.see(address.partition("#")[0]).partition('id="edit-form"')[2].partition("</form>")[0]
        fields = {name: field_of(form, name) for name in ("section", "key", "number", "back")}
        saved = writer.done(f"/cases/{office.case_id}/brief", **fields, organisation="炙椒巷餐饮有限公司")
        assert "✓ Saved." in words(saved)
        assert f'<a href="{office.draft_path}#edit">Back to the draft, to put it into the text</a>' in saved
        assert "Add to the case" not in office.sit("auditor").see(office.draft_path)

    def test_are_no_element_that_is_there(self, office: Office) -> None:
        page = office.sit("writer").see(office.draft_path)
        assert "a gap stands in its place" not in page
        page = office.edit("9位", "【待确认：人数】位")
        assert "a gap stands in its place" in page

    @pytest.mark.parametrize("back", ["//evil.example", "x/../y", "<script>", "a b"])
    def test_lead_back_to_nothing_else(self, office: Office, back: str) -> None:
        page = office.sit("writer").see(f"/cases/{office.case_id}?done=saved&back={back}")
        assert "Saved." in page
        assert "Back to the draft" not in page


class TestVersions:
    def test_any_two_are_compared_sentence_by_sentence(self, office: Office) -> None:
        office.edit(*INVENTED)
        page = office.sit("auditor").see(f"{office.draft_path}/versions?a=1&b=2")
        assert re.search(r"<del>.*?9位.*?</del>", page)
        assert re.search(r"<ins>.*?19位.*?</ins>", page)
        assert "From version 1 to version 2" in page
        assert "The two are the same" in office.sit("auditor").see(f"{office.draft_path}/versions?a=2&b=2")

    def test_a_version_there_is_none_of_is_told(self, office: Office) -> None:
        assert office.sit("writer").status(f"{office.draft_path}/versions?a=1&b=7") == 404
        assert office.sit("writer").status(f"{office.draft_path}/versions?a=x") == 422


class TestComments:
    def test_are_written_on_a_sentence_chosen_from_the_list_and_lead_back_to_it(self, office: Office) -> None:
        legal = office.sit("legal")
        place = re.findall(r'<option value="(\d+-\d+)"', legal.see(office.draft_path))[1]
        page = legal.done(f"{office.draft_path}/comments", number="1", place=place, comment="这句太满")
        assert "The comment is kept." in page
        assert re.search(r'<a href="#t-s2"><q>[^<]+</q></a>', page)
        found = re.search(r"/comments/(\w+)/resolve", page)
        assert found is not None
        again = office.sit("writer").done(f"{office.draft_path}/comments/{found.group(1)}/resolve", back="review")
        assert "dealt with" in again
        assert office.sit("pr").send(f"{office.draft_path}/comments/{found.group(1)}/resolve").status_code == 409

    def test_on_a_text_that_changed_meanwhile_it_is_not_taken(self, office: Office) -> None:
        office.edit(*INVENTED)
        refused = office.sit("legal").send(f"{office.draft_path}/comments", number="1", place="0-5", comment="太满")
        assert refused.status_code == 409
        assert "太满</textarea>" in refused.text

    @pytest.mark.parametrize("place", ["5-3", "0-999999", "x", "-1-2", "1-"])
    def test_no_place_outside_the_text(self, office: Office, place: str) -> None:
        refused = office.sit("legal").send(f"{office.draft_path}/comments", number="1", place=place, comment="x")
        assert refused.status_code == 422
        assert "not within the text" in refused.text

    def test_of_another_draft_is_not_found(self, office: Office) -> None:
        assert office.sit("writer").send(f"{office.draft_path}/comments/nonsense/resolve").status_code == 404


class TestIntoReview:
    def test_to_somebody_who_may(self, office: Office) -> None:
        legal = office.sit("legal").person
        page = office.sit("writer").see(office.draft_path)
        assert f'value="{legal.user_id}"' in page
        assert f'<option value="{office.sit("writer").person.user_id}"' not in page
        page = office.submit(assigned_to=legal.user_id)
        assert "Given to review." in page
        assert "to Name of legal" in page
        assert office.kept()[0].status is DraftStatus.IN_REVIEW

    def test_not_to_somebody_who_may_not(self, office: Office) -> None:
        office.sit("legal")
        auditor = office.sit("auditor").person.user_id
        for nobody in (auditor, "nonsense"):
            refused = office.sit("writer").send(f"{office.draft_path}/submit", version="1", assigned_to=nobody)
            assert refused.status_code == 422
            assert "this person does not review texts of this brand" in refused.text
        assert office.kept()[0].status is DraftStatus.WORKING

    def test_takes_the_text_as_it_stands_in_the_form(self, office: Office) -> None:
        writer, legal = office.sit("writer"), office.sit("legal")
        page = writer.see(office.draft_path)
        button = re.search(r'<button[^>]*form="draft-form"[^>]*formaction="([^"]*/submit)"', page)
        assert button is not None
        assert '<select id="assigned" name="assigned_to" form="draft-form"' in page
        draft, version = office.kept()
        fields = {"version": str(draft.version), "title": version.title or "", "text": f"{version.text}\n法务要的一句。"}
        page = writer.done(button.group(1), **fields, assigned_to=legal.person.user_id)
        assert "Saved as a new version, and given to review." in page
        assert "to Name of legal" in page
        draft, version = office.kept()
        assert (draft.number, draft.status, version.text) == (2, DraftStatus.IN_REVIEW, fields["text"])
        assert "法务要的一句。" in legal.see(f"{office.draft_path}/review")

    def test_makes_no_version_of_a_text_that_is_saved(self, office: Office) -> None:
        _, version = office.kept()
        page = office.submit(title=version.title or "", text=(version.text or "").replace("\n", "\r\n"))
        assert "Given to review." in page
        assert office.kept()[0].number == 1

    def test_keeps_what_was_typed_when_it_is_refused(self, office: Office) -> None:
        writer, legal = office.sit("writer"), office.sit("legal")
        draft, version = office.kept()
        fields = {"title": version.title or "", "text": f"{version.text}\n后写的一句。", "assigned_to": legal.person.user_id}
        office.edit(*INVENTED, by="pr")
        refused = writer.send(f"{office.draft_path}/submit", **fields, version=str(draft.version))
        assert refused.status_code == 409
        assert "Nothing was saved: somebody changed the draft meanwhile" in refused.text
        assert "后写的一句。</textarea>" in refused.text
        assert f'value="{legal.person.user_id}" selected' in refused.text
        fields |= {"assigned_to": "nonsense", "version": str(office.kept()[0].version)}
        refused = writer.send(f"{office.draft_path}/submit", **fields)
        assert refused.status_code == 422
        assert "后写的一句。</textarea>" in refused.text
        assert office.kept()[0].number == 2

    def test_not_the_version_that_was_sent_back(self, office: Office) -> None:
        office.submit()
        digest = office.kept()[1].digest
        office.sit("legal").done(f"{office.draft_path}/verdict", digest=digest, verdict="changes_requested", note="x")
        version = str(office.kept()[0].version)
        refused = office.sit("writer").send(f"{office.draft_path}/submit", version=version)
        assert refused.status_code == 409
        assert "edit the text first" in refused.text
        assert office.kept()[0].status is DraftStatus.CHANGES_REQUESTED

    def test_what_was_changed_meanwhile_is_not_given(self, office: Office) -> None:
        office.edit(*INVENTED)
        refused = office.sit("pr").send(f"{office.draft_path}/submit", version="1")
        assert refused.status_code == 409
        assert office.kept()[0].status is DraftStatus.WORKING


class TestWhoIsThereToSign:
    """Told before the text is handed in, not at the last signature."""

    def test_is_told_on_the_draft_and_the_case_and_the_review(self, office: Office) -> None:
        writer, legal = office.sit("writer"), office.sit("legal")
        told = "PR: nobody but the author holds this role, and the author does not sign"
        for path in (office.draft_path, f"/cases/{office.case_id}", f"{office.draft_path}/review"):
            page = words(writer.see(path))
            assert told in page, path
            assert "business owner: nobody holds this role for the brand" in page, path
        assert "Nothing stands against signing" not in writer.see(office.draft_path)
        assert told not in words(legal.see(f"/cases/{office.case_id}"))

    def test_is_no_news_where_all_are_there(self, office: Office) -> None:
        for login in ("pr", "legal", "owner"):
            office.sit(login)
        page = office.sit("writer").see(office.draft_path)
        assert "It cannot be signed by the people there are" not in page
        assert "Nothing stands against signing" in page
        office.submit()
        page = words(office.sit("writer").see(f"{office.draft_path}/review"))
        assert "legal still to sign · Name of legal" in page


def test_a_withdrawn_draft_is_read_and_not_worked_on(office: Office) -> None:
    page = office.sit("writer").done(f"{office.draft_path}/withdraw", version="1")
    assert "withdrawn" in words(page)
    assert "<textarea id=" not in page.partition('id="comments"')[0]
    assert "start another draft in the case" in page


def test_the_page_speaks_chinese(office: Office) -> None:
    page = office.sit("writer").see(f"{office.draft_path}?lang=zh")
    assert all(word in page for word in ("标题与正文", "保存并检查", "送审", "必备内容", "起草中"))


def test_a_reader_sees_no_button_for_what_is_not_theirs(office: Office) -> None:
    reader = office.sit("reader", (EVERY_BRAND, Role.AUDITOR))
    page = reader.see(office.draft_path)
    assert not re.search(r'<form method="post"', page)
    assert "Your role reads drafts and does not edit them." in page
    elsewhere = office.sit("elsewhere", ("chenhe", Role.PR))
    assert elsewhere.status(office.draft_path) == 404
    here = office.sit("here", (BRAND, Role.PR))
    assert "Save and check" in here.see(office.draft_path)
