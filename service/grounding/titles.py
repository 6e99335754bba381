"""Titles that stand beside a person's name: one the ledger gives nobody makes another person of whoever bears it."""

from collections.abc import Iterator, Sequence

from service.grounding.folding import Span
from service.grounding.types import Claim, ClaimKind
from service.patterns import lazy

_TITLE = (
    r"(?:首席[\u4e00-\u9fff]{2,4}官|(?:执行|常务|联席|代理|名誉)?副?(?:董事长|总经理|总裁|总监|院长|校长|园长|店长|厂长|站长|馆长|部长|局长|处长|科长|主任|经理|主管"
    r"|书记|主席|会长|理事长|秘书长)|新闻发言人|发言人|创始人)"
)
_BEFORE = lazy(rf"(?P<t>{_TITLE})[\s:：]{{0,3}}\Z")
_AFTER = lazy(rf"[\s,，(（]{{0,2}}[\u4e00-\u9fff]{{0,6}}?(?P<t>{_TITLE})(?![助的])")
_REACH = 14


def foreign_titles(folded: str, claims: Sequence[Claim], people: frozenset[int], ledger: str) -> Iterator[Span]:
    """The titles beside supported people, by where they begin, that the ledger's text does not have."""
    for claim in claims:
        if claim.kind is not ClaimKind.NAME or claim.start not in people or not claim.supported_by:
            continue
        before = _BEFORE.search(folded, max(0, claim.start - _REACH), claim.start)
        after = None if before else _AFTER.match(folded, claim.end)
        found = before or after
        if found is not None and "\n" not in found.group() and found["t"] not in ledger:
            yield Span(found.start("t"), found.end("t"))
