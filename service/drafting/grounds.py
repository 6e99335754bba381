"""The brief's side of grounding, with what only drafting knows: the admission ceiling, and the names of topics."""

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief, StatementRequest
from service.drafting.composer.times import stamps
from service.drafting.composer.topics import topic_names
from service.grounding import Grounds, grounds_of


def released_before(request: StatementRequest) -> str | None:
    """The earlier statement as grounding reads it: its text, and when it was issued, which may be said as well."""
    if request.previous is None:
        return None
    return "\n".join((request.previous.text, *stamps(request.previous.issued_at)))


def grounds_for(brief: IncidentBrief, brand: BrandProfile | None, assessment: Assessment | None = None) -> Grounds:
    """The grounds every text under `brief` is held against."""
    graded = assessment if assessment is not None else assess(brief, brand)
    return grounds_of(brief, brand=brand, ceiling=str(graded.admission_ceiling), topics=topic_names(brief))
