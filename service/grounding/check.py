"""`ground`: a text against a brief. Everything here is pure; the same text and brief give the same report."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.findings import Finding, Layer, Severity, sort_findings
from service.grounding import lexicon, messages
from service.grounding.extract import Reading, read
from service.grounding.folding import Sentences, Span, trimmed
from service.grounding.leaks import Secret, find_leaks, secrets_of
from service.grounding.ledger import Ledger, Source, build, may_be_said, moment_key
from service.grounding.promises import Commitments, Promise, commitments_of, find_promises
from service.grounding.types import Claim, ClaimKind, GroundingReport, Label, Mention, Moment, normal_form
from service.i18n import Localized
from service.language import TextLanguage, base_language, text_language

_RULES = {
    ClaimKind.MONEY: "ungrounded-amount",
    ClaimKind.DATE: "ungrounded-date",
    ClaimKind.TIME: "ungrounded-time",
    ClaimKind.DURATION: "ungrounded-time",
    ClaimKind.CONTACT: "ungrounded-contact",
    ClaimKind.IDENTIFIER: "ungrounded-identifier",
    ClaimKind.NAME: "ungrounded-name",
}
_TIMED = frozenset({ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME, ClaimKind.DURATION})


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything of a brief that texts are held against; build it once and check many texts."""

    brief: IncidentBrief
    ledger: Ledger
    commitments: Commitments
    secrets: tuple[Secret, ...]
    has_foreign_names: bool


def grounds_of(brief: IncidentBrief, *, brand: BrandProfile | None = None, passages: Sequence[str] = ()) -> Grounds:
    """The brief's grounds; cost is linear in the brief."""
    ledger = may_be_said(brief, brand=brand, passages=passages)
    chinese = any(
        entry.kind is ClaimKind.NAME
        and text_language(entry.text) == "zh"
        and isinstance(entry.value, Label)
        and entry.value.kind != "place"
        for entry in ledger.entries
    )
    return Grounds(brief, ledger, commitments_of(brief), secrets_of(brief, ledger), chinese)


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
    body = _Check(text, grounds, earlier, spoken)
    claims, findings = body.run()
    findings += body.overdue()
    if title:
        findings += [_in_title(finding, spoken) for finding in _Check(title, grounds, earlier, spoken).run()[1]]
    return GroundingReport(tuple(claims), tuple(sort_findings(findings)))


class _Check:
    """One text being checked."""

    def __init__(self, text: str, grounds: Grounds, earlier: Ledger | None, language: TextLanguage) -> None:
        self._text = text
        self._grounds = grounds
        self._earlier = earlier
        self._language = language
        self._reading: Reading = read(text, grounds.ledger.today)
        self._sentences = Sentences(self._reading.folded)
        self._marks = lexicon.fragments([*lexicon.promises().earlier.zh, *lexicon.promises().earlier.en])

    def run(self) -> tuple[list[Claim], list[Finding]]:
        """Claims in order of place, and findings of every kind but overdue promises."""
        claims: list[Claim] = []
        loose: list[Mention] = []
        for mention in self._reading.mentions:
            ids = self._support(mention)
            claims.append(self._claim(mention.kind, mention.start, mention.end, normal_form(mention), ids))
            if not ids:
                loose.append(mention)
        findings = [*self._ungrounded(loose), *self._gaps(), *self._leaks(loose)]
        for promise in self._promises():
            span = promise.span
            claims.append(
                self._claim(ClaimKind.PROMISE, span.start, span.end, self._text[span.start : span.end], promise.supported_by)
            )
            if not promise.supported_by and not promise.routine:
                findings.append(self._promise_finding(promise))
        return sorted(claims, key=lambda claim: (claim.start, claim.end)), findings

    def overdue(self) -> Iterator[Finding]:
        """Promised times that lie before the statement itself."""
        brief = self._grounds.brief
        due = [("next_update_at", brief.next_update_at), *((item.id, item.due) for item in brief.approved_commitments)]
        for ident, moment in due:
            if moment is not None and moment < brief.issued_at:
                span = self._printed_at(moment)
                message = Localized(
                    f"{ident} 承诺的时间 {moment:%Y-%m-%d %H:%M} 早于本文的发布时间 {brief.issued_at:%Y-%m-%d %H:%M}。",
                    f"The time promised by {ident}, {moment:%Y-%m-%d %H:%M}, lies before this statement's own, {brief.issued_at:%Y-%m-%d %H:%M}.",
                )
                yield self._finding("promise-overdue", span, message.in_(self._language), basis=ident)

    def _support(self, mention: Mention) -> tuple[str, ...]:
        ids = self._grounds.ledger.support(mention)
        if ids or self._earlier is None:
            return ids
        sentence = self._sentences.at(mention.start)
        if self._marks.search(self._reading.folded, sentence.start, sentence.end):
            return self._earlier.support(mention)
        return ()

    def _ungrounded(self, loose: list[Mention]) -> Iterator[Finding]:
        nearest = messages.Nearest(self._grounds.ledger) if loose else None
        for mention in loose:
            near = nearest.to(mention) if nearest else None
            span = Span(mention.start, mention.end)
            text = self._text[span.start : span.end]
            yield self._finding(
                self._rule(mention),
                span,
                messages.ungrounded(mention, text, near, self._language),
                suggestion=messages.suggestion(mention, near, self._language),
                basis=near.source if near else None,
                severity=Severity.WARNING if self._is_unsure(mention) else Severity.ERROR,
            )

    def _rule(self, mention: Mention) -> str:
        if mention.kind is ClaimKind.DATETIME and isinstance(mention.value, Moment):
            day = replace(mention.value, hour=None, minute=None, about=False)
            return "ungrounded-time" if self._grounds.ledger.moments.get(moment_key(day)) else "ungrounded-date"
        return _RULES.get(mention.kind, "ungrounded-number")

    def _is_unsure(self, mention: Mention) -> bool:
        if mention.unsure:
            return True
        # An English name may be a Chinese one of the ledger that nobody has translated.
        text = self._text[mention.start : mention.end]
        return mention.kind is ClaimKind.NAME and self._grounds.has_foreign_names and text_language(text) == "en"

    def _gaps(self) -> Iterator[Finding]:
        for span in self._reading.gaps:
            message = Localized(
                "这里还有待填的空缺，发布前必须补上。", "A gap is still open here; it must be filled before release."
            )
            yield self._finding("unfilled-gap", span, message.in_(self._language))

    def _leaks(self, loose: list[Mention]) -> Iterator[Finding]:
        for leak in find_leaks(self._reading.folded, self._sentences, loose, self._grounds.secrets):
            message = Localized(
                f"这里透露了不公开的事实 {leak.fact}。", f"This tells of {leak.fact}, a fact that is not for publication."
            )
            advice = Localized("删去。", "Cut it.").in_(self._language)
            yield self._finding("confidential-leak", leak.span, message.in_(self._language), suggestion=advice, basis=leak.fact)

    def _promises(self) -> list[Promise]:
        timed = [Span(m.start, m.end) for m in self._reading.mentions if m.kind in _TIMED]
        return list(find_promises(self._reading.folded, self._sentences, self._grounds.commitments, timed))

    def _promise_finding(self, promise: Promise) -> Finding:
        return self._finding(
            "unapproved-promise" if promise.unapproved else "ungrounded-promise",
            promise.span,
            messages.promise_message(promise, self._language),
            suggestion=messages.promise_suggestion(promise, self._language),
            basis=promise.unapproved or promise.nearest,
            severity=Severity.WARNING if promise.unsure and not promise.unapproved else Severity.ERROR,
        )

    def _printed_at(self, moment: datetime) -> Span:
        key = moment_key(Moment(moment.year, moment.month, moment.day, moment.hour, moment.minute))
        for mention in self._reading.mentions:
            if isinstance(mention.value, Moment) and moment_key(mention.value) == key:
                return trimmed(self._text, self._sentences.at(mention.start))
        return Span(0, 0)

    def _claim(self, kind: ClaimKind, start: int, end: int, normal: str, ids: tuple[str, ...]) -> Claim:
        return Claim(kind, start, end, self._text[start:end], normal, ids)

    def _finding(
        self,
        rule: str,
        span: Span,
        message: str,
        *,
        suggestion: str | None = None,
        basis: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        return Finding(
            rule=rule,
            severity=severity,
            start=span.start,
            end=span.end,
            text=self._text[span.start : span.end],
            message=message,
            basis=basis,
            suggestion=suggestion,
            layer=Layer.GROUNDING,
        )


def _in_title(finding: Finding, language: TextLanguage) -> Finding:
    where = Localized("标题：", "Title: ").in_(language)
    return finding.model_copy(update={"start": 0, "end": 0, "text": "", "message": where + finding.message})
