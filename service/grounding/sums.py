"""What is left of a whole the ledger gives in parts: 23 pupils and a teacher, four of them kept in, leave twenty."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from service.grounding.entries import Entry, Source
from service.grounding.types import Amount, ClaimKind
from service.patterns import lazy

# Behind this word a line goes on to parts of what it counted before it.
_PART = lazy(r"其中|当中|\b(?:of (?:them|whom|these|those|which)|including)\b")
_PARTS_OF_WHOLE = 2


def is_left(kind: ClaimKind, amount: Amount, entries: Iterable[Entry], sources: Sequence[Source]) -> tuple[str, ...]:
    """The line whose whole, counted in parts and less the parts told behind 其中, is the amount; empty where none is.

    The whole of one figure less another is the business of whoever takes differences; any signs but these would make a chance hit
    of nearly every small number.
    """
    if kind is ClaimKind.NUMBER or not amount.units:
        return ()
    alike = [e for e in entries if isinstance(e.value, Amount) and e.kind is kind and e.value.units & amount.units]
    for source in sources:
        cut = _PART.search(source.text)
        if cut is None:
            continue
        whole: list[Decimal] = []
        part: list[Decimal] = []
        for entry in alike:
            at = source.text.find(entry.text)
            if entry.source == source.id and at >= 0 and isinstance(entry.value, Amount):
                (whole if at < cut.start() else part).append(entry.value.value)
        if len(whole) >= _PARTS_OF_WHOLE and part and sum(whole) - sum(part) == amount.value:
            return (source.id,)
    return ()
