"""What the template of a review receives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from service.drafting.revisions import Difference
from service.findings import Finding
from service.review.grouping import Questions
from service.web.contexts import Page
from service.web.contexts_review import Choice, CommentRow, DraftHead, Refusal, RoundRow, SignedRow, TextView

# The sections of the page in which something is decided.
Place = Literal["", "findings", "verdict", "sign", "notes", "comments"]


@dataclass(frozen=True, slots=True)
class Since:
    """The earlier version that changes are shown against. `is_own`: the reader decided on it; `note`: what they asked for then."""

    number: int
    is_own: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignChoice:
    """A role that is asked for: who has signed in it, or why this person cannot sign in it now (empty: they can); `people`: who may."""

    role: str
    signed: SignedRow | None
    is_mine: bool
    against: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A privileged note of the lawyers."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class ReviewPage(Page):
    """Everything a reviewer decides on, on one screen.

    Attributes:
        decided: key of a finding → who decided it.
        until: key of a finding → when its waiver runs out.
        since: the version that changes are shown against; None: the reader has to read all of it.
        gone: findings of the version before that are no more.
        notes: None for whoever may not read them.
        short: signatures nobody is there to give.
        approved: the round that approved this version, where one did and signatures are still to come.
        place: where on the page `done` is told; empty: at the top.
    """

    head: DraftHead
    text: TextView
    questions: Questions
    decided: Mapping[str, str]
    until: Mapping[str, datetime]
    since: Since | None
    differences: tuple[Difference, ...]
    gone: tuple[Finding, ...]
    comments: tuple[CommentRow, ...]
    rounds: tuple[RoundRow, ...]
    notes: tuple[NoteRow, ...] | None
    against: tuple[str, ...]
    short: tuple[str, ...]
    signs: tuple[SignChoice, ...]
    reviewers: tuple[Choice, ...]
    assigned_to: str
    approved: RoundRow | None
    is_author: bool
    may: frozenset[str]
    refusal: Refusal = field(default_factory=Refusal)
    done: str = ""
    place: Place = ""
