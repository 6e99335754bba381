"""What the templates of desk and cases receive."""

from dataclasses import dataclass, field
from datetime import datetime

from service.assessment.schemas import Assessment
from service.briefs import Commitment, Contact, Fact, IncidentBrief
from service.cases.desk import LevelCount
from service.i18n import Localized
from service.models import CaseStatus, DraftStatus
from service.retrieval.passages import Passage
from service.review.figures import WorkFigures
from service.review.waiting import Waiting
from service.web.contexts import HomePage, Page, ProblemRow
from service.web.pages.brief_sections import Piece
from service.web.times import Deadline, local_moment


@dataclass(frozen=True, slots=True)
class DeskCase:
    """One case on the desk. `due_kind`: first_statement or next_update; no deadline once it is closed."""

    id: str
    title: str
    brand_name: str
    kind: str
    level: str
    due_kind: str
    due: Deadline | None
    waiting: Waiting


@dataclass(frozen=True, slots=True)
class DeskAsked:
    """The filters as they were sent."""

    status: str = "open"
    brand: str = ""
    level: str = ""
    mine: str = ""
    text: str = ""
    sort: str = "level"


@dataclass(frozen=True, slots=True)
class DeskPage(Page):
    """Cases with their clocks, and how work goes. `older`/`newer`: addresses of the neighbouring pages; `is_new`: there is no case at all yet."""

    asked: DeskAsked
    cases: tuple[DeskCase, ...]
    total: int
    figures: tuple[LevelCount, ...]
    work: WorkFigures
    brands: tuple[tuple[str, str], ...]
    may_open: bool
    is_new: bool
    newer: str = ""
    older: str = ""
    problems: tuple[ProblemRow, ...] = ()

    @property
    def late(self) -> int:
        """Open cases whose clock has passed."""
        return sum(row.late for row in self.figures)


@dataclass(frozen=True, slots=True)
class FiguresPage(Page):
    """How work goes: open cases by level, and what was counted of the rest."""

    levels: tuple[LevelCount, ...]
    work: WorkFigures


@dataclass(frozen=True, slots=True)
class NewCasePage(HomePage):
    """A brief in, a case out; the fields of the home page's form, and `upload` what is wrong with a file."""


@dataclass(frozen=True, slots=True)
class CaseMay:
    """What who is signed in may do with the case, as it stands. `keep`: record that a promise was kept, also after it is closed."""

    edit: bool
    keep: bool
    draft: bool
    close: bool
    read_notes: bool
    write_notes: bool
    erase: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the checklist, with names instead of keys. `is_overtaken`: it was due before anybody had opened the case."""

    id: str
    title: str
    owner: str
    due: Deadline | None
    done_at: datetime | None
    done_by: str
    answer: str
    is_pause: bool = False
    is_overtaken: bool = False

    @property
    def due_typed(self) -> str:
        """The hour as a form's field holds it; empty: none."""
        return local_moment(self.due.at) if self.due is not None else ""


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands above every page of a case.

    Attributes:
        due_kind: first_statement or next_update; `due` is None once the case is closed.
        spokesperson: who speaks at this level, by the brand's profile; empty where it says nothing.
        escalation: whom to tell at this level, by the brand's profile.
        pause: the step that asks whether campaigns are paused, while nobody has answered it.
        stale: how many sentences of texts that are not withdrawn rest on what has changed.
    """

    id: str
    title: str
    brand_name: str
    kind: str
    jurisdiction: str
    status: CaseStatus
    level: str
    version: int
    number: int
    opened_at: datetime
    opened_by: str
    assessment: Assessment
    warnings: tuple[str, ...]
    due_kind: str
    due: Deadline | None
    spokesperson: str
    escalation: tuple[str, ...]
    pause: StepView | None
    stale: int
    steps_left: int
    steps_late: int
    may: CaseMay


@dataclass(frozen=True, slots=True)
class CasePart(Page):
    """One page of a case; `tab` names it."""

    head: CaseHead
    tab: str


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One field of the brief, from what to what, in words; empty is absent."""

    place: str
    before: str
    after: str
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version of the brief with what it changed."""

    number: int
    by: str
    at: datetime
    reason: str
    digest: str
    changes: tuple[ChangeView, ...]
    is_erased: bool = False


@dataclass(frozen=True, slots=True)
class Editing:
    """The piece of the brief that is being edited.

    Attributes:
        fields: as they stand in the form.
        number: the version of the brief the form is made from.
        problems: field of the piece (empty: elsewhere in the brief) to what is wrong.
        clashes: fields that somebody else changed too, with what is kept now.
        meanwhile: the versions that came between, where the form was made from an older one.
        back: the draft one came from; empty: none.
    """

    piece: Piece
    fields: dict[str, str]
    number: int
    reason: str = ""
    problems: tuple[ProblemRow, ...] = ()
    clashes: dict[str, str] = field(default_factory=dict)
    meanwhile: tuple[VersionView, ...] = ()
    is_gone: bool = False
    back: str = ""

    def is_at(self, section: str, key: str = "") -> bool:
        """Whether this is the piece being edited."""
        return self.piece == Piece(section, key)

    def problems_of(self, name: str) -> tuple[str, ...]:
        """What is wrong with a field."""
        return tuple(problem.message for problem in self.problems if problem.field == name)


@dataclass(frozen=True, slots=True)
class FactRow:
    """A line of the ledger; `used` is how many texts rest on it, `is_order` says that it speaks to the drafter and is set aside."""

    fact: Fact
    used: int


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A commitment of the brief, with when it is due."""

    commitment: Commitment
    due: Deadline | None


@dataclass(frozen=True, slots=True)
class KeptPromise:
    """A promise that went out with a statement."""

    id: str
    commitment: str
    text: str
    owner: str
    due: Deadline | None
    kept_at: datetime | None
    kept_by: str


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A drafted statement. `stale` are the sentences that rest on what has changed; `blockers` what stands against signing."""

    draft_id: str
    statement: str
    audience: str
    channel: str
    language: str
    status: DraftStatus
    number: int
    by: str
    made_at: datetime
    title: str
    stale: tuple[str, ...]
    blockers: tuple[Localized, ...]
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RequestForm:
    """The form that asks for a statement, as typed.

    Attributes:
        released: texts that an update or a correction can follow.
        wanted: what the brief asks for that nobody has drafted, each as the fields of a form.
    """

    values: dict[str, str]
    options: dict[str, tuple[str, ...]]
    released: tuple[StatementRow, ...]
    model: str
    problems: tuple[ProblemRow, ...] = ()
    wanted: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CasePage(CasePart):
    """The case itself: what is known, promised, drafted. `short`: signatures nobody is there to give to what the reader writes.

    Attributes:
        is_saved: whether a piece of the brief was just saved.
        back: the draft that one came from to do so.
    """

    brief: IncidentBrief
    facts: tuple[FactRow, ...]
    promises: tuple[PromiseRow, ...]
    contacts: tuple[Contact, ...]
    kept: tuple[KeptPromise, ...]
    statements: tuple[StatementRow, ...]
    request: RequestForm
    options: dict[str, tuple[str, ...]]
    editing: Editing | None = None
    notice: str = ""
    short: tuple[str, ...] = ()
    is_saved: bool = False
    back: str = ""


@dataclass(frozen=True, slots=True)
class Assigning:
    """The form that gives a step another owner or hour, when it was sent in vain: which step, what was typed, and why not."""

    step_id: str
    owner: str
    due_at: str
    problems: tuple[ProblemRow, ...]


@dataclass(frozen=True, slots=True)
class ChecklistPage(CasePart):
    """The playbook's steps. `typed`: step and answer that could not be written, since somebody was quicker."""

    steps: tuple[StepView, ...]
    typed: tuple[str, str] = ("", "")
    assigning: Assigning | None = None
    groups: tuple[tuple[StepView, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class PassagesPage(CasePart):
    """What the knowledge base says about incidents like this, with reasons."""

    passages: tuple[Passage, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteView:
    """A privileged note; no text: it was erased."""

    by: str
    at: datetime
    text: str | None


@dataclass(frozen=True, slots=True)
class NotesPage(CasePart):
    """The lawyers' privileged notes."""

    notes: tuple[NoteView, ...]
    text: str = ""
    problems: tuple[ProblemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of the timeline."""

    number: int
    at: datetime
    by: str
    action: str
    subject_kind: str
    subject_id: str


@dataclass(frozen=True, slots=True)
class HistoryPage(CasePart):
    """How the brief changed, and what happened."""

    versions: tuple[VersionView, ...]
    events: tuple[EventView, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True)
class ErasedCasePage(Page):
    """What is left of a case whose content was lawfully erased."""

    id: str
    brand_name: str
    level: str
    opened_at: datetime
    closed_at: datetime | None
    versions: tuple[VersionView, ...]
    events: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class ConfirmPage(CasePart):
    """Asks before something that cannot be taken back: what is lost, and the reason."""

    reason: str = ""
    problems: tuple[ProblemRow, ...] = ()
