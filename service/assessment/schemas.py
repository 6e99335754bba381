"""What an assessment says: plain, immutable, in the shape the interfaces print."""

from datetime import datetime
from typing import Literal

from service.briefs import Level, StatementType
from service.strict import Strict

Cluster = Literal["victim", "accidental", "preventable"]
Strategy = Literal["instructing", "adjusting", "deny", "diminish", "rebuild", "bolster"]
# Rungs of admission, low to high.
Rung = Literal["regret", "concern", "moral_responsibility", "factual_responsibility", "legal_fault"]
Role = Literal["pr", "legal", "business_owner", "executive"]


class Factor(Strict):
    """One graded fact about the exposure. `value` is None where it is unknown; unknown gives no points and is said."""

    factor: str
    value: int | bool | str | None
    points: int
    note: str | None = None


class Floor(Strict):
    """A level below which the incident cannot be graded, and why."""

    level: Level
    reason: str


class Clock(Strict):
    """When the first statement and the next update are due by the level's own clock (internal; not for publication)."""

    first_statement_due_at: datetime
    next_update_due_at: datetime


class Assessment(Strict):
    """The level with its reasons, and what follows from it."""

    level: Level
    score: int
    factors: tuple[Factor, ...]
    cluster: Cluster
    strategies: tuple[Strategy, ...]
    admission_ceiling: Rung
    clock: Clock
    sign_off: tuple[Role, ...]
    recommended: tuple[StatementType, ...]
    # Additions to the contract's keys:
    graded_level: Level
    floors: tuple[Floor, ...] = ()
    unknown: tuple[str, ...] = ()
    forced: bool = False
    level_reason: str | None = None
    reasons: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
