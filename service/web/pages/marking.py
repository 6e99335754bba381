"""Texts as the pages show them: cut where sentences, claims, findings and gaps begin and end."""

from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from service.briefs import IncidentBrief
from service.drafting.claims import GroundingResult, GroundRequest, Support, statement_claims, supports_of, telling, used_supports
from service.drafting.schemas import DraftResult, Gap, Segment
from service.findings import Finding, Severity
from service.findings.pieces import Piece, cut
from service.grounding.types import Claim
from service.i18n import UiLanguage
from service.language import text_language
from service.web.contexts import CheckedView, GroundedView, MarkedPiece, MarkedSentence, ResultView, StatementView, UsedFact

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}


@dataclass(frozen=True, slots=True)
class Marks:
    """Everything that is marked in one text, and what the ids of the brief stand for.

    Attributes:
        stale: where sentences begin whose basis changed.
        settled: the indexes of the findings for which a decision holds.
    """

    text: str
    findings: Sequence[Finding]
    gaps: Sequence[Gap]
    segments: Sequence[Segment]
    claims: Sequence[Claim]
    supports: Mapping[str, Support]
    language: UiLanguage
    stale: Collection[int] = ()
    settled: Collection[int] = ()


def view_of(result: DraftResult, brief: IncidentBrief, language: UiLanguage) -> ResultView:
    """The result with every statement cut for display, and each basis in words."""
    passages = {f"passage:{item.id}": Support(f"passage:{item.id}", item.title) for item in result.passages}
    statements: list[StatementView] = []
    for number, (statement, claims) in enumerate(zip(result.statements, statement_claims(result, brief), strict=True), start=1):
        supports = supports_of(brief, language, str(statement.language)) | passages
        marks = Marks(statement.text, statement.findings, statement.gaps, statement.segments, claims, supports, language)
        cutter = Cutter(marks)
        statements.append(StatementView(number, statement, cutter.sentences(), len(claims), cutter.used))
    return ResultView(result, tuple(statements))


def checked_view(text: str, findings: Sequence[Finding], language: UiLanguage) -> CheckedView:
    """A text with its findings, cut for display."""
    cutter = Cutter(Marks(text, findings, (), (), (), {}, language))
    return CheckedView(text_language(text), cutter.sentences(), tuple(findings))


def grounded_view(request: GroundRequest, result: GroundingResult, language: UiLanguage) -> GroundedView:
    """A text handed in, cut for display."""
    spoken = request.language or text_language(request.text)
    segments = [Segment(start=item.start, end=item.end, element="", basis=item.ids) for item in result.sentences]
    supports = supports_of(request.brief, language, spoken)
    cutter = Cutter(Marks(request.text, result.findings, (), segments, result.claims, supports, language))
    return GroundedView(request.text, spoken, result, cutter.sentences(), cutter.used)


class Cutter:
    """One text being cut: findings, gaps, claims that rest on something, and sentences, in this order of spans."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._claims = [claim for claim in marks.claims if claim.supported_by]
        self._first_gap = len(marks.findings)
        self._first_claim = self._first_gap + len(marks.gaps)
        self._first_segment = self._first_claim + len(self._claims)
        self._told = [self._telling(claim) for claim in self._claims]
        used = used_supports(marks.supports, [ident for ids in self._told for ident in ids])
        self.used = tuple(UsedFact(support.id, support.told(marks.language)) for support in used)
        self._numbers = {fact.id: number for number, fact in enumerate(self.used, start=1)}

    def sentences(self) -> tuple[MarkedSentence, ...]:
        """The whole text."""
        marks = self._marks
        spans = [
            *((finding.start, finding.end) for finding in marks.findings),
            *((gap.start, gap.end) for gap in marks.gaps),
            *((claim.start, claim.end) for claim in self._claims),
            *((segment.start, segment.end) for segment in marks.segments),
        ]
        found: list[tuple[int | None, list[MarkedPiece]]] = []
        for piece in cut(marks.text, spans):
            inside = next((index - self._first_segment for index in piece.covers if index >= self._first_segment), None)
            if not found or found[-1][0] != inside:
                found.append((inside, []))
            found[-1][1].append(self._piece(piece))
        return tuple(self._sentence(inside, pieces) for inside, pieces in found)

    def _sentence(self, inside: int | None, pieces: list[MarkedPiece]) -> MarkedSentence:
        if inside is None:
            return MarkedSentence(tuple(pieces))
        segment, supports = self._marks.segments[inside], self._marks.supports
        words = tuple(supports[ident].line if ident in supports else ident for ident in segment.basis)
        return MarkedSentence(
            tuple(pieces),
            is_sentence=bool(segment.element or words),
            element=segment.element,
            basis=words,
            number=inside + 1,
            is_stale=segment.start in self._marks.stale,
        )

    def _telling(self, claim: Claim) -> tuple[str, ...]:
        """What to show for a claim; sentences come in the order of the text."""
        segments = self._marks.segments
        at = bisect_right(segments, claim.start, key=lambda segment: segment.start) - 1
        inside = at >= 0 and claim.start < segments[at].end
        return telling(claim.supported_by, segments[at].basis if inside else ())

    def _piece(self, piece: Piece) -> MarkedPiece:
        marks = self._marks
        over = [index for index in piece.covers if index < self._first_gap]
        gap = next(
            (marks.gaps[index - self._first_gap].need for index in piece.covers if self._first_gap <= index < self._first_claim),
            None,
        )
        covering = [index - self._first_claim for index in piece.covers if self._first_claim <= index < self._first_segment]
        # The innermost claim speaks first: a date within a promise before the promise.
        covering.sort(key=lambda index: self._claims[index].end - self._claims[index].start)
        ids = tuple(dict.fromkeys(ident for index in covering for ident in self._told[index]))
        opened = [index for index in over if index not in marks.settled]
        severities = sorted((marks.findings[index].severity for index in opened or over), key=_GRAVITY.__getitem__)
        return MarkedPiece(
            text=piece.text,
            findings=tuple(index + 1 for index in over),
            ends=tuple(index + 1 for index in piece.ends if index < self._first_gap),
            severity=severities[0].value if severities else "",
            gap=gap,
            facts=tuple(self._numbers[ident] for ident in ids),
            note="\n".join(self.used[self._numbers[ident] - 1].words for ident in ids),
            is_start=any(self._claims[index].start == piece.start for index in covering),
            is_settled=bool(over) and not opened,
        )
