"""Commitments nobody has approved, told as promised, done or under way: a clause that is one of them nearly word for word.

`promises` reads what binds; this reads what the clause is about, however it is told: “检查员已重新发证” of a certificate that is only hoped for.
"""

from collections.abc import Iterator, Sequence

from service.findings import Finding
from service.grounding import messages
from service.grounding.alignment import Kind, Match
from service.grounding.checked import CheckedText
from service.grounding.evidence import Evidence
from service.grounding.folding import Span
from service.grounding.marks import Mark
from service.grounding.promise_clause import Promise
from service.grounding.said import Said, within

# Clause and commitment are the same matter when this much of both is; and no public line may come near.
_SAME_OF_TEXT, _SAME_OF_LINE, _CLEARLY = 0.65, 0.65, 1.5
_WORDS = 3
_OPEN = Mark.OPEN | Mark.DENIED | Mark.REPORTED | Mark.QUESTION


def find_wishes(checked: CheckedText, told: Sequence[Finding]) -> Iterator[Finding]:
    """Clauses that tell an unapproved commitment, where no other finding does."""
    taken = [finding for finding in told if finding.rule in ("unapproved-promise", "ungrounded-promise")]
    for said in checked.said:
        match = _told(said)
        if match is None or any(finding.start < said.end and said.start < finding.end for finding in taken):
            continue
        promise = Promise(Span(said.start, said.end), unapproved=match.item.id)
        yield checked.finding(
            "unapproved-promise",
            promise.span,
            messages.promise_message(promise, checked.language),
            Evidence.FORBIDDEN,
            suggestion=messages.promise_suggestion(promise, checked.language),
            basis=match.item.id,
        )


def _told(said: Said) -> Match | None:
    if not said.is_claim or said.marks & _OPEN or said.clause.negators or said.clause.swallows:
        return None
    wish = said.best(Kind.WISH)
    if wish is None or wish.of_text < _SAME_OF_TEXT or wish.of_line < _SAME_OF_LINE:
        return None
    if sum(key[0] not in "=@" for key in wish.keys) < _WORDS:
        return None
    public = max((match.score for match in said.matches if match.item.is_public), default=0.0)
    return wish if wish.score > public * _CLEARLY else None


def is_an_approved_one(checked: CheckedText, promise: Promise) -> bool:
    """Whether all that speaks for an unapproved commitment speaks for an approved one as well, which has more of the clause."""
    inside = within(checked.said, promise.span.start, promise.span.end)
    keys = {key for said in inside for key in said.keys}
    wished = {key for item in checked.grounds.board.items if item.id == promise.unapproved for key in item.keys & keys}
    approved = (item.keys & keys for item in checked.grounds.board.items if item.kind is Kind.PROMISE)
    return any(wished < held for held in approved)
