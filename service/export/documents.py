"""A signed text laid out as a document: blocks of lines, letterhead, footer, label. Pure; the formats print it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.brands import Logo
from service.drafting.schemas import Segment
from service.export.labelling import AiLabel
from service.export.wording import Wording, wording_in
from service.language import LanguageTag, base_language

_BLANK = re.compile(r"\n[ \t]*\n+")
_STRONG = frozenset({"question", "heading"})
_SALUTATION = re.compile(r"[:：,，]\s*$")
MAX_SALUTATION = 30


class BlockKind(StrEnum):
    """How a block is set."""

    PARAGRAPH = "paragraph"
    SALUTATION = "salutation"
    QUESTION = "question"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block; `strong` for questions and headings."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Lines between two blank lines."""

    kind: BlockKind
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """The letterhead: the organisation's line, its address, its logo."""

    organisation: str
    address: str = ""
    logo: Logo | None = None


@dataclass(frozen=True, slots=True)
class SignedDocument:
    r"""A signed statement with all that stands around it.

    Attributes:
        title: of the statement.
        text: the whole text; `title + "\n\n" + text` is what was signed.
        language: of the statement.
        digest: `sha256:…` of title and text.
        number: the version that was signed.
        signed_at: the moment of the last sign-off, in the offset of the brief; the only date in a document's metadata.
        identifier: `<draft>/<version>`.
        head: the letterhead.
        blocks: the text, laid out.
        label: the label of generated content, where one is shown.
    """

    title: str
    text: str
    language: LanguageTag
    digest: str
    number: int
    signed_at: datetime
    identifier: str
    head: Head
    blocks: tuple[Block, ...]
    label: AiLabel | None = None

    @property
    def is_chinese(self) -> bool:
        """Whether paragraphs are set the Chinese way."""
        return base_language(self.language) == "zh"

    @property
    def wording(self) -> Wording:
        """The words around the text."""
        return wording_in(self.language)

    def footer_lines(self) -> tuple[str, str]:
        """Version and moment; digest. The page line is each format's own."""
        at = self.signed_at.isoformat(sep=" ", timespec="minutes")
        words = self.wording
        gap = "\N{EM SPACE}"
        return (
            words.version.format(number=self.number) + gap + words.signed.format(at=at),
            words.digest.format(digest=self.digest),
        )


def lay_out(text: str, segments: Sequence[Segment]) -> tuple[Block, ...]:
    """The text's blocks. What a line is, its segments say; a text without them is paragraphs.

    Args:
        text: as it was signed; segments count its code points.
        segments: the version's sentences.
    """
    found: list[Block] = []
    start = 0
    edges = [*((match.start(), match.end()) for match in _BLANK.finditer(text)), (len(text), len(text))]
    for end, following in edges:
        if text[start:end].strip():
            found.append(_block(text, start, end, segments))
        start = following
    if found and found[-1].kind is not BlockKind.SIGNATURE:
        return tuple(found)
    # Words of the issuer elsewhere, such as in an opening, are no signature.
    return tuple(
        Block(BlockKind.PARAGRAPH, block.lines) if block.kind is BlockKind.SIGNATURE and block is not found[-1] else block
        for block in found
    )


def _block(text: str, start: int, end: int, segments: Sequence[Segment]) -> Block:
    lines: list[Line] = []
    elements: list[set[str]] = []
    at = start
    for raw in text[start:end].split("\n"):
        upto = at + len(raw)
        here = {segment.element for segment in segments if segment.start < upto and at < segment.end}
        if raw.strip():
            lines.append(Line(raw.strip("\r"), strong=bool(here) and here <= _STRONG))
            elements.append(here)
        at = upto + 1
    return Block(_kind(lines, elements), tuple(lines))


def _kind(lines: Sequence[Line], elements: Sequence[set[str]]) -> BlockKind:
    if all(here == {"issuer"} for here in elements):
        return BlockKind.SIGNATURE
    if lines[0].strong:
        return BlockKind.QUESTION
    alone = len(lines) == 1 and len(lines[0].text) <= MAX_SALUTATION
    if alone and (elements[0] == {"greeting"} or _SALUTATION.search(lines[0].text)):
        return BlockKind.SALUTATION
    return BlockKind.PARAGRAPH
