"""Look-ups of moments that words leave room in: the ledger's 22:50 is just before eleven, its 23:59 is midnight."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from service.grounding.entries import Entry, unique
from service.grounding.types import Amount, Bound, ClaimKind, Label, Moment

_DAY = 24 * 60
_LATE, _SMALL_HOURS = 20, 6
_FEW = 6


def within_leeway(moment: Moment, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The sources of times that lie where the moment's words leave room."""
    found: list[str] = []
    for reading in (moment, moment.alternative):
        if reading is None or reading.slack is None:
            continue
        low, high = reading.slack
        for entry in entries:
            value = entry.value
            if isinstance(value, Moment) and any(low <= apart <= high for apart in _apart(reading, value)):
                found.append(entry.source)
    return unique(found)


def _apart(said: Moment, held: Moment) -> list[int]:
    """The minutes the ledger's time lies behind the time said; of a midnight that may end its day, from both."""
    if said.hour is None or held.hour is None:
        return []
    if said.day is None:
        later = (held.hour * 60 + (held.minute or 0)) - (said.hour * 60 + (said.minute or 0))
        return [(later + _DAY // 2) % _DAY - _DAY // 2]
    here, there = _instant(said, held), _instant(held, said)
    if here is None or there is None:
        return []
    later = int((there - here).total_seconds() // 60)
    return [later, later - _DAY] if said.hour == 0 and not said.minute else [later]


def _instant(moment: Moment, other: Moment) -> datetime | None:
    """The moment as a time of the calendar; what it does not say of its date the other gives."""
    year, month, day = (moment.year or other.year, moment.month or other.month, moment.day or other.day)
    return _whole(Moment(year, month, day, moment.hour, moment.minute))


def _whole(moment: Moment) -> datetime | None:
    return None if (moment.hour or 0) > 23 else moment.instant(moment)


def listed(amount: Amount, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The sources that name as many places as the text counts: two states, where the ledger has Oregon and Washington."""
    if amount.bound is not Bound.EXACT or "places" not in amount.units or not 1 < amount.value <= _FEW:
        return ()
    named: dict[str, set[str]] = {}
    for entry in entries:
        if entry.kind is ClaimKind.NAME and isinstance(entry.value, Label) and entry.value.kind == "place":
            named.setdefault(entry.source, set()).add(entry.value.key)
    return tuple(source for source, places in named.items() if len(places) == amount.value)


def other_night(moment: Moment, entries: Sequence[Entry], today: date) -> Moment | None:
    """The same hour of the day beside it, where the name of a night means that.

    今晚 and tonight in a text issued after midnight are the evening before; 一点 of 昨晚 is of today.
    """
    day, issued = _night(moment, entries)
    if day is None or issued is None:
        return None
    ago = (today - day.date()).days
    if ago == 1 and (moment.hour or 0) < _SMALL_HOURS:
        return _moved(moment, day + timedelta(days=1))
    return _moved(moment, day - timedelta(days=1)) if ago == 0 and issued < _SMALL_HOURS else None


def next_morning(moment: Moment, entries: Sequence[Entry], today: date) -> Moment | None:
    """昨晚 in a text issued late in the evening: the same evening, if it is to be read the next morning."""
    day, issued = _night(moment, entries)
    late = day is not None and issued is not None and issued >= _LATE and (today - day.date()).days == 1
    return _moved(moment, day + timedelta(days=1)) if late and day is not None else None


def _night(moment: Moment, entries: Sequence[Entry]) -> tuple[datetime | None, int | None]:
    """The day of a night that is named as one, and the hour of issue."""
    if not moment.night or moment.hour is None or moment.day is None:
        return None, None
    issued = next((e.value.hour for e in entries if e.source == "issued_at" and isinstance(e.value, Moment)), None)
    return _whole(replace(moment, hour=0, minute=0)), issued


def _moved(moment: Moment, day: datetime) -> Moment:
    return replace(moment, year=day.year, month=day.month, day=day.day, night=False, alternative=None)
