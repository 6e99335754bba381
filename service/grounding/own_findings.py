"""Findings on what is the brief's or the page's own trouble: open gaps, facts at odds, promised times gone by."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from service.findings import Finding
from service.grounding.checked import CheckedText
from service.grounding.entries import moment_key
from service.grounding.evidence import Evidence
from service.grounding.folding import Span, trimmed
from service.grounding.types import Claim, Moment
from service.i18n import Localized


def gaps(checked: CheckedText) -> Iterator[Finding]:
    """Markers still to be filled."""
    for span in checked.reading.gaps:
        message = Localized("这里还有待填的空缺，发布前必须补上。", "A gap is still open here; it must be filled before release.")
        yield checked.finding("unfilled-gap", span, message.in_(checked.language), Evidence.FORBIDDEN)


def conflicts(checked: CheckedText, claims: Sequence[Claim]) -> Iterator[Finding]:
    """Facts of the brief that contradict each other; told where the text uses one of them, else without a place."""
    for item in checked.grounds.conflicts:
        used = next((c for c in claims if {item.first, item.second} & set(c.supported_by)), None)
        span = Span(used.start, used.end) if used is not None else Span(0, 0)
        told = Localized(
            f"简报中的 {item.first} 与 {item.second} 互相矛盾，两种说法都暂且接受；请先核对台账。",
            f"{item.first} and {item.second} of the brief contradict each other; both are accepted for now. Check the ledger first.",
        )
        yield checked.finding("facts-contradict", span, told.in_(checked.language), Evidence.DIFFERENT, basis=item.first)


def overdue(checked: CheckedText) -> Iterator[Finding]:
    """Promised times that lie before the statement itself."""
    brief = checked.grounds.brief
    due = [("next_update_at", brief.next_update_at), *((item.id, item.due) for item in brief.approved_commitments)]
    for ident, moment in due:
        if moment is not None and moment < brief.issued_at:
            span = _printed_at(checked, moment)
            message = Localized(
                f"{ident} 承诺的时间 {moment:%Y-%m-%d %H:%M} 早于本文的发布时间 {brief.issued_at:%Y-%m-%d %H:%M}。",
                f"The time promised by {ident}, {moment:%Y-%m-%d %H:%M}, lies before this statement's own, {brief.issued_at:%Y-%m-%d %H:%M}.",
            )
            yield checked.finding("promise-overdue", span, message.in_(checked.language), Evidence.CONTRADICTED, basis=ident)


def _printed_at(checked: CheckedText, moment: datetime) -> Span:
    key = moment_key(Moment(moment.year, moment.month, moment.day, moment.hour, moment.minute))
    for mention in checked.reading.mentions:
        if isinstance(mention.value, Moment) and moment_key(mention.value) == key:
            return trimmed(checked.text, checked.sentences.at(mention.start))
    return Span(0, 0)
