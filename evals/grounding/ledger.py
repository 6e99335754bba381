"""What a brief lets the public hear, as values: the test of whether a changed text has become true by accident."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from evals.grounding import scan
from evals.grounding.numerals import ZH_NUMERAL, parse
from evals.grounding.plain import plain, stems
from service.briefs.models import IncidentBrief
from service.language import text_language
from service.patterns import lazy

_ZH_NUMERAL = lazy(ZH_NUMERAL)
_DIGITS = lazy(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?[千万亿]{0,2}")
_MINUTES: dict[str, Decimal | int] = {
    "秒": Decimal(1) / 60,
    "second": Decimal(1) / 60,
    "分钟": 1,
    "minute": 1,
    "小时": 60,
    "hour": 60,
    "天": 1440,
    "日": 1440,
    "day": 1440,
    "周": 10080,
    "星期": 10080,
    "week": 10080,
    "月": 43200,
    "month": 43200,
    "年": 525600,
    "year": 525600,
}
_CLOSE = 0.3


@dataclass(frozen=True)
class Line:
    """One public line of the brief; `status` is a fact's status, or `promise`."""

    status: str
    text: str
    stems: frozenset[str]


def minutes(value: Decimal, unit: str) -> Decimal:
    """A duration in minutes."""
    return value * next((Decimal(size) for name, size in _MINUTES.items() if name in unit), Decimal(0))


@dataclass(frozen=True)
class Ledger:
    """The public side of a brief."""

    brief: IncidentBrief

    @cached_property
    def strings(self) -> tuple[str, ...]:
        """Every public string."""
        brief = self.brief
        given: list[str | None] = [brief.brand, brief.issuer.organisation, brief.issuer.person, brief.issuer.title]
        given += [brief.incident.title, *brief.incident.translations.values()]
        for fact in brief.public_facts:
            given += [fact.text, fact.attribution, *fact.translations.values()]
        for promise in brief.approved_commitments:
            given += [promise.text, promise.owner, *promise.translations.values()]
        for contact in brief.contacts:
            given += [contact.label, contact.value, *contact.translations.values()]
        return tuple(plain(item) for item in given if item)

    @cached_property
    def joined(self) -> str:
        """All of it, lower case, for "does it occur anywhere"."""
        return "\n".join(self.strings).lower()

    @cached_property
    def moments(self) -> tuple[datetime, ...]:
        """The times the brief gives as values."""
        brief = self.brief
        given: list[date | datetime | None] = [brief.issued_at, brief.next_update_at, brief.incident.detected_at]
        given += [brief.incident.occurred_at]
        given += [fact.as_of for fact in brief.public_facts]
        given += [item.due for item in brief.approved_commitments]
        return tuple(item for item in given if isinstance(item, datetime))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Public facts and approved promises in every wording."""
        made: list[Line] = []
        for fact in self.brief.public_facts:
            made += [Line(str(fact.status), plain(text), stems(plain(text))) for text in (fact.text, *fact.translations.values())]
        for item in self.brief.approved_commitments:
            made += [Line("promise", plain(text), stems(plain(text))) for text in (item.text, *item.translations.values())]
        return tuple(made)

    def nearest(self, clause: str) -> Line | None:
        """The public line a clause tells, if it clearly tells one."""
        wanted = stems(clause)
        best, score = None, _CLOSE
        for line in self.lines:
            if line.stems and wanted and text_language(line.text) == text_language(clause):
                shared = len(line.stems & wanted)
                measure = max(shared / len(line.stems), 0.8 * shared / len(wanted)) if shared > 1 else 0.0
                if measure > score:
                    best, score = line, measure
        return best

    @cached_property
    def quantities(self) -> tuple[scan.Quantity, ...]:
        """Every counted number of the public side."""
        return tuple(item for text in self.strings for language in ("zh", "en") for item in scan.quantities(text, language))

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """Every number that occurs at all, also inside dates, times and names."""
        found = {item.value for item in self.quantities}
        found |= {Decimal(part) for at in self.moments for part in (at.month, at.day, at.hour, at.minute, at.hour % 12)}
        for text in self.strings:
            for pattern in (_DIGITS, _ZH_NUMERAL, scan.NUMBER_WORDS):
                found |= {value for match in pattern.finditer(text) if (value := parse(match.group())) is not None}
        return frozenset(found)

    @cached_property
    def days(self) -> frozenset[tuple[int, int]]:
        """Every calendar day."""
        found = {(at.month, at.day) for at in self.moments}
        if (occurred := self.brief.incident.occurred_at) is not None:
            found.add((occurred.month, occurred.day))
        for text in self.strings:
            found |= {
                (day.month, day.day) for language in ("zh", "en") for day in scan.days(text, language) if day.month is not None
            }
            found |= set(scan.listed_days(text))
        return frozenset(found)

    @cached_property
    def times(self) -> frozenset[tuple[int, int]]:
        """Every time of day, on a twelve-hour dial."""
        found = {(at.hour % 12, at.minute) for at in self.moments}
        for text in self.strings:
            found |= {(item.hour % 12, item.minute) for language in ("zh", "en") for item in scan.clocks(text, language)}
        return frozenset(found)

    @cached_property
    def _sums(self) -> dict[str, frozenset[Decimal]]:
        """By group: the values, their sums and their differences."""
        found: dict[str, frozenset[Decimal]] = {}
        for group in {item.group for item in self.quantities}:
            timed = group == scan.DURATION
            values = {minutes(item.value, item.unit) if timed else item.value for item in self.quantities if item.group == group}
            sums = {first + second for first in values for second in values}
            found[group] = frozenset(values | sums | {abs(first - second) for first in values for second in values})
        return found

    @cached_property
    def _spans(self) -> frozenset[Decimal]:
        dial = [hour * 60 + minute for hour, minute in self.times]
        between = {Decimal(abs(first - second)) for first in dial for second in dial}
        between |= {Decimal(720 - abs(first - second)) for first in dial for second in dial}
        stamps = [date(2000, month, day).toordinal() for month, day in self.days if day <= 28]
        return frozenset(between | {Decimal(abs(first - second) * 1440) for first in stamps for second in stamps})

    def allows(self, value: Decimal, group: str, unit: str = "") -> bool:
        """Whether the public side holds `value`, or it follows from two values of its kind."""
        if value in self.numbers:
            return True
        return self.lasts(value, unit) if group == scan.DURATION else value in self._sums.get(group, ())

    def lasts(self, value: Decimal, unit: str) -> bool:
        """Whether a length of time is given, follows from two that are, or lies between two moments."""
        length = minutes(value, unit)
        return length in self._sums.get(scan.DURATION, ()) or length in self._spans

    def holds(self, text: str) -> bool:
        """Whether a string occurs on the public side."""
        return text.lower() in self.joined
