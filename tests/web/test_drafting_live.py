"""A statement asked for on its case's page, told while it is made: what is told last is what is kept, and nothing is kept by halves."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from service.app import create_app
from service.audit.queries import list_events
from service.cases.commands import close_case, open_case
from service.cases.queries import get_case
from service.config import Settings
from service.drafting import commands
from service.drafting.queries import get_version, list_drafts, segments_of
from service.models import Draft, DraftVersion
from service.users import EVERY_BRAND, Role
from tests.drafting.answers import GOOD, answered
from tests.journeys.people_in_chromium import served
from tests.model_server import ModelServer, Reply
from tests.samples import milk
from tests.web.offices import Office, make_office
from tests.web.test_streaming import events

ASKED = {
    "statement": "holding_statement",
    "audience": "public",
    "channel": "web",
    "language": "zh-CN",
    "writer": "offline",
    "issued_at": "2026-07-19T03:00",
}
STREAM = {"accept": "text/event-stream"}


def watch(office: Office, by: str = "writer", **changes: str) -> Any:
    seat = office.sit(by)
    fields = {**ASKED, **changes, "form_token": seat.token()}
    return seat.client.post(f"/cases/{office.case_id}/statements", data=fields, headers=STREAM)


def kept_at(office: Office, address: str) -> tuple[Draft, DraftVersion]:
    """The draft at an address of ours, and its newest version."""
    ident = address.removeprefix("/drafts/").partition("?")[0]
    with office.installation.database().reading() as session:
        draft = session.get_one(Draft, ident)
        return draft, get_version(session, draft)


def count(office: Office) -> int:
    with office.installation.database().reading() as session:
        return len(list_drafts(session, get_case(session, office.sit("writer").person, office.case_id)))


def joined(end: dict[str, Any]) -> str:
    return "".join(item["before"] + item["text"] for item in end["sentences"])


def test_what_is_told_sentence_by_sentence_is_what_is_kept(office: Office) -> None:
    told = events(watch(office).text)
    draft, version = kept_at(office, told[-1][1]["location"])
    text = version.text or ""
    assert count(office) == 2
    assert [data["stage"] for name, data in told if name == "stage"][:3] == ["accepted", "retrieve", "write"]
    sentences = [data["text"] for name, data in told if name == "sentence"]
    assert sentences == [text[item.start : item.end] for item in segments_of(version)]
    name, end = told[-1]
    assert (name, end["location"], end["language"]) == ("done", f"/drafts/{draft.id}?done=made", "zh-CN")
    assert joined(end) == text
    assert "The draft is made and kept." in office.sit("writer").see(end["location"])


def test_it_is_the_same_as_without_a_script(office: Office) -> None:
    with_script = kept_at(office, events(watch(office).text)[-1][1]["location"])[1].digest
    answer = office.sit("writer").send(f"/cases/{office.case_id}/statements", **ASKED)
    assert answer.status_code == 303
    assert kept_at(office, answer.headers["location"])[1].digest == with_script


@pytest.fixture
def modelled(tmp_path: Path, data_dir: Path) -> Iterator[Office]:
    """An office that asks a model, which invents a sentence in passing."""
    obedient = [*GOOD[:4], ("目前已有37人就医，十倍赔偿。", "known", ["F4"], 2), *GOOD[4:]]
    with ModelServer([Reply(answered(obedient))]) as server:
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
        with office.installation.database().unit_of_work() as session:
            office.case_id = open_case(session, office.sit("writer").person, milk()).id
        yield office
        office.installation.close()


def test_what_did_not_hold_is_neither_kept_nor_told_at_the_end(modelled: Office) -> None:
    told = events(watch(modelled, writer="model", channel="weibo", issued_at="2026-03-02T10:40").text)
    version = kept_at(modelled, told[-1][1]["location"])[1]
    assert joined(told[-1][1]) == version.text
    made = json.loads(version.record)["generation"]
    assert (made["model"], made["reason"]) == ("openai/scripted", None)
    assert not [data for name, data in told if name == "sentence" and "37" in data["text"]]
    assert {item["origin"] for item in told[-1][1]["sentences"]} >= {"model"}


class TestRefusals:
    def test_before_anything_began_is_the_page_with_the_form(self, office: Office) -> None:
        answer = watch(office, language="xx")
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("text/html")
        assert count(office) == 1

    def test_on_the_way_is_the_last_event_and_nothing_is_kept(self, office: Office) -> None:
        pr = office.sit("pr").person
        with office.installation.database().unit_of_work() as session:
            close_case(session, pr, office.case_id, expected=get_case(session, pr, office.case_id).version)
        name, problem = events(watch(office).text)[-1]
        assert (name, problem["status"]) == ("error", 409)
        assert "the case is closed" in problem["detail"]
        assert count(office) == 1

    def test_without_the_token_or_the_right_nothing_is_drafted(self, office: Office) -> None:
        seat = office.sit("writer")
        assert seat.client.post(f"/cases/{office.case_id}/statements", data=ASKED, headers=STREAM).status_code == 403
        office.sit("reader", (EVERY_BRAND, Role.AUDITOR))
        assert watch(office, by="reader").status_code == 403
        office.sit("elsewhere", ("chenhe", Role.PR))
        assert watch(office, by="elsewhere").status_code == 404
        assert count(office) == 1

    def test_a_failure_while_it_is_kept_keeps_no_half(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(commands, "record", broken)
        name, problem = events(watch(office).text)[-1]
        assert (name, problem["status"]) == ("error", 500)
        assert "disk full" not in json.dumps(problem)
        assert count(office) == 1


def test_a_closed_tab_leaves_a_whole_draft(office: Office) -> None:
    """The reader leaves at the first event. What was asked for is drafted to its end: all of it is there, or none."""
    seat = office.sit("writer")
    fields = "&".join(f"{name}={value}" for name, value in {**ASKED, "form_token": seat.token()}.items())
    cookies = "; ".join(f"{name}={value}" for name, value in seat.client.cookies.items())
    with served(office.app) as address:
        port = int(address.rpartition(":")[2])
        head = (
            f"POST /cases/{office.case_id}/statements HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: {cookies}\r\n"
            f"accept: text/event-stream\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {len(fields)}\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", port)) as leaving:
            leaving.sendall((head + fields).encode())
            seen = b""
            while b'"stage":"accepted"' not in seen:
                piece = leaving.recv(4096)
                assert piece, seen
                seen += piece
        for _ in range(600):
            if count(office) == 2:
                break
            time.sleep(0.1)
    with office.installation.database().reading() as session:
        drafts = list_drafts(session, get_case(session, seat.person, office.case_id))
        (draft,) = (item for item in drafts if item.id != office.draft_id)
        version = get_version(session, draft)
        rows = list_events(session, case_id=office.case_id, limit=500)
    assert segments_of(version)[-1].end == len(version.text or "")
    assert draft.id in {row.subject_id for row in rows if row.action == "draft.generated"}
