"""What the templates of draft, review, queue and release receive: one frozen dataclass per page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from service.drafting.revisions import Difference
from service.elements import ElementState
from service.findings import Finding
from service.review.queries import QueuedReview, WrongFinding
from service.web.contexts import MarkedSentence, Page, ProblemRow, UsedFact
from service.web.contexts_cases import VersionView
from service.web.contexts_languages import CounterpartForm, OtherLanguage
from service.web.times import Deadline

RoundEnd = Literal["", "overtaken", "signed", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What a draft is, and where it stands. Times are in the offset the brief gives.

    Attributes:
        number: of the newest version; `version` counts every change of the draft and goes into forms.
        offset: the brief's, as in `+08:00`.
        is_approved: whether a reviewer approved the newest version and it waits for its signatures.
    """

    id: str
    case_id: str
    case_title: str
    case_open: bool
    brand_name: str
    level: str
    statement: str
    audience: str
    channel: str
    language: str
    status: str
    number: int
    version: int
    digest: str
    author: str
    writer: str
    made_at: datetime
    next_due_at: datetime
    offset: str
    is_approved: bool


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence with its place, what it rests on in words, and who wrote it. `changed`: what of its basis the brief says otherwise by now."""

    number: int
    start: int
    end: int
    text: str
    element: str
    basis: tuple[str, ...]
    origin: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ElementRow:
    """One demanded element; `sentence` is the number of the one that carries it. `is_gap`: there is a gap in that sentence."""

    state: ElementState
    sentence: int | None
    is_gap: bool = False


@dataclass(frozen=True, slots=True)
class GapRow:
    """What a gap needs, and the section of the case that holds it."""

    need: str
    section: str


@dataclass(frozen=True, slots=True)
class TextView:
    """One version as the pages show it. `text` is None where it was lawfully erased; `settled`: indexes of findings whose decision holds."""

    title: str | None
    text: str | None
    sentences: tuple[MarkedSentence, ...]
    rows: tuple[SentenceRow, ...]
    findings: tuple[Finding, ...]
    gaps: tuple[GapRow, ...]
    elements: tuple[ElementRow, ...]
    used: tuple[UsedFact, ...]
    settled: frozenset[int] = frozenset()

    @property
    def stale(self) -> tuple[SentenceRow, ...]:
        """Sentences that rest on what has changed."""
        return tuple(row for row in self.rows if row.changed)

    @property
    def missing(self) -> int:
        """How many demanded elements are missing."""
        return sum(row.state.presence == "missing" for row in self.elements)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version: who, when, what wrote it."""

    number: int
    author: str
    made_at: datetime
    writer: str
    digest: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark. `sentence` leads to the words where they still stand in the newest version."""

    id: str
    number: int
    quote: str
    text: str
    author: str
    at: datetime
    is_resolved: bool
    sentence: int | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of review; `ended`: how, where it has no verdict and waits no more."""

    number: int
    submitted_by: str
    submitted_at: datetime
    assigned_to: str
    verdict: str
    decided_by: str
    decided_at: datetime | None
    note: str
    ended: RoundEnd = ""


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One sign-off of the newest version."""

    role: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a form was not taken, and what was typed into it, so that it comes back as it was. `form` names it."""

    form: str = ""
    problems: tuple[ProblemRow, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: str, name: str, otherwise: str = "") -> str:
        """What was typed into a field of a form."""
        return self.typed.get(name, otherwise) if form == self.form else otherwise


@dataclass(frozen=True, slots=True)
class DraftPage(Page):
    """A draft: the text in a form, the same text marked, and what may be done with it.

    Attributes:
        theirs: after a conflict the version of the other person stands in `text`, what was typed in `refusal`.
        against: everything that stands against signing this version.
        short: signatures nobody is there to give.
        other: the same statement in the other language; `counterpart`: the form that drafts it, where there is none.
        done: what has just been done, as a word of the pages.
        place: the section that tells it; empty: at the top.
        brief_since: versions of the brief after the one this text was made from, newest first.
    """

    head: DraftHead
    text: TextView
    versions: tuple[VersionRow, ...]
    comments: tuple[CommentRow, ...]
    rounds: tuple[RoundRow, ...]
    signed: tuple[SignedRow, ...]
    against: tuple[str, ...]
    short: tuple[str, ...]
    reviewers: tuple[Choice, ...]
    may: frozenset[str]
    other: OtherLanguage | None = None
    counterpart: CounterpartForm | None = None
    is_conflict: bool = False
    refusal: Refusal = Refusal()
    done: str = ""
    place: str = ""
    brief_since: tuple[VersionView, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparePage(Page):
    """Two versions of a draft, sentence by sentence."""

    head: DraftHead
    before: VersionRow
    after: VersionRow
    differences: tuple[Difference, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class LabelTerms:
    """The label of generated content: whether it is wanted, for which models' words, and what it says."""

    is_wanted: bool
    models: tuple[str, ...]
    notice: str


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """Where a text went. `withdrawn_at`: when it was taken back, if it was."""

    id: str
    number: int
    place: str
    address: str
    released_at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawal_reason: str

    @property
    def is_link(self) -> bool:
        """Whether the address can be followed safely."""
        return self.address.startswith(("https://", "http://"))


@dataclass(frozen=True, slots=True)
class ReleasePage(Page):
    """A text on its way out.

    Attributes:
        signed: empty until every role has signed; then `against` and `missing` say why.
        label: None for whoever may not export.
        now: in the brief's offset, for the form.
    """

    head: DraftHead
    title: str | None
    text: str | None
    signed: tuple[SignedRow, ...]
    against: tuple[str, ...]
    missing: tuple[str, ...]
    formats: tuple[Choice, ...]
    label: LabelTerms | None
    releases: tuple[ReleaseRow, ...]
    now: datetime
    stale: tuple[SentenceRow, ...]
    may: frozenset[str]
    refusal: Refusal = Refusal()
    done: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A text that waits for review; `due` and `submitted` are told from now."""

    row: QueuedReview
    due: Deadline
    is_mine: bool


@dataclass(frozen=True, slots=True)
class QueuePage(Page):
    """What waits for review.

    Attributes:
        who: `mine`, `nobody` or empty.
        further: the address of the next page; empty: this is the last.
        is_first: whether this is the first page.
    """

    rows: tuple[QueueRow, ...]
    brands: tuple[Choice, ...]
    brand: str
    who: str
    further: str
    is_first: bool
    may_learn: bool
    may_propose: bool


@dataclass(frozen=True, slots=True)
class FeedbackRule:
    """A rule with the findings of it that were called wrong."""

    rule: str
    findings: tuple[WrongFinding, ...]


@dataclass(frozen=True, slots=True)
class FeedbackPage(Page):
    """Findings that were called wrong, by rule, most often called so first."""

    rules: tuple[FeedbackRule, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """Something proposed as knowledge. `waits`: accepted, and not in the index yet. Erased ones have neither title nor text."""

    id: str
    kind: str
    title: str | None
    text: str | None
    brand_name: str
    case_id: str
    case_title: str
    draft_id: str | None
    proposed_by: str
    proposed_at: datetime
    verdict: str
    decided_by: str
    decided_at: datetime | None
    reason: str
    waits: bool
    may_decide: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class LearningPage(Page):
    """What is proposed as knowledge; `cases`: those a note can be proposed on, `case_id` the one that was asked for."""

    proposals: tuple[ProposalRow, ...]
    cases: tuple[Choice, ...]
    case_id: str
    refusal: Refusal = Refusal()
    done: str = ""
