"""A service that has been lived in: in each language a case with everything that happens to one, so that no page is empty."""

from dataclasses import dataclass, field
from datetime import timedelta

import yaml

from service import clock
from service.briefs import IncidentBrief, StatementRequest
from service.briefs.loader import load_brief
from service.cases.commands import change_brief, close_case, finish_step, open_case, write_note
from service.cases.erasure import erase_case
from service.cases.queries import get_case, list_checklist
from service.drafting.commands import create_draft, revise
from service.drafting.pipeline import DraftOptions
from service.drafting.queries import findings_of, get_draft, get_version
from service.export.commands import release, withdraw
from service.findings import Severity
from service.installation import Installation
from service.models import DecisionKind, Draft, DraftVersion, Verdict
from service.notices.commands import set_addresses
from service.reminders.worker import Worker
from service.review import commands as review
from service.review.knowledge import propose_note, propose_statement, refuse
from service.review.policy import keyed
from service.review.queries import situation_of
from service.users import EVERY_BRAND, Permission, Principal, Role
from service.users.commands import deactivate, first_admin_link, invite, join
from service.users.own import make_token
from service.users.queries import get_user, principal_of
from tests.samples import FOLDER

PASSWORD = "eleven purple herons at dusk"
# Whoever looks at the pages: all roles, and neither writes nor signs the texts that others are to decide on.
LEAD = "lead"


@dataclass(frozen=True)
class Tongue:
    """What is said and written in one language. `figure` is a confirmed fact's, and what became of it."""

    brief: str
    other: str
    request: dict[str, str]
    lead: str
    staff: dict[Role, str]
    boast: str
    figure: tuple[str, str]
    reason: str
    note: str
    address: tuple[str, str]


TONGUES = {
    "zh": Tongue(
        "05-hotpot-food-poisoning",
        "06-school-meal-children",
        {"statement": "holding_statement", "channel": "weibo", "language": "zh-CN"},
        "林岚",
        {Role.PR: "苏敏", Role.LEGAL: "周正", Role.BUSINESS_OWNER: "何立", Role.EXECUTIVE: "郑远"},
        "我们的产品绝对安全。我们高度重视此事，纯属个别现象，届时会给大家一个满意的答复。",
        ("9位", "11位"),
        "医院来电更正，记录见附件",
        "与医院的往来函件由法务保管，对外一律不提。",
        ("微博 @炙椒巷火锅", "https://weibo.example/1"),
    ),
    "en": Tongue(
        "22-us-heater-recall",
        "24-uk-gym-breach",
        {"statement": "recall_notice", "channel": "press", "language": "en-US"},
        "Robin Marsh",
        {Role.PR: "Dana Wells", Role.LEGAL: "Ira Stone", Role.BUSINESS_OWNER: "Kim Hale", Role.EXECUTIVE: "Lee Ford"},
        "Our products are 100% safe. This is an isolated incident. We apologize for any inconvenience caused. ",
        ("14 reports", "16 reports"),
        "Confirmed by counsel on the phone, note attached",
        "Letters exchanged with the Commission stay with legal.",
        ("Press wire", "https://wire.example/1"),
    ),
}


@dataclass
class Life:
    """What happened in one language: the addresses of it."""

    tongue: Tongue
    case: str = ""
    closed: str = ""
    erased: str = ""
    draft: str = ""
    signed: str = ""
    invitation: str = ""
    removed: str = ""


@dataclass
class LivedIn:
    """The installation and its people; `known` are the names and titles that people typed."""

    installation: Installation
    people: dict[str, Principal] = field(default_factory=dict)
    lives: dict[str, Life] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    def join(self, login: str, name: str, *roles: Role) -> Principal:
        """Somebody who was invited for every brand and chose a password."""
        database = self.installation.database()
        actor = self.people["root"].user_id
        with database.unit_of_work() as session:
            _, link = invite(session, actor_id=actor, login=login, name=name, roles=[(EVERY_BRAND, role) for role in roles])
        with database.unit_of_work() as session:
            user = join(session, secret=link, password=PASSWORD)
        with database.reading() as session:
            self.people[login] = principal_of(session, get_user(session, user.id))
        self.known |= {name, login}
        return self.people[login]


def live_in(installation: Installation) -> LivedIn:
    """Everything, in both languages."""
    here = LivedIn(installation)
    database = installation.database()
    with database.unit_of_work() as session:
        link = first_admin_link(session)
    assert link is not None
    with database.unit_of_work() as session:
        root = join(session, secret=link, password=PASSWORD, login="root", name="Root")
    with database.reading() as session:
        here.people["root"] = principal_of(session, get_user(session, root.id))
    here.known |= {"Root", "root"}
    for language, tongue in TONGUES.items():
        here.known |= {tongue.boast.strip(), tongue.reason, tongue.note, *tongue.address}
        here.join(f"{LEAD}.{language}", tongue.lead, *Role)
        for role, name in tongue.staff.items():
            here.join(f"{role}.{language}", name, role)
        here.join(f"author.{language}", tongue.staff[Role.PR], Role.PR)
        here.lives[language] = _Living(here, language, Life(tongue)).through()
    worker = Worker(installation, sender=lambda _url, _title, _body: True)
    # Until nothing is left that the service's own worker would send.
    while worker.tick(clock.now()).is_more:
        pass
    return here


@dataclass(frozen=True)
class _Living:
    """The acts of one language, in their order."""

    here: LivedIn
    language: str
    life: Life

    def who(self, name: str) -> Principal:
        return self.here.people[f"{name}.{self.language}"]

    def through(self) -> Life:
        self._people()
        brief, whole = self._opened()
        self._reviewed(brief, whole)
        self._signed()
        self._learned()
        self._ended()
        return self.life

    def _people(self) -> None:
        database, root = self.here.installation.database(), self.here.people["root"].user_id
        lead = self.who(LEAD)
        gone = self.here.join(f"gone.{self.language}", self.life.tongue.staff[Role.EXECUTIVE], Role.EXECUTIVE)
        self.life.removed = gone.user_id
        with database.unit_of_work() as session:
            login = f"new.{self.language}"
            roles = [(EVERY_BRAND, Role.PR), ("hearthlane", Role.LEGAL)]
            _, self.life.invitation = invite(session, actor_id=root, login=login, name=self.life.tongue.lead, roles=roles)
            deactivate(session, actor_id=root, user_id=gone.user_id)
            make_token(session, owner=lead, name="desk-wall", scopes=[Permission.CASE_VIEW], life=timedelta(days=30))
            settings = self.here.installation.settings
            added = [f"wecombot://{self.language}0000-1111-2222", f"{LEAD}@example.com"]
            set_addresses(session, lead, keep=[], add=added, language=None, settings=settings)
        self.here.known |= {login, "desk-wall", f"{LEAD}@example.com", "hearthlane"}

    def _opened(self) -> tuple[IncidentBrief, IncidentBrief]:
        """The brief the first draft was made from, without a promised update, and the one that came of it."""
        data = yaml.safe_load((FOLDER / f"{self.life.tongue.brief}.yml").read_text(encoding="utf-8"))
        promised = data.pop("next_update_at")
        first = _brief(data)
        data["next_update_at"] = promised
        before, after = self.life.tongue.figure
        for fact in data["facts"]:
            fact["text"] = fact["text"].replace(before, after)
        with self.here.installation.database().unit_of_work() as session:
            self.life.case = open_case(session, self.who("author"), first).id
        self.here.known |= {first.brand, first.incident.title, str(first.issuer.organisation)}
        return first, _brief(data)

    def _made(self) -> str:
        installation = self.here.installation
        request = StatementRequest.model_validate(self.life.tongue.request)
        options = DraftOptions(offline=True)
        settings, author = installation.settings, self.who("author")
        return create_draft(installation.database(), author, self.life.case, request, settings=settings, options=options).id

    def _version(self, draft_id: str) -> tuple[Draft, DraftVersion]:
        with self.here.installation.database().reading() as session:
            draft, _ = get_draft(session, self.who(LEAD), draft_id)
            return draft, get_version(session, draft)

    def _submit(self, draft_id: str) -> None:
        with self.here.installation.database().unit_of_work() as session:
            review.submit(session, self.who("author"), draft_id, expected=self._version(draft_id)[0].version)

    def _judge(self, draft_id: str, verdict: Verdict, note: str = "") -> None:
        digest = self._version(draft_id)[1].digest
        with self.here.installation.database().unit_of_work() as session:
            review.give_verdict(session, self.who("legal"), draft_id, digest=digest, verdict=verdict, note=note)

    def _reviewed(self, first: IncidentBrief, whole: IncidentBrief) -> None:
        """A text with a gap, findings of every severity, decisions, remarks, two rounds, and facts that changed under it."""
        database, tongue, legal = self.here.installation.database(), self.life.tongue, self.who("legal")
        self.life.draft = draft_id = self._made()
        draft, version = self._version(draft_id)
        title, text = str(version.title), tongue.boast + str(version.text)
        with database.unit_of_work() as session:
            revise(session, self.who("author"), draft_id, title=title, text=text, expected=draft.version)
        self._submit(draft_id)
        self._decide(draft_id, Severity.WARNING)
        with database.unit_of_work() as session:
            review.write_comment(session, legal, draft_id, start=0, end=len(tongue.boast.strip()), text=tongue.reason)
            done = review.write_comment(session, legal, draft_id, start=0, end=0, text=tongue.reason)
            review.resolve_comment(session, self.who("author"), draft_id, done.id)
        self._judge(draft_id, Verdict.CHANGES_REQUESTED, tongue.reason)
        draft, version = self._version(draft_id)
        text = str(version.text).rstrip() + "\n" + tongue.boast.strip()
        with database.unit_of_work() as session:
            revise(session, self.who("author"), draft_id, title=title, text=text, expected=draft.version)
            case = get_case(session, self.who("author"), self.life.case)
            change_brief(session, self.who("author"), case.id, whole, expected=case.version, reason=tongue.reason)
        self._submit(draft_id)
        with database.unit_of_work() as session:
            write_note(session, legal, self.life.case, tongue.note)
            steps = list_checklist(session, get_case(session, legal, self.life.case))
            finish_step(session, self.who("pr"), steps[0].id, answer=tongue.reason)
        self.here.known |= {first.incident.title, title}

    def _decide(self, draft_id: str, severity: Severity) -> None:
        found = [key for key, one in keyed(findings_of(self._version(draft_id)[1])) if one.severity is severity]
        kinds = (DecisionKind.WAIVED, DecisionKind.WRONG)
        with self.here.installation.database().unit_of_work() as session:
            for key, kind in zip(found, kinds, strict=False):
                legal = self.who("legal")
                review.decide_finding(session, legal, draft_id, finding=key, kind=kind, reason=self.life.tongue.reason)

    def _signed(self) -> None:
        """A text on the facts as they stand: approved, signed by everybody asked, released twice, taken back once."""
        installation = self.here.installation
        self.life.signed = draft_id = self._made()
        self._submit(draft_id)
        self._judge(draft_id, Verdict.APPROVED)
        with installation.database().reading() as session:
            draft, case = get_draft(session, self.who(LEAD), draft_id)
            missing = situation_of(session, case, draft, get_version(session, draft)).missing_roles()
        for role in missing:
            digest = self._version(draft_id)[1].digest
            with installation.database().unit_of_work() as session:
                review.sign_off(session, self.who(role), draft_id, role=role, digest=digest, key=installation.key())
        place, address = self.life.tongue.address
        with installation.database().unit_of_work() as session:
            at = clock.now() - timedelta(minutes=2)
            first = release(session, self.who("pr"), draft_id, place=place, address=address, released_at=at)
            withdraw(session, self.who("pr"), first.id, reason=self.life.tongue.reason)
            release(session, self.who("pr"), draft_id, place=place, address=address, released_at=at)

    def _learned(self) -> None:
        """Knowledge that waits to be accepted, and some that was refused."""
        tongue, legal = self.life.tongue, self.who("legal")
        with self.here.installation.database().unit_of_work() as session:
            propose_statement(session, self.who("pr"), self.life.signed)
            made = propose_note(session, self.who("pr"), self.life.case, title=tongue.reason, text=tongue.note)
            refuse(session, legal, made.id, reason=tongue.reason)

    def _ended(self) -> None:
        """A case that is closed and one that was lawfully erased."""
        brief = load_brief((FOLDER / f"{self.life.tongue.other}.yml").read_bytes(), "brief.yml")
        lead = self.who(LEAD)
        with self.here.installation.database().unit_of_work() as session:
            cases = [open_case(session, lead, brief) for _ in range(2)]
            for case in cases:
                close_case(session, lead, case.id, expected=case.version)
            self.life.closed, self.life.erased = cases[0].id, cases[1].id
            erase_case(session, lead, self.life.erased, reason=self.life.tongue.reason)
        self.here.known |= {brief.brand, brief.incident.title}


def _brief(data: dict[str, object]) -> IncidentBrief:
    graded = data | {"level": "II", "level_reason": "test"}
    return load_brief(yaml.safe_dump(graded, allow_unicode=True, sort_keys=False).encode(), "brief.yml")
