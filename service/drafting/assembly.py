"""Sentences into text, with segments and gaps: the one place where offsets are made."""

from dataclasses import dataclass

from service.drafting.schemas import Gap, Segment
from service.llm.schemas import Composition
from service.patterns import lazy

_GAP = lazy(r"【待确认[:：]([^】]*)】|\[TO CONFIRM:([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A text with its sentences' places."""

    title: str
    text: str
    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]


def assemble(composition: Composition) -> Assembled:
    """The whole text; offsets are code points."""
    text = ""
    segments = []
    for sentence in composition.sentences:
        text += sentence.before
        segments.append(
            Segment(
                start=len(text),
                end=len(text) + len(sentence.text),
                element=sentence.element,
                basis=sentence.basis,
                origin=sentence.origin,
            )
        )
        text += sentence.text
    return Assembled(composition.title, text, tuple(segments), find_gaps(text))


def find_gaps(text: str) -> tuple[Gap, ...]:
    """Every gap marker in a text."""
    return tuple(
        Gap(start=m.start(), end=m.end(), need=(m.group(1) if m.group(1) is not None else m.group(2)).strip())
        for m in _GAP.finditer(text)
    )


def without_gaps(text: str) -> str:
    """The text without its gap markers."""
    return _GAP.sub("", text)
