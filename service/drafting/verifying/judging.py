"""What is wrong with a composition, sentence by sentence: every check there is, and what of it a model's sentence must not have."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from service.drafting.assembly import Assembled, assemble, find_gaps
from service.drafting.borrowing import RULE as BORROWED
from service.drafting.checking import check_statement, check_title, ground_statement
from service.drafting.tasks import Task
from service.drafting.verifying.asides import asides
from service.drafting.verifying.settling import settled
from service.drafting.verifying.strays import names_new_matter, strays
from service.findings import Finding, Layer, Severity
from service.grounding import Claim, GroundingReport, contradictions, read_statement
from service.i18n import Localized
from service.llm.schemas import Composition, Sentence
from service.patterns import lazy

# The ledger's own troubles; no wording mends them.
_OF_LEDGER = frozenset({"promise-overdue", "facts-contradict", "fact-addresses-drafter"})
# A writer's declared basis is put right, not written anew; whether a line is near a model's sentence `strays` asks itself.
_SOFT = frozenset({"basis-unrelated", "ungrounded-matter"})
# Warnings of the rules that a person may answer for and a model may not.
_UNANSWERED = frozenset(
    {
        "absolute-denial", "ad-unsubstantiated-data", "blame-ai", "breach-downplay", "cause-speculation", "compensation-overpromise",
        "en-admission-of-liability", "en-health-claim", "en-unsubstantiated-claim", "false-publicity", "implied-official-grade",
        "model-leftover", "next-update-differs", "premature-liability-admission", "suppress-comments",
        "third-party-blame", "threaten-critics", "tone-emoji", "tone-hashtag", "trade-secret-leak", "unsupported-conformity",
        "unsupported-safety-absolute",
    }
)  # fmt: skip
# Stock phrases are a matter of taste in a sentence that tells something, and nothing at all in one that does not.
_EMPTY = frozenset({"cliche", "evasive-minimisation"})
_SIGNED = frozenset({"issuer", "question"})
_DIGITS = lazy(r"(?<![A-Za-z\d-])\d+(?![A-Za-z\d-])")
_GAP = Localized("这里留了缺口，而这一处不需要缺口。", "This leaves a gap where none is needed.")
_NOT_PUBLIC = Localized("台账的公开内容里没有这一点。", "Nothing public in the ledger says this.")
_EARLIER = Localized("这与同时发布的另一份文件不一致。", "This disagrees with another document of the same release.")


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot stand in a sentence: the words, why, and the item of the ledger concerned."""

    text: str
    reason: str
    basis: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A composition with basis and labels put right, its findings, and the faults of the model's sentences by their number.

    `declared` is the basis each sentence was handed in with.
    """

    composition: Composition
    findings: tuple[Finding, ...]
    faults: Mapping[int, tuple[Fault, ...]]
    declared: tuple[tuple[str, ...], ...]

    @property
    def missing(self) -> frozenset[str]:
        """The rules on missing elements it breaks."""
        return frozenset(f.rule for f in self.findings if f.layer is Layer.ELEMENTS and f.rule.startswith("missing-"))

    @property
    def errors(self) -> frozenset[str]:
        """The rules it breaks in a way that blocks it, by any layer."""
        return frozenset(f.rule for f in self.findings if f.severity is Severity.ERROR and f.rule not in _OF_LEDGER)


def judged(task: Task, composition: Composition, composed: Composition | None = None) -> Judged:
    """The composition held against everything; what a model says word for word as the composer does is no fault of its."""
    assembled = assemble(composition)
    grounded = ground_statement(assembled, task.request, task.grounds)
    declared = tuple(sentence.basis for sentence in composition.sentences)
    composition = settled(task, composition, assembled, grounded)
    assembled = assemble(composition)
    findings = check_statement(
        assembled, task.brief, task.request, task.assessment, task.grounds, grounded, passages=task.passages
    )
    trusted = {sentence.text for sentence in composed.sentences} if composed is not None else set()
    faults: dict[int, list[Fault]] = {}
    for number, fault in _faults(task, composition, assembled, findings, grounded):
        if composition.sentences[number].text not in trusted:
            faults.setdefault(number, []).append(fault)
    return Judged(composition, tuple(findings), {number: tuple(found) for number, found in faults.items()}, declared)


def is_fault(finding: Finding) -> bool:
    """Whether a model's sentence with this finding must not stand."""
    if finding.layer is Layer.GROUNDING:
        return finding.rule not in _OF_LEDGER and (finding.severity is Severity.ERROR or finding.rule not in _SOFT)
    if finding.layer is Layer.CONSISTENCY or finding.rule in _UNANSWERED or finding.rule == BORROWED:
        return True
    return finding.severity is Severity.ERROR and not finding.rule.startswith("missing-")


def title_holds(task: Task, title: str) -> bool:
    """Whether a title can stand above the statement."""
    if not title or next(asides(title, task.language), None) is not None or find_gaps(title):
        return False
    if names_new_matter(task, title):
        return False
    return not any(is_fault(finding) for finding in check_title(title, task.brief, task.request, task.grounds))


def _faults(
    task: Task, composition: Composition, assembled: Assembled, findings: Sequence[Finding], grounded: GroundingReport
) -> Iterator[tuple[int, Fault]]:
    bad = [finding for finding in findings if finding.start < finding.end and (is_fault(finding) or finding.rule in _EMPTY)]
    promised = {item.id for item in task.brief.approved_commitments}
    places = [(*place, "contradicts-earlier", _EARLIER) for place in (_clashes(task, assembled.text) if task.earlier else ())]
    places += [(*place, "no-line-near", _NOT_PUBLIC) for place in strays(task, assembled, grounded)]
    places += [(*place, "unread-number", _NOT_PUBLIC) for place in _unread(assembled.text, grounded.claims)]
    for number, (sentence, segment) in enumerate(zip(composition.sentences, assembled.segments, strict=True)):
        if sentence.origin != "model":
            continue
        for finding in bad:
            if finding.start < segment.end and segment.start < finding.end and _counts(finding, sentence, promised):
                yield number, Fault(finding.text, _reason(finding, task), finding.basis, finding.rule)
        for start, end, rule, reason in places:
            if start < segment.end and segment.start < end and not (rule == "no-line-near" and sentence.element in _SIGNED):
                yield number, Fault(assembled.text[start:end], reason.in_(task.language), rule=rule)
        for aside in asides(sentence.text, task.language):
            yield number, Fault(sentence.text[aside.start : aside.end], aside.reason.in_(task.language), rule="aside")
        if find_gaps(sentence.text):
            yield number, Fault(sentence.text, _GAP.in_(task.language), rule="gap")


def _counts(finding: Finding, sentence: Sentence, promised: AbstractSet[str]) -> bool:
    """Whether a finding is a fault of this very sentence: when something promised is due is no time of the next statement."""
    if finding.rule == "next-update-differs":
        return not promised & set(sentence.basis)
    return is_fault(finding) or not sentence.basis


def _reason(finding: Finding, task: Task) -> str:
    """The finding in words that may leave for a model: not those that name or quote what is not for publication."""
    told = " ".join(part for part in (finding.message, finding.suggestion) if part)
    return _NOT_PUBLIC.in_(task.language) if any(secret in told for secret in _secrets(task)) else told


def _secrets(task: Task) -> Iterator[str]:
    """Ids and words of what may not be published."""
    brief = task.brief
    shown = {fact.id for fact in brief.public_facts} | {pledge.id for pledge in brief.approved_commitments}
    for fact in brief.facts:
        if fact.id not in shown:
            yield from (fact.id, fact.text, *fact.translations.values())
    for pledge in brief.commitments:
        if pledge.id not in shown:
            yield from (pledge.id, pledge.text, *pledge.translations.values())


def _unread(text: str, claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Figures that grounding could not read as anything, and so could not compare: "107 November"."""
    for found in _DIGITS.finditer(text):
        if not any(claim.start < found.end() and found.start() < claim.end for claim in claims):
            yield found.start(), found.end()


def _clashes(task: Task, text: str) -> Iterator[tuple[int, int]]:
    """Where a text contradicts one of the same result."""
    mine = read_statement(text, task.grounds)
    for other in task.earlier:
        for item in contradictions(mine, other):
            yield item.a.start, item.a.end
