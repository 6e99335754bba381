"""What the templates of people, one's own account and the audit trail receive."""

from dataclasses import dataclass
from datetime import datetime

from service.audit.queries import TimelineEntry
from service.users import Role
from service.users.queries import Person
from service.web.contexts import Page
from service.web.contexts_notices import Told


@dataclass(frozen=True, slots=True)
class PeoplePage(Page):
    """Everybody, and the form that invites somebody.

    Attributes:
        brands: key and name of each brand somebody described.
        typed: what stood in the form that was refused.
        problems: why it was.
    """

    people: tuple[Person, ...]
    brands: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[str, ...] = ()
    roles: tuple[Role, ...] = tuple(Role)


@dataclass(frozen=True, slots=True)
class PersonPage(Page):
    """One person.

    Attributes:
        link: a whole address that lets them choose a password, shown this once; empty: none was made now.
        is_again: there were links before, which it ended.
    """

    person: Person
    brands: tuple[tuple[str, str], ...]
    typed: dict[str, str]
    problems: tuple[str, ...] = ()
    link: str = ""
    is_again: bool = False
    is_me: bool = False
    roles: tuple[Role, ...] = tuple(Role)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token of one's own."""

    id: str
    name: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    is_live: bool


@dataclass(frozen=True, slots=True)
class AccountPage(Page):
    """Who is signed in, and what they do with their own account.

    Attributes:
        roles: pairs of brand name and role; `*` is every brand.
        sessions: browsers signed in now, this one included.
        permissions: all that a token can be given.
        has_password: whether there is one to change; people who sign in by a provider may have none.
        told: where they are told of notices; None: they see no case.
        typed: what stood in the form that was refused, without secrets.
        problems: why it was.
        secret: a token just made, shown this once.
        done: what was just done, a word of the catalogue.
    """

    name: str
    login: str
    roles: tuple[tuple[str, str], ...]
    tokens: tuple[TokenRow, ...]
    sessions: int
    permissions: tuple[str, ...]
    has_password: bool
    told: Told | None
    typed: dict[str, str]
    problems: tuple[str, ...] = ()
    secret: str = ""
    done: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event with names for its keys."""

    entry: TimelineEntry
    actor: str
    subject: str
    case_title: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """What holding the chain against itself gave: how many events there are, and what does not hold, in order."""

    count: int
    faults: tuple[str, ...]
    with_head: bool


@dataclass(frozen=True, slots=True)
class AuditPage(Page):
    """The chain, newest first.

    Attributes:
        asked: the filters as they were typed.
        actors: key and name of everybody who can have done something.
        actions: every action there is.
        older: query of the next page; empty on the last.
        verified: None while it was not asked for.
    """

    rows: tuple[AuditRow, ...]
    asked: dict[str, str]
    actors: tuple[tuple[str, str], ...]
    actions: tuple[str, ...]
    count: int
    older: str = ""
    problems: tuple[str, ...] = ()
    verified: Verified | None = None
