"""Composer templates print marked sentences; this reads the marks back.

A template calls `s(element, text, basis)` for every sentence. Outside the marks there is only white space: a blank line starts a
paragraph, `{{ br }}` a new line, anything else joins the sentences the way the language does. The marks are control characters,
which no brief can hold.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from service.datafiles import fault
from service.llm.schemas import Composition, Sentence
from service.patterns import lazy

BREAK = "\x04"
_START, _FIELD, _END = "\x02", "\x1f", "\x03"
_MARKED = lazy(f"{_START}([^{_FIELD}]*){_FIELD}([^{_FIELD}]*){_FIELD}([^{_END}]*){_END}")
_BLANK_LINE = lazy(r"\n[ \t]*\n")
TITLE = "title"


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, or a clause to be put into one, with the ids it rests on."""

    text: str
    basis: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text


def mark(element: str, text: Line | str, basis: Iterable[str] = ()) -> str:
    """One marked sentence; a line's own basis comes first."""
    own = text.basis if isinstance(text, Line) else ()
    ids = dict.fromkeys((*own, *basis))
    return f"{_START}{element}{_FIELD}{','.join(ids)}{_FIELD}{str(text).strip()}{_END}"


def joined(lines: Iterable[Line], separator: str) -> Line:
    """Lines as one, with all their ids."""
    found = tuple(lines)
    return Line(separator.join(line.text for line in found), tuple(dict.fromkeys(i for line in found for i in line.basis)))


def read_marks(rendered: str, template: str, joiner: Callable[[str, str], str]) -> Composition:
    """A rendered template as title and sentences.

    Raises:
        DataFault: the template printed something outside a sentence, or no title.
    """
    title = ""
    sentences: list[Sentence] = []
    position = 0
    gap = ""
    for match in _MARKED.finditer(rendered):
        gap += rendered[position : match.start()]
        position = match.end()
        if gap.replace(BREAK, "").strip():
            raise fault(template, None, "", f"text outside a sentence: {gap.strip()[:40]!r}")
        element, ids, text = match.groups()
        if element == TITLE:
            title = text
            continue
        if text:
            before = _before(gap, sentences, text, joiner)
            sentences.append(Sentence(text, element, tuple(i for i in ids.split(",") if i), before))
            gap = ""
    rest = rendered[position:].replace(BREAK, "").strip()
    if rest or not title:
        raise fault(template, None, "", f"text outside a sentence: {rest[:40]!r}" if rest else "no title")
    return Composition(title=title, sentences=tuple(sentences))


def _before(gap: str, sentences: list[Sentence], text: str, joiner: Callable[[str, str], str]) -> str:
    if not sentences:
        return ""
    if _BLANK_LINE.search(gap):
        return "\n\n"
    return "\n" if BREAK in gap else joiner(sentences[-1].text, text)
