"""The ledger's values as entries, and how values compare."""

from collections.abc import Iterable
from dataclasses import dataclass

from service.grounding.roles import NO_ROLE, Role
from service.grounding.types import Amount, Bound, ClaimKind, Label, Moment

_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
_MOMENTS = frozenset({ClaimKind.DATE, ClaimKind.TIME, ClaimKind.DATETIME})
PARTS = ("year", "month", "day", "hour", "minute")


@dataclass(frozen=True, slots=True)
class Source:
    """One allowed text of the brief under its basis id."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One value the ledger gives, as written there."""

    source: str
    kind: ClaimKind
    value: Amount | Moment | Label
    text: str
    role: Role = NO_ROLE
    # Every role of the source's text.
    roles: frozenset[str] = frozenset()
    # Everything its source speaks of, in all wordings.
    matter: frozenset[str] = frozenset()


def equal(value: Amount | Moment | Label, other: Amount | Moment | Label) -> bool:
    """Whether two values agree in every part that both give."""
    if isinstance(value, Moment) and isinstance(other, Moment):
        parts = [(getattr(value, name), getattr(other, name)) for name in ("month", "day", "hour")]
        return all(mine is None or theirs is None or mine == theirs for mine, theirs in parts)
    return isinstance(value, Amount) and isinstance(other, Amount) and value.value == other.value


def alike(value: Amount | Moment | Label, other: Amount | Moment | Label) -> bool:
    """Whether two values can stand for one another: both moments of a day, or counts of one kind."""
    if isinstance(value, Moment):
        return isinstance(other, Moment) and (value.day is None) == (other.day is None)
    return isinstance(value, Amount) and isinstance(other, Amount) and bool(value.units & other.units or not value.units)


def moment_key(moment: Moment) -> tuple[object, ...]:
    """The key a moment is looked up by: the parts it gives, the minute only when it is meant."""
    parts = {name: getattr(moment, name) for name in PARTS if getattr(moment, name) is not None}
    if "hour" in parts and not moment.about:
        parts.setdefault("minute", 0)
    elif moment.about:
        parts.pop("minute", None)
    return tuple(sorted(parts.items()))


def group_of(kind: ClaimKind) -> str:
    """The kinds of claim that are looked up together."""
    if kind in _MOMENTS:
        return "moment"
    return "count" if kind in _COUNTS else kind.value


def same(amount: Amount, other: object) -> bool:
    """Equal values that count the same; a stricter bound than the ledger's is no support."""
    if not isinstance(other, Amount) or not amount.may_count_as(other):
        return False
    if "ordinal" in amount.units | other.units and amount.units != other.units:
        return False
    return amount.bound is other.bound or amount.bound in (Bound.EXACT, Bound.ABOUT)


def rounds(amount: Amount, other: Amount) -> bool:
    """Whether a hedged amount is a true rounding of another."""
    if not amount.may_count_as(other) or "ordinal" in other.units:
        return False
    # 五百多万 is 超过五百万.
    over = amount.bound is Bound.RANGE and other.bound is Bound.OVER and other.value == amount.value - 1
    return over or amount.admits(other.value)


def is_whole(key: str, text: str) -> bool:
    """Whether `key` stands in `text` and is not a piece of a longer number or code."""
    """Whether `key` stands in `text` and is not a piece of a longer number or code."""
    at = text.find(key)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(key) : at + len(key) + 1]
        if not (before.isascii() and before.isalnum() and key[0].isascii()) and not (
            after.isascii() and after.isalnum() and key[-1].isascii()
        ):
            return True
        at = text.find(key, at + 1)
    return False


def unique(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids in order, each once."""
    return tuple(dict.fromkeys(ids))
