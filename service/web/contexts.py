"""What each template receives: one frozen dataclass per page."""

from dataclasses import dataclass, field
from typing import Literal

from markupsafe import Markup

from service.assessment.schemas import Assessment
from service.drafting.claims import GroundingResult
from service.drafting.revisions import Revision, Variant
from service.drafting.schemas import DraftResult, Statement
from service.findings import Finding
from service.i18n import UiLanguage
from service.intake.schemas import IntakeResult
from service.language import TextLanguage
from service.web.pages.brief_form import BriefForm

Mode = Literal["text", "form"]


@dataclass(frozen=True, slots=True)
class Page:
    """What the layout needs."""

    language: UiLanguage


@dataclass(frozen=True, slots=True)
class ErrorPage(Page):
    """A refusal."""

    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class SignInPage(Page):
    """The form to sign in. `refused`: what is wrong, if anything; `next`: where to go afterwards; `provider`: name of one by which one can too."""

    login: str
    next: str
    refused: str = ""
    provider: str = ""


@dataclass(frozen=True, slots=True)
class JoinPage(Page):
    """The form of a one-time link. `is_first`: the first administrator also gives login and name."""

    secret: str
    is_first: bool
    login: str = ""
    name: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpPage(Page):
    """The guides by name and title, and the one that is open, as HTML."""

    guides: tuple[tuple[str, str], ...]
    name: str = ""
    body: Markup | None = None


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem of a brief. `anchor` is the id of the form field it lies in, where there is one; `label` what the form calls it."""

    line: int | None
    field: str
    message: str
    anchor: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class MarkedPiece:
    """A stretch of text with one set of marks: the numbers of its findings, and of those that end with it.

    Attributes:
        facts: where a claim lies over it that rests on something: the numbers of that among the facts used.
        note: the same in words, a line each.
        is_start: whether such a claim begins with it.
        is_settled: whether a decision holds for each of its findings.
    """

    text: str
    findings: tuple[int, ...]
    ends: tuple[int, ...]
    severity: str
    gap: str | None
    facts: tuple[int, ...] = ()
    note: str = ""
    is_start: bool = False
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """One sentence: its marked pieces and what it rests on, in words; or text between sentences.

    Attributes:
        number: where the page numbers its sentences, from 1; makes its anchor.
        is_stale: whether what it rests on has changed since.
    """

    pieces: tuple[MarkedPiece, ...]
    is_sentence: bool = False
    element: str = ""
    basis: tuple[str, ...] = ()
    number: int = 0
    is_stale: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something in it is still to be filled in."""
        return any(piece.gap is not None for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class UsedFact:
    """Something of the brief that a text rests on, in one line."""

    id: str
    words: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement as the page shows it; `number` counts from 1 and makes its anchors unique."""

    number: int
    statement: Statement
    sentences: tuple[MarkedSentence, ...]
    claims: int
    used: tuple[UsedFact, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Numbered from 1 on the page."""
        return self.statement.findings

    @property
    def plain(self) -> str:
        """Title and text, ready to be copied."""
        return f"{self.statement.title}\n\n{self.statement.text}"


@dataclass(frozen=True, slots=True)
class ResultView:
    """A draft as the page shows it."""

    result: DraftResult
    statements: tuple[StatementView, ...]

    @property
    def assessment(self) -> Assessment:
        """The level and what follows from it."""
        return self.result.assessment


@dataclass(frozen=True, slots=True)
class GroundedView:
    """A text held against a brief, as the page shows it."""

    text: str
    language: str
    result: GroundingResult
    sentences: tuple[MarkedSentence, ...]
    used: tuple[UsedFact, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Numbered from 1 on the page."""
        return self.result.findings


@dataclass(frozen=True, slots=True)
class CheckedView:
    """A text with its findings, as the page shows it."""

    language: str
    sentences: tuple[MarkedSentence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SampleBrief:
    """A brief to try: the name it is asked for by, its incident's title, and the language of that."""

    name: str
    title: str
    language: TextLanguage


@dataclass(frozen=True, slots=True)
class GroundPage(Page):
    """A text and a brief go in; problems, or the text with every claim marked, come out."""

    text: str
    brief: str
    samples: tuple[SampleBrief, ...]
    problems: tuple[ProblemRow, ...] = ()
    grounded: GroundedView | None = None


@dataclass(frozen=True, slots=True)
class IntakePage(Page):
    """Notes go in; problems, or candidates with their places and the draft of a brief, come out."""

    text: str
    brand: str
    problems: tuple[ProblemRow, ...] = ()
    result: IntakeResult | None = None
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VariantView:
    """One variant of a revision as the page shows it; `number` counts from 1 and makes its anchors unique."""

    number: int
    variant: Variant
    checked: CheckedView


@dataclass(frozen=True, slots=True)
class RevisePage(Page):
    """A brief, a text and an instruction go in; problems, or variants with their differences, come out."""

    brief: str
    text: str
    title: str
    instruction: str
    chosen: dict[str, str]
    options: dict[str, tuple[str, ...]]
    max_instruction: int
    problems: tuple[ProblemRow, ...] = ()
    revision: Revision | None = None
    variants: tuple[VariantView, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckPage(Page):
    """A text goes in with what it is; problems, or the text with every finding marked, come out."""

    text: str
    statement: str
    jurisdiction: str
    brand: str
    statements: tuple[str, ...]
    jurisdictions: tuple[str, ...]
    brands: tuple[tuple[str, str], ...]
    problems: tuple[ProblemRow, ...] = ()
    checked: CheckedView | None = None


@dataclass(frozen=True, slots=True)
class HomePage(Page):
    """The one page: a brief goes in, as text or by the form; problems or a result come out.

    Attributes:
        brands: names of the brands this person opens cases for.
        is_filling: the problems say what a form just filled still lacks; nothing was refused.
    """

    mode: Mode
    text: str
    form: BriefForm
    samples: tuple[SampleBrief, ...]
    problems: tuple[ProblemRow, ...] = ()
    result: ResultView | None = None
    yaml: str = ""
    writer: str = ""
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)
    brands: tuple[str, ...] = ()
    is_filling: bool = False

    def wrong(self, anchor: str) -> str:
        """What is wrong with the form field of this id; empty: nothing."""
        return "; ".join(problem.message for problem in self.problems if problem.anchor == anchor)
