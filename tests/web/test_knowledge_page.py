"""What a crisis taught, over pages and API: proposed, accepted or refused, and by whom."""

import re

import pytest

from service.models import KnowledgeProposal
from service.review import knowledge
from service.users import EVERY_BRAND, Role
from tests.review.test_knowledge import index_down
from tests.web.offices import ROLES, Office

NASTY = "<script>alert(1)</script>"


def _propose(office: Office, login: str = "writer", text: str = "先致电家属，再发布说明。") -> str:
    page = office.sit(login).done("/reviews/knowledge", case=office.case_id, title=f"复盘 {NASTY}", text=text)
    assert "Proposed; legal decides." in page
    found = re.search(r'id="p-(\w+)"', page)
    assert found is not None
    return found.group(1)


def _row(office: Office, key: str) -> KnowledgeProposal:
    with office.installation.database().reading() as session:
        found = session.get(KnowledgeProposal, key)
    assert found is not None
    return found


def test_a_note_is_proposed_and_shown_as_it_is(office: Office) -> None:
    assert "Nothing is proposed." in office.sit("writer").see("/reviews/knowledge")
    _propose(office, text=NASTY)
    page = office.sit("writer").see(f"/reviews/knowledge?case={office.case_id}")
    assert NASTY not in page
    assert "&lt;script&gt;" in page
    assert "You proposed it; somebody else of legal decides." in page
    assert "/accept" not in page


def test_what_cannot_be_proposed_comes_back(office: Office) -> None:
    refused = office.sit("writer").send("/reviews/knowledge", case=office.case_id, title=" ", text="kept")
    assert refused.status_code == 422
    assert "kept</textarea>" in refused.text
    assert office.sit("writer").send("/reviews/knowledge", case="nonsense", title="x", text="y").status_code == 404


def test_legal_accepts_and_it_is_in_the_index(office: Office) -> None:
    key = _propose(office)
    page = office.sit("legal").done(f"/reviews/knowledge/{key}/accept")
    assert "Accepted: drafts of this brand find it from now on." in page
    assert _row(office, key).indexed_at is not None
    assert office.sit("legal").send(f"/reviews/knowledge/{key}/accept").status_code == 409


def test_an_index_that_is_down_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    key = _propose(office)
    monkeypatch.setattr(knowledge, "open_knowledge", index_down)
    page = office.sit("legal").done(f"/reviews/knowledge/{key}/accept")
    assert "the index cannot be had now" in page
    assert "Not in the index yet" in page


def test_legal_refuses_with_a_reason(office: Office) -> None:
    key = _propose(office)
    assert office.sit("legal").send(f"/reviews/knowledge/{key}/refuse", reason=" ").status_code == 422
    page = office.sit("legal").done(f"/reviews/knowledge/{key}/refuse", reason="涉及未结案的赔偿")
    assert "涉及未结案的赔偿" in page


def test_a_released_text_is_proposed_from_its_page(office: Office) -> None:
    office.submit()
    office.sign_all()
    assert "Propose this text" not in office.sit("pr").see(f"{office.draft_path}/release")
    sent = {"place": "微博", "released_at": "2026-07-19T03:00"}
    page = office.sit("pr").done(f"{office.draft_path}/releases", **sent)
    assert f'action="{office.draft_path}/knowledge"' in page
    page = office.sit("pr").done(f"{office.draft_path}/knowledge")
    assert "released statement" in page
    refused = office.sit("pr").send(f"{office.draft_path}/knowledge")
    assert (refused.status_code, "this version was proposed already" in refused.text) == (409, True)


def test_page_and_api_are_for_those_who_propose_or_accept(office: Office) -> None:
    key = _propose(office)
    for login, role in ROLES.items():
        seat = office.sit(f"k-{login}", (EVERY_BRAND, role))
        accepts, takes_part = role is Role.LEGAL, role in {Role.LEGAL, Role.PR}
        assert seat.status("/reviews/knowledge") == (200 if takes_part else 403), login
        assert ("/reviews/knowledge" in seat.see("/reviews")) is takes_part
        for path in (f"/reviews/knowledge/{key}/accept", f"/reviews/knowledge/{key}/refuse"):
            if not accepts:
                assert seat.send(path, reason="x").status_code == 403, (login, path)
                assert seat.client.post(f"/api/v1{path.removeprefix('/reviews')}", json={"reason": "x"}).status_code == 403
            assert seat.client.post(path, data={"reason": "x"}).status_code == 403
        assert len(seat.client.get("/api/v1/knowledge").json()) == (1 if takes_part else 0)
    elsewhere = office.sit("k-elsewhere", ("chenhe", Role.LEGAL))
    assert elsewhere.send(f"/reviews/knowledge/{key}/accept").status_code == 404
    assert elsewhere.client.post(f"/api/v1/knowledge/{key}/refuse", json={"reason": "x"}).status_code == 404
    assert elsewhere.client.get("/api/v1/knowledge").json() == []
    assert _row(office, key).verdict is None
    done = office.sit("k-legal").client.post(f"/api/v1/knowledge/{key}/accept")
    assert (done.status_code, done.json()) == (200, {"id": key, "failure": None})
