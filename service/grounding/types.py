"""What grounding says about a text: claims, what supports them, and findings. Values are kept so that callers can compare them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from service.findings import Finding


class ClaimKind(StrEnum):
    """What a span claims. More kinds may come; treat an unknown one as opaque."""

    NUMBER = "number"
    QUANTITY = "quantity"
    PERCENT = "percent"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    DURATION = "duration"
    CONTACT = "contact"
    IDENTIFIER = "identifier"
    NAME = "name"
    PROMISE = "promise"


class Bound(StrEnum):
    """How a number is hedged."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with what it counts. `units` empty: it does not say; `RANGE` reaches from value to high, both included."""

    value: Decimal
    units: frozenset[str] = frozenset()
    bound: Bound = Bound.EXACT
    high: Decimal | None = None

    def admits(self, other: Decimal) -> bool:
        """Whether an exact `other` makes this hedged amount a true rounding of it."""
        if self.bound is Bound.EXACT:
            return other == self.value
        if self.bound is Bound.RANGE:
            return self.high is not None and self.value <= other <= self.high
        low, high = _ROUNDING[self.bound]
        return self.value * low <= other <= self.value * high and (self.bound is Bound.ABOUT or other != self.value)

    def may_count_as(self, other: "Amount") -> bool:
        """Whether both can count the same kind of thing."""
        return not self.units or not other.units or not self.units.isdisjoint(other.units)


# How far a rounding may lie from the number it rounds, by hedge.
_ROUNDING = {
    Bound.ABOUT: (Decimal("0.95"), Decimal("1.05")),
    Bound.OVER: (Decimal(1), Decimal("1.5")),
    Bound.UNDER: (Decimal("0.85"), Decimal(1)),
    Bound.AT_LEAST: (Decimal(1), Decimal("1.5")),
    Bound.AT_MOST: (Decimal("0.85"), Decimal(1)),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a time or both, as far as written. `about`: the hour only is meant."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int | None = None
    weekday: int | None = None
    about: bool = False
    # The other reading of a value that has two, such as 03/04 (3 April or 4 March) or "half past nine".
    alternative: "Moment | None" = None
    # Minutes before and after it that the words leave open: just before eleven, around midnight.
    slack: tuple[int, int] | None = None
    # Named by its night (昨晚, tonight): read after midnight or the next morning, that night is another day's.
    night: bool = False

    @property
    def has_date(self) -> bool:
        """Whether any part of the calendar is given."""
        return any(part is not None for part in (self.year, self.month, self.day, self.weekday))

    def instant(self, today: "Moment") -> datetime | None:
        """The moment as a date and time, if it is whole: a day is its midnight, a clock time alone is today's."""
        day = today if not self.has_date and self.hour is not None else self
        if day.year is None or day.month is None or day.day is None:
            return None
        try:
            return datetime(day.year, day.month, day.day, self.hour or 0, self.minute or 0)  # noqa: DTZ001  # as printed
        except ValueError:
            return None

    def is_after(self, now: "Moment") -> bool:
        """Whether it lies later than `now`, which is whole. A clock time alone is today's, a day alone this month's."""
        if not self.has_date or self.weekday is not None:
            day, today = (0, 0, 0), (0, 0, 0)
        elif self.day is None:
            return False
        else:
            today = (now.year or 0, now.month or 0, now.day or 0)
            day = (self.year or today[0], self.month or today[1], self.day)
        if day != today or self.hour is None:
            return day > today
        return (self.hour, self.minute or 0) > (now.hour or 0, now.minute or 0)

    def __str__(self) -> str:
        date = "-".join(_two(part) for part in (self.year, self.month, self.day)) if self.has_date else ""
        time = f"{_two(self.hour)}:{_two(self.minute or 0)}" if self.hour is not None else ""
        if self.weekday is not None:
            date = f"weekday {self.weekday + 1}"
        return f"{date}T{time}" if date and time else date or time


def _two(part: int | None) -> str:
    return "??" if part is None else f"{part:02d}"


@dataclass(frozen=True, slots=True)
class Label:
    """A contact, identifier or name in its comparable form. `kind` splits them further (phone, email, organisation…)."""

    key: str
    kind: str = ""


Value = Amount | Moment | Label


@dataclass(frozen=True, slots=True)
class Mention:
    """A value found at a place of some text, before anything is asked of the ledger."""

    kind: ClaimKind
    start: int
    end: int
    value: Value
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of the checked text, with its normal form and the ids that support it (empty: nothing does)."""

    kind: ClaimKind
    start: int
    end: int
    text: str
    normal: str
    supported_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceBasis:
    """One sentence and the ids the resolver itself found it to rest on; empty for greeting, regret and instructions.

    `near`: ids that share anything with it; a writer's declared basis outside both supports nothing here.
    """

    start: int
    end: int
    ids: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroundingReport:
    """All claims of a text in order, the findings, and what each sentence rests on."""

    claims: tuple[Claim, ...]
    findings: tuple[Finding, ...]
    sentences: tuple[SentenceBasis, ...] = ()


_HEDGES = {Bound.ABOUT: "~", Bound.OVER: ">", Bound.UNDER: "<", Bound.AT_LEAST: ">=", Bound.AT_MOST: "<="}


def normal_form(mention: Mention) -> str:
    """The value written one way, whatever dress the text gave it: `127000 goods`, `2026-03-02`, `22:20`, `30%`."""
    value = mention.value
    if isinstance(value, Label):
        return value.key
    if isinstance(value, Moment):
        return str(value)
    number = plain(value.value)
    if value.high is not None:
        number += f"..{plain(value.high)}"
    hedge = _HEDGES.get(value.bound, "")
    if mention.kind is ClaimKind.PERCENT:
        return f"{hedge}{number}%"
    return " ".join([hedge + number, *sorted(value.units)])


def plain(number: Decimal) -> str:
    """A number without exponent or idle zeros."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
