"""Moments as a form's own field gives them: a day and an hour without an offset, meant in the brief's."""

from datetime import datetime, tzinfo

from service.errors import InvalidInput, Problem
from service.i18n import Localized


def moment_of(value: str, field: str, zone: tzinfo | None) -> datetime | None:
    """The moment typed into a field; None where it is empty.

    Raises:
        InvalidInput: no date and time.
    """
    if not value.strip():
        return None
    try:
        typed = datetime.fromisoformat(value.strip())
    except ValueError:
        message = Localized(
            zh="请写成日期和时间，例如 2026-03-02 14:00", en="write a date and a time, for example 2026-03-02 14:00"
        )
        raise InvalidInput([Problem(field=field, code="moment", message=message)]) from None
    return typed if typed.tzinfo is not None else typed.replace(tzinfo=zone)
