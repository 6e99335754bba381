"""A text that is being typed, held against its draft's brief: what is found, and what may be done about it. Nothing is stored."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.assessment.assess import assess
from service.brands import find_brand
from service.briefs import IncidentBrief, StatementRequest
from service.drafting.commands import require_size
from service.drafting.composer.compose import compose
from service.drafting.editing import Edited, check_edit
from service.drafting.fixes import Fix, fixes_for
from service.drafting.queries import dated_brief, get_draft, get_version, request_of, segments_of
from service.drafting.schemas import Segment
from service.users import Permission, Principal


@dataclass(frozen=True, slots=True)
class Tried:
    """What an unsaved text is held against: the newest brief of its case at the draft's moment of issue, and the version it was made from."""

    brief: IncidentBrief
    request: StatementRequest
    before: str
    segments: tuple[Segment, ...]

    def check(self, title: str, text: str) -> Edited:
        """The text checked as an edit of that version.

        Raises:
            InvalidInput: title or text is empty or too long.
        """
        require_size(title, text)
        return check_edit(title, text, self.brief, self.request, self.before, self.segments)

    def fixes(self, title: str, text: str) -> tuple[Fix, ...]:
        """Changes to the text that leave it with less to answer for, for its findings and gaps.

        Raises:
            InvalidInput: title or text is empty or too long.
        """
        brand = find_brand(self.brief.brand)
        composed = compose(self.brief, self.request, assess(self.brief, brand), brand)

        def again(other: str) -> Edited:
            return check_edit(title, other, self.brief, self.request, self.before, self.segments)

        return fixes_for(text, self.check(title, text), composed, again)


def tried(session: Session, principal: Principal, draft_id: str) -> Tried:
    """What the texts of a draft are tried against.

    Raises:
        NotFound: there is no such draft, or none that this person may see.
        Forbidden: seen, but not theirs to write.
    """
    draft, case = get_draft(session, principal, draft_id)
    principal.demand(Permission.DRAFT_WRITE, case.brand)
    version = get_version(session, draft)
    brief = dated_brief(session, case, draft)
    return Tried(brief, request_of(draft), version.text or "", segments_of(version))
