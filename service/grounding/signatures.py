"""Who signs an English text: names and job titles on its last lines, where a capital may stand on every word."""

from collections.abc import Iterator, Sequence

from service.grounding.english_runs import find_runs
from service.grounding.folding import Span
from service.grounding.name_keys import canonical
from service.grounding.name_words import name_words
from service.grounding.titles import english_title
from service.grounding.types import ClaimKind, Label, Mention
from service.patterns import lazy

# A signature is short and stands among the last lines.
_LINES = 4
_LONGEST = 64
_STOP = lazy(
    r"[.!?;:]\s*$|[0-9]{3}|@|\s[a-z]{2,}\s[a-z]{2,}\s[a-z]{2,}|(?<![A-Za-z])(?:is|are|was|were|has|have|will|can)(?![A-Za-z])"
)


def find_signatures(text: str, taken: Sequence[Mention]) -> Iterator[Mention]:
    """The names and titles of the last lines that no finder has read; all unsure, for the shape of a line is all they have."""
    for line in _last_lines(text):
        words = text[line.start : line.end]
        titles = [Span(line.start + match.start(), line.start + match.end()) for match in english_title().finditer(words)]
        for span in titles:
            if not _overlaps(span, taken):
                yield _mention(text, span, "title")
        for run in find_runs(words):
            span = Span(line.start + run.start, line.start + run.end)
            telling = [word for word in run.words if not word.links and word.text not in name_words().en.ordinary]
            if (
                telling
                and len(telling[0].text) > 2
                and not _overlaps(span, taken)
                and not any(_meet(span, title) for title in titles)
            ):
                yield _mention(text, span, "organisation")


def _last_lines(text: str) -> Iterator[Span]:
    end = len(text.rstrip())
    for _ in range(_LINES):
        start = text.rfind("\n", 0, end) + 1
        if start == 0:
            return
        line = text[start:end]
        if len(line) > _LONGEST or _STOP.search(line):
            return
        yield Span(start, end)
        end = len(text[:start].rstrip())


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _overlaps(span: Span, taken: Sequence[Mention]) -> bool:
    return any(mention.start < span.end and span.start < mention.end for mention in taken)


def _mention(text: str, span: Span, kind: str) -> Mention:
    return Mention(ClaimKind.NAME, span.start, span.end, Label(canonical(text[span.start : span.end]), kind), unsure=True)
