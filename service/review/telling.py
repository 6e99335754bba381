"""Who is told of a review, in the same unit of work as what happened. Nobody is told of what they did themselves."""

from sqlalchemy.orm import Session

from service.drafting.queries import get_version
from service.models import Case, Draft, NoticeKind, Review, SignOff, Verdict
from service.notices import About, tell
from service.notices.recipients import holders
from service.review.queries import situation_of
from service.users import Role

_VERDICTS = {Verdict.CHANGES_REQUESTED: NoticeKind.CHANGES_REQUESTED, Verdict.REJECTED: NoticeKind.REJECTED}


def tell_of_submission(session: Session, case: Case, draft: Draft, review: Review) -> None:
    """The people whose roles the level asks for, and the one it was given to, also later; not who wrote or submitted it."""
    version = get_version(session, draft)
    required = situation_of(session, case, draft, version).required
    wanted = set(holders(session, case.brand, required))
    if review.assigned_to is not None:
        wanted.add(review.assigned_to)
    about = About(NoticeKind.REVIEW_WANTED, review.id, case.id, draft.id)
    tell(session, about, wanted - {review.submitted_by, version.author_id})


def tell_of_verdict(session: Session, case: Case, draft: Draft, review: Review) -> None:
    """Who wrote it and who submitted it, of a text that does not go on as it is."""
    kind = _VERDICTS.get(review.verdict) if review.verdict is not None else None
    if kind is not None:
        version = get_version(session, draft, review.number)
        wanted = {version.author_id, review.submitted_by} - {review.decided_by}
        tell(session, About(kind, f"{review.id}:{review.verdict}", case.id, draft.id), wanted)


def tell_of_signature(session: Session, case: Case, draft: Draft, last: SignOff) -> None:
    """Who wrote it and the brand's PR, when the last signature is there."""
    version = get_version(session, draft, last.number)
    wanted = {version.author_id, *holders(session, case.brand, (Role.PR,))} - {last.user_id}
    tell(session, About(NoticeKind.SIGNED, last.id, case.id, draft.id), wanted)
