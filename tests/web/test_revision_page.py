"""A kept draft revised by instruction: variants are shown, nothing is kept until one is taken over, and who wrote what stays true."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.app import create_app
from service.audit.queries import list_events
from service.briefs import StatementRequest
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import list_drafts, segments_of
from service.export.exporting import get_export_terms
from service.models import Case, DraftStatus
from service.users import EVERY_BRAND, Role
from tests.drafting.answers import GOOD, answered
from tests.model_server import ModelServer, Reply
from tests.web.offices import Office, field_of, make_office, words

NASTY = "<script>alert(1)</script>"
WARM = "大家心里不踏实，我们很抱歉。"


def _page(archive: zipfile.ZipFile) -> str:
    """The web page of an export, wherever in the archive it stands."""
    (name,) = (name for name in archive.namelist() if name.endswith("statement.html"))
    return archive.read(name).decode("utf-8")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer([]) as running:
        yield running


@pytest.fixture
def modelled(tmp_path: Path, data_dir: Path, server: ModelServer, brief: str) -> Iterator[Office]:
    """An office that asks a scripted model, with a draft by the composer that the model knows how to revise."""
    url = f"sqlite:///{tmp_path / 'modelled.db'}"
    settings = Settings(
        model="openai/scripted",
        api_base=server.url,
        api_key=SecretStr("k"),
        lang="en",
        data_dir=data_dir,
        database_url=url,
        draft_deadline=300,
    )
    office = make_office(create_app(settings), settings)
    writer, database = office.sit("writer").person, office.installation.database()
    with database.unit_of_work() as session:
        office.case_id = open_case(session, writer, load_brief(brief, "b.yml")).id
    request = StatementRequest.model_validate({"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"})
    office.draft_id = create_draft(
        database, writer, office.case_id, request, settings=settings, options=DraftOptions(offline=True)
    ).id
    warmer = [(WARM, e, b, p) if e == "concern" else (t, e, b, p) for t, e, b, p in GOOD]
    server.replies.append(lambda asked: Reply(answered(warmer if "放开改" in json.dumps(asked, ensure_ascii=False) else GOOD)))
    yield office
    office.installation.close()


def offers(page: str) -> list[dict[str, str]]:
    """What each variant's form sends."""
    forms = re.findall(r'<form method="post" action="[^"]*/revision/take">(.*?)</form>', page, re.DOTALL)
    found = [dict(re.findall(r'name="(\w+)" value="([^"]*)"', form)) for form in forms]
    for fields in found:
        fields.pop("form_token")
    return found


def ask(office: Office, instruction: str, by: str = "writer") -> Any:
    return office.sit(by).send(f"{office.draft_path}/revision", instruction=instruction)


def take(office: Office, fields: dict[str, str], by: str = "writer") -> Any:
    return office.sit(by).send(f"{office.draft_path}/revision/take", **fields)


class TestWithoutAModel:
    def test_what_would_be_cut_is_shown_and_nothing_is_kept(self, office: Office) -> None:
        page = ask(office, "更短").text
        assert offers(page)
        assert re.search(r"<del><span class=\"hidden\">cut: </span>[^<]+</del>", page)
        assert "Nothing is kept yet" in page
        assert office.kept()[0].number == 1

    def test_the_one_chosen_is_the_newest_version_and_the_composer_s(self, office: Office) -> None:
        before = office.kept()[1].text or ""
        (shorter, *_) = offers(ask(office, "更短").text)
        answer = take(office, shorter)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{office.draft_path}?done=taken")
        draft, version = office.kept()
        assert (draft.number, draft.status) == (2, DraftStatus.WORKING)
        assert len(version.text or "") < len(before)
        assert json.loads(version.record)["generation"]["model"] == "composer"
        assert {segment.origin for segment in segments_of(version)} == {"composer"}
        assert "The variant is the newest version now." in office.sit("writer").see(answer.headers["location"])

    def test_a_sentence_a_person_wrote_stays_theirs(self, office: Office) -> None:
        office.edit("我们最牵挂的是身体不适的人和他们的家人。", "身体不适的人和他们的家人，我们一直牵挂着。")
        take(office, offers(ask(office, "更短").text)[0])
        version = office.kept()[1]
        wrote = {(version.text or "")[item.start : item.end]: item.origin for item in segments_of(version)}
        assert wrote["身体不适的人和他们的家人，我们一直牵挂着。"] == "person"
        assert "composer" in wrote.values()

    def test_for_another_channel_it_becomes_a_draft_of_its_own(self, office: Office) -> None:
        page = ask(office, "发到小红书").text
        assert "kept as a draft of its own" in page
        answer = take(office, offers(page)[0])
        assert answer.status_code == 303
        assert not answer.headers["location"].startswith(office.draft_path)
        assert office.kept()[0].number == 1
        with office.installation.database().reading() as session:
            drafts = list_drafts(session, session.get_one(Case, office.case_id))
        assert {(draft.channel, draft.number) for draft in drafts} == {("weibo", 1), ("xiaohongshu", 1)}
        assert "The draft is made and kept." in office.sit("writer").see(answer.headers["location"])

    def test_what_takes_a_model_is_said_and_what_was_typed_stays(self, office: Office) -> None:
        refused = ask(office, "更温暖")
        assert refused.status_code == 422
        assert "this takes a model" in refused.text
        assert field_of(refused.text, "instruction") == "更温暖"

    @pytest.mark.parametrize("instruction", ["", " ", "x" * 501])
    def test_an_instruction_that_is_none_is_refused(self, office: Office, instruction: str) -> None:
        assert ask(office, instruction).status_code == 422

    def test_markup_is_shown_and_never_run(self, office: Office) -> None:
        draft, version = office.kept()
        office.sit("writer").done(office.draft_path, version=str(draft.version), title=NASTY, text=f"{version.text}\n\n{NASTY}")
        for instruction in ("更短", NASTY):
            page = ask(office, instruction).text
            assert NASTY not in page
            assert "&lt;script&gt;" in page


class TestWithAModel:
    def test_the_version_says_what_the_model_wrote_and_the_label_follows(self, modelled: Office) -> None:
        page = ask(modelled, "更温暖").text
        assert [fields["name"] for fields in offers(page)] == ["close", "free"]
        assert WARM in words(page)
        take(modelled, offers(page)[1])
        version = modelled.kept()[1]
        text = version.text or ""
        wrote = {text[item.start : item.end]: item.origin for item in segments_of(version)}
        assert wrote[WARM] == "model"
        record = json.loads(version.record)
        assert record["generation"]["model"] == "openai/scripted"
        assert record["prompt"]["id"] == "drafting/revise.zh"
        with modelled.installation.database().reading() as session:
            terms = get_export_terms(session, modelled.sit("pr").person, modelled.draft_id)
            events = [row for row in list_events(session, case_id=modelled.case_id) if row.action == "draft.revised"]
        assert terms.models == ("openai/scripted",)
        assert [row.detail["model"] for row in events] == ["openai/scripted"]

    def test_the_label_is_offered_for_it_and_left_out_only_with_a_word(self, modelled: Office) -> None:
        take(modelled, offers(ask(modelled, "更温暖").text)[1])
        modelled.submit()
        for login in ("pr", "legal", "owner"):
            modelled.sign(login)
        assert modelled.kept()[0].status is DraftStatus.SIGNED
        path, pr = f"{modelled.draft_path}/release", modelled.sit("pr")
        page = pr.see(path)
        assert "openai/scripted" in page
        assert "here: shown" in page
        without = {"label": "none", "format-html": "on"}
        refused = pr.send(f"{modelled.draft_path}/export", **without)
        assert refused.status_code == 422
        assert "so a label is due" in refused.text
        assert re.search(r'value="none" checked', refused.text)
        for fields, is_shown in (
            ({**without, "acknowledgement": "平台统一标识，陈经理负责"}, False),
            ({"format-html": "on"}, True),
        ):
            answer = pr.send(f"{modelled.draft_path}/export", **fields)
            assert answer.status_code == 200
            with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
                assert ('<meta name="AIGC"' in _page(archive)) is is_shown
        with modelled.installation.database().reading() as session:
            rows = [row for row in list_events(session, case_id=modelled.case_id) if row.action == "statement.exported"]
        assert sorted(str(row.detail["label"]) for row in rows) == ["declined", "shown"]

    def test_what_is_internal_does_not_leave_in_an_instruction(self, modelled: Office, server: ModelServer, brief: str) -> None:
        secret = next(fact for fact in load_brief(brief, "b.yml").hidden_facts)
        refused = ask(modelled, f"加上：{secret.text}")
        assert refused.status_code == 422
        assert "cannot go to a model" in refused.text
        assert server.requests == []


class TestWhatIsTakenOver:
    def test_is_what_was_offered_and_nothing_else(self, office: Office) -> None:
        (fields, *_) = offers(ask(office, "更短").text)
        packed, _, signature = fields["offer"].partition(".")
        forged = [
            f"{packed[:-4]}AAAA.{signature}",
            f"{packed}.{'0' * 128}",
            packed,
            "",
            f"{packed}.{signature}x",
            "nonsense.nonsense",
        ]
        for offer in forged:
            refused = take(office, {**fields, "offer": offer})
            assert refused.status_code == 422, offer[-20:]
            assert "this variant was not made here" in refused.text
        assert office.kept()[0].number == 1

    def test_is_of_this_draft(self, office: Office) -> None:
        (fields, *_) = offers(ask(office, "更短").text)
        request = StatementRequest.model_validate({"statement": "faq", "language": "zh-CN"})
        settings, writer = office.installation.settings, office.sit("writer").person
        database = office.installation.database()
        other = create_draft(database, writer, office.case_id, request, settings=settings, options=DraftOptions(offline=True))
        refused = office.sit("writer").send(f"/drafts/{other.id}/revision/take", **fields)
        assert refused.status_code == 422

    def test_a_signature_of_something_else_is_none(self, office: Office) -> None:
        key = office.installation.key()
        packed = offers(ask(office, "更短").text)[0]["offer"].partition(".")[0]
        assert take(office, {"offer": f"{packed}.{key.sign(packed)}", "version": "1"}).status_code == 422

    def test_takes_nothing_else_from_the_form(self, office: Office) -> None:
        (fields, *_) = offers(ask(office, "更短").text)
        take(office, {**fields, "title": "x", "text": "y", "status": "signed", "author_id": "root", "number": "9"})
        draft, version = office.kept()
        assert (draft.status, draft.number) == (DraftStatus.WORKING, 2)
        assert version.title != "x"
        assert version.author_id == office.sit("writer").person.user_id

    def test_after_somebody_was_quicker_it_is_shown_against_what_stands_now(self, office: Office) -> None:
        (fields, *_) = offers(ask(office, "更短").text)
        office.edit("我们最牵挂的是身体不适的人和他们的家人。", "先写的一句。", by="pr")
        refused = take(office, fields)
        assert refused.status_code == 409
        assert "somebody changed the draft meanwhile" in refused.text
        assert "by Name of pr" in refused.text
        assert re.search(r"<del>[^/]*</span>先写的一句。</del>", refused.text)
        assert office.kept()[0].number == 2
        (again,) = offers(refused.text)
        assert take(office, again).status_code == 303
        assert office.kept()[0].number == 3

    def test_ends_a_review(self, office: Office) -> None:
        office.submit()
        page = ask(office, "更短").text
        assert "signatures given so far end" in page
        take(office, offers(page)[0])
        assert office.kept()[0].status is DraftStatus.WORKING

    def test_a_withdrawn_draft_takes_none(self, office: Office) -> None:
        (fields, *_) = offers(ask(office, "更短").text)
        office.sit("writer").done(f"{office.draft_path}/withdraw", version="1")
        assert ask(office, "更短").status_code == 409
        assert take(office, {**fields, "version": "2"}).status_code == 409
        assert office.kept()[0].number == 1


def test_it_is_reached_from_the_draft_and_leads_back(office: Office) -> None:
    writer = office.sit("writer")
    assert f'action="{office.draft_path}/revision"' in writer.see(office.draft_path)
    page = writer.see(f"{office.draft_path}/revision?lang=zh")
    assert "按要求修改" in page
    assert f'href="{office.draft_path}"' in page


def test_a_reader_is_not_shown_it(office: Office) -> None:
    reader = office.sit("reader", (EVERY_BRAND, Role.AUDITOR))
    assert "/revision" not in reader.see(office.draft_path)
    assert reader.status(f"{office.draft_path}/revision") == 403
