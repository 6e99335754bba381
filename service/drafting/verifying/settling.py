"""Basis and element of a model's sentences as the resolver reads them: what the model declares is a claim like any other."""

from dataclasses import replace

from service.briefs import StatementType
from service.drafting.assembly import Assembled
from service.drafting.tasks import Task
from service.elements import required_elements
from service.elements.labels import Labels, filled_by, is_element, rests_on_ledger
from service.grounding import GroundingReport
from service.llm.schemas import Composition, Sentence

_PASSAGE = "passage:"
_NAMES = frozenset({"issuer", "incident"})
# Said by words alone: no item of a ledger shows that a sentence is one, its words must.
_BY_WORDS = frozenset({"apology", "responsibility"})
# A sentence carries many elements at once; the first of these that it does says best what it is for.
_TELLING = ("issuer", "contact", "next_update", "remedy", "prevention", "instruction", "unknown", "apology", "concern", "known")


def settled(task: Task, composition: Composition, assembled: Assembled, grounded: GroundingReport) -> Composition:
    """The composition with the model's basis and labels put right; its texts stay."""
    labels: Labels | None = None
    sentences: list[Sentence] = []
    for sentence, segment in zip(composition.sentences, assembled.segments, strict=True):
        if sentence.origin != "model":
            sentences.append(sentence)
            continue
        basis = _basis(task, sentence, grounded, segment.start, segment.end)
        if labels is None:
            labels = Labels(assembled.text, task.brief, str(task.request.language), assembled.title)
        element = _element(task, replace(sentence, basis=basis), labels.carried((segment.start, segment.end)))
        sentences.append(replace(sentence, basis=basis, element=element))
    return replace(composition, sentences=tuple(sentences))


def _basis(task: Task, sentence: Sentence, grounded: GroundingReport, start: int, end: int) -> tuple[str, ...]:
    """The declared ids that have anything to do with the sentence, if the resolver's are among them; else the resolver's.

    Names of the company and the incident stand in sentences that rest on something else.
    """
    inside = [item for item in grounded.sentences if item.start < end and start < item.end]
    found = tuple(dict.fromkeys(ident for item in inside for ident in item.ids))
    near = {ident for item in inside for ident in item.near}
    passages = {f"{_PASSAGE}{passage.id}" for passage in task.passages}
    declared = tuple(i for i in sentence.basis if i in near or i in passages or (i in _NAMES and _names(task, sentence.text)))
    if set(found) - _NAMES <= set(declared):
        return declared
    return (*found, *(ident for ident in declared if ident in passages))


def _names(task: Task, text: str) -> bool:
    """Whether a sentence names the issuer, or is about nothing but the incident's name."""
    issuer = task.brief.issuer
    return any(name and name in text for name in (issuer.organisation, issuer.person, task.brief.brand))


def _element(task: Task, sentence: Sentence, carried: tuple[str, ...]) -> str:
    label = sentence.element
    if task.request.statement is StatementType.FAQ:
        return label if is_element(label) else "answer"
    filled = filled_by(sentence.basis, task.brief, str(task.request.language))
    if label in carried or (label in filled and label not in _BY_WORDS):
        return label
    if is_element(label) and label not in _BY_WORDS and not sentence.basis and not rests_on_ledger(label):
        return label
    wanted = {
        demand.name for demand in required_elements(task.request.statement, task.assessment.level, str(task.request.language))
    }
    telling = next((name for name in (*(n for n in _TELLING if n in wanted), *_TELLING) if name in carried), None)
    return telling or (carried[0] if carried else "known" if sentence.basis else "concern")
