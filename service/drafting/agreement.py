"""Whether statements agree: those of one result with each other, and a text with what was released before it."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Protocol

from service.briefs import Language, StatementType
from service.drafting.schemas import Inconsistency, TextPlace
from service.findings import Finding, Layer, Severity
from service.grounding import (
    ClaimKind,
    Conflict,
    Contradiction,
    GroundingReport,
    Grounds,
    apologies,
    check,
    contradictions,
    highest_admission,
    left_out,
    read_statement,
)
from service.grounding.folding import Span
from service.grounding.gaps import GAP_MARKER
from service.i18n import Localized
from service.language import TextLanguage, base_language
from service.patterns import lazy

_KINDS = {
    Conflict.NUMBER: Localized("数字", "number"),
    Conflict.TIME: Localized("时间", "time"),
    Conflict.PROMISE: Localized("承诺的内容", "promise"),
    Conflict.CONTACT: Localized("联系方式", "contact"),
    Conflict.POLARITY: Localized("肯定与否定", "yes and no"),
    Conflict.NAME: Localized("名称", "name"),
    Conflict.ADMISSION: Localized("认责的程度", "degree of admission"),
}
NOWHERE = Span(0, 0)
_Pair = tuple[Conflict, Span, Span]
# A text that says it corrects or counts anew may differ from what was said before.
_CHANGED = lazy(
    r"截至|更正|此前|先前|原先|上一次|已增至|已升至|增加到|更新|最新"
    r"|\b(?:as of|by|so far|correct\w*|earlier|previous\w*|now|updated|rose|risen|since then)\b",
    re.IGNORECASE,
)


class Said(Protocol):
    """A statement as far as its agreement with others goes."""

    @property
    def statement(self) -> StatementType: ...  # noqa: D102
    @property
    def language(self) -> Language: ...  # noqa: D102
    @property
    def text(self) -> str: ...  # noqa: D102


def disagreements(
    statements: Sequence[Said], grounds: Grounds, *, told_in: TextLanguage | None = None
) -> tuple[Inconsistency, ...]:
    """Every contradiction between two statements of one result; two versions of one statement also say equally much.

    Messages are in `told_in`, else in the language of the first of the two.
    """
    read = [read_statement(statement.text, grounds) for statement in statements]
    found: list[Inconsistency] = []
    for first, second in combinations(range(len(read)), 2):
        pairs = [(item.kind, item.a, item.b) for item in contradictions(read[first], read[second])]
        if _are_versions(statements[first], statements[second]):
            pairs += _unequal(statements[first].text, statements[second].text, grounds, {(a.start, b.start) for _, a, b in pairs})
        language = told_in or base_language(statements[first].language)
        found += [
            Inconsistency(
                kind=kind,
                a=TextPlace(statement=first, start=a.start, end=a.end),
                b=TextPlace(statement=second, start=b.start, end=b.end),
                message=_told(kind, _words(read[first].text, a), _words(read[second].text, b), language),
            )
            # One contradiction may show on both readings of a sentence.
            for kind, a, b in dict.fromkeys(pairs)
        ]
    return tuple(found)


def _are_versions(first: Said, second: Said) -> bool:
    """Whether two statements are one in two languages."""
    return first.statement is second.statement and first.language is not second.language


def _unequal(first: str, second: str, grounds: Grounds, known: set[tuple[int, int]]) -> Iterator[_Pair]:
    """Where one of two versions says what the other leaves out: a figure, a promise, an apology, a rung of admission."""
    read = read_statement(first, grounds), read_statement(second, grounds)
    taken = {start for start, _ in known}, {start for _, start in known}
    for item in left_out(*read):
        if item.a.start not in taken[0]:
            yield item.kind, item.a, item.b
    for item in left_out(*reversed(read)):
        if item.a.start not in taken[1]:
            yield item.kind, item.b, item.a
    reports = check(first, grounds), check(second, grounds)
    yield from _promises(first, second, reports, frozenset(item.id for item in grounds.brief.approved_commitments))
    yield from _admissions(first, second, reports, grounds)


def _promises(
    first: str, second: str, reports: tuple[GroundingReport, GroundingReport], approved: frozenset[str]
) -> Iterator[_Pair]:
    mine, theirs = (_promised(report, approved) for report in reports)
    # An item whose wording is missing shows as a gap, which blocks by itself.
    for ident, span in mine.items():
        if ident not in theirs and not _is_gap(ident, second):
            yield Conflict.PROMISE, span, NOWHERE
    for ident, span in theirs.items():
        if ident not in mine and not _is_gap(ident, first):
            yield Conflict.PROMISE, NOWHERE, span


def _promised(report: GroundingReport, approved: frozenset[str]) -> dict[str, Span]:
    """Commitments a text makes, each with its first place: by its promises, or by a sentence that rests on one."""
    found: dict[str, Span] = {}
    for claim in report.claims:
        for ident in claim.supported_by if claim.kind is ClaimKind.PROMISE else ():
            found.setdefault(ident, Span(claim.start, claim.end))
    for sentence in report.sentences:
        for ident in sentence.ids:
            found.setdefault(ident, Span(sentence.start, sentence.end))
    return {ident: span for ident, span in found.items() if ident in approved}


def _is_gap(ident: str, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(ident)}\b", marker.group()) for marker in GAP_MARKER.finditer(text))


def _admissions(first: str, second: str, reports: tuple[GroundingReport, GroundingReport], grounds: Grounds) -> Iterator[_Pair]:
    mine, theirs = (
        highest_admission(text, grounds.board, report.sentences) for text, report in zip((first, second), reports, strict=True)
    )
    if (mine.rung if mine else None) != (theirs.rung if theirs else None):
        yield Conflict.ADMISSION, mine.span if mine else NOWHERE, theirs.span if theirs else NOWHERE
        return
    sorry = apologies(first), apologies(second)
    if (sorry[0] is None) is not (sorry[1] is None):
        yield Conflict.ADMISSION, sorry[0] or NOWHERE, sorry[1] or NOWHERE


def _words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def departures(text: str, previous: str, grounds: Grounds, language: str) -> Iterator[Finding]:
    """Where a text says otherwise than one released before it, and does not say that something changed."""
    spoken = base_language(language)
    now, before = read_statement(text, grounds), read_statement(previous, grounds)
    for item in contradictions(now, before):
        sentence = next((said.sentence for said in now.clauses if said.start <= item.a.start < said.end), None)
        if sentence is not None and _CHANGED.search(text, sentence.start, sentence.end):
            continue
        yield Finding(
            rule=f"differs-from-previous-{item.kind}",
            severity=Severity.WARNING,
            start=item.a.start,
            end=item.a.end,
            text=text[item.a.start : item.a.end],
            message=_message(item, text, previous, spoken),
            basis="previous",
            suggestion=Localized(
                "说明这里有变化，或改回此前的说法。", "Say that this has changed, or keep to what was said."
            ).in_(spoken),
            layer=Layer.CONSISTENCY,
        )


def _message(item: Contradiction, mine: str, theirs: str, language: TextLanguage) -> str:
    return _told(item.kind, _words(mine, item.a), _words(theirs, item.b), language)


def _told(kind: Conflict, mine: str, theirs: str, language: TextLanguage) -> str:
    name = _KINDS[kind].in_(language)
    if not mine or not theirs:
        said = mine or theirs
        return Localized(f"{name}不一致：一处有“{said}”，另一处没有。", f"The {name} differs: “{said}” stands in one only.").in_(
            language
        )
    return Localized(
        f"{name}不一致：一处是“{mine}”，另一处是“{theirs}”。", f"The {name} differs: “{mine}” here, “{theirs}” there."
    ).in_(language)
