"""The ledger built from a brief: every source that may be drawn on, read once and indexed."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from service.brands import BrandProfile
from service.briefs import IncidentBrief
from service.grounding.entries import PARTS, Entry, Source, group_of, unique
from service.grounding.extract import read
from service.grounding.folding import fold
from service.grounding.identifiers import identifier_key
from service.grounding.ledger import Ledger
from service.grounding.name_keys import acronyms_in
from service.grounding.names import canonical
from service.grounding.roles import NO_ROLE, matter_of, roles_of
from service.grounding.types import Amount, ClaimKind, Label, Mention, Moment

# Between two sources in the joined text: ends sentences and matches no pattern.
BREAK = "\n\x1e\n"
CONTACT = "contact:"
_MASKS = tuple(frozenset(mask.split()) for mask in (
    "year", "year month", "month", "day", "month day", "year month day", "hour minute", "hour",
    "day hour minute", "day hour", "month day hour minute", "month day hour", "year month day hour minute", "year month day hour",
))  # fmt: skip


def may_be_said(brief: IncidentBrief, *, brand: BrandProfile | None = None, passages: Sequence[str] = ()) -> Ledger:
    """The ledger of what a statement may say under `brief`; cost is linear in the brief."""
    today = brief.issued_at.date()
    sources = [*_sources(brief, brand), *(Source(f"passage:{n}", text) for n, text in enumerate(passages))]
    return build(sources, list(_times(brief)), today)


def build(sources: Sequence[Source], times: Sequence[Entry], today: date) -> Ledger:
    """A ledger of given texts and moments."""
    entries = list(times)
    grouped: dict[int, list[Mention]] = {}
    for number, mention in read_sources(sources, today):
        grouped.setdefault(number, []).append(mention)
    matter: dict[str, frozenset[str]] = {}
    for source in sources:
        matter[source.id] = matter.get(source.id, frozenset()) | matter_of(fold(source.text))
    for number, mentions in grouped.items():
        source = sources[number]
        roles = roles_of(fold(source.text), tuple(mentions))
        every = frozenset(name for role in roles.values() for name in role.around)
        for m in mentions:
            if isinstance(m.value, Amount) and source.id.startswith(CONTACT) and m.start > source.text.rfind("："):
                # The groups of digits of a telephone number count nothing.
                continue
            text, role = source.text[m.start : m.end], roles.get(m.start, NO_ROLE)
            entries.append(Entry(source.id, m.kind, m.value, text, role, every, matter[source.id]))
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
        all_names=BREAK.join(source.text for source in names),
        name_starts=tuple(accumulate((len(source.text) + len(BREAK) for source in names[:-1]), initial=0)),
        acronyms=frozenset(initials for source in folded for initials in acronyms_in(source.text)),
        identifiers=tuple(Source(source.id, identifier_key(source.text)) for source in folded),
    )


def _sources(brief: IncidentBrief, brand: BrandProfile | None) -> list[Source]:
    incident, issuer = brief.incident, brief.issuer
    names = (brief.brand, issuer.organisation, issuer.person, issuer.title, *(brand.all_names() if brand else ()))
    given: list[tuple[str, Sequence[str | None]]] = [
        *(
            (fact.id, (fact.text, fact.attribution, *fact.translations.values()))
            for fact in (*brief.public_facts, *brief.unread_facts)
        ),
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
        if not isinstance(moment, datetime):
            yield _time_entry(source, moment)
            continue
        # Times are printed in the offset each is given in; readers may also meet them in the statement's own. Compared as they are
        # printed: with their offsets both are one moment.
        for shown in sorted({moment.replace(tzinfo=None), moment.astimezone(zone).replace(tzinfo=None)}):
            yield _time_entry(source, shown)


def _time_entry(source: str, moment: date | datetime) -> Entry:
    if isinstance(moment, datetime):
        value = Moment(moment.year, moment.month, moment.day, moment.hour, moment.minute)
        return Entry(source, ClaimKind.DATETIME, value, moment.strftime("%Y-%m-%d %H:%M"))
    return Entry(source, ClaimKind.DATE, Moment(moment.year, moment.month, moment.day), moment.isoformat())


def read_sources(sources: Sequence[Source], today: date) -> Iterator[tuple[int, Mention]]:
    """Every mention of every source by the source's number, read in one go: one pass over a long text beats many over short ones."""
    joined = BREAK.join(source.text for source in sources)
    starts: list[int] = []
    at = 0
    for source in sources:
        starts.append(at)
        at += len(source.text) + len(BREAK)
    for mention in read(joined, today).mentions:
        number = bisect_right(starts, mention.start) - 1
        at = starts[number]
        yield number, Mention(mention.kind, mention.start - at, mention.end - at, mention.value, mention.unsure)


def _index_moments(entries: Iterable[Entry]) -> dict[tuple[object, ...], tuple[str, ...]]:
    index: dict[tuple[object, ...], list[str]] = {}
    for entry in entries:
        if isinstance(entry.value, Moment):
            for key in _keys_of(entry.value):
                index.setdefault(key, []).append(entry.source)
    return {key: unique(ids) for key, ids in index.items()}


@lru_cache(maxsize=4096)
def _keys_of(moment: Moment) -> tuple[tuple[object, ...], ...]:
    """The keys under which a moment is looked up by those who give less of it."""
    keys: list[tuple[object, ...]] = []
    parts = {name: getattr(moment, name) for name in PARTS if getattr(moment, name) is not None}
    if "hour" in parts:
        parts.setdefault("minute", 0)
        if not moment.has_date:
            keys.append(("bare", moment.hour, parts["minute"]))
    keys += (tuple(sorted((name, parts[name]) for name in mask)) for mask in _MASKS if mask <= parts.keys())
    if (weekday := _weekday(moment)) is not None:
        keys.append(("weekday", weekday))
    return tuple(keys)


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
            index.setdefault((group_of(entry.kind), entry.value.value), []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


def _index_groups(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    index: dict[str, list[Entry]] = {}
    for entry in entries:
        if isinstance(entry.value, (Amount, Moment)):
            index.setdefault(group_of(entry.kind), []).append(entry)
    return {key: tuple(found) for key, found in index.items()}


def _index_labels(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for entry in entries:
        if isinstance(entry.value, Label):
            index.setdefault(entry.value.key, []).append(entry.source)
    return {key: unique(ids) for key, ids in index.items()}
