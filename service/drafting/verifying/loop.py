"""The loop: check, have what fails written anew, check again; what still fails is the composer's, and what is missing too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.drafting.composer.fitting import fit
from service.drafting.observing import Observer
from service.drafting.tasks import Task
from service.drafting.verifying.judging import Fault, Judged, judged, title_holds
from service.drafting.verifying.mending import completed, cut, replaced
from service.drafting.verifying.preparing import prepared
from service.llm.replacements import Replacement
from service.llm.schemas import Composition, Sentence

ROUNDS = 2
# What is cut can leave a question unanswered or an element missing, what is put in can contradict its neighbour: a few turns settle it.
_TURNS = 4

Faults = Mapping[int, tuple[Fault, ...]]
# Asks the model for these sentences anew; None when there is no time or no answer.
Rewrite = Callable[[Composition, Faults], "Sequence[Replacement] | None"]


@dataclass(frozen=True, slots=True)
class Verified:
    """A statement that holds. `repairs` counts the sentences that were written anew, replaced, put in or cut."""

    composition: Composition
    judged: Judged
    repairs: int

    @property
    def models_share(self) -> float:
        """The share of its sentences that are the model's."""
        sentences = self.composition.sentences
        return sum(sentence.origin == "model" for sentence in sentences) / len(sentences) if sentences else 0.0


def verify(task: Task, written: Composition, composed: Composition, rewrite: Rewrite, observer: Observer) -> Verified | None:
    """The model's composition with every sentence that holds, and the composer's in place of the rest; None where none of it holds."""
    told = _Told(observer)
    observer.on_stage("verify")
    found = judged(task, prepared(task, written), composed)
    told.passed(found)
    repairs = 0
    for _ in range(ROUNDS):
        if not found.faults:
            break
        answer = rewrite(found.composition, found.faults)
        if answer is None:
            break
        again, changed = _rewritten(task, found, answer)
        if not changed:
            break
        repairs += changed
        found = judged(task, again, composed)
        told.passed(found)
    found, mended = _mended(task, found, composed)
    told.passed(found)
    if not _is_whole(task, found, composed):
        return None
    return Verified(found.composition, found, repairs + mended)


class _Told:
    """Tells an observer each sentence once, when it first passes."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._seen: set[str] = set()

    def passed(self, found: Judged) -> None:
        for number, sentence in enumerate(found.composition.sentences):
            if number not in found.faults and sentence.text not in self._seen:
                self._seen.add(sentence.text)
                self._observer.on_sentence(sentence)


def _rewritten(task: Task, found: Judged, answer: Sequence[Replacement]) -> tuple[Composition, int]:
    """The composition with the sentences written anew, each in single sentences, and how many were; an empty one is cut."""
    new = {item.number - 1: item for item in answer if item.number - 1 in found.faults}
    sentences: list[Sentence] = []
    changed = 0
    carried = ""
    for number, sentence in enumerate(found.composition.sentences):
        item = new.get(number)
        before = carried if "\n" in carried else sentence.before
        carried = ""
        if item is None or item.text == sentence.text:
            sentences.append(replace(sentence, before=before))
            continue
        changed += 1
        if not item.text:
            carried = before
            continue
        sentences.append(
            replace(
                sentence,
                text=item.text,
                element=item.element or sentence.element,
                basis=item.basis or sentence.basis,
                before=before,
            )
        )
    return prepared(task, replace(found.composition, sentences=tuple(sentences))), changed


def _mended(task: Task, found: Judged, composed: Composition) -> tuple[Judged, int]:
    """Faults replaced or cut, missing elements put in, title and length right; and how many sentences that touched."""
    touched = len(found.faults)
    if found.faults:
        found = judged(task, replaced(found, composed, "" if task.language == "zh" else " "), composed)
    for _ in range(_TURNS):
        composition = cut(found.composition, found.faults) if found.faults else found.composition
        touched += len(found.faults)
        whole = completed(task, composition, found.missing, composed)
        touched += max(0, len(whole.sentences) - len(composition.sentences))
        if not title_holds(task, whole.title):
            whole = replace(whole, title=composed.title)
        whole = fit(whole, task.request.statement, task.request.channel)
        if whole == found.composition:
            break
        found = judged(task, whole, composed)
    return found, touched


def _is_whole(task: Task, found: Judged, composed: Composition) -> bool:
    """Whether nothing stands or is missing in it that the composer's own text would not have too."""
    if found.faults or not any(sentence.origin == "model" for sentence in found.composition.sentences):
        return False
    if not found.errors and not found.missing:
        return True
    own = judged(task, composed)
    return found.errors <= own.errors and found.missing <= own.missing
