"""What a person reads in a terminal: assessments, statements with their findings under the text, passages.

Statements, channels and languages stay as they are written in a brief, so that what is read can be typed; the rest has its name in the
reader's language.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.assessment.schemas import Assessment
from service.cli.wrapping import Styled, wrap
from service.drafting.schemas import DraftResult, Statement
from service.findings import Finding, Severity
from service.findings.pieces import cut
from service.i18n import Localized, UiLanguage
from service.retrieval.passages import Passage
from service.vocabulary import name_of

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.SUGGESTION: "36"}
_SEVERITIES = {
    Severity.ERROR: Localized(zh="错误", en="error"),
    Severity.WARNING: Localized(zh="警告", en="warning"),
    Severity.SUGGESTION: Localized(zh="建议", en="suggestion"),
}
BOLD = "1"
DIM = "2"
_GAP_STYLE = "7"
# A finding's words are repeated up to this length.
_QUOTED = 40


@dataclass(frozen=True, slots=True)
class Page:
    """How to write: in which language, how wide (None: do not break), with styles or plain."""

    language: UiLanguage
    width: int | None = None
    styled: bool = False

    def say(self, zh: str, en: str) -> str:
        """One of two wordings."""
        return zh if self.language == "zh" else en

    def name(self, group: str, value: str) -> str:
        """What a value of a closed list is called."""
        return name_of(group, value, self.language)

    def names(self, group: str, values: Iterable[str]) -> str:
        """The same for several, as a list."""
        return self.say("、", ", ").join(self.name(group, value) for value in values)

    def line(self, text: str, style: str = "", indent: str = "") -> str:
        """One paragraph."""
        return wrap([Styled(text, style if self.styled else "")], self.width, indent)


def page_for_stdout(language: UiLanguage) -> Page:
    """Styled and broken to the window for a terminal, plain otherwise or with NO_COLOR."""
    if not sys.stdout.isatty():
        return Page(language)
    styled = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Page(language, width=shutil.get_terminal_size().columns, styled=styled)


def render_assessment(assessment: Assessment, page: Page) -> str:
    """Level with its reasons, strategy, clock and sign-off, in a few lines."""
    level = assessment.level.value
    forced = page.say("（人工指定）", " (forced)") if assessment.forced else ""
    lines = [
        page.line(
            page.say(f"级别 {level}{forced} · 得分 {assessment.score}", f"Level {level}{forced} · score {assessment.score}"),
            BOLD,
        )
    ]
    reasons = [*([assessment.level_reason] if assessment.level_reason else []), *assessment.reasons]
    reasons = reasons or [f"{item.factor}={item.value} (+{item.points})" for item in assessment.factors if item.points]
    lines += [page.line(f"- {reason}", indent="  ") for reason in reasons]
    if assessment.unknown:
        lines.append(page.line(page.say("尚不清楚：", "Unknown: ") + page.names("exposure", assessment.unknown), indent="  "))
    strategies = " > ".join(page.name("strategy", item) for item in assessment.strategies)
    cluster, ceiling = page.name("cluster", assessment.cluster), page.name("rung", assessment.admission_ceiling)
    clock = assessment.clock
    first, following = (f"{moment:%Y-%m-%d %H:%M %z}" for moment in (clock.first_statement_due_at, clock.next_update_due_at))
    lines += [
        page.line(
            page.say("公众可能怎么看：", "How the public may see it: ")
            + cluster
            + page.say("；策略：", "; strategies: ")
            + strategies,
            indent="  ",
        ),
        page.line(page.say("最多可以承认到：", "May admit at most: ") + ceiling, indent="  "),
        page.line(
            page.say(
                f"首次发声不晚于 {first}，下次更新不晚于 {following}",
                f"First statement due {first}, next update due {following}",
            ),
            indent="  ",
        ),
        page.line(page.say("签发：", "Sign-off: ") + page.names("role", assessment.sign_off), indent="  "),
        page.line(
            page.say("建议文稿：", "Recommended: ") + ", ".join(item.value for item in assessment.recommended),
            indent="  ",
        ),
    ]
    lines += [page.line(f"! {warning}", COLOURS[Severity.WARNING], "  ") for warning in assessment.warnings]
    return "\n".join(lines)


def render_result(result: DraftResult, page: Page) -> str:
    """A whole draft: the assessment, every statement, what contradicts between them."""
    blocks = [render_assessment(result.assessment, page)]
    blocks += [render_statement(statement, page) for statement in result.statements]
    if result.consistency:
        rows = [page.line(page.say("文稿之间不一致", "Between the statements"), BOLD)]
        for item in result.consistency:
            places = " / ".join(
                f"{place.statement + 1}: {result.statements[place.statement].text[place.start : place.end]}"
                for place in (item.a, item.b)
            )
            rows.append(page.line(f"- {item.message} ({places})", indent="  "))
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks)


def render_statement(statement: Statement, page: Page) -> str:
    """Heading, text with numbered findings and gaps, then the findings."""
    kind = f"{statement.statement.value} · {statement.audience.value} · {statement.channel.value} · {statement.language.value}"
    state = page.say("【未可签发】", "[blocked]") if statement.blocked else ""
    blocks = [
        page.line(f"== {kind} {state}".rstrip(), BOLD) + "\n" + page.line(_writer(statement, page), DIM),
        page.line(statement.title, BOLD),
        render_text(statement.text, statement.findings, page, [(gap.start, gap.end) for gap in statement.gaps]),
    ]
    if statement.gaps:
        blocks.append("\n".join(page.line(f"□ {gap.need}", indent="  ") for gap in statement.gaps))
    if statement.findings:
        blocks.append(render_findings(statement.findings, page))
    return "\n\n".join(blocks)


def _writer(statement: Statement, page: Page) -> str:
    """Who wrote it; where that is not the writer asked for, why."""
    made = statement.generation
    written = page.say("写手：", "Written by ") + made.model
    if not made.fallback:
        return written
    return written + page.say("（没有用所要的模型）", ", not the model asked for") + (f": {made.reason}" if made.reason else "")


def render_text(text: str, findings: Sequence[Finding], page: Page, gaps: Sequence[tuple[int, int]] = ()) -> str:
    """The text, findings underlined with their number behind, gaps inverted; plain pages show the numbers alone."""
    spans = [*((finding.start, finding.end) for finding in findings), *gaps]
    runs: list[Styled] = []
    for piece in cut(text, spans):
        marks = [index for index in piece.covers if index < len(findings)]
        style = ""
        if page.styled and marks:
            gravest = min((findings[index].severity for index in marks), key=list(COLOURS).index)
            style = f"4;{COLOURS[gravest]}"
        elif page.styled and piece.covers:
            style = _GAP_STYLE
        runs.append(Styled(piece.text, style))
        numbers = "".join(f"[{index + 1}]" for index in piece.ends if index < len(findings))
        if numbers:
            runs.append(Styled(numbers, DIM if page.styled else ""))
    return wrap(runs, page.width)


def render_findings(findings: Sequence[Finding], page: Page, signs: Mapping[Severity, str] | None = None) -> str:
    """The findings, numbered as in the text. `signs` stand before the number, and all are about words."""
    if not findings:
        return page.line(page.say("没有发现问题。", "Nothing found."))
    rows: list[str] = []
    for number, finding in enumerate(findings, start=1):
        quoted = f"“{finding.text}” " if 0 < len(finding.text) <= _QUOTED else ""
        if signs and len(finding.text) > _QUOTED:
            quoted = f"“{finding.text[:_QUOTED]}…” "
        heading = f"[{(signs or {}).get(finding.severity, '')}{number}] {_SEVERITIES[finding.severity].in_(page.language)} {finding.rule} {quoted}".rstrip()
        rows.append(page.line(heading, COLOURS[finding.severity]))
        rows.append(page.line(finding.message, indent="    "))
        if finding.basis:
            rows.append(page.line(page.say("依据：", "Basis: ") + finding.basis, DIM, "    "))
        if finding.suggestion:
            rows.append(page.line("→ " + finding.suggestion, indent="    "))
    return "\n".join(rows)


def render_passages(passages: Sequence[Passage], page: Page) -> str:
    """Search hits, best first."""
    if not passages:
        return page.line(page.say("没有找到相关内容。", "Nothing found."))
    return "\n\n".join(
        page.line(f"{number}. {passage.title}  ({passage.collection} · {passage.score:.2f} · {passage.id})", BOLD)
        + "\n"
        + page.line(_why(passage, page), DIM, "   ")
        + "\n"
        + page.line(passage.text, indent="   ")
        for number, passage in enumerate(passages, start=1)
    )


def _why(passage: Passage, page: Page) -> str:
    """Why it was found, and whether its content was checked."""
    told = [reason.in_(page.language) for reason in passage.reasons]
    if passage.is_unproven:
        told.append(page.say("未核实", "unverified"))
    return page.say("；", "; ").join(told)
