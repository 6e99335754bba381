"""`ground`: a text against a brief. Everything here is pure; the same text and brief give the same report."""

from collections.abc import Sequence

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.findings import Finding, sort_findings
from service.grounding.checked import CheckedText
from service.grounding.consistency import Statement
from service.grounding.entries import Source
from service.grounding.folding import Span
from service.grounding.grounds import Grounds, grounds_of
from service.grounding.own_findings import conflicts, gaps, overdue
from service.grounding.provenance import basis_of
from service.grounding.sense_findings import (
    assertions,
    authorities,
    comings,
    departures,
    leaks,
    novelties,
    promise_finding,
    promises,
    suspicions,
    widenings,
)
from service.grounding.sources import build
from service.grounding.types import Claim, ClaimKind, GroundingReport, Label
from service.grounding.value_findings import codes, miscounted, mistitled, repacked, resolve, ungrounded
from service.grounding.verbatim import without_verbatim
from service.grounding.wishes import find_wishes
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language


def ground(
    text: str,
    brief: IncidentBrief,
    *,
    language: str | None = None,
    previous: str | None = None,
    brand: BrandProfile | None = None,
    passages: Sequence[str] = (),
    title: str = "",
) -> GroundingReport:
    """What `text` claims, and what of it the ledger does not support.

    `previous` is an earlier released statement: its values hold only in sentences that speak of earlier ones. `passages` are law or
    procedure. `title` is the statement's own; it is checked too, and what is wrong in it is reported at [0, 0).
    """
    return check(text, grounds_of(brief, brand=brand, passages=passages), language=language, previous=previous, title=title)


def check(
    text: str, grounds: Grounds, *, language: str | None = None, previous: str | None = None, title: str = ""
) -> GroundingReport:
    """`ground` with the brief's side built before."""
    spoken = base_language(language) if language else text_language(text)
    earlier = build([Source("previous", previous)], [], grounds.ledger.today) if previous else None
    body = CheckedText(text, grounds, earlier, spoken)
    claims, findings = _run(body)
    sentences = basis_of(body.spans(), body.said, claims, grounds.board, grounds.topics)
    findings += [*overdue(body), *conflicts(body, claims)]
    if title:
        findings += [_in_title(finding, spoken) for finding in _run(CheckedText(title, grounds, earlier, spoken))[1]]
    return GroundingReport(tuple(claims), tuple(sort_findings(findings)), sentences)


def read_statement(text: str, grounds: Grounds) -> Statement:
    """A text as the consistency check compares it with others under the same brief."""
    read = CheckedText(text, grounds, None, text_language(text))
    contacts = [m.value.key for m in read.reading.mentions if m.kind is ClaimKind.CONTACT and isinstance(m.value, Label)]
    listed = frozenset(key for key in contacts if grounds.ledger.labels.get(key))
    return Statement(text, tuple(read.said), read.reading.mentions, read.roles, listed)


def _run(checked: CheckedText) -> tuple[list[Claim], list[Finding]]:
    """Claims in order of place, and the findings on them."""
    claims, loose = resolve(checked)
    findings = [
        *ungrounded(checked, loose),
        *miscounted(checked),
        *repacked(checked),
        *mistitled(checked, claims),
        *codes(checked),
        *gaps(checked),
        *leaks(checked, loose),
        *departures(checked),
        *assertions(checked),
        *authorities(checked),
        *widenings(checked),
    ]
    announced = list(comings(checked))
    findings += announced
    findings += novelties(checked, findings)
    routine: list[Span] = []
    for promise in promises(checked):
        span = promise.span
        words = checked.text[span.start : span.end]
        claims.append(checked.claim(ClaimKind.PROMISE, span.start, span.end, words, promise.supported_by))
        if promise.routine:
            routine.append(span)
        told = any(finding.start < span.end and span.start < finding.end for finding in announced)
        if not promise.supported_by and not promise.routine and not told:
            findings.append(promise_finding(checked, promise))
    findings += find_wishes(checked, findings)
    findings += suspicions(checked, findings, routine, claims)
    return sorted(claims, key=lambda claim: (claim.start, claim.end)), without_verbatim(checked, findings)


def _in_title(finding: Finding, language: TextLanguage) -> Finding:
    where = Localized("标题：", "Title: ").in_(language)
    return finding.model_copy(update={"start": 0, "end": 0, "text": "", "message": where + finding.message})
