"""Everything of a brief that texts are held against, built once."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.grounding.alignment import Board, board_of
from service.grounding.authorities import kinds_in
from service.grounding.fact_conflicts import FactConflict, fact_conflicts
from service.grounding.folding import fold
from service.grounding.leaks import Secret, secrets_of
from service.grounding.ledger import Ledger
from service.grounding.promises import Commitments, commitments_of
from service.grounding.provenance import NamedTopic, named_topics
from service.grounding.sources import may_be_said
from service.grounding.types import ClaimKind, Label
from service.language import own_half, text_language
from service.patterns import lazy

_HONORIFIC = lazy(r"^(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Sir|Rev|Capt|Cllr)\.? ")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything of a brief that texts are held against; build it once and check many texts."""

    brief: IncidentBrief
    ledger: Ledger
    commitments: Commitments
    secrets: tuple[Secret, ...]
    # Kinds of names the ledger gives in Chinese only.
    foreign_names: frozenset[str]
    board: Board
    issuer: tuple[str, ...] = ()
    authorities: frozenset[str] = frozenset()
    topics: tuple[NamedTopic, ...] = ()
    conflicts: tuple[FactConflict, ...] = ()
    ceiling: str | None = None


def grounds_of(
    brief: IncidentBrief,
    *,
    brand: BrandProfile | None = None,
    passages: Sequence[str] = (),
    ceiling: str | None = None,
    topics: Mapping[str, Sequence[str]] | None = None,
) -> Grounds:
    """The brief's grounds; cost is linear in the brief.

    `ceiling` is the highest rung of admission allowed; `topics` the names by which an unproven fact may be named, by its id.
    """
    ledger = may_be_said(brief, brand=brand, passages=passages)
    # An English name may be that of a line nobody has worded in English; an attribution has no translation.
    told = Counter(source.id for source in ledger.sources if text_language(source.text) == "en")
    written = Counter(source.id for source in ledger.sources if text_language(source.text) == "zh")
    foreign = frozenset(
        entry.value.kind
        for entry in ledger.entries
        if entry.kind is ClaimKind.NAME
        and isinstance(entry.value, Label)
        and entry.value.kind != "place"
        and entry.source != "issuer"
        and written[entry.source] > told[entry.source]
        and text_language(entry.text) == "zh"
    )
    issuer = brief.issuer
    signed = (brief.brand, issuer.organisation, issuer.person, *(brand.all_names() if brand else ()))
    # A firm that writes its name twice, 曜桦电子 Yaohua Electronics, signs with either half.
    names = {half for name in signed if name for half in (name, own_half(name, "zh"), own_half(name, "en"))}
    names |= {_HONORIFIC.sub("", name) for name in names}
    board = board_of(brief, passages)
    return Grounds(
        brief=brief,
        ledger=ledger,
        commitments=commitments_of(brief),
        secrets=secrets_of(brief, ledger),
        foreign_names=foreign,
        board=board,
        conflicts=tuple(fact_conflicts(board)),
        issuer=tuple(sorted({fold(name) for name in names if len(name) > 1}, key=len, reverse=True)),
        authorities=kinds_in(fold(source.text) for source in ledger.sources),
        topics=named_topics(brief, topics or {}),
        ceiling=ceiling,
    )
