"""The application with people, as tests of pages and API use it: see the fixtures of the same names in `conftest`."""

import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import make_url
from starlette.testclient import TestClient

from service.installation import Installation
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.users.commands import first_admin_link, invite, join
from service.users.own import make_token
from service.users.queries import find_user, principal_of
from tests.databases import PASSWORD
from tests.samples import FOLDER

BRIEF = (FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8")
BRAND = "炙椒巷火锅"
BASE = "http://127.0.0.1:8000"


@dataclass
class Site:
    """The application with an administrator, and clients that act for people."""

    app: FastAPI
    tokens: dict[str, str] = field(default_factory=dict)
    known: dict[str, Principal] = field(default_factory=dict)

    @property
    def installation(self) -> Installation:
        found = self.app.state.installation
        assert isinstance(found, Installation)
        return found

    @property
    def place(self) -> Path:
        """The file of its database."""
        found = make_url(self.installation.settings.database_url).database
        assert found is not None
        return Path(found)

    def begin_as(self, other: "Site") -> None:
        """A copy of another service's database takes the place of its own, which nobody has opened; its people come along."""
        assert self.installation._database is None
        shutil.copy(other.place, self.place)
        self.tokens, self.known = dict(other.tokens), dict(other.known)

    def client(self, address: str = "127.0.0.1", base: str = BASE) -> TestClient:
        return TestClient(self.app, base_url=base, client=(address, 50000), raise_server_exceptions=False, follow_redirects=False)

    def link(self) -> str:
        with self.installation.database().unit_of_work() as session:
            found = first_admin_link(session)
        assert found is not None
        return found

    def person(self, login: str, *roles: tuple[str, Role]) -> Principal:
        with self.installation.database().unit_of_work() as session:
            _, link = invite(session, actor_id="system", login=login, name=login, roles=roles)
        with self.installation.database().unit_of_work() as session:
            user = join(session, secret=link, password=PASSWORD)
        with self.installation.database().reading() as session:
            return principal_of(session, user)

    def act(self, login: str, *roles: tuple[str, Role]) -> TestClient:
        """A program with a token that may all its owner may."""
        if login not in self.tokens:
            owner = self.known[login] = self.known.get(login) or self.person(login, *roles)
            scopes = [p for p in Permission if any(owner.may(p, brand) for brand, _ in roles)]
            with self.installation.database().unit_of_work() as session:
                _, self.tokens[login] = make_token(session, owner=owner, name="t", scopes=scopes, life=None)
        made = self.client()
        made.headers["authorization"] = f"Bearer {self.tokens[login]}"
        return made

    def me(self, login: str) -> str:
        """The key of a person who joined."""
        with self.installation.database().reading() as session:
            found = find_user(session, login)
        assert found is not None
        return found.id

    def browse_again(self, login: str) -> "Browser":
        """A browser in which somebody known has signed in."""
        made = self.client()
        assert sign_in(made, login=login).status_code == 303
        return Browser(made)

    def browse(self, login: str, *roles: tuple[str, Role]) -> "Browser":
        """A browser in which the person has signed in."""
        if login != "root" and login not in self.known:
            self.known[login] = self.person(login, *roles)
        return self.browse_again(login)


@dataclass
class Browser:
    """Somebody signed in, who sends forms as the pages hold them."""

    client: TestClient
    _token: str = ""

    def see(self, path: str) -> str:
        answer = self.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:500])
        return str(answer.text)

    def status(self, path: str) -> int:
        return int(self.client.get(path, headers={"accept": "text/html"}).status_code)

    @property
    def form_token(self) -> str:
        """Of the session; it stays the same while that lasts."""
        if not self._token:
            found = re.search(r'name="form_token" value="(\w+)"', self.see("/account"))
            assert found is not None
            self._token = found.group(1)
        return self._token

    def send(self, path: str, **fields: str) -> Any:
        data = {"form_token": self.form_token, **fields}
        return self.client.post(path, data=data, headers={"accept": "text/html"})


@dataclass(frozen=True)
class Filed:
    """A case with a draft under review that has one open finding."""

    site: Site
    ids: dict[str, str]


def file_case(site: Site) -> Filed:
    """A case by somebody of PR, who has its draft reviewed."""
    pr = site.act("pr", (EVERY_BRAND, Role.PR))
    case = pr.post("/api/v1/cases", content=BRIEF).json()
    whole = pr.get(f"/api/v1/cases/{case['id']}").json()
    request = {"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"}
    made = pr.post(f"/api/v1/cases/{case['id']}/drafts?offline=true", json=request).json()
    body = {"title": made["title"], "text": made["text"].replace("9位", "19位", 1)}
    edited = pr.put(f"/api/v1/works/{made['id']}", json=body, headers={"if-match": f'"{made["version"]}"'}).json()
    pr.post(f"/api/v1/works/{made['id']}/review", json={}, headers={"if-match": f'"{edited["version"]}"'})
    finding = next(row["key"] for row in edited["findings"] if row["finding"]["severity"] == "error")
    ids = {"case_id": case["id"], "draft_id": made["id"], "step_id": whole["checklist"][0]["id"], "finding": finding}
    return Filed(site, ids)


def sign_in(client: TestClient, **more: str) -> Any:
    return client.post("/sign-in", data={"login": "root", "password": PASSWORD, **more})
