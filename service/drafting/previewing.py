"""Sentences of a model's answer that hold, told while the rest of it is still coming in."""

from service.drafting.gate import restored
from service.drafting.observing import Observer
from service.drafting.tasks import Task
from service.drafting.verifying.judging import judged
from service.drafting.verifying.preparing import prepared
from service.llm.answer import AnswerRefused, parse_answer
from service.llm.schemas import Composition
from service.privacy import Vault


class Preview:
    """Reads the text so far after each sentence that ended in it. What it tells is a preview: the whole text is verified anew."""

    def __init__(self, task: Task, composed: Composition, observer: Observer) -> None:
        self._task, self._composed, self._observer = task, composed, observer
        self._ended = 0

    def __call__(self, text: str, vault: Vault) -> None:
        """The text so far; a sentence is whole when its object is closed."""
        ended = text.count("}")
        if ended <= self._ended:
            # After a retry the text begins anew and is shorter.
            self._ended = min(ended, self._ended)
            return
        self._ended = ended
        try:
            composition = parse_answer(text, self._task.language).value
        except AnswerRefused:
            return
        composition = restored(composition, vault, self._composed.title)
        if not composition.sentences:
            return
        found = judged(self._task, prepared(self._task, composition), self._composed)
        for number, sentence in enumerate(found.composition.sentences):
            if number not in found.faults:
                self._observer.on_sentence(sentence)
