"""A result as the page shows it: text cut where sentences, findings and gaps begin and end."""

from service.briefs import IncidentBrief
from service.drafting.schemas import DraftResult, Statement
from service.findings import Severity
from service.findings.pieces import Piece, cut
from service.web.contexts import MarkedPiece, MarkedSentence, ResultView, StatementView
from service.web.labels import Labels

_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.SUGGESTION: 2}


def view_of(result: DraftResult, brief: IncidentBrief, labels: Labels) -> ResultView:
    """The result with every statement cut for display, and each basis in words."""
    words = basis_words(result, brief, labels)
    statements = tuple(
        StatementView(number, statement, marked(statement, words)) for number, statement in enumerate(result.statements, start=1)
    )
    return ResultView(result, statements)


def basis_words(result: DraftResult, brief: IncidentBrief, labels: Labels) -> dict[str, str]:
    """What each basis id stands for, as one line."""
    words = {fact.id: f"{fact.id} {fact.text}" for fact in brief.public_facts}
    words |= {item.id: f"{item.id} {item.text}" for item in brief.approved_commitments}
    words |= {f"contact:{index}": f"{item.label} {item.value}" for index, item in enumerate(brief.contacts)}
    words |= {f"passage:{passage.id}": passage.title for passage in result.passages}
    words |= {key: labels.value("basis", key) for key in ("incident", "issued_at", "issuer", "next_update_at")}
    return words


def marked(statement: Statement, words: dict[str, str]) -> tuple[MarkedSentence, ...]:
    """The text as sentences of marked pieces; a finding across two sentences is marked in both."""
    findings, gaps, segments = statement.findings, statement.gaps, statement.segments
    spans = [
        *((finding.start, finding.end) for finding in findings),
        *((gap.start, gap.end) for gap in gaps),
        *((segment.start, segment.end) for segment in segments),
    ]
    first_gap, first_segment = len(findings), len(findings) + len(gaps)
    sentences: list[MarkedSentence] = []
    collected: list[MarkedPiece] = []
    current: int | None = None

    def close() -> None:
        if collected:
            segment = segments[current] if current is not None else None
            basis = tuple(words.get(key, key) for key in segment.basis) if segment else ()
            sentences.append(MarkedSentence(tuple(collected), segment.element if segment else "", basis))
            collected.clear()

    for piece in cut(statement.text, spans):
        inside = next((index - first_segment for index in piece.covers if index >= first_segment), None)
        if inside != current:
            close()
            current = inside
        collected.append(_marked_piece(statement, piece, first_gap, first_segment))
    close()
    return tuple(sentences)


def _marked_piece(statement: Statement, piece: Piece, first_gap: int, first_segment: int) -> MarkedPiece:
    over = [index for index in piece.covers if index < first_gap]
    gap = next((statement.gaps[index - first_gap].need for index in piece.covers if first_gap <= index < first_segment), None)
    severities = sorted((statement.findings[index].severity for index in over), key=_GRAVITY.__getitem__)
    return MarkedPiece(
        text=piece.text,
        findings=tuple(index + 1 for index in over),
        ends=tuple(index + 1 for index in piece.ends if index < first_gap),
        severity=severities[0].value if severities else "",
        gap=gap,
    )
