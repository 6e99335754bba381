"""An FAQ's questions and answers: every confirmed fact stands in one answer, and what nobody knows is said to be unknown."""

from dataclasses import dataclass, field

from service.briefs import Level, Status
from service.drafting.composer.english import pronoun
from service.drafting.composer.grammar import Worded
from service.drafting.composer.marks import Line
from service.drafting.composer.material import Material
from service.drafting.composer.tables import Question, faq_table
from service.drafting.composer.topics import HARM, harmed, is_of_animals, says, topics_of
from service.elements import ElementName, speaks_of

# Which question claims a fact first, when several could.
_CLAIMS = (
    "cause", "authority", "remedy", "history", "safety", "responsibility", "personnel", "environment", "doing", "scope", "next",
)  # fmt: skip
# What a reader finds on the label says which product is meant, whatever was done with it.
_IDENTIFY: tuple[ElementName, ...] = ("batch", "quantity", "sold")
_BORROWS = frozenset({"authority", "safety", "scope", "history", "responsibility"})
# What was not done answers neither what is being done nor when it will be over.
_AFFIRMED_ONLY = frozenset({"doing", "next"})
# Where something goes on in one place and not in another.
_SPREADS = frozenset({"site", "service"})
# Where tests tell readers whether they are safe; elsewhere they ask who was hurt.
_TESTED = frozenset({"product", "data", "service", "advertising"})
# Where a claim nobody has proven is no answer; it stands under what is said online.
_PROVEN_ONLY = frozenset({"happened", "do", "doing", "remedy", "authority", "personnel", "next"})
_FACTS_FIRST = frozenset({"do", "doing", "next"})


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
    # When more will be said stands once in full: every later answer would only repeat the sentence.
    is_said = False
    for question in faq_table().questions:
        shelf = shelves[question.id]
        answers = _answers(material, question, shelf)
        if not answers:
            answer = _no_answer(material, question, again=is_said)
            answers = [answer] if answer is not None else []
            is_said = is_said or answer is not None
        elif shelf.unknown and not is_said and (when := _when(material)) is not None:
            answers.append(when)
            is_said = True
        if answers:
            blocks.append(Block(_wording(material, question, shelf), tuple(answers)))
    return tuple(blocks)


def _no_answer(material: Material, question: Question, *, again: bool) -> Line | None:
    """What is said where the ledger holds nothing; None leaves the question out: no time to name, a small matter, not asked here."""
    at = material.brief.next_update_at
    grammar = material.grammar
    text = question.no_answer(grammar.code, _family_asking(material))
    if at is None or material.level is Level.IV or text is None:
        return None
    when = grammar.when_again if again else grammar.when
    return grammar.sentence(Line(text.format(when=when(at, material.brief.issued_at)), ("next_update_at",)))


def _family_asking(material: Material) -> str:
    """Who asks: where nothing can be unsafe, or was eaten on the spot, nobody asks about batches."""
    is_kept = material.use.kept or material.product is not None
    if material.family_name == "product" and not material.is_product_risk:
        return "default"
    return "product_eaten" if material.family_name == "product" and not is_kept else material.family_name


def _sorted_facts(material: Material) -> dict[str, _Shelf]:
    shelves = {question.id: _Shelf() for question in faq_table().questions}
    if material.lead_fact is not None:
        shelves["happened"].known.append(material.lead_fact)
    before = material.lead_fact
    at = "happened"
    for item in material.confirmed:
        if item is material.lead_fact or item in material.under_way:
            continue
        home = _home(material, item)
        # What only goes on about the fact before it stays with that: 重复售出的座位都在B区.
        if home == "happened" and at == "scope" and before is not None and material.grammar.goes_on(before.text, item.text):
            home = at
        shelves[home].known.append(item)
        before, at = item, home
    for item in material.worded(Status.UNKNOWN):
        shelves[_home(material, item)].unknown.append(item)
    for item in material.worded(Status.REPORTED, Status.DISPUTED):
        home = _home(material, item)
        shelves["claims" if home in _PROVEN_ONLY else home].reported.append(item)
    return shelves


def _home(material: Material, item: Worded) -> str:
    """The question a fact answers."""
    text = item.text
    if says(text, "advice"):
        return "do"
    found = _topics(text)
    is_known = item.fact.status is Status.CONFIRMED
    if is_known and (says(text, "denial") or says(text, "effect")):
        found.discard("cause")
    if says(text, "event") and not found & {"cause", *HARM}:
        return "happened"
    if material.family_name == "product" and not found & HARM and any(speaks_of(text, element) for element in _IDENTIFY):
        return "scope"
    topics = {question.id: set(question.topics) for question in faq_table().questions}
    usable = (
        name
        for name in _CLAIMS
        if (name != "next" or (material.family_name == "service" and (not is_known or says(text, "restoration"))))
        and (name != "safety" or material.family_name in _TESTED or bool(found & HARM))
        and (name != "authority" or not says(text, "rescue"))
        and not (name in _AFFIRMED_ONLY and is_known and says(text, "negation"))
    )
    return next((name for name in usable if found & topics[name]), "happened")


def _fill_from_others(material: Material, shelves: dict[str, _Shelf]) -> None:
    """A question nobody's fact went to borrows one that answers it: "we cannot say" beside a fact that says it would be false."""
    for question in faq_table().questions:
        shelf = shelves[question.id]
        if question.id == "safety":
            # Who was harmed answers this question before any test does.
            shelf.known = [*(i for i in material.confirmed if harmed(i.text) and i not in shelf.known), *shelf.known]
        if question.id not in _BORROWS or shelf.known:
            continue
        topics = set(question.topics)
        fit = [item for item in material.confirmed if _topics(item.text) & topics and "cause" not in _topics(item.text)]
        if question.id == "scope" and not fit and material.family_name in _SPREADS:
            fit = _extent(material)
        if question.id == "authority" and not fit:
            # A source that is an authority knows of the matter.
            fit = [item for item in material.confirmed if _topics(item.fact.attribution or "") & topics][:1]
        shelf.known += fit[:2]


def _extent(material: Material) -> list[Worded]:
    """How far it goes, where no fact says so outright: what happened with its count, and what goes on as usual."""
    lead = material.lead_fact
    counted = [lead] if lead is not None and says(lead.text, "persons") else []
    return counted + [item for item in material.confirmed if item is not lead and says(item.text, "restoration")]


def _topics(text: str) -> set[str]:
    return {topic.id for topic in topics_of(text)} - (HARM if is_of_animals(text) else set())


def _answers(material: Material, question: Question, shelf: _Shelf) -> list[Line]:
    grammar = material.grammar
    lines = [grammar.sentence(line) for line in grammar.merged([material.stated(item) for item in shelf.known])]
    direct = list(_direct(material, question))
    lines = [*([] if question.id in _FACTS_FIRST else direct), *lines, *(direct if question.id in {"do", "doing"} else [])]
    lines += [grammar.sentence(line) for line in grammar.unknowns(shelf.unknown)]
    lines += direct if question.id == "next" else []
    lines += _unproven(material, shelf.reported)
    if question.id == "happened":
        lines += [line for line in (material.untranslated,) if line is not None]
    if question.id == "cause" and shelf.unknown:
        lines += material.finding_out
    return list(dict.fromkeys(lines))


def _unproven(material: Material, items: list[Worded]) -> list[Line]:
    """Reported claims as what others say or by topic, disputed ones by topic; those without a topic together."""
    grammar = material.grammar
    quoted = [i for i in items if i.fact.status is Status.REPORTED and grammar.quotable(i, material.supported_words)]
    rest = [i for i in items if i not in quoted]
    named = {item.topic_id for item in rest if item.fact.status is Status.REPORTED} | {None}
    disputed = [item for item in rest if item.fact.status is Status.DISPUTED and item.topic_id not in named]
    others = [item for item in rest if item not in disputed]
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


def _wording(material: Material, question: Question, shelf: _Shelf) -> Line:
    code = material.grammar.code
    eaten_there = not (material.use.kept or material.product)
    if material.family_name == "product" and (
        (question.id in {"do", "scope"} and eaten_there) or (question.id in {"do", "safety"} and not material.is_product_risk)
    ):
        return Line(question.wording(code, "default"))
    if question.id == "safety":
        return Line(question.wording(code, _asked_about_safety(material, shelf)))
    template = question.wording(code, material.family_name)
    use = material.use.asked[code]
    default = "涉及的产品" if code == "zh" else "the product concerned"
    product = material.product or default
    return Line(template.format(use=use, product=product, it=pronoun(product)))


def _asked_about_safety(material: Material, shelf: _Shelf) -> str:
    """As which family's readers ask: an answer about somebody's skin is none to a question about accounts."""
    found = set().union(*(_topics(item.text) for item in (*shelf.known, *shelf.reported, *shelf.unknown)))
    if found & HARM and material.family_name not in {"product", "data"}:
        is_feared = not any(harmed(item.text) for item in shelf.known) and "illness" in found
        return "product" if is_feared and not found & {"injury", "death"} else "default"
    return material.family_name
