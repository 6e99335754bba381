"""A composition made whole with the composer's sentences: in place of what failed, and where an element is missing."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from service.briefs import StatementType
from service.drafting.assembly import assemble
from service.drafting.tasks import Task
from service.drafting.verifying.judging import Judged
from service.elements import required_elements
from service.elements.labels import Labels
from service.llm.schemas import Composition, Sentence

_MISSING = "missing-"


def cut(composition: Composition, numbers: Collection[int]) -> Composition:
    """Without these sentences; a question whose answers are all gone goes with them."""
    return _kept(composition, lambda number, _: number not in numbers)


def replaced(found: Judged, composed: Composition, inside: str) -> Composition:
    """With the composer's sentence for the same matter in place of each that fails; without it where there is none, or it is told already.

    `inside` joins sentences of a paragraph.
    """
    composition, failed = found.composition, found.faults
    kept = [item for number, item in enumerate(composition.sentences) if number not in failed]
    told = {ident for item in kept for ident in item.basis}
    used = {item.text for item in composition.sentences} | {item.element for item in kept if item.element in _SINGLE}
    result: list[Sentence] = []
    before = ""
    for number, sentence in enumerate(composition.sentences):
        before = _wider(before, sentence.before)
        stand_ins: list[Sentence] = [sentence]
        if number in failed:
            stand_ins = list(_in_place_of(sentence, found.declared[number], composed, told | used))
        for place, other in enumerate(stand_ins):
            # Lines of a signature stay lines; other sentences go on in the paragraph.
            joined = "\n" if other.element == "issuer" else inside
            result.append(replace(other, before=joined if place else before))
            told |= set(other.basis)
            used |= {other.text, *({other.element} & _SINGLE)}
        before = "" if stand_ins else before
    return _trimmed(replace(composition, sentences=tuple(result)))


def completed(task: Task, composition: Composition, missing: Collection[str], composed: Composition) -> Composition:
    """With the composer's sentences for elements that are missing, each where the composer has it.

    A plain fact that is told under another plain label gets the one that is missing instead of being told twice.
    """
    sentences = list(composition.sentences)
    is_faq = task.request.statement is StatementType.FAQ
    for demand in required_elements(task.request.statement, task.assessment.level, str(task.request.language)):
        if f"{_MISSING}{demand.name}" not in missing:
            continue
        known = {ident for sentence in sentences for ident in sentence.basis} | {sentence.text for sentence in sentences}
        filling = _filling(task, (demand.name, *demand.alternatives), composed)
        at = _told_as(sentences, filling) if filling else None
        if at is not None:
            sentences[at] = replace(sentences[at], element=filling[0].element)
            continue
        filling = [
            item for item in filling if item.text not in known and not (item.basis and set(item.basis) <= known)
        ] or filling
        filling = filling[:1] if filling and filling[0].element in _PLAIN else filling
        is_last = is_faq or (bool(filling) and filling[0].element == "issuer")
        _insert(sentences, filling, len(sentences) if is_last else _place(sentences, filling, composed))
    return replace(composition, sentences=tuple(sentences))


def _told_as(sentences: Sequence[Sentence], filling: Sequence[Sentence]) -> int | None:
    """The number of a sentence that tells one of these plain facts under another label."""
    if filling[0].element not in _PLAIN:
        return None
    matter = {ident for item in filling for ident in item.basis}
    return next((n for n, item in enumerate(sentences) if item.element in _PLAIN and matter & set(item.basis)), None)


def _insert(sentences: list[Sentence], filling: Sequence[Sentence], at: int) -> None:
    """Put a paragraph of its own into the sentences."""
    if not filling:
        return
    first = replace(filling[0], before=_wider(filling[0].before, "\n\n") if at else "")
    sentences[at:at] = [first, *filling[1:]]
    after = at + len(filling)
    if after < len(sentences):
        sentences[after] = replace(sentences[after], before=_wider(sentences[after].before, "\n\n"))


def _filling(task: Task, names: Sequence[str], composed: Composition) -> list[Sentence]:
    """The composer's sentences for the first of these elements that it has: labelled so, or saying so by their words.

    In a FAQ an answer comes with its question and the rest of the block, the shortest there is.
    """
    labels: Labels | None = None
    for name in names:
        places = [number for number, item in enumerate(composed.sentences) if item.element == name]
        if not places:
            assembled = assemble(composed)
            labels = labels or Labels(assembled.text, task.brief, str(task.request.language), composed.title)
            places = [n for n, item in enumerate(assembled.segments) if name in labels.carried((item.start, item.end))]
        if places and task.request.statement is StatementType.FAQ:
            return min((_block(composed, at) for at in places), key=len)
        if places:
            return _run(composed, places[0])
    return []


def _run(composed: Composition, at: int) -> list[Sentence]:
    """The sentences of one element that stand together."""
    element = composed.sentences[at].element
    return list(takewhile(lambda sentence: sentence.element == element, composed.sentences[at:]))


def _block(composed: Composition, at: int) -> list[Sentence]:
    """A question with its answers."""
    starts = [number for number, item in enumerate(composed.sentences) if item.before == "\n\n" or number == 0]
    first = max(number for number in starts if number <= at)
    end = next((number for number in starts if number > at), len(composed.sentences))
    return list(composed.sentences[first:end])


def _in_place_of(
    sentence: Sentence, declared: Sequence[str], composed: Composition, known: Collection[str]
) -> Iterator[Sentence]:
    """The composer's sentences on the matter of this one; `known` holds the ids, texts and single elements that are there already.

    What it rests on, or claims to, says what its matter is. Where that is nothing, its element does, if one sentence makes it up.
    """
    untold = {*sentence.basis, *declared} - set(known)
    for other in composed.sentences:
        if other.text in known or other.element == "question":
            continue
        is_same = other.element == sentence.element
        if other.element in _SINGLE:
            # Who has apologised has also said that it is sorry for people.
            if is_same and other.element not in known and not (other.element == "concern" and "apology" in known):
                yield other
        elif untold & set(other.basis):
            yield other


# Labels of plain facts: which of them fits is a matter of the kind of statement.
_PLAIN = frozenset({"known", "facts", "new", "actions"})
# One sentence or block of its kind is enough, and the composer's is the right one.
_SINGLE = frozenset({"contact", "next_update", "issuer", "concern", "apology"})


def _place(sentences: Sequence[Sentence], filling: Sequence[Sentence], composed: Composition) -> int:
    """Behind the last sentence that the composer would put before these."""
    if not filling:
        return len(sentences)
    order: dict[str, int] = {}
    for number, item in enumerate(composed.sentences):
        order.setdefault(item.element, number)
    mine = next(number for number, item in enumerate(composed.sentences) if item is filling[0])
    places = [at for at, item in enumerate(sentences, start=1) if order.get(item.element, -1) <= mine and item.element in order]
    at = max(places, default=0)
    # Never into the middle of a paragraph.
    while 0 < at < len(sentences) and "\n" not in sentences[at].before:
        at += 1
    return at


def _kept(composition: Composition, keeps: Callable[[int, Sentence], bool]) -> Composition:
    result: list[Sentence] = []
    before = ""
    for number, sentence in enumerate(composition.sentences):
        # A cut sentence hands its paragraph break on to the next.
        before = _wider(before, sentence.before)
        if keeps(number, sentence):
            result.append(replace(sentence, before=before))
            before = ""
    return _trimmed(replace(composition, sentences=tuple(result)))


def _trimmed(composition: Composition) -> Composition:
    """Without questions that nothing answers, and without white space before the first sentence."""
    found: list[Sentence] = []
    for number, sentence in enumerate(composition.sentences):
        after = composition.sentences[number + 1 : number + 2]
        if sentence.element != "question" or (after and after[0].element != "question"):
            found.append(sentence)
    if found:
        found[0] = replace(found[0], before="")
    return replace(composition, sentences=tuple(found))


def _wider(first: str, second: str) -> str:
    """The wider of two spaces between sentences."""
    return max(first, second, key=lambda space: (space.count("\n"), len(space)))
