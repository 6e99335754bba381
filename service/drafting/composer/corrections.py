"""What an earlier statement got wrong: the sentence it should not have said, and the fact that stands in its place."""

from dataclasses import dataclass

from service.assessment.schemas import Assessment
from service.briefs import IncidentBrief, Previous, StatementRequest, Status
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.material import Material
from service.drafting.composer.topics import topic_id
from service.drafting.composer.updates import Changes, compare, is_in, likeness

# How much of a wrong claim a fact must share to be the right one.
_ABOUT_THE_SAME = 0.3


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction's own parts, as sentences."""

    opening: Line
    wrong: tuple[Line, ...]
    right: tuple[Line, ...]
    others: tuple[Line, ...]


def correction(material: Material, previous: Previous, changes: Changes) -> Correction:
    """The ledger against the earlier text: refuted claims it made, and confirmed facts that differ from it."""
    grammar = material.grammar
    now = material.brief.issued_at
    wrong = [item for item in material.worded(Status.REFUTED) if is_in(item, previous.text)]
    said_before = {ident for line in changes.unchanged for ident in line.basis}
    open_to = [item for item in material.confirmed if item.fact.id not in said_before]
    right = [item for item in open_to if any(_answers(item, claim) for claim in wrong)]
    others = [line for line in changes.new if not set(line.basis) & {item.fact.id for item in right}]
    stated = [line for line in changes.updated if not set(line.basis) & {item.fact.id for item in right}]
    return Correction(
        opening=grammar.correction_opening(named=bool(wrong)),
        wrong=tuple(grammar.sentence(grammar.misstated(item, previous.issued_at, now)) for item in wrong),
        right=(*_sentences(material, right), *stated),
        others=tuple(others),
    )


def corrects_nothing(brief: IncidentBrief, request: StatementRequest, assessment: Assessment) -> bool:
    """Whether the ledger holds nothing that an earlier statement said otherwise."""
    if request.previous is None:
        return True
    material = Material(brief, request, assessment, None)
    found = correction(material, request.previous, compare(material, request.previous.text))
    return not found.wrong and not found.right


def _sentences(material: Material, items: list[Worded]) -> tuple[Line, ...]:
    return tuple(material.grammar.sentence(line) for line in material.grammar.merged([material.stated(item) for item in items]))


def _answers(item: Worded, claim: Worded) -> bool:
    """Whether a confirmed fact says what the wrong claim should have said."""
    topic = topic_id(claim.text)
    near = likeness(claim.text, item.text)
    return near >= _ABOUT_THE_SAME or (topic is not None and topic_id(item.text) == topic and near > 0.15)
