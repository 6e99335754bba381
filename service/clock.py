"""The only reading of the time, so that tests can replace it."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, with an offset, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
