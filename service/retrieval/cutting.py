"""Documents cut into passages at headings and sentences. Pure; every passage's text is a verbatim slice of its document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.retrieval.corpus import Document

TARGET = 200
LIMIT = 500
# Articles are cited one by one: here every heading begins a passage, however short.
_BY_HEADING = frozenset({"law"})

_HEADING = re.compile(r"^(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
# Where a text may be cut, best first: between paragraphs, between lines, after a sentence.
_CUTS = (
    re.compile(r"\n[ \t]*\n\s*"),
    re.compile(r"\n\s*"),
    re.compile(r"(?<=[。！？；])(?![”’」』）)])|(?<=[.!?])\s+(?=[A-Z“\"(])"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage before it is indexed: where it stands (`headings`, outermost first) and what it says."""

    id: str
    document: Document
    headings: tuple[str, ...]
    text: str

    @property
    def title(self) -> str:
        """Document title and headings in one line."""
        return " › ".join((self.document.front.title, *self.headings))

    @property
    def sought(self) -> str:
        """The title as it is searched: with what else the document is called."""
        return " ".join((self.title, *self.document.front.aliases))


@dataclass(frozen=True, slots=True)
class _Section:
    headings: tuple[str, ...]
    # The section with its own heading line, and where its text begins after that.
    start: int
    text_start: int
    end: int


def cut(document: Document) -> tuple[Piece, ...]:
    """The document's passages in order, about 200 to 500 characters each; an article of law is never joined to another."""
    spans: list[tuple[tuple[str, ...], str]] = []
    sections = _sections(document.body)
    for section in sections if document.front.collection in _BY_HEADING else _merged(sections):
        body = document.body[section.text_start : section.end]
        spans += [(section.headings, text) for text in _pack(body)]
    return tuple(
        Piece(id=f"{document.id}#{number}", document=document, headings=headings, text=text)
        for number, (headings, text) in enumerate(spans, start=1)
    )


def _sections(body: str) -> Iterator[_Section]:
    stack: list[tuple[int, str]] = []
    marks = list(_HEADING.finditer(body))
    first = marks[0].start() if marks else len(body)
    if body[:first].strip():
        yield _Section((), 0, 0, first)
    ends = [mark.start() for mark in marks[1:]] + [len(body)]
    for mark, end in zip(marks, ends, strict=False):
        depth = len(mark.group(1))
        while stack and stack[-1][0] >= depth:
            stack.pop()
        stack.append((depth, mark.group(2)))
        yield _Section(tuple(name for _, name in stack), mark.start(), mark.end(), end)


def _merged(sections: Iterator[_Section]) -> list[_Section]:
    """Short sections joined to the next while both fit; a joined one keeps the headings both stand under and shows the rest."""
    result: list[_Section] = []
    for section in sections:
        last = result[-1] if result else None
        if last is not None and last.end - last.text_start < TARGET and section.end - last.start <= LIMIT:
            shared = tuple(one for one, other in zip(last.headings, section.headings, strict=False) if one == other)
            start = last.start if shared != last.headings else last.text_start
            result[-1] = _Section(shared, start, start, section.end)
        else:
            result.append(section)
    return result


def _pack(text: str) -> list[str]:
    """The text in slices of at most LIMIT characters, cut as high in the order of places as possible."""
    packed: list[str] = []
    start = 0
    last = 0
    for end in _ends(text, 0, len(text)):
        # A slice that has reached its size is closed where it is, unless the rest would be a crumb.
        if end - start > LIMIT or (last - start >= TARGET and len(text) - last >= TARGET // 2):
            packed.append(text[start:last].strip())
            start = last
        last = end
    packed.append(text[start:last].strip())
    return [piece for piece in packed if piece]


def _ends(text: str, start: int, end: int, level: int = 0) -> list[int]:
    """Where the smallest uncut units end; a unit over LIMIT is opened one level deeper, at last by length."""
    if level == len(_CUTS):
        return [*range(start + LIMIT, end, LIMIT), end]
    cuts = [mark.end() for mark in _CUTS[level].finditer(text, start, end) if start < mark.end() < end]
    result: list[int] = []
    for left, right in zip([start, *cuts], [*cuts, end], strict=True):
        result += [right] if right - left <= LIMIT else _ends(text, left, right, level + 1)
    return result
