"""Results made by hand, for tests of how they are shown."""

from datetime import UTC, datetime

from service.assessment.schemas import Assessment, Clock
from service.briefs import Audience, Channel, Language, Level, StatementType
from service.drafting.schemas import DraftResult, Gap, GenerationRecord, Inconsistency, Segment, Statement, statement_digest
from service.findings import Finding, Layer, Severity

TEXT = "我们深表歉意。本品是最安全的牛奶。【待确认：热线】"


def a_finding(severity: str, start: int, end: int, text: str = TEXT, message: str = "说法没有依据") -> Finding:
    return Finding(
        rule="rule-id",
        severity=Severity(severity),
        start=start,
        end=end,
        text=text[start:end],
        message=message,
        basis="《广告法》第九条",
        suggestion="删去",
        layer=Layer.RULES,
    )


def a_statement(
    text: str = TEXT,
    title: str = "情况说明",
    findings: tuple[Finding, ...] = (),
    gaps: tuple[Gap, ...] = (),
    segments: tuple[Segment, ...] = (),
) -> Statement:
    return Statement(
        statement=StatementType.HOLDING_STATEMENT,
        audience=Audience.PUBLIC,
        channel=Channel.WEIBO,
        language=Language.ZH_CN,
        title=title,
        text=text,
        digest=statement_digest(title, text),
        segments=segments,
        gaps=gaps,
        findings=findings,
        blocked=bool(gaps),
        generation=GenerationRecord(model="composer"),
    )


def an_assessment(**changes: object) -> Assessment:
    moment = datetime(2026, 3, 2, 10, 40, tzinfo=UTC)
    assessment = Assessment(
        level=Level.II,
        score=17,
        factors=(),
        cluster="preventable",
        strategies=("instructing", "adjusting", "rebuild"),
        admission_ceiling="concern",
        clock=Clock(first_statement_due_at=moment, next_update_due_at=moment),
        sign_off=("pr", "legal"),
        recommended=(StatementType.HOLDING_STATEMENT,),
        graded_level=Level.II,
    )
    return assessment.model_copy(update=changes)


def a_result(*statements: Statement, consistency: tuple[Inconsistency, ...] = ()) -> DraftResult:
    return DraftResult(
        issued_at=datetime(2026, 3, 2, 10, 40, tzinfo=UTC),
        assessment=an_assessment(),
        passages=(),
        statements=statements,
        consistency=consistency,
    )
