"""The index of everything a statement may say: values and names of the brief's public side, each with the id it comes from."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from itertools import islice

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.identifiers import identifier_key
from service.grounding.names import canonical, place_names, split_suffix
from service.grounding.types import Amount, Bound, ClaimKind, Label, Mention, Moment

# Between two sources in the joined text: ends sentences and matches no pattern.
_BREAK = "\n\x1e\n"
_PLACE_ENDS = "省市区县"
_COUNTS = frozenset({ClaimKind.NUMBER, ClaimKind.QUANTITY})
# Sums are looked for among this many values; a ledger with more would make any number a sum.
_MAX_SUMMANDS = 200
_PARTS = ("year", "month", "day", "hour", "minute")
_MASKS = tuple(frozenset(mask.split()) for mask in (
    "year", "year month", "month", "day", "month day", "year month day", "hour minute", "hour",
    "day hour minute", "day hour", "month day hour minute", "month day hour", "year month day hour minute", "year month day hour",
))  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Ledger:
    """The supported values of one brief. Build it with `may_be_said`; look values up with `support`."""

    today: date
    sources: tuple[Source, ...]
    entries: tuple[Entry, ...]
    moments: dict[tuple[object, ...], tuple[str, ...]] = field(repr=False)
    amounts: dict[tuple[str, Decimal], tuple[Entry, ...]] = field(repr=False)
    groups: dict[str, tuple[Entry, ...]] = field(repr=False)
    labels: dict[str, tuple[str, ...]] = field(repr=False)
    names: tuple[Source, ...] = field(repr=False)
    all_names: str = field(repr=False)
    identifiers: tuple[Source, ...] = field(repr=False)

    def support(self, mention: Mention) -> tuple[str, ...]:
        """The ids that support a mention; empty when nothing does."""
        value = mention.value
        if isinstance(value, Moment):
            return self._moment(value)
        if isinstance(value, Amount):
            return self._amount(mention.kind, value)
        if mention.kind is ClaimKind.NAME:
            return self._name(value)
        if mention.kind is ClaimKind.IDENTIFIER:
            found = self.labels.get(value.key, ())
            return found or tuple(source.id for source in self.identifiers if _whole(value.key, source.text))
        return self.labels.get(value.key, ())

    def _moment(self, moment: Moment) -> tuple[str, ...]:
        if moment.weekday is not None and moment.hour is None:
            return self.moments.get(("weekday", moment.weekday), ())
        if found := self.moments.get(moment_key(moment), ()):
            return found
        if moment.hour is not None and moment.has_date:
            # A clock time the ledger gives without a day goes with any day it gives.
            clock = self.moments.get(("bare", moment.hour, moment.minute), ())
            day = self.moments.get(moment_key(replace(moment, hour=None, minute=None, about=False)), ())
            return _unique([*clock, *day]) if clock and day else ()
        return ()

    def _amount(self, kind: ClaimKind, amount: Amount) -> tuple[str, ...]:
        group = _group(kind)
        exact = [entry for entry in self.amounts.get((group, amount.value), ()) if _same(amount, entry.value)]
        if exact:
            return _unique(entry.source for entry in exact)
        if amount.bound is not Bound.EXACT:
            return _unique(e.source for e in self._group(group) if isinstance(e.value, Amount) and _rounds(amount, e.value))
        return self._sum(group, amount)

    def _group(self, group: str) -> Iterator[Entry]:
        return iter(self.groups.get(group, ()))

    def _sum(self, group: str, amount: Amount) -> tuple[str, ...]:
        """A sum or difference of two values of the same unit."""
        if not amount.units or "ordinal" in amount.units or amount.value <= 0:
            return ()
        first = islice(self._group(group), _MAX_SUMMANDS)
        entries = [entry for entry in first if isinstance(entry.value, Amount) and entry.value.units & amount.units]
        by_value = {entry.value.value: entry for entry in entries if isinstance(entry.value, Amount)}
        for value, entry in by_value.items():
            for other in (amount.value - value, value - amount.value):
                partner = by_value.get(other)
                if partner is not None and partner is not entry and other > 0:
                    return _unique([entry.source, partner.source])
        return ()

    def _name(self, label: Label) -> tuple[str, ...]:
        keys = place_names(label.key) if label.kind == "place" else (label.key,)
        # One look at everything first: most invented names stand nowhere.
        keys = tuple(key for key in keys if key in self.all_names)
        found = [source.id for source in self.names if any(key in source.text for key in keys)] if keys else []
        if not found and label.kind == "organisation":
            stem, suffix = split_suffix(label.key)
            known = suffix and stem.rstrip(_PLACE_ENDS) in self.all_names
            found = [source.id for source in self.names if _loosely(stem, suffix, source.text)] if known else []
        return _unique(found)


def may_be_said(brief: IncidentBrief, *, brand: BrandProfile | None = None, passages: Sequence[str] = ()) -> Ledger:
    """The ledger of what a statement may say under `brief`; cost is linear in the brief."""
    today = brief.issued_at.date()
    sources = [*_sources(brief, brand), *(Source(f"passage:{n}", text) for n, text in enumerate(passages))]
    return build(sources, list(_times(brief)), today)


def build(sources: Sequence[Source], times: Sequence[Entry], today: date) -> Ledger:
    """A ledger of given texts and moments."""
    entries = list(times)
    for source, mention in read_sources(sources, today):
        entries.append(Entry(source.id, mention.kind, mention.value, source.text[mention.start : mention.end]))
    folded = [Source(source.id, fold(source.text)) for source in sources]
    return Ledger(
        today=today,
        sources=tuple(sources),
        entries=tuple(entries),
        moments=_index_moments(entries),
        amounts=_index_amounts(entries),
        groups=_index_groups(entries),
        labels=_index_labels(entries),
        names=(names := tuple(Source(source.id, canonical(source.text)) for source in folded)),
        all_names=_BREAK.join(source.text for source in names),
        identifiers=tuple(Source(source.id, identifier_key(source.text)) for source in folded),
    )


def _sources(brief: IncidentBrief, brand: BrandProfile | None) -> list[Source]:
    incident, issuer = brief.incident, brief.issuer
    names = (brief.brand, issuer.organisation, issuer.person, issuer.title, *(brand.all_names() if brand else ()))
    given: list[tuple[str, Sequence[str | None]]] = [
        *((fact.id, (fact.text, fact.attribution, *fact.translations.values())) for fact in brief.public_facts),
        *((item.id, (item.text, item.owner, *item.translations.values())) for item in brief.approved_commitments),
        *(
            (f"contact:{n}", (f"{item.label}：{item.value}", *item.translations.values()))
            for n, item in enumerate(brief.contacts)
        ),
        ("incident", (incident.title, *incident.translations.values())),
        ("issuer", names),
    ]
    return [Source(ident, text) for ident, texts in given for text in texts if text]


def _times(brief: IncidentBrief) -> Iterator[Entry]:
    zone = brief.issued_at.tzinfo
    given: list[tuple[str, date | datetime | None]] = [
        ("issued_at", brief.issued_at),
        ("next_update_at", brief.next_update_at),
        ("incident", brief.incident.occurred_at),
        ("incident", brief.incident.detected_at),
        *((fact.id, fact.as_of) for fact in brief.public_facts),
        *((promise.id, promise.due) for promise in brief.approved_commitments),
    ]
    for source, moment in given:
        if moment is None:
            continue
        # Times are printed in the offset each is given in; readers may also meet them in the statement's own.
        for shown in {moment, moment.astimezone(zone)} if isinstance(moment, datetime) else {moment}:
            yield _time_entry(source, shown)


def _time_entry(source: str, moment: date | datetime) -> Entry:
    if isinstance(moment, datetime):
        value = Moment(moment.year, moment.month, moment.day, moment.hour, moment.minute)
        return Entry(source, ClaimKind.DATETIME, value, moment.strftime("%Y-%m-%d %H:%M"))
    return Entry(source, ClaimKind.DATE, Moment(moment.year, moment.month, moment.day), moment.isoformat())


def read_sources(sources: Sequence[Source], today: date) -> Iterator[tuple[Source, Mention]]:
    """Every mention of every source, read in one go because a pass over one long text is cheaper than over many short ones."""
    joined = _BREAK.join(source.text for source in sources)
    starts: list[int] = []
    at = 0
    for source in sources:
        starts.append(at)
        at += len(source.text) + len(_BREAK)
    for mention in read(joined, today).mentions:
        source = sources[bisect_right(starts, mention.start) - 1]
        at = starts[bisect_right(starts, mention.start) - 1]
        yield source, replace(mention, start=mention.start - at, end=mention.end - at)


def moment_key(moment: Moment) -> tuple[object, ...]:
    """The key a moment is looked up by: the parts it gives, the minute only when it is meant."""
    parts = {name: getattr(moment, name) for name in _PARTS if getattr(moment, name) is not None}
    if "hour" in parts and not moment.about:
        parts.setdefault("minute", 0)
    elif moment.about:
        parts.pop("minute", None)
    return tuple(sorted(parts.items()))


def _index_moments(entries: Iterable[Entry]) -> dict[tuple[object, ...], tuple[str, ...]]:
    index: dict[tuple[object, ...], list[str]] = {}
    for entry in entries:
        moment = entry.value
        if not isinstance(moment, Moment):
            continue
        parts = {name: getattr(moment, name) for name in _PARTS if getattr(moment, name) is not None}
        if "hour" in parts:
            parts.setdefault("minute", 0)
            if not moment.has_date:
                index.setdefault(("bare", moment.hour, parts["minute"]), []).append(entry.source)
        for mask in _MASKS:
            if mask <= parts.keys():
                key = tuple(sorted((name, parts[name]) for name in mask))
                index.setdefault(key, []).append(entry.source)
        if (weekday := _weekday(moment)) is not None:
            index.setdefault(("weekday", weekday), []).append(entry.source)
    return {key: _unique(ids) for key, ids in index.items()}


def _weekday(moment: Moment) -> int | None:
    if moment.weekday is not None:
        return moment.weekday
    if not (moment.year and moment.month and moment.day):
        return None
    try:
        return date(moment.year, moment.month, moment.day).weekday()
    except ValueError:
        return None


def _index_amounts(entries: Iterable[Entry]) -> dict[tuple[str, Decimal], tuple[Entry, ...]]:
    index: dict[tuple[str, Decimal], list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.value, Amount):
            index.setdefault((_group(entry.kind), entry.value.value), []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


def _index_groups(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.value, Amount):
            index.setdefault(_group(entry.kind), []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


def _index_labels(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry.value, Label):
            index.setdefault(entry.value.key, []).append(entry.source)
    return {key: _unique(ids) for key, ids in index.items()}


def _group(kind: ClaimKind) -> str:
    return "count" if kind in _COUNTS else kind.value


def _same(amount: Amount, other: object) -> bool:
    """Equal values that count the same; a stricter bound than the ledger's is no support."""
    if not isinstance(other, Amount) or not amount.may_count_as(other):
        return False
    if "ordinal" in amount.units | other.units and amount.units != other.units:
        return False
    return amount.bound is other.bound or amount.bound in (Bound.EXACT, Bound.ABOUT)


def _rounds(amount: Amount, other: Amount) -> bool:
    return amount.may_count_as(other) and "ordinal" not in other.units and amount.admits(other.value)


def _whole(key: str, text: str) -> bool:
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


def _loosely(stem: str, suffix: str, text: str) -> bool:
    """浦东市监局 for 浦东新区市监局, 晨禾公司 for 晨禾乳业: the stem, and its suffix close behind or the brand's own name."""
    stem = stem.rstrip(_PLACE_ENDS)
    if len(stem) < 2:
        return False
    at = text.find(stem)
    while at >= 0:
        rest = text[at + len(stem) : at + len(stem) + len(suffix) + 6]
        if suffix in rest or (suffix in ("公司", "集团") and at == 0 and len(text) <= len(stem) + 8):
            return True
        at = text.find(stem, at + 1)
    return False


def _unique(ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
