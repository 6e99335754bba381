"""One statement to be written, with all that bears on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, StatementRequest
from service.drafting.composer.compose import compose
from service.grounding import Grounds
from service.grounding.consistency import Statement
from service.language import TextLanguage, base_language
from service.llm.schemas import Composition
from service.retrieval.passages import Passage


@dataclass(frozen=True, slots=True)
class Task:
    """One statement to be written. `earlier`: texts of the same result that it must not contradict."""

    brief: IncidentBrief
    request: StatementRequest
    assessment: Assessment
    brand: BrandProfile | None
    passages: Sequence[Passage]
    grounds: Grounds
    earlier: Sequence[Statement] = ()

    @property
    def language(self) -> TextLanguage:
        """The statement's language, without its country."""
        return base_language(self.request.language)

    def composed(self) -> Composition:
        """The composer's own text."""
        return compose(self.brief, self.request, self.assessment, self.brand)
