"""The brief's side of grounding, with what only drafting knows: the admission ceiling, and the names of topics."""

from service.assessment.assess import assess
from service.assessment.schemas import Assessment
from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.drafting.composer.topics import topic_names
from service.grounding import Grounds, grounds_of


def grounds_for(brief: IncidentBrief, brand: BrandProfile | None, assessment: Assessment | None = None) -> Grounds:
    """The grounds every text under `brief` is held against."""
    graded = assessment if assessment is not None else assess(brief, brand)
    return grounds_of(brief, brand=brand, ceiling=str(graded.admission_ceiling), topics=topic_names(brief))
