"""The service killed without warning at fifty moments of the way from brief to export: what was answered is there, and nothing by halves."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from service.audit.verify import verify_chain
from service.config import Settings
from service.drafting.queries import findings_of
from service.installation import Installation
from service.models import AuditEvent, BriefVersion, Case, Draft, DraftStatus, DraftVersion, FindingDecision, Review, SignOff
from service.users import EVERY_BRAND, Permission, Role
from service.users.commands import first_admin_link, invite, join
from service.users.own import make_token
from service.users.queries import principal_of
from tests.databases import PASSWORD
from tests.samples import FOLDER, ROOT

pytestmark = pytest.mark.slow
KILLS = 50
BRIEF = (FOLDER / "05-hotpot-food-poisoning.yml").read_text(encoding="utf-8")
REQUEST = {"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"}
# Longer than most answers take, so that some kills meet an answer under way and some come between two.
LONGEST_WAIT = 0.3


@dataclass
class Journey:
    """A client that walks from brief to export, again and again, and keeps what was answered with yes."""

    address: str
    tokens: dict[str, str]
    said: list[tuple[str, Any]] = field(default_factory=list)
    case: str = ""
    draft: str = ""
    finished: int = 0

    def step(self) -> None:
        """The next step; what the one before did is asked, since its answer may have been lost."""
        if not self.case:
            self.case = self._ask("writer", "POST", "/cases", content=BRIEF)["id"]
            self._keep("case", self.case)
        elif not self.draft:
            self.draft = self._ask("writer", "POST", f"/cases/{self.case}/drafts?offline=true", json=REQUEST)["id"]
            self._keep("version", (self.draft, 1))
        else:
            self._go_on(self._ask("legal", "GET", f"/works/{self.draft}"))

    def _go_on(self, work: dict[str, Any]) -> None:
        path, last = f"/works/{self.draft}", {"if-match": f'"{work["version"]}"'}
        undecided = [row for row in work["findings"] if row["finding"]["severity"] == "error" and row["decision"] is None]
        missing = [role for role in work["required"] if role not in {row["role"] for row in work["signed"]}]
        if work["number"] < 3:
            text = work["text"].replace("9位", "19位", 1) if work["number"] == 1 else work["text"] + "\n\n感谢理解。"
            edited = self._ask("writer", "PUT", path, json={"title": work["title"], "text": text}, headers=last)
            self._keep("version", (self.draft, edited["number"]))
        elif work["status"] == DraftStatus.WORKING:
            review = self._ask("writer", "POST", f"{path}/review", json={}, headers=last)
            self._keep("review", review["id"])
        elif undecided:
            decision = {"finding": undecided[0]["key"], "kind": "waived", "reason": "医院来电更正"}
            self._ask("legal", "POST", f"{path}/decisions", json=decision)
            self._keep("decision", (self.draft, undecided[0]["key"]))
        elif missing:
            body = {"digest": work["digest"], "role": missing[0]}
            self._keep("sign_off", self._ask(missing[0], "POST", f"{path}/sign-offs", json=body)["id"])
        else:
            self._ask("writer", "POST", f"{path}/export")
            self._keep("export", self.draft)
            self.finished += 1
            self.case = self.draft = ""

    def _keep(self, kind: str, what: Any) -> None:
        self.said.append((kind, what))

    def _ask(self, who: str, method: str, path: str, **sent: Any) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.tokens[who]}", **sent.pop("headers", {})}
        with httpx.Client(timeout=60, trust_env=False) as client:
            answer = client.request(method, f"{self.address}/api/v1{path}", headers=headers, **sent)
        assert answer.is_success, (method, path, answer.status_code, answer.text)
        found = answer.json() if "json" in answer.headers.get("content-type", "") else {}
        assert isinstance(found, dict)
        return found


@pytest.fixture
def installation(own_data_dir: Path) -> Iterator[Installation]:
    made = Installation(Settings(data_dir=own_data_dir, model=""))
    yield made
    made.close()


@pytest.fixture
def launcher(own_data_dir: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "FIRSTWORD_DATA_DIR": str(own_data_dir), "FIRSTWORD_MODEL": "", "FIRSTWORD_LANG": "en"}
    with (tmp_path / "errors").open("w", encoding="utf-8") as errors:
        running = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.launching"],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=True,
        )
        with running:
            yield running
            os.killpg(running.pid, signal.SIGKILL)


def _tokens(installation: Installation) -> dict[str, str]:
    with installation.database().unit_of_work() as session:
        link = first_admin_link(session) or ""
        join(session, secret=link, password=PASSWORD, login="root", name="Root")
    made = {}
    for login, role in (("writer", Role.PR), *((role.value, role) for role in (Role.PR, Role.LEGAL, Role.BUSINESS_OWNER))):
        with installation.database().unit_of_work() as session:
            user, link = invite(session, actor_id="system", login=login, name=login, roles=[(EVERY_BRAND, role)])
            join(session, secret=link, password=PASSWORD)
            owner = principal_of(session, user)
            scopes = [p for p in Permission if owner.may(p, EVERY_BRAND)]
            _, made[login] = make_token(session, owner=owner, name="t", scopes=scopes, life=None)
    return made


def _line(running: "subprocess.Popen[str]") -> int:
    assert running.stdout is not None
    return int(running.stdout.readline())


def _live(running: "subprocess.Popen[str]", journey: Journey, dice: random.Random) -> None:
    """One life of the service: some steps, then a kill at a moment nobody chose."""
    assert running.stdin is not None
    running.stdin.write("\n")
    running.stdin.flush()
    process = _line(running)
    for _ in range(dice.randint(0, 5)):
        journey.step()
    killer = threading.Timer(dice.uniform(0, LONGEST_WAIT), os.kill, (process, signal.SIGKILL))
    killer.start()
    try:
        while killer.is_alive():
            journey.step()
    except httpx.TransportError:
        pass
    finally:
        killer.join()


def test_what_was_answered_stays_and_nothing_is_there_by_halves(
    installation: Installation, launcher: "subprocess.Popen[str]"
) -> None:
    dice = random.Random(20260302)
    tokens = _tokens(installation)
    journey = Journey(f"http://127.0.0.1:{_line(launcher)}", tokens)
    for _ in range(KILLS):
        _live(launcher, journey, dice)
        _hold(installation, journey)
    kinds = {kind for kind, _ in journey.said}
    assert kinds == {"case", "version", "review", "decision", "sign_off", "export"}
    print(f"{KILLS} kills, {len(journey.said)} answered changes, {journey.finished} exports")  # noqa: T201 - seen with pytest -rP


def _hold(installation: Installation, journey: Journey) -> None:
    """Everything said is kept, the chain holds, every version is whole, every sign-off is whole or absent."""
    key = installation.key().public
    with installation.database().reading() as session:
        assert verify_chain(session, key) == []
        events = {(row.action, row.subject_id) for row in session.scalars(select(AuditEvent))}
        versions = {(row.draft_id, row.number): row for row in session.scalars(select(DraftVersion))}
        drafts = list(session.scalars(select(Draft)))
        cases = {row.id: row for row in session.scalars(select(Case))}
        briefs = {(row.case_id, row.number) for row in session.scalars(select(BriefVersion))}
        signed = {row.id: row for row in session.scalars(select(SignOff))}
        reviews = {row.id for row in session.scalars(select(Review))}
        decisions = {(row.draft_id, row.finding) for row in session.scalars(select(FindingDecision))}
    kept: dict[str, Any] = {
        "case": cases,
        "version": versions,
        "review": reviews,
        "decision": decisions,
        "sign_off": signed,
        "export": {subject for action, subject in events if action == "statement.exported"},
    }
    assert [row for row in journey.said if row[1] not in kept[row[0]]] == []
    for case in cases.values():
        assert (case.id, case.brief_number) in briefs
        assert ("case.opened", case.id) in events
    for draft in drafts:
        assert (draft.id, draft.number) in versions
        assert ("draft.generated", draft.id) in events
    for version in versions.values():
        assert isinstance(findings_of(version), tuple)
    for row in signed.values():
        assert key.holds(row.payload, row.signature)
        assert json.loads(row.payload)["digest"] == row.digest == versions[row.draft_id, row.number].digest
    whole = {draft.id for draft in drafts if draft.status is DraftStatus.SIGNED}
    assert whole == {draft for draft in {row.draft_id for row in signed.values()} if _roles(signed, draft) == 3}


def _roles(signed: dict[str, SignOff], draft: str) -> int:
    return len({row.role for row in signed.values() if row.draft_id == draft})
