"""A person's edit of a statement: which sentences stayed, which are new, and what each rests on now. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from service.brands import find_brand
from service.briefs import IncidentBrief, StatementRequest
from service.drafting.assembly import find_gaps
from service.drafting.grounds import grounds_for
from service.drafting.schemas import Gap, Segment
from service.drafting.submitted import CheckRequest, check
from service.elements.sentences import split_sentences
from service.findings import Finding, Severity
from service.grounding import check as check_grounds
from service.grounding.types import SentenceBasis


@dataclass(frozen=True, slots=True)
class Edited:
    """A text after an edit, in the same terms as a drafted one."""

    segments: tuple[Segment, ...]
    gaps: tuple[Gap, ...]
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        """Whether something stands against sign-off."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def check_edit(
    title: str, text: str, brief: IncidentBrief, request: StatementRequest, before: str = "", segments: Sequence[Segment] = ()
) -> Edited:
    """The edited text checked; `before` and `segments` are the version it was made from.

    A sentence that stayed keeps its element, basis and origin; a new one is a person's, takes the element of what it
    replaced, and rests on what the resolver finds.
    """
    language = str(request.language)
    grounded = check_grounds(text, grounds_for(brief, find_brand(brief.brand)), language=language, title=title)
    now = [(s.start, s.end, _basis(s.start, s.end, grounded.sentences)) for s in split_sentences(text)]
    old_texts = [before[s.start : s.end] for s in segments]
    matcher = SequenceMatcher(None, old_texts, [text[start:end] for start, end, _ in now], autojunk=False)
    made: list[Segment] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        for offset, (start, end, basis) in enumerate(now[new_from:new_to]):
            place = min(old_from + offset, old_to - 1)
            source = segments[place] if old_from <= place < old_to else None
            if tag == "equal" and source is not None:
                made.append(source.model_copy(update={"start": start, "end": end}))
            else:
                made.append(Segment(start=start, end=end, element=source.element if source else "", basis=basis, origin="person"))
    request_in = CheckRequest(text=text, statement=request.statement, language=request.language.value, brief=brief)
    return Edited(tuple(made), find_gaps(text), tuple(check(request_in)))


def _basis(start: int, end: int, found: Sequence[SentenceBasis]) -> tuple[str, ...]:
    """What the resolver found within a sentence; it reads smaller pieces than a reader does."""
    return tuple(dict.fromkeys(ident for piece in found if piece.start < end and start < piece.end for ident in piece.ids))
