"""Signing in, cookies, tokens, and who is let in where: every route for every role, for its brand and another's."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from service.errors import InvalidInput
from service.export.verify import verify_bundle
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.users.commands import invite
from service.users.own import make_token
from service.users.queries import principal_of
from tests.databases import PASSWORD
from tests.demand import printer
from tests.web.sites import BRAND, BRIEF, Filed, Site, sign_in


class TestBeforeAnybodyWasLetIn:
    def test_this_machine_is_answered_and_no_other(self, fresh: Site) -> None:
        assert fresh.client().post("/api/v1/checks", json={"text": "x"}).status_code == 200
        assert fresh.client("192.0.2.1").post("/api/v1/checks", json={"text": "x"}).status_code == 403

    def test_cases_are_nobody_s(self, fresh: Site) -> None:
        assert fresh.client().get("/api/v1/cases").status_code == 401

    def test_the_first_link_makes_the_administrator_and_ends_the_open_door(self, fresh: Site) -> None:
        link, client = fresh.link(), fresh.client()
        page = client.get(f"/join/{link}")
        assert page.status_code == 200
        assert 'name="login"' in page.text
        refused = client.post(f"/join/{link}", data={"login": "root", "name": "Root", "password": "short"})
        assert refused.status_code == 422
        assert "a password has 12 to 200 characters" in refused.text
        done = client.post(f"/join/{link}", data={"login": "root", "name": "Root", "password": PASSWORD})
        assert (done.status_code, done.headers["location"]) == (303, "/welcome")
        welcome = client.get("/welcome?lang=en", headers={"accept": "text/html"})
        assert "Welcome, Root" in welcome.text
        assert "login <strong>root</strong>" in welcome.text
        assert 'href="/people"' in welcome.text
        client.cookies.clear()
        assert client.get(f"/join/{link}").status_code == 404
        assert client.post("/api/v1/checks", json={"text": "x"}).status_code == 401


class TestSigningIn:
    def test_a_page_leads_to_the_form_and_back(self, site: Site) -> None:
        client = site.client()
        asked = client.get("/check?lang=en", headers={"accept": "text/html"})
        assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fcheck%3Flang%3Den")
        done = sign_in(client, next="/check?lang=en")
        assert (done.status_code, done.headers["location"]) == (303, "/check?lang=en")
        assert client.get("/check").status_code == 200
        assert "Root" in client.get("/account").text

    def test_who_asked_for_the_service_itself_lands_on_the_desk(self, site: Site) -> None:
        client = site.client()
        asked = client.get("/", headers={"accept": "text/html"})
        assert 'name="next" value="/desk"' in client.get(asked.headers["location"]).text
        assert sign_in(client, next="/").headers["location"] == "/desk"

    @pytest.mark.parametrize("target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:1", "x", ""])
    def test_it_never_leads_elsewhere(self, site: Site, target: str) -> None:
        assert sign_in(site.client(), next=target).headers["location"] == "/desk"

    def test_the_cookie_is_for_this_site_and_no_script(self, site: Site) -> None:
        plain = sign_in(site.client()).headers["set-cookie"]
        assert re.match(r"firstword_session=[\w-]{43}; HttpOnly; Max-Age=604800; Path=/; SameSite=lax$", plain)
        secure = sign_in(site.client(base="https://127.0.0.1:8000"))
        assert secure.headers["set-cookie"].startswith("__Host-firstword_session=")
        assert secure.headers["set-cookie"].endswith("; Secure")
        assert secure.headers["strict-transport-security"] == "max-age=31536000"

    def test_wrong_login_and_wrong_password_look_alike(self, site: Site) -> None:
        answers = [sign_in(site.client(), login=login, password="wrong password") for login in ("root", "nobody")]
        assert [answer.status_code for answer in answers] == [401, 401]
        assert answers[0].text.replace("root", "nobody") == answers[1].text

    def test_after_too_many_it_says_how_long_to_wait(self, site: Site) -> None:
        for _ in range(5):
            sign_in(site.client(), password="wrong password")
        refused = sign_in(site.client())
        assert refused.status_code == 429
        assert 0 < int(refused.headers["retry-after"]) <= 60

    def test_signing_out_needs_the_form_of_this_session(self, site: Site) -> None:
        client = site.client()
        sign_in(client)
        assert client.post("/sign-out", data={"form_token": "0" * 64}).status_code == 403
        token = re.search(r'name="form_token" value="(\w+)"', client.get("/account").text)
        assert token is not None
        assert client.post("/sign-out", data={"form_token": token.group(1)}).status_code == 303
        assert client.get("/account").status_code == 401

    def test_another_site_s_page_cannot_use_the_cookie(self, site: Site) -> None:
        client = site.client()
        sign_in(client)
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            assert client.post("/api/v1/cases", content=BRIEF, headers=headers).status_code == 403
            assert sign_in(site.client()).status_code == 303

    @pytest.mark.parametrize("header", ["Bearer nonsense", "bearer ", "Bearer \u00e9"])
    def test_a_token_that_does_not_count_is_told_so(self, site: Site, header: str) -> None:
        answer = site.client().get("/api/v1/cases", headers={"authorization": header.encode()})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@dataclass(frozen=True)
class Route:
    """One route of the API: what it asks for, and what to send."""

    method: str
    path: str
    permission: Permission
    body: object = None
    headers: tuple[tuple[str, str], ...] = ()


LAST = (("if-match", '"999999"'),)
P = Permission
NEXT = {"reason": "x"}
ROUTES = (
    Route("GET", "/api/v1/cases/{case_id}", P.CASE_VIEW),
    Route("PUT", "/api/v1/cases/{case_id}/brief", P.CASE_EDIT, BRIEF, LAST),
    Route("GET", "/api/v1/cases/{case_id}/changes", P.CASE_VIEW),
    Route("POST", "/api/v1/cases/{case_id}/close", P.CASE_CLOSE, None, LAST),
    Route("POST", "/api/v1/cases/{case_id}/reopen", P.CASE_CLOSE, None, LAST),
    Route("POST", "/api/v1/steps/{step_id}", P.CASE_EDIT, {"done": False}),
    Route("PUT", "/api/v1/steps/{step_id}", P.CASE_EDIT, {"owner": "x"}),
    Route("POST", "/api/v1/cases/{case_id}/erase", P.CASE_ERASE, {"reason": "x"}),
    Route("GET", "/api/v1/cases/{case_id}/notes", P.NOTE_READ),
    Route("POST", "/api/v1/cases/{case_id}/notes", P.NOTE_WRITE, {"text": "x"}),
    Route("GET", "/api/v1/cases/{case_id}/timeline", P.CASE_VIEW),
    Route("POST", "/api/v1/cases/{case_id}/drafts?offline=true", P.DRAFT_WRITE, {"statement": "faq", "language": "zh-CN"}),
    Route("GET", "/api/v1/works/{draft_id}", P.CASE_VIEW),
    Route("PUT", "/api/v1/works/{draft_id}", P.DRAFT_WRITE, {"title": "x", "text": "y"}, LAST),
    Route("POST", "/api/v1/works/{draft_id}/withdraw", P.DRAFT_WRITE, None, LAST),
    Route("POST", "/api/v1/works/{draft_id}/export", P.STATEMENT_EXPORT),
    Route(
        "POST", "/api/v1/works/{draft_id}/releases", P.STATEMENT_RELEASE, {"place": "x", "released_at": "2026-01-01T00:00:00Z"}
    ),
    Route("POST", "/api/v1/works/{draft_id}/review", P.REVIEW_REQUEST, {}, LAST),
    Route(
        "POST", "/api/v1/works/{draft_id}/decisions", P.FINDING_DECIDE, {"finding": "{finding}", "kind": "wrong", "reason": "x"}
    ),
    Route("POST", "/api/v1/works/{draft_id}/verdict", P.REVIEW_DECIDE, {"digest": "x", "verdict": "approved"}),
    Route("POST", "/api/v1/works/{draft_id}/sign-offs", P.STATEMENT_SIGN, {"digest": "x", "role": "pr"}),
    Route("POST", "/api/v1/works/{draft_id}/comments", P.COMMENT_WRITE, {"start": 0, "end": 1, "text": "x"}),
    Route("POST", "/api/v1/cases/{case_id}/knowledge", P.KNOWLEDGE_PROPOSE, {"title": "x", "text": "y"}),
    Route("POST", "/api/v1/works/{draft_id}/knowledge", P.KNOWLEDGE_PROPOSE),
)
# People and the chain: for whoever has the permission for every brand.
INVITED = {"login": "new", "name": "New"}
HELD = {"brand": "x", "role": "pr"}
FOR_ALL = (
    Route("GET", "/api/v1/people", P.USERS_MANAGE),
    Route("POST", "/api/v1/people", P.USERS_MANAGE, INVITED),
    Route("GET", "/api/v1/people/{user_id}", P.USERS_MANAGE),
    Route("POST", "/api/v1/people/{user_id}/roles", P.USERS_MANAGE, HELD),
    Route("POST", "/api/v1/people/{user_id}/link", P.USERS_MANAGE),
    Route("POST", "/api/v1/people/{user_id}/deactivate", P.USERS_MANAGE),
    Route("POST", "/api/v1/people/{user_id}/reactivate", P.USERS_MANAGE),
    Route("GET", "/api/v1/audit", P.AUDIT_READ),
)
# For no one case: these have tests of their own below.
OTHERS = {
    ("POST", "/api/v1/cases"),
    ("GET", "/api/v1/cases"),
    ("GET", "/api/v1/reviews"),
    ("POST", "/api/v1/releases/{release_id}/withdraw"),
    ("POST", "/api/v1/commitments/{commitment_id}/kept"),
    # By proposal, not by case: tests/web/test_knowledge_page.py.
    ("GET", "/api/v1/knowledge"),
    ("POST", "/api/v1/knowledge/{proposal_id}/accept"),
    ("POST", "/api/v1/knowledge/{proposal_id}/refuse"),
    # One's own alone: tests/web/test_notices.py.
    ("GET", "/api/v1/notices"),
    ("POST", "/api/v1/notices/{notice_id}/read"),
    ("GET", "/api/v1/account/addresses"),
    ("PUT", "/api/v1/account/addresses"),
}
# Texts and briefs in, answers out: whoever may check texts, or this machine while there are no users.
STATELESS = {
    "/api/v1/drafts",
    "/api/v1/checks",
    "/api/v1/intake",
    "/api/v1/groundings",
    "/api/v1/grounding",
    "/api/v1/assessments",
}


def _ask(client: TestClient, route: Route, ids: dict[str, str]) -> int:
    content = None
    if isinstance(route.body, str):
        content = route.body
    elif route.body is not None:
        content = json.dumps(route.body).replace("{finding}", ids.get("finding", ""))
    path = route.path.format(**ids)
    return int(client.request(route.method, path, content=content, headers=dict(route.headers)).status_code)


def _api_routes(app: FastAPI) -> set[tuple[str, str]]:
    found = set()
    for item in app.openapi()["paths"].items():
        path, methods = item
        found |= {(method.upper(), path) for method in methods if path.startswith("/api/")}
    return found


def test_every_route_of_the_api_is_in_a_table(fresh: Site) -> None:
    told = {(route.method, route.path.partition("?")[0]) for route in (*ROUTES, *FOR_ALL)} | OTHERS
    routes = {
        (method, path)
        for method, path in _api_routes(fresh.app)
        if path not in STATELESS and not path.startswith("/api/v1/revis")
    }
    assert routes == told
    assert all(isinstance(route, APIRoute) or route for route in fresh.app.routes)


def test_each_route_answers_the_roles_that_may_and_no_others(filed: Filed) -> None:
    rows = []
    for role in Role:
        here = filed.site.act(f"here-{role}", (BRAND, role))
        elsewhere = filed.site.act(f"elsewhere-{role}", ("chenhe", role))
        probe = Principal("x", "x", {BRAND: frozenset({role})})
        for route in ROUTES:
            allowed = probe.may(route.permission, BRAND)
            status = _ask(here, route, filed.ids)
            assert (status not in {401, 403, 404}) is allowed, (role, route, status)
            assert status < 500, (role, route, status)
            assert _ask(elsewhere, route, filed.ids) == 404, (role, route)
            rows.append(
                f"{role:15} {route.method:5} {route.path.partition('?')[0]:45} {'yes' if allowed else 'no':4} other brand: 404"
            )
    print("\n".join(rows))  # noqa: T201 - the table, seen with pytest -rP


def test_people_and_the_chain_are_for_whoever_may_for_every_brand(site: Site) -> None:
    for role in Role:
        ids = {"user_id": site.person(f"about-{role}").user_id}
        everywhere, here = site.act(f"all-{role}", (EVERY_BRAND, role)), site.act(f"one-{role}", (BRAND, role))
        probe = Principal("x", "x", {EVERY_BRAND: frozenset({role})})
        for route in FOR_ALL:
            status = _ask(everywhere, route, ids)
            assert (status < 300) is probe.may(route.permission, EVERY_BRAND), (role, route, status)
            assert _ask(here, route, ids) == 403, (role, route)


class TestErasure:
    def test_by_the_api_takes_the_words_and_leaves_the_case(self, filed: Filed) -> None:
        admin, case = filed.site.act("admin", (EVERY_BRAND, Role.ADMIN)), f"/api/v1/cases/{filed.ids['case_id']}"
        assert admin.post(f"{case}/erase", json={"reason": "DSR-17"}).status_code == 409
        pr = filed.site.act("pr")
        version = pr.get(case).headers["etag"]
        assert pr.post(f"{case}/close", headers={"if-match": version}).status_code == 200
        assert pr.post(f"{case}/erase", json={"reason": "DSR-17"}).status_code == 403
        for wrong in ({}, {"reason": ""}, {"reason": "x" * 501}, {"reason": "x", "title": "y"}):
            assert admin.post(f"{case}/erase", json=wrong).status_code == 422
        done = admin.post(f"{case}/erase", json={"reason": "DSR-17"})
        assert (done.status_code, done.json()["status"]) == (200, "closed")
        assert "erased" in done.json()["title"]
        assert admin.post(f"{case}/erase", json={"reason": "DSR-17"}).status_code == 409
        assert pr.get(f"{case}/timeline").json()[0]["action"] == "case.erased"


class TestPeople:
    def test_from_an_invitation_to_somebody_who_is_let_in_no_more(self, site: Site) -> None:
        admin = site.act("admin", (EVERY_BRAND, Role.ADMIN))
        made = admin.post("/api/v1/people", json={**INVITED, "roles": [{"brand": "晨禾乳业", "role": "pr"}]}).json()
        assert made["roles"] == [{"brand": "chenhe", "role": "pr"}]
        assert made["has_joined"] is False
        assert site.client().post(made["link"], data={"password": PASSWORD}).status_code == 303
        path = f"/api/v1/people/{made['id']}"
        assert admin.get(path).json()["has_joined"] is True
        held = admin.post(f"{path}/roles", json={"brand": "chenhe", "role": "pr", "held": False}).json()
        assert held["roles"] == []
        assert admin.post(f"{path}/deactivate").status_code == 204
        assert admin.post(f"{path}/link").status_code == 422
        assert sign_in(site.client(), login="new").status_code == 401
        assert admin.post(f"{path}/reactivate").status_code == 204
        assert sign_in(site.client(), login="new").status_code == 303
        assert len(admin.get("/api/v1/people").json()) == 3

    def test_nothing_but_what_is_asked_can_be_set(self, site: Site) -> None:
        admin = site.act("admin", (EVERY_BRAND, Role.ADMIN))
        for extra in ({"password_hash": "x"}, {"is_active": False}, {"id": "x"}, {"roles": [{"brand": "*", "role": "king"}]}):
            assert admin.post("/api/v1/people", json={**INVITED, **extra}).status_code == 422
        assert admin.post("/api/v1/people/none/roles", json=HELD).status_code == 404

    def test_whoever_has_not_joined_gets_no_token(self, site: Site) -> None:
        with site.installation.database().unit_of_work() as session:
            user, _ = invite(session, actor_id="system", login="x", name="x", roles=[(EVERY_BRAND, Role.PR)])
            owner = principal_of(session, user)
        with site.installation.database().unit_of_work() as session, pytest.raises(InvalidInput):
            make_token(session, owner=owner, name="t", scopes=[P.CASE_VIEW], life=None)


def test_nobody_is_answered_unasked(filed: Filed) -> None:
    for route in (*ROUTES, *FOR_ALL):
        assert _ask(filed.site.client(), route, {**filed.ids, "user_id": "x"}) == 401
    for method, path in OTHERS:
        assert filed.site.client().request(method, path).status_code == 401


def test_what_belongs_to_no_one_case(filed: Filed) -> None:
    site = filed.site
    assert site.act("boss", (BRAND, Role.EXECUTIVE)).post("/api/v1/cases", content=BRIEF).status_code == 403
    assert site.act("stranger", ("chenhe", Role.PR)).post("/api/v1/cases", content=BRIEF).status_code == 404
    assert site.act("stranger").get("/api/v1/cases").json() == []
    assert site.act("stranger").get("/api/v1/reviews").json() == []
    assert [row["draft_id"] for row in site.act("pr").get("/api/v1/reviews").json()] == [filed.ids["draft_id"]]
    assert site.act("pr").post("/api/v1/releases/none/withdraw", json=NEXT).status_code == 404
    assert site.act("pr").post("/api/v1/commitments/none/kept").status_code == 404


class TestTheWayOfOneStatement:
    def test_from_brief_to_a_bundle_that_verifies(self, filed: Filed, tmp_path: Path) -> None:
        printer()
        site, work = filed.site, f"/api/v1/works/{filed.ids['draft_id']}"
        legal = site.act("legal", (EVERY_BRAND, Role.LEGAL))
        second = site.act("second", (EVERY_BRAND, Role.PR))
        owner = site.act("owner", (EVERY_BRAND, Role.BUSINESS_OWNER))
        told = legal.get(work).json()
        assert told["blockers"] == ["1 error is open (ungrounded-number)"]
        decision = {"finding": filed.ids["finding"], "kind": "waived", "reason": "医院来电更正"}
        assert legal.post(f"{work}/decisions", json=decision).status_code == 204
        for client, role in ((second, "pr"), (legal, "legal"), (owner, "business_owner")):
            assert client.post(f"{work}/sign-offs", json={"digest": told["digest"], "role": role}).status_code == 201
        packed = site.act("pr").post(f"{work}/export")
        assert packed.status_code == 200
        with zipfile.ZipFile(io.BytesIO(packed.content)) as archive:
            archive.extractall(tmp_path)
        bundle = tmp_path / f"firstword-{filed.ids['draft_id']}"
        assert verify_bundle(bundle, site.installation.key().public) == []
        assert (bundle / "statement.pdf").read_bytes().startswith(b"%PDF")
        few = site.act("pr").post(f"{work}/export", json={"formats": ["docx"], "label": "none"})
        with zipfile.ZipFile(io.BytesIO(few.content)) as archive:
            names = [name.rpartition("/")[2] for name in archive.namelist()]
        assert [name for name in names if name.startswith("statement")] == ["statement.txt", "statement.docx"]
        refused = site.act("pr").post(f"{work}/export", json={"formats": [], "label": "never", "colour": 1})
        assert refused.status_code == 422
        assert [problem["field"] for problem in refused.json()["problems"]] == ["formats", "label", "colour"]
        gone = {"place": "weibo", "address": "@x", "released_at": "2026-01-01T00:00:00Z"}
        release = site.act("pr").post(f"{work}/releases", json=gone).json()
        assert site.act("pr").post(f"/api/v1/releases/{release['id']}/withdraw", json=NEXT).json()["withdrawal_reason"] == "x"
        events = site.act("pr").get(f"/api/v1/cases/{filed.ids['case_id']}/timeline").json()
        assert events[0]["action"] == "statement.withdrawn"
        assert "医院来电更正" not in json.dumps(events, ensure_ascii=False)

    def test_every_reason_against_a_sign_off_is_told(self, filed: Filed) -> None:
        pr, work = filed.site.act("pr"), f"/api/v1/works/{filed.ids['draft_id']}"
        refused = pr.post(f"{work}/sign-offs", json={"digest": pr.get(work).json()["digest"], "role": "executive"})
        assert refused.status_code == 409
        assert "1 error is open" in refused.json()["detail"]
        assert "the author does not sign" in refused.json()["detail"]

    @pytest.mark.parametrize(
        ("body", "fields"),
        [
            ({"title": "x", "text": "y", "status": "signed"}, ["status"]),
            ({"title": "", "text": "y"}, ["title"]),
            ({"title": 3}, ["text", "title"]),
            ([], [""]),
        ],
    )
    def test_unknown_and_wrong_keys_are_named_and_nothing_is_written(self, filed: Filed, body: object, fields: list[str]) -> None:
        pr, work = filed.site.act("pr"), f"/api/v1/works/{filed.ids['draft_id']}"
        before = pr.get(work).json()
        refused = pr.put(work, json=body, headers={"if-match": f'"{before["version"]}"'})
        assert refused.status_code == 422
        assert sorted(problem["field"] for problem in refused.json()["problems"]) == fields
        assert pr.get(work).json() == before

    @pytest.mark.parametrize("header", [None, "3", '"x"', '"-1"', "*"])
    def test_a_change_names_the_version_it_was_made_from(self, filed: Filed, header: str | None) -> None:
        work = f"/api/v1/works/{filed.ids['draft_id']}"
        headers = {"if-match": header} if header is not None else {}
        refused = filed.site.act("pr").put(work, json={"title": "x", "text": "y"}, headers=headers)
        assert refused.status_code == 422
        assert refused.json()["problems"][0]["field"] == "If-Match"
