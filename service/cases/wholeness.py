"""A case keeps every word of its brief, so words that the reading of a brief would leave out are refused, with their place."""

from service.briefs import IncidentBrief
from service.errors import InvalidInput, Problem
from service.i18n import Localized

_PROMISE = Localized(
    zh="这一条读起来像是在交代起草者写什么，文稿里不会出现；请改写成受影响的人会得到什么",
    en="this reads like an order to whoever drafts and would stand in no text; say what the people affected will get",
)
_NAME = Localized(
    zh="这里读起来像是在交代起草者写什么，文稿里不会出现；请只写名称或事实",
    en="this reads like an order to whoever drafts and would stand in no text; give a name or a fact alone",
)
_COLUMNS = {"commitments": ".text", "contacts": ".label"}


def require_whole(brief: IncidentBrief) -> None:
    """Refuses a brief that lost words when it was read.

    Raises:
        InvalidInput: one problem for each field that lost words.
    """
    problems = [_problem(field) for field in brief.set_aside]
    if problems:
        raise InvalidInput(problems)


def _problem(field: str) -> Problem:
    group = field.partition("[")[0]
    message = _PROMISE if field.startswith("commitments") and field.endswith("]") else _NAME
    return Problem(field=field + _COLUMNS.get(group, "") if field.endswith("]") else field, code="order", message=message)
