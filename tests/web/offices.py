"""People signed in to browsers around one case, as the tests of the draft's and the review's pages need them."""

import html
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import make_url
from starlette.testclient import TestClient

from service.briefs import StatementRequest
from service.briefs.loader import load_brief
from service.cases.commands import open_case
from service.config import Settings
from service.drafting.commands import create_draft
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import get_draft, get_version
from service.installation import Installation
from service.models import Draft, DraftVersion
from service.users import EVERY_BRAND, Principal, Role
from service.users.commands import first_admin_link, invite, join
from service.users.queries import get_user, principal_of
from tests.databases import PASSWORD
from tests.samples import FOLDER

BASE = "http://127.0.0.1:8000"
BRAND = "炙椒巷火锅"
BRIEF = (FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8")
ROLES = {
    "writer": Role.PR,
    "pr": Role.PR,
    "legal": Role.LEGAL,
    "owner": Role.BUSINESS_OWNER,
    "executive": Role.EXECUTIVE,
    "admin": Role.ADMIN,
    "auditor": Role.AUDITOR,
}


@dataclass
class Seat:
    """Somebody signed in, who sends the forms that the pages hold."""

    client: TestClient
    person: Principal
    _token: str = ""

    def see(self, path: str) -> str:
        """A page, its entities read."""
        answer = self.client.get(path, headers={"accept": "text/html"})
        assert answer.status_code == 200, (path, answer.status_code, answer.text[:400])
        return str(answer.text)

    def status(self, path: str) -> int:
        return int(self.client.get(path, headers={"accept": "text/html"}).status_code)

    def token(self) -> str:
        """Of the session; it stays the same while that lasts."""
        self._token = self._token or field_of(self.see("/account"), "form_token")
        return self._token

    def send(self, path: str, **fields: str) -> Any:
        """A form; the answer, a redirection not followed."""
        return self.client.post(path, data={"form_token": self.token(), **fields}, headers={"accept": "text/html"})

    def done(self, path: str, **fields: str) -> str:
        """A form that is taken; the page it leads to."""
        answer = self.send(path, **fields)
        assert answer.status_code == 303, (path, answer.status_code, words(answer.text)[-1500:])
        return self.see(str(answer.headers["location"]).partition("#")[0])


@dataclass
class Office:
    """One case of level II with a draft by `writer`; everybody holds one role for every brand."""

    app: FastAPI
    seats: dict[str, Seat] = field(default_factory=dict)
    case_id: str = ""
    draft_id: str = ""

    @property
    def installation(self) -> Installation:
        found = self.app.state.installation
        assert isinstance(found, Installation)
        return found

    @property
    def draft_path(self) -> str:
        return f"/drafts/{self.draft_id}"

    def sit(self, login: str, *roles: tuple[str, Role]) -> Seat:
        """The person's browser; they join when they are first asked for."""
        if login not in self.seats:
            database = self.installation.database()
            held = roles or ((EVERY_BRAND, ROLES[login]),)
            with database.unit_of_work() as session:
                _, link = invite(session, actor_id="system", login=login, name=f"Name of {login}", roles=held)
            with database.unit_of_work() as session:
                user = join(session, secret=link, password=PASSWORD)
            with database.reading() as session:
                person = principal_of(session, get_user(session, user.id))
            client = browser(self.app)
            answer = client.post("/sign-in", data={"login": login, "password": PASSWORD})
            assert answer.status_code == 303
            self.seats[login] = Seat(client, person)
        return self.seats[login]

    def kept(self) -> tuple[Draft, DraftVersion]:
        with self.installation.database().reading() as session:
            draft, _ = get_draft(session, self.sit("writer").person, self.draft_id)
            return draft, get_version(session, draft)

    def edit(self, old: str, new: str, by: str = "writer") -> str:
        draft, version = self.kept()
        assert version.title is not None
        assert version.text is not None
        assert old in version.text
        text = version.text.replace(old, new, 1)
        return self.sit(by).done(self.draft_path, version=str(draft.version), title=version.title, text=text)

    def submit(self, **fields: str) -> str:
        return self.sit("writer").done(f"{self.draft_path}/submit", version=str(self.kept()[0].version), **fields)

    def sign(self, login: str) -> Any:
        role = ROLES[login].value
        return self.sit(login).send(f"{self.draft_path}/sign-offs", digest=self.kept()[1].digest, role=role)

    def sign_all(self) -> None:
        for login in ("pr", "legal", "owner"):
            assert self.sign(login).status_code == 303


@dataclass(frozen=True, slots=True)
class Opened:
    """What is kept of an office to open it again upon a copy of its database."""

    database: Path
    writer: Principal
    cookies: dict[str, str]
    case_id: str
    draft_id: str

    @classmethod
    def of(cls, office: Office) -> "Opened":
        """Of one in which nobody but the writer took a seat."""
        (seat,) = office.seats.values()
        place = make_url(office.installation.settings.database_url).database
        assert place is not None
        return cls(Path(place), seat.person, dict(seat.client.cookies), office.case_id, office.draft_id)

    def again(self, app: FastAPI) -> Office:
        """The office in another application, whose database is a copy."""
        client = browser(app)
        client.cookies.update(self.cookies)
        return Office(app, {"writer": Seat(client, self.writer)}, self.case_id, self.draft_id)


def browser(app: FastAPI) -> TestClient:
    """Of somebody on this machine."""
    return TestClient(app, base_url=BASE, client=("127.0.0.1", 50000), raise_server_exceptions=False, follow_redirects=False)


def make_office(app: FastAPI, settings: Settings) -> Office:
    """An administrator, a writer, a case and a draft."""
    office = Office(app)
    database = office.installation.database()
    with database.unit_of_work() as session:
        link = first_admin_link(session)
    assert link is not None
    with database.unit_of_work() as session:
        join(session, secret=link, password=PASSWORD, login="root", name="Root")
    writer = office.sit("writer").person
    with database.unit_of_work() as session:
        office.case_id = open_case(session, writer, load_brief(BRIEF, "brief.yml")).id
    request = StatementRequest.model_validate({"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"})
    made = create_draft(database, writer, office.case_id, request, settings=settings, options=DraftOptions(offline=True))
    office.draft_id = made.id
    return office


def field_of(page: str, name: str) -> str:
    """The value of a page's first field of this name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found.group(1))


def words(page: str) -> str:
    """What a reader sees of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())
