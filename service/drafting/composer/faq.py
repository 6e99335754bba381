"""An FAQ's questions and answers: every confirmed fact stands in one answer, and what nobody knows is said to be unknown."""

from dataclasses import dataclass, field

from service.briefs import Level, Status
from service.drafting.composer.english import pronoun
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.material import Material
from service.drafting.composer.tables import Question, faq_table
from service.drafting.composer.topics import HARM, harmed, says, topic_id, topics_of

# Which question claims a fact first, when several could.
_CLAIMS = ("cause", "authority", "remedy", "history", "safety", "responsibility", "environment", "doing", "scope", "next")

_BORROWS = frozenset({"authority", "safety", "scope", "history", "responsibility"})


@dataclass(frozen=True, slots=True)
class Block:
    """One question with its answer sentences."""

    question: Line
    answers: tuple[Line, ...]


@dataclass(slots=True)
class _Shelf:
    """What one question has been given."""

    known: list[Worded] = field(default_factory=list)
    unknown: list[Worded] = field(default_factory=list)
    reported: list[Worded] = field(default_factory=list)


def faq_blocks(material: Material) -> tuple[Block, ...]:
    """The questions this family of readers asks, answered from the ledger alone."""
    shelves = _sorted_facts(material)
    _fill_from_others(material, shelves)
    blocks = []
    silent = 0
    for question in faq_table().questions:
        answers = _answers(material, question, shelves[question.id])
        if not answers:
            answer = _no_answer(material, question, silent)
            if answer is None:
                continue
            silent += question.id not in faq_table().no_answer_for
            answers = [answer]
        blocks.append(Block(_wording(material, question), tuple(answers)))
    return tuple(blocks)


def _sorted_facts(material: Material) -> dict[str, _Shelf]:
    questions = {q.id: q for q in faq_table().questions}
    shelves = {name: _Shelf() for name in questions}

    def home(text: str) -> str:
        if says(text, "advice"):
            return "do"
        found = {topic.id for topic in topics_of(text)}
        if says(text, "denial"):
            found.discard("cause")
        if says(text, "event") and not found & {"cause", *HARM}:
            return "happened"
        usable = (name for name in _CLAIMS if name != "next" or material.family_name == "service")
        return next((name for name in usable if found & set(questions[name].topics)), "happened")

    if material.lead_fact is not None:
        shelves["happened"].known.append(material.lead_fact)
    for item in material.confirmed:
        if item is not material.lead_fact and item not in material.under_way:
            shelves[home(item.text)].known.append(item)
    for item in material.worded(Status.UNKNOWN):
        shelves[home(item.text)].unknown.append(item)
    for item in material.worded(Status.REPORTED, Status.DISPUTED):
        shelves[home(item.text)].reported.append(item)
    return shelves


def _fill_from_others(material: Material, shelves: dict[str, _Shelf]) -> None:
    """A question nobody's fact went to borrows one that answers it: "we cannot say" beside a fact that says it would be false."""
    for question in faq_table().questions:
        shelf = shelves[question.id]
        if question.id == "safety":
            # Who was harmed answers this question before any test does.
            shelf.known = [*(i for i in material.confirmed if harmed(i.text) and i not in shelf.known), *shelf.known]
        if question.id not in _BORROWS or shelf.known:
            continue
        shelf.known += [item for item in material.confirmed if _answers_too(item, question)][:2]


def _answers_too(item: Worded, question: Question) -> bool:
    whole = f"{item.fact.attribution or ''} {item.text}"
    return bool({topic.id for topic in topics_of(whole)} & set(question.topics))


def _answers(material: Material, question: Question, shelf: _Shelf) -> list[Line]:
    grammar = material.grammar
    lines = [grammar.sentence(line) for line in grammar.merged([material.stated(item) for item in shelf.known])]
    before = list(_direct(material, question))
    lines = lines + before if question.id == "do" else before + lines
    lines += [grammar.sentence(line) for line in grammar.unknowns(shelf.unknown)]
    lines += _unproven(material, shelf.reported)
    if question.id == "happened":
        lines += [line for line in (material.untranslated,) if line is not None]
    if question.id == "cause" and shelf.unknown:
        lines += material.finding_out
    if shelf.unknown and (when := _when(material)) is not None:
        lines.append(when)
    return list(dict.fromkeys(lines))


def _unproven(material: Material, items: list[Worded]) -> list[Line]:
    """Reported claims as what others say or by topic, disputed ones by topic; those without a topic together."""
    grammar = material.grammar
    quoted = [i for i in items if i.fact.status is Status.REPORTED and grammar.quotable(i, material.supported_words)]
    rest = [i.fact for i in items if i not in quoted]
    named = {topic_id(fact.text) for fact in rest if fact.status is Status.REPORTED} | {None}
    disputed = [fact for fact in rest if fact.status is Status.DISPUTED and topic_id(fact.text) not in named]
    others = [fact for fact in rest if fact not in disputed]
    lines = [grammar.reported(item) for item in quoted]
    lines += [line for line in (grammar.by_topic(others, disputed=False), grammar.by_topic(disputed, disputed=True)) if line]
    return [grammar.sentence(line) for line in lines]


def _direct(material: Material, question: Question) -> tuple[Line, ...]:
    """Answers that are parts of the ledger rather than facts."""
    if question.id == "happened" and material.lead_fact is None:
        return (material.lead,)
    if question.id == "do":
        return tuple(material.instruction)
    if question.id == "claims":
        return tuple(material.refuted)
    if question.id == "remedy":
        return tuple(material.compensation)
    if question.id == "doing":
        others = [line for line in material.remedy if line not in material.compensation]
        return (*others, *material.prevention)
    if question.id == "next" and material.next_update is not None:
        return (material.next_update,)
    if question.id == "contact":
        return (material.contact,)
    return ()


def _when(material: Material) -> Line | None:
    at = material.brief.next_update_at
    if at is None:
        return None
    return material.grammar.sentence(Line(material.grammar.when(at, material.brief.issued_at), ("next_update_at",)))


def _no_answer(material: Material, question: Question, silent: int) -> Line | None:
    """What is said where the ledger holds nothing; None leaves the question out."""
    at = material.brief.next_update_at
    if at is None or material.level is Level.IV or question.id in {"happened", "do", "environment", "claims", "doing"}:
        return None
    code = material.grammar.code
    single = faq_table().no_answer_for.get(question.id)
    choices = faq_table().no_answer[code]
    text = single[code] if single is not None else choices[silent % len(choices)]
    filled = text.format(when=material.grammar.when(at, material.brief.issued_at))
    return material.grammar.sentence(Line(filled, ("next_update_at",)))


def _wording(material: Material, question: Question) -> Line:
    code = material.grammar.code
    eaten_there = not (material.use.kept or material.product)
    if material.family_name == "product" and (
        (question.id in {"do", "scope"} and eaten_there) or (question.id in {"do", "safety"} and not material.is_product_risk)
    ):
        return Line(question.wording(code, "default"))
    template = question.wording(code, material.family_name)
    use = material.use.asked[code]
    default = "涉及的产品" if code == "zh" else "the product concerned"
    product = material.product or default
    return Line(template.format(use=use, product=product, it=pronoun(product)))
