"""A notice's own parts: every confirmed fact under the heading it belongs to, found by what the elements are recognised by.

Recall and breach notices have an order that law and readers expect; a closing statement tells what was found, what was done and
which promises are still due; a rebuttal begins with what answers the rumour.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.briefs import Commitment, StatementType, Status
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.material import Material
from service.drafting.composer.topics import is_about, says
from service.drafting.composer.updates import likeness, values_of
from service.elements import ElementName, speaks_of
from service.patterns import lazy

# For each kind the headings in the order in which a fact is tried; the first whose elements it carries takes it.
_HEADINGS: Mapping[StatementType, tuple[tuple[str, tuple[ElementName, ...]], ...]] = {
    StatementType.RECALL_NOTICE: (
        ("authority", ("authority",)),
        ("incidents", ("incidents",)),
        ("hazard", ("hazard",)),
        ("actions", ("actions",)),
        ("scope", ("product", "batch", "quantity", "sold")),
    ),
    StatementType.BREACH_NOTICE: (
        ("authority", ("authority",)),
        ("consequences", ("consequences",)),
        ("cause", ("cause",)),
        ("actions", ("actions",)),
        ("data", ("data_types",)),
    ),
}
# How much of a promise a confirmed fact must repeat to be its fulfilment.
_KEPT = 0.6
# How much of a claim a fact must share to answer it.
_NEAR = 0.2
# What is promised to those not served yet is not kept by what was done for the others.
_REST = lazy(r"其余|其他|余下|剩余|剩下|未办|\b(?:remaining|other|rest|others|outstanding)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sections:
    """Sentences by heading; `known` holds what belongs under none."""

    by_heading: Mapping[str, tuple[Line, ...]] = field(default_factory=dict)
    # Promises whose fulfilment a confirmed fact states, and those still to be kept.
    kept: tuple[Line, ...] = ()
    due: tuple[Line, ...] = ()

    def __getitem__(self, heading: str) -> tuple[Line, ...]:
        """What stands under a heading; nothing where the ledger has nothing."""
        return self.by_heading.get(heading, ())


def sections(material: Material) -> Sections:
    """The parts of this statement; empty for kinds that have none."""
    kind = material.request.statement
    if kind is StatementType.CLOSING_STATEMENT:
        return _closing(material)
    if kind is StatementType.RUMOUR_REBUTTAL:
        return _rebuttal(material)
    if kind not in _HEADINGS:
        return Sections()
    told: dict[str, list[Worded]] = {}
    for item in _unopened(material):
        # How the cause is being found out stands beside what is not known.
        if item not in material.under_way:
            told.setdefault(_heading(item, kind), []).append(item)
    return Sections({name: _sentences(material, items) for name, items in told.items()})


def _unopened(material: Material) -> list[Worded]:
    return [item for item in material.confirmed if item not in (material.lead_fact, *material.harm_facts)]


def _heading(item: Worded, kind: StatementType) -> str:
    text = item.text
    if kind is StatementType.RECALL_NOTICE and says(text, "advice"):
        return "advice"
    found = (name for name, elements in _HEADINGS[kind] if any(speaks_of(text, element) for element in elements))
    return next(found, "known")


def _sentences(material: Material, items: Sequence[Worded]) -> tuple[Line, ...]:
    lines = material.grammar.merged([material.stated(item) for item in items])
    return tuple(material.grammar.sentence(line) for line in lines)


def _rebuttal(material: Material) -> Sections:
    """The facts that answer a refuted claim first; that people talk of it, last."""
    claims = material.worded(Status.REFUTED)

    def place(item: Worded) -> int:
        if says(item.text, "detection") and says(item.text, "talk"):
            return 2
        near = any(likeness(claim.text, item.text) >= _NEAR or claim.topic_id in {item.topic_id} - {None} for claim in claims)
        return 0 if near or item in material.harm_facts else 1

    told = sorted((item for item in material.confirmed if item not in material.under_way), key=place)
    return Sections({"facts": _sentences(material, told)})


def _closing(material: Material) -> Sections:
    kept: dict[str, Worded] = {}
    for promise in material.brief.approved_commitments:
        done = _fulfilment(material, promise)
        if done is not None:
            kept[promise.id] = done
    told: dict[str, list[Worded]] = {}
    for item in _unopened(material):
        if item not in kept.values():
            told.setdefault(_result(item), []).append(item)
    return Sections(
        {name: _sentences(material, items) for name, items in told.items()},
        kept=_sentences(material, list({item.fact.id: item for item in kept.values()}.values())),
        due=tuple(material.promises_of([p for p in material.brief.approved_commitments if p.id not in kept])),
    )


def _fulfilment(material: Material, promise: Commitment) -> Worded | None:
    """The confirmed fact that says a promise has been kept."""
    text = promise.wording(material.grammar.code)
    if text is None or _REST.search(text) is not None:
        return None
    done = (item for item in material.confirmed if says(item.text, "completed") and not says(item.text, "negation"))
    return next((i for i in done if likeness(text, i.text) >= _KEPT and values_of(text) <= values_of(i.text)), None)


def _result(item: Worded) -> str:
    """Under which heading of a last statement a fact stands; what is still being looked into stands beside what is not known."""
    if says(item.text, "finding_out"):
        return "open"
    return "found" if _was_found(item) else "done" if _was_done(item) else "known"


def _was_found(item: Worded) -> bool:
    return is_about(item.text, "cause", "test", "responsibility") and not says(item.text, "completed")


def _was_done(item: Worded) -> bool:
    return is_about(item.text, "remedy", "personnel", "action", "service") or says(item.text, "completed")
