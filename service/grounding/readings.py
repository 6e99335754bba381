"""Further readings of a value the ledger does not hold as it was first read: 1845 may be a clock, 418 a flight, 28/3 a day.

A value contradicts the ledger only where no reading of it stands there. These readings support; they never accuse.
"""

import calendar
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

from service.grounding.entries import is_whole, moment_key, unique
from service.grounding.folding import Span
from service.grounding.ledger import Ledger
from service.grounding.moment_readings import minute_of, moments_of
from service.grounding.name_keys import acronyms_in
from service.grounding.nearby import within_leeway
from service.grounding.roles import Role
from service.grounding.spans_of_time import SpansOfTime
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment
from service.grounding.worked_out import WorkedOut
from service.patterns import lazy

_CODED = lazy(r"(?<![A-Za-z0-9])[A-Z]{1,6}[ -]?(?P<n>[0-9]{3,})(?![0-9A-Za-z])")
_RANGE = lazy(r"(?P<a>(?P<letters>[A-Z]{0,4})[0-9]{1,6})[-/&+](?P<b>[A-Z]{0,4}[0-9]{1,6})\Z")
_SHORT_CODE = lazy(r"(?P<letters>[A-Z]{1,4})(?P<n>[0-9]{1,4})\Z")
_CODE_RUN = lazy(
    r"(?<![A-Za-z0-9])(?P<letters>[A-Z]{1,4})(?P<a>[0-9]{1,4})\s?(?:to|-|–|through|until)\s?(?P=letters)?(?P<b>[0-9]{1,4})(?![0-9A-Za-z])"
)
_TRAILING_CLOCK = lazy(r"[A-Z]{1,4}\s(?P<n>[0-9]{4})\Z")
_POINTED = lazy(r"[0-9]{1,3}\.[0-9]{3}(?![0-9]|\.[0-9])")
_ALL_SEVEN = lazy(r"(?:all |on )(?:seven|7) days|(?:seven|7) days (?:a|per|every|each) week|(?:seven|7) days/week", re.IGNORECASE)
_EVERY_DAY = lazy(r"(?<![A-Za-z])(?:every day|daily|each day|24/7|day and night|24 hours|round the clock)", re.IGNORECASE)
_ONE = lazy(r"(?<![A-Za-z])one\s(?!(?:of|or|another|day|time|such|more|that|who)(?![A-Za-z]))[a-z]", re.IGNORECASE)
_A_PERSON = lazy(
    r"(?<![A-Za-z])(?:an?|the)\s(?:[a-z-]+\s){0,3}?(?:person|customer|patient|child|passenger|employee|worker|resident|user|student|pupil|man|woman|girl|boy|guest"
    r"|driver|rider|colleague|baby|infant|visitor|contractor)(?:'s)?(?![A-Za-z])",
    re.IGNORECASE,
)
_PEOPLE = frozenset({"people"})
_REST = lazy(r"\b(?:rest|others?|remaining|remainder)\b|其余|剩下|余下|另外", re.IGNORECASE)
_CHANGE = lazy(
    r"降|减|跌|涨|升|增|[调高低少多]|\b(?:cut|cuts|drop|fall|fell|falls|fallen|rise|rose|risen|grew|up|down|less|more|lower|higher)\b|(?:reduc|increas|decreas|lower|rais)",
    re.IGNORECASE,
)
# Among more figures than this any percentage is a share of some two.
_MOST_FIGURES = 200
_WHOLE, _TAIL, _BESIDE = 100, 60, 16
_SHORTEST_CODE = 3
_SHORTEST_PHONE = 6


@dataclass(slots=True)
class Readings:
    """The further readings of one folded text's values against a ledger."""

    folded: str
    mentions: Sequence[Mention]
    ledger: Ledger
    _worked_out: WorkedOut = field(init=False)
    _spans: SpansOfTime = field(init=False)
    _contacts: list[tuple[Span, str]] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._worked_out = WorkedOut(self.mentions, self.ledger)
        self._spans = SpansOfTime(self.folded, self.ledger)

    def support(self, mention: Mention, near: Span, role: Role) -> tuple[str, ...]:
        """The sources that hold some reading of a mention. `near`: its sentence, with the one before it."""
        value = mention.value
        if isinstance(value, Label):
            return self._label(mention, value)
        if found := self._of_a_contact(mention):
            return found
        return self._amount(mention, value, near, role) if isinstance(value, Amount) else self._moment(mention, value)

    def _label(self, mention: Mention, label: Label) -> tuple[str, ...]:
        words = self.folded[mention.start : mention.end]
        if mention.kind is ClaimKind.IDENTIFIER:
            return self._of_a_contact(mention) or self._code(mention, words, label)
        if mention.kind is not ClaimKind.NAME:
            return self._of_a_contact(mention)
        if words in self.ledger.acronyms:
            return self._where(lambda text: words in acronyms_in(text))
        return self._between(words)

    def _amount(self, mention: Mention, amount: Amount, near: Span, role: Role) -> tuple[str, ...]:
        if mention.kind is ClaimKind.DURATION:
            rounded = self._worked_out.exactly(mention, amount, role) if amount.bound is Bound.ABOUT else ()
            worked = rounded or self._worked_out.elapsed(amount, near) or self._every_day(mention)
            return worked or self._spans.support(mention, amount, self._worked_out.within(near))
        if _POINTED.match(self.folded, mention.start):
            # 18.600 as much of Europe writes 18,600.
            whole = replace(mention, value=replace(amount, value=amount.value * 1000))
            return self.ledger.support(whole, role)
        if found := self._share(mention, amount, near, role) or self._worked_out.total(mention, amount, near, role):
            return found
        if amount.bound not in (Bound.EXACT, Bound.ABOUT):
            # "More than 418" is no flight and no hour.
            return ()
        return self._clock(mention) or self._digits_of_code(mention) or self._with_one(amount)

    def is_complement(self, mention: Mention, role: Role) -> bool:
        """Whether a percentage is all but one of the ledger's, or the whole: it may be that one, told from its other side."""
        amount = mention.value
        if mention.kind is not ClaimKind.PERCENT or not isinstance(amount, Amount):
            return False
        return amount.value == _WHOLE or bool(self._complement(mention, amount, role)) or self._of_two_lines(amount)

    def _of_two_lines(self, amount: Amount) -> bool:
        """Whether a percentage is the share of one large figure in another, each of its own line."""
        shares = self.ledger.once(_shares_of_lines)
        at = bisect_left(shares, amount.value - 1)
        return at < len(shares) and shares[at] <= amount.value + 1

    def _share(self, mention: Mention, amount: Amount, near: Span, role: Role) -> tuple[str, ...]:
        """Four in five go through, where the ledger has the one in five that fails and the text tells of it too; a fall by 15%."""
        if mention.kind is not ClaimKind.PERCENT:
            return ()
        told = _REST.search(self.folded, mention.end, mention.end + _TAIL) is not None or any(
            other.kind is ClaimKind.PERCENT and isinstance(other.value, Amount) and other.value.value == _WHOLE - amount.value
            for other in self._worked_out.within(near)
        )
        if told and (found := self._complement(mention, amount, role)):
            return found
        changes = _CHANGE.search(self.folded, max(0, mention.start - _BESIDE), mention.end + _BESIDE)
        return self._worked_out.change(amount) if changes else ()

    def _complement(self, mention: Mention, amount: Amount, role: Role) -> tuple[str, ...]:
        """What supports the rest of the whole."""
        if not 0 < amount.value < _WHOLE:
            return ()
        bound = Bound.ABOUT if amount.bound is Bound.EXACT else amount.bound
        return self.ledger.support(replace(mention, value=replace(amount, value=_WHOLE - amount.value, bound=bound)), role)

    def _moment(self, mention: Mention, moment: Moment) -> tuple[str, ...]:
        if moment.month is not None and not 1 <= moment.month <= 12:
            # "107月" is no month a line could name.
            return ()
        if moment.month is not None and moment.day is None and moment.year in (None, self.ledger.today.year):
            # A month alone, which a line may name in words of any kind: "as early as April".
            name = re.compile(rf"(?<![A-Za-z]){calendar.month_name[moment.month]}(?![A-Za-z])")
            return self._where(lambda text: name.search(text) is not None)
        return self._clock(mention) if moment.hour is None and moment.month is None else ()

    def _clock(self, mention: Mention) -> tuple[str, ...]:
        """A clock time or a day that a finder took for something else."""
        held = self.ledger.groups.get("moment", ())
        for moment in moments_of(self.folded, mention):
            if found := self.ledger.moments.get(moment_key(moment), ()) or within_leeway(moment, held):
                return found
        minute = minute_of(self.folded, mention)
        return unique(e.source for e in held if minute is not None and isinstance(e.value, Moment) and e.value.minute == minute)

    def _with_one(self, amount: Amount) -> tuple[str, ...]:
        """A line's "one", which counts nothing by itself: "1 attendant", and ten people where it has nine pupils and one teacher."""
        if amount.bound is not Bound.EXACT:
            return ()
        if amount.value == 1:
            if not amount.units:
                return self.ledger.once(_telling_of_one)
            # "One customer", where a line has "a customer's mortgage".
            return self.ledger.once(_telling_of_a_person) if amount.units == _PEOPLE else ()
        others = {
            entry.source
            for entry in self.ledger.amounts.get(("count", amount.value - 1), ())
            if isinstance(entry.value, Amount) and amount.may_count_as(entry.value)
        }
        return unique(s.id for s in self.ledger.sources if s.id in others and _ONE.search(s.text)) if others else ()

    def _every_day(self, mention: Mention) -> tuple[str, ...]:
        """All seven days, seven days a week: every day."""
        whole = _ALL_SEVEN.search(self.folded, max(0, mention.start - 4), mention.end + 12)
        return self._where(lambda text: _EVERY_DAY.search(text) is not None) if whole else ()

    def _digits_of_code(self, mention: Mention) -> tuple[str, ...]:
        """Flight 418, where the ledger has TM 418; "L26-114 and -115"."""
        words = self.folded[mention.start : mention.end]
        if not words.isdigit() or len(words) < _SHORTEST_CODE:
            return ()
        coded = self.ledger.once(_digits_of_codes).get(words, ())
        if coded or self.folded[mention.start - 1 : mention.start] not in ("-", "/"):
            return coded
        tail = re.compile(rf"[A-Za-z0-9][-/]{words}(?![0-9A-Za-z])")
        return self._where(lambda text: tail.search(text) is not None)

    def _code(self, mention: Mention, words: str, label: Label) -> tuple[str, ...]:
        """S1-S4 where the ledger has S1 to S4; "over SD 1312", which is a place and a time."""
        if clock := _TRAILING_CLOCK.match(words):
            return self._clock(replace(mention, start=mention.end - len(clock["n"])))
        if (ends := _RANGE.match(label.key)) is None:
            return self._digits_of_code(mention)
        first, last = ends["a"], ends["b"] if not ends["b"].isdigit() else ends["letters"] + ends["b"]
        return self._where(lambda text: is_whole(first, text.upper()) and is_whole(last, text.upper()))

    def _between(self, words: str) -> tuple[str, ...]:
        """S2, where the ledger has S1 to S4."""
        code = _SHORT_CODE.match(words)
        if code is None:
            return ()
        letters, number = code["letters"], int(code["n"])
        return self._where(
            lambda text: any(
                run["letters"] == letters and int(run["a"]) <= number <= int(run["b"]) for run in _CODE_RUN.finditer(text)
            )
        )

    def _of_a_contact(self, mention: Mention) -> tuple[str, ...]:
        """A figure within a telephone number of the ledger, however its digits are grouped."""
        if self._contacts is None:
            self._contacts = list(self._find_contacts())
        return unique(ident for span, ident in self._contacts if span.start <= mention.start and mention.end <= span.end)

    def _find_contacts(self) -> Iterator[tuple[Span, str]]:
        for source in self.ledger.sources:
            digits = re.sub(r"[^0-9]", "", source.text.rsplit("：", 1)[-1]) if source.id.startswith("contact:") else ""
            if len(digits) >= _SHORTEST_PHONE:
                pattern = re.compile(r"(?<![0-9])" + r"[ ().-]{0,2}".join(digits) + r"(?![0-9])")
                yield from ((Span(*match.span()), source.id) for match in pattern.finditer(self.folded))

    def _where(self, holds: Callable[[str], bool]) -> tuple[str, ...]:
        """The sources whose text holds something."""
        return unique(source.id for source in self.ledger.sources if holds(source.text))


def _telling_of_one(ledger: Ledger) -> tuple[str, ...]:
    return unique(source.id for source in ledger.sources if _ONE.search(source.text))


def _telling_of_a_person(ledger: Ledger) -> tuple[str, ...]:
    return unique(source.id for source in ledger.sources if _A_PERSON.search(source.text))


def _digits_of_codes(ledger: Ledger) -> Mapping[str, tuple[str, ...]]:
    """The sources of every code, by its digits."""
    found: dict[str, list[str]] = {}
    for source in ledger.sources:
        for match in _CODED.finditer(source.text):
            found.setdefault(match["n"], []).append(source.id)
    return {digits: unique(ids) for digits, ids in found.items()}


def _shares_of_lines(ledger: Ledger) -> tuple[Decimal, ...]:
    """What each large figure is of each larger one, in per cent and in order."""
    counts = {
        entry.value.value
        for entry in ledger.groups.get("count", ())
        if isinstance(entry.value, Amount) and entry.value.value >= _WHOLE
    }
    return tuple(sorted({100 * part / whole for part, whole in combinations(sorted(counts)[:_MOST_FIGURES], 2)}))
