"""A signed text leaving the house over the pages: exported, verified offline, released, taken back, followed by another."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from service.drafting.queries import get_draft
from service.export.verify import verify_bundle
from service.models import DraftStatus
from service.users import EVERY_BRAND, Role
from service.web.routes import routers
from tests.web.offices import ROLES, Office, field_of, words

INVENTED = ("9位", "19位")
PLAIN = {"format-markdown": "on", "format-html": "on"}


def _page(archive: zipfile.ZipFile) -> str:
    """The web page of an export, wherever in the archive it stands."""
    (name,) = (name for name in archive.namelist() if name.endswith("statement.html"))
    return archive.read(name).decode("utf-8")


@pytest.fixture
def signed(office: Office) -> Office:
    office.submit()
    office.sign_all()
    return office


def _released(office: Office, **fields: str) -> str:
    sent = {"place": "微博", "address": "https://weibo.example/1", "released_at": "2026-07-19T03:00", **fields}
    return office.sit("pr").done(f"{office.draft_path}/releases", **sent)


class TestBeforeSigning:
    def test_the_page_says_what_is_missing_and_where_to_go(self, office: Office) -> None:
        page = office.sit("pr").see(f"{office.draft_path}/release")
        assert "Not signed yet" in page
        assert "this version is not under review" in page
        assert "PR · legal · business owner" in words(page)
        assert "/export" not in page
        assert f'href="{office.draft_path}/review"' in page

    def test_nothing_leaves(self, office: Office) -> None:
        refused = office.sit("pr").send(f"{office.draft_path}/export", **PLAIN)
        assert refused.status_code == 409
        assert "only a signed text is exported or released" in refused.text
        refused = office.sit("pr").send(f"{office.draft_path}/releases", place="微博", released_at="2026-07-19T03:00")
        assert refused.status_code == 409
        assert office.kept()[0].status is DraftStatus.WORKING


class TestExport:
    def test_gives_a_bundle_that_verifies_offline(self, signed: Office, tmp_path: Path) -> None:
        answer = signed.sit("auditor").send(f"{signed.draft_path}/export", **PLAIN)
        assert answer.headers["content-type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            names = {name.removeprefix(f"firstword-{signed.draft_id}/") for name in archive.namelist()}
            archive.extractall(tmp_path)
        assert {"statement.txt", "statement.md", "statement.html", "manifest.json"} <= names
        assert "statement.docx" not in names
        assert verify_bundle(tmp_path / f"firstword-{signed.draft_id}", signed.installation.key().public) == []

    def test_offers_every_form_and_shows_who_signed(self, signed: Office) -> None:
        page = signed.sit("legal").see(f"{signed.draft_path}/release")
        assert re.findall(r'name="format-(\w+)"', page) == ["markdown", "html", "docx", "pdf"]
        assert signed.kept()[1].digest in page
        assert all(f"Name of {login}" in page for login in ("pr", "legal", "owner"))
        assert re.findall(r'name="label" value="(\w+)"', page) == ["auto", "always", "none"]
        assert "here: not shown" in page
        assert 'name="acknowledgement"' not in page

    @pytest.mark.parametrize(("choice", "is_shown"), [("auto", False), ("always", True), ("none", False)])
    def test_shows_the_label_as_chosen(self, signed: Office, choice: str, is_shown: bool) -> None:
        answer = signed.sit("pr").send(f"{signed.draft_path}/export", label=choice, **{"format-html": "on"})
        assert answer.status_code == 200
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert ('<meta name="AIGC"' in _page(archive)) is is_shown

    def test_a_choice_there_is_none_of_is_refused(self, signed: Office) -> None:
        refused = signed.sit("pr").send(f"{signed.draft_path}/export", label="<b>")
        assert refused.status_code == 422
        assert "choose when the label of generated content is shown" in refused.text


class TestReleases:
    def test_are_recorded_with_place_address_and_moment(self, signed: Office) -> None:
        page = _released(signed)
        assert "The release is recorded" in page
        assert '<a href="https://weibo.example/1" rel="noopener noreferrer">' in page
        assert 'datetime="2026-07-19T03:00:00+08:00"' in page
        assert signed.kept()[0].status is DraftStatus.RELEASED
        assert "Released or withdrawn texts stay as they are" in signed.sit("writer").see(signed.draft_path)

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"place": " "}, "say where it was released"),
            ({"released_at": ""}, "say when it was released"),
            ({"released_at": "soon"}, "write a date and a time"),
            ({"released_at": "2099-01-01T00:00"}, "this moment lies ahead"),
        ],
    )
    def test_what_cannot_be_recorded_comes_back(self, signed: Office, fields: dict[str, str], told: str) -> None:
        sent = {"place": "微博", "address": "<b>somewhere</b>", "released_at": "2026-07-19T03:00", **fields}
        refused = signed.sit("pr").send(f"{signed.draft_path}/releases", **sent)
        assert refused.status_code == 422
        assert told in refused.text
        assert field_of(refused.text, "address") == "<b>somewhere</b>"
        assert signed.kept()[0].status is DraftStatus.SIGNED

    def test_an_address_that_is_no_link_is_no_link(self, signed: Office) -> None:
        page = _released(signed, address="javascript:alert(1)")
        assert "javascript:alert(1)" in page
        assert 'href="javascript' not in page

    def test_are_taken_back_once_with_a_reason(self, signed: Office) -> None:
        page = _released(signed)
        found = re.search(r"/releases/(\w+)/withdraw", page)
        assert found is not None
        path = f"{signed.draft_path}/releases/{found.group(1)}/withdraw"
        assert signed.sit("pr").send(path, reason=" ").status_code == 422
        page = signed.sit("pr").done(path, reason="数字有误")
        assert "数字有误" in page
        assert "Taken back" in page
        assert signed.sit("pr").send(path, reason="again").status_code == 409

    def test_of_another_draft_are_not_found(self, signed: Office) -> None:
        _released(signed)
        assert signed.sit("pr").send(f"{signed.draft_path}/releases/nonsense/withdraw", reason="x").status_code == 404

    def test_lead_to_an_update_or_a_correction(self, signed: Office) -> None:
        page = _released(signed)
        assert page.count(f'action="/cases/{signed.case_id}/statements"') == 2
        assert page.count(f'name="previous" value="{signed.draft_id}"') == 2


def test_the_whole_way_over_the_pages(office: Office, tmp_path: Path) -> None:
    """Draft, edit, review, a waiver with reason, changes requested, a new version, every signature, a bundle that verifies."""
    office.edit(*INVENTED)
    office.submit(assigned_to=office.sit("legal").person.user_id)
    legal = office.sit("legal")
    page = legal.see(f"{office.draft_path}/review")
    ticked = dict.fromkeys(re.findall(r'name="(finding-\w+)"', page), "on")
    page = legal.done(
        f"{office.draft_path}/decisions", group=field_of(page, "group"), kind="waived", reason="医院来电更正为19位", **ticked
    )
    assert "0 to decide" in page
    legal.done(
        f"{office.draft_path}/verdict", digest=field_of(page, "digest"), verdict="changes_requested", note="请补一句感谢顾客理解"
    )
    assert "请补一句感谢顾客理解" in office.sit("writer").see(office.draft_path)
    office.edit("下一次说明", "感谢各位顾客的理解。下一次说明")
    office.submit()
    page = legal.see(f"{office.draft_path}/review")
    # The waiver goes on to hold: it knows the finding by its words.
    assert "ungrounded-number" not in page.partition('id="findings"')[2].partition("<details")[0]
    legal.done(f"{office.draft_path}/verdict", digest=field_of(page, "digest"), verdict="approved")
    office.sign_all()
    answer = office.sit("pr").send(f"{office.draft_path}/export", **PLAIN)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        archive.extractall(tmp_path)
    bundle = tmp_path / f"firstword-{office.draft_id}"
    assert "感谢各位顾客的理解" in (bundle / "statement.txt").read_text(encoding="utf-8")
    assert verify_bundle(bundle, office.installation.key().public) == []
    changed = bundle / "statement.md"
    changed.write_bytes(changed.read_bytes().replace("感谢".encode(), "多谢".encode()))
    assert ["statement.md" in fault.en for fault in verify_bundle(bundle, None)] == [True]


# Every page and form of a draft: who may, by role. What is not told is for those who may see the case.
SEES = frozenset(ROLES.values())
SIGNS = frozenset({Role.PR, Role.LEGAL, Role.BUSINESS_OWNER, Role.EXECUTIVE})
TABLE: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("GET", "", SEES),
    ("GET", "/review", SEES),
    ("GET", "/release", SEES),
    ("GET", "/versions", SEES),
    ("GET", "/revision", frozenset({Role.PR})),
    ("POST", "/revision", frozenset({Role.PR})),
    ("POST", "/revision/take", frozenset({Role.PR})),
    ("POST", "", frozenset({Role.PR})),
    ("POST", "/submit", frozenset({Role.PR})),
    ("POST", "/withdraw", frozenset({Role.PR})),
    ("POST", "/comments", SIGNS),
    ("POST", "/comments/{comment}/resolve", SIGNS),
    ("POST", "/decisions", frozenset({Role.LEGAL})),
    ("POST", "/verdict", SIGNS),
    ("POST", "/assignment", SIGNS),
    ("POST", "/notes", frozenset({Role.LEGAL})),
    ("POST", "/sign-offs", SIGNS),
    ("POST", "/export", SIGNS | {Role.AUDITOR}),
    ("POST", "/releases", frozenset({Role.PR})),
    ("POST", "/releases/{release}/withdraw", frozenset({Role.PR})),
    ("POST", "/knowledge", frozenset({Role.PR, Role.LEGAL})),
)
FORM = {
    "version": "999",
    "number": "1",
    "title": "x",
    "text": "y",
    "comment": "x",
    "finding-x": "on",
    "kind": "wrong",
    "reason": "x",
    "verdict": "approved",
    "role": "pr",
    "digest": "x",
    "place": "0-1",
    "released_at": "2026-01-01T00:00",
}


def _paths(office: Office) -> dict[str, str]:
    page = office.sit("writer").done(f"{office.draft_path}/comments", number="1", place="", comment="x")
    comment = re.search(r"/comments/(\w+)/resolve", page)
    office.submit()
    office.sign_all()
    release = re.search(r"/releases/(\w+)/withdraw", _released(office))
    assert comment is not None
    assert release is not None
    return {"comment": comment.group(1), "release": release.group(1)}


def test_each_page_and_form_answers_the_roles_that_may_and_no_others(office: Office) -> None:
    ids = _paths(office)
    wrong = []
    for login in ROLES:
        for brand, where in ((EVERY_BRAND, "here"), ("chenhe", "elsewhere")):
            seat = office.sit(f"{login}-{where}", (brand, ROLES[login]))
            token = seat.token()
            for method, tail, allowed in TABLE:
                path = office.draft_path + tail.format(**ids)
                data = {**FORM, "form_token": token} if method == "POST" else None
                status = seat.client.request(method, path, data=data, headers={"accept": "text/html"}).status_code
                expected = status == 404 if where == "elsewhere" else (status not in {403, 404}) == (ROLES[login] in allowed)
                if not expected and not (tail == "/decisions" and status == 404 and where == "here" and ROLES[login] in allowed):
                    wrong.append((login, where, method, tail, status))
    assert wrong == []


def test_no_form_is_taken_without_the_token_of_its_session(office: Office) -> None:
    ids, seat = _paths(office), office.sit("pr")
    stranger = office.sit("legal").token()
    for method, tail, _ in TABLE:
        if method == "POST":
            path = office.draft_path + tail.format(**ids)
            for data in (FORM, {**FORM, "form_token": stranger}, {**FORM, "form_token": "0" * 64}):
                assert seat.client.post(path, data=data, headers={"accept": "text/html"}).status_code == 403, tail
    with office.installation.database().reading() as session:
        assert get_draft(session, seat.person, office.draft_id)[0].status is DraftStatus.RELEASED


def test_every_page_of_a_draft_is_in_the_table() -> None:
    names = {"{comment_id}": "{comment}", "{release_id}": "{release}"}
    found = set()
    for route in (route for router in routers() for route in router.routes if isinstance(route, APIRoute)):
        tail = route.path.removeprefix("/drafts/{draft_id}")
        if tail != route.path:
            for long, short in names.items():
                tail = tail.replace(long, short)
            found |= {(method, tail) for method in route.methods or ()}
    # What the editor asks while one types has tests of its own.
    assert found - {("POST", "/check"), ("POST", "/fixes")} == {(method, tail) for method, tail, _ in TABLE}
