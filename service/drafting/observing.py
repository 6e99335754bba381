"""Who wants to see a draft while it is made: a page that shows it live, a command that tells its progress."""

from typing import Protocol

from service.findings import Finding
from service.llm.schemas import Sentence


class Observer(Protocol):
    """Told what happens, in the thread of the draft. What is told is a preview: the result alone counts."""

    def on_stage(self, name: str) -> None:
        """A stage begins: `retrieve`, `write 1/3 holding_statement zh-CN`, `model`, `verify`, `repair`, `check`."""

    def on_sentence(self, sentence: Sentence) -> None:
        """A sentence of the statement being written has passed verification; each is told once, mostly in its order."""

    def on_finding(self, finding: Finding) -> None:
        """A finding on the finished text of the statement being written."""


class Quiet:
    """An observer that nothing reaches."""

    def on_stage(self, name: str) -> None:
        """Nothing."""

    def on_sentence(self, sentence: Sentence) -> None:
        """Nothing."""

    def on_finding(self, finding: Finding) -> None:
        """Nothing."""


class Once:
    """Tells another observer each sentence once, whoever sees it first."""

    def __init__(self, observer: Observer) -> None:
        self._observer = observer
        self._seen: set[str] = set()

    def on_stage(self, name: str) -> None:
        """As it is told."""
        self._observer.on_stage(name)

    def on_sentence(self, sentence: Sentence) -> None:
        """The first time only."""
        if sentence.text not in self._seen:
            self._seen.add(sentence.text)
            self._observer.on_sentence(sentence)

    def on_finding(self, finding: Finding) -> None:
        """As it is told."""
        self._observer.on_finding(finding)


QUIET = Quiet()
